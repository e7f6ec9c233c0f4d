"""The clock is set back: what was put off waits at most as long again, what people wait for begins anew."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from models import Contact, Outbox, OutboxKind
from models.base import UtcDateTime
from models.database.protocol import Database
from services import waits
from services.contacts import forms
from services.leads import Identity
from services.operations import health
from services.queues import inbox, outbox, webhook_queue
from services.queues.inbox import Arrived
from services.queues.recipients import Recipient
from tests.moments import make_moment
from tests.services.world import BOT, NOON, OTHER_BOT, World

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
QUEUES = (inbox.LONGEST_WAITS, outbox.LONGEST_WAITS, webhook_queue.LONGEST_WAITS)
STEPS = st.timedeltas(min_value=timedelta(), max_value=timedelta(days=4000))


def is_over(
    session: Session, due_at: datetime, attempts: int, longest: Sequence[timedelta], now: datetime
) -> bool:
    over = waits.is_over(literal(due_at, UtcDateTime()), literal(attempts), longest)
    return bool(session.scalar(select(over), waits.list_ends(longest, at=make_moment(now))))


@st.composite
def put_off(draw: st.DrawFn) -> tuple[Sequence[timedelta], int, timedelta]:
    """The waits of a queue, how often a row was tried, and how long it is put off."""
    longest, attempts = draw(st.sampled_from(QUEUES)), draw(st.integers(0, 20))
    most = longest[min(attempts, len(longest) - 1)]
    return longest, attempts, draw(st.timedeltas(min_value=timedelta(), max_value=most))


fixtures_stay = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@fixtures_stay
@given(row=put_off(), share=st.floats(0, 2))
def test_while_the_clock_is_right_a_row_is_due_when_its_wait_is_over(
    session: Session, row: tuple[Sequence[timedelta], int, timedelta], share: float
) -> None:
    longest, attempts, wait = row
    passed = wait * share
    assert is_over(session, NOON + wait, attempts, longest, NOON + passed) == (passed >= wait)


@fixtures_stay
@given(row=put_off(), back=STEPS, share=st.floats(0, 1))
def test_wherever_the_clock_is_set_a_row_waits_at_most_as_long_again(
    session: Session, row: tuple[Sequence[timedelta], int, timedelta], back: timedelta, share: float
) -> None:
    longest, attempts, wait = row
    set_back_after = wait * share
    most = longest[min(attempts, len(longest) - 1)]
    now = NOON + set_back_after - back
    moments = (now, now + most)
    assert any(is_over(session, NOON + wait, attempts, longest, moment) for moment in moments)


@fixtures_stay
@given(row=put_off(), ahead=STEPS.filter(bool))
def test_what_could_not_have_been_put_off_so_long_is_due_at_once(
    session: Session, row: tuple[Sequence[timedelta], int, timedelta], ahead: timedelta
) -> None:
    longest, attempts, _ = row
    most = longest[min(attempts, len(longest) - 1)]
    assert is_over(session, NOON + most + ahead, attempts, longest, NOON)
    assert is_over(session, NOON + most, attempts, longest, NOON) == (not most)


def test_each_wait_is_twice_as_long_as_the_one_before() -> None:
    assert [wait.total_seconds() for wait in outbox.RETRY_DELAYS] == [1, 2, 4, 8, 16, 30]
    seconds = [wait.total_seconds() for wait in webhook_queue.LONGEST_WAITS]
    assert seconds == [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600]


async def test_rows_that_were_put_off_by_a_clock_that_was_ahead_are_due_on_either_database(
    either_database: Database,
) -> None:
    def put_off(session: Session) -> list[list[int]]:
        for number, (attempts, ahead) in enumerate([(0, HOUR), (1, HOUR), (1, MINUTE / 60), (9, MINUTE / 2)]):
            session.add(
                Outbox(
                    id=number + 1,
                    bot_id=BOT,
                    chat_id=number,
                    kind=OutboxKind.NOTICE,
                    params={},
                    attempts=attempts,
                    due_at=NOON + ahead,
                    created_at=NOON,
                )
            )
        session.flush()
        moments = (NOON, NOON + MINUTE / 60, NOON + MINUTE)
        return [
            [row.id for row in outbox.list_due(session, BOT, busy=(), limit=9, at=make_moment(now))]
            for now in moments
        ]

    async with either_database.writing() as unit:
        assert await unit.run_sync(put_off) == [[1, 2], [1, 2, 3], [1, 2, 3, 4]]


# What people wait for


def list_moments(contact: Contact) -> list[datetime | None]:
    return [contact.assigned_at, contact.waiting_since, contact.unanswered_since]


async def test_what_lies_ahead_begins_now_on_either_database(either_database: Database) -> None:
    def set_back(session: Session) -> None:
        world = World(session)
        world.bot()
        world.operator("Anna", limit=1)
        follow_up = world.write(1)
        world.finish(follow_up)
        world.say(1, "And the invoice?")
        held, waiting = world.write(2), world.write(3)
        world.deliver_all()
        world.wait(hours=-1)
        waits.begin_anew(session, bots=[BOT], at=world.at)
        session.flush()
        assert list_moments(held) == [world.now, None, world.now]
        assert list_moments(waiting) == [None, world.now, world.now]
        assert list_moments(follow_up) == [follow_up.assigned_at, None, world.now]
        assert {row.done_at for row in session.scalars(select(Outbox))} == {world.now}

    async with either_database.writing() as unit:
        await unit.run_sync(set_back)


def test_what_has_happened_keeps_its_moment(world: World) -> None:
    world.operator("Anna")
    contact = world.write(1)
    world.finish(contact)
    world.wait(hours=-1)
    waits.begin_anew(world.session, bots=[BOT], at=world.at)
    assert {contact.created_at, contact.taken_at, contact.completed_at, contact.assigned_at} == {NOON}
    assert {event.at for event in world.history(contact)} == {NOON}
    assert {message.created_at for message in world.messages(contact)} == {NOON}


def test_a_bot_that_another_process_works_for_goes_by_that_ones_clock(world: World) -> None:
    world.bot(OTHER_BOT, "other_bot")
    world.operator("Anna")
    contact = world.write(1)
    world.deliver_all()
    world.wait(hours=-1)
    waits.begin_anew(world.session, bots=[OTHER_BOT], at=world.at)
    assert list_moments(contact) == [NOON, None, NOON]
    assert {row.done_at for row in world.session.scalars(select(Outbox))} == {NOON}


def test_monitors_hear_of_what_is_held_up_from_now_on(world: World) -> None:
    outbox.notify(world.session, Recipient(BOT, 1), "x", at=world.at)
    inbox.store(world.session, BOT, [Arrived(1, "{}")], at=world.at)
    world.wait(hours=-1)
    waits.begin_anew(world.session, bots=[BOT], at=world.at)
    world.wait(minutes=6)
    backlog = health.read_backlog(world.session)
    assert [queue.age(world.now) for queue in (backlog.undelivered, backlog.unhandled)] == [360, 360]


def test_what_came_by_api_begins_now_too(world: World) -> None:
    site = world.api_source()
    contact = forms.submit(world.session, site.id, Identity(phone="+79161234567"), "Hello", at=world.at)
    world.wait(hours=-1)
    waits.begin_anew(world.session, bots=[], at=world.at)
    assert contact.waiting_since == world.now


def test_clocks_of_two_processes_may_differ_a_little(world: World) -> None:
    world.operator("Anna")
    contact = world.write(1)
    world.wait(seconds=-60)
    waits.begin_anew(world.session, bots=[BOT], at=world.at)
    assert list_moments(contact) == [NOON, None, NOON]
    world.wait(seconds=-1)
    waits.begin_anew(world.session, bots=[BOT], at=world.at)
    assert list_moments(contact) == [world.now, None, world.now]
