"""Two units on PostgreSQL, one inside the other: what either does right alone stays right together."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from random import Random
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    Contact,
    IdempotencyKey,
    Lead,
    Message,
    Operator,
    Outbox,
    OutboxKind,
    OutboxState,
    Source,
    Status,
    actors,
)
from models.database.errors import UnitConflictError
from models.database.open import open_database
from models.database.protocol import Database
from services import leads
from services.clients import banning, forgetting, lookup, phones, spam, splitting
from services.contacts import forms, settlement
from services.contacts.settlement import Outcome, Result
from services.contacts.states import Action
from services.deadlines import reminders
from services.distribution import locks
from services.leads import Identity
from services.queues import idempotency, retention
from services.queues.recipients import Recipient
from services.refusals import Refused
from services.team import handovers, passing
from tests.moments import first
from tests.services.edge import redo
from tests.services.world import BOT, World

Work = Callable[[World], Any]
BLOCKED = 0.15  # seconds after which a unit that has not ended is taken to wait for a lock


@pytest.fixture
async def server(migrated_postgres: str) -> AsyncIterator[Database]:
    """A bot with Anna and Boris, one place each."""
    opened = await open_database(migrated_postgres)

    def set_up(world: World) -> None:
        world.bot()
        world.operator("Anna", limit=1)
        world.operator("Boris", limit=1)

    await do(opened, set_up)
    yield opened
    await opened.close()


def in_world(session: Session, work: Work, start: int) -> Any:
    # Each unit counts its Telegram message ids from elsewhere.
    return work(World(session, chance=first, message_ids=iter(range(start, start + 1000))))


async def do(database: Database, work: Work) -> Any:
    return await redo(database, in_world, work, Random().randrange(10**9))


async def interleave(database: Database, outer: Work, inner: Work) -> None:
    """Run `outer`, then, before it is committed, start `inner`; it may have to wait for the other's end."""
    async with database.writing() as unit:
        await unit.run_sync(in_world, outer, 1)
        other = asyncio.create_task(do(database, inner))
        await asyncio.wait({other}, timeout=BLOCKED)
    await other


def anna(world: World) -> Operator:
    return world.session.get_one(Operator, 1)


def boris(world: World) -> Operator:
    return world.session.get_one(Operator, 2)


def contact(world: World, number: int = 1) -> Contact:
    return world.session.get_one(Contact, number)


def newest(world: World) -> Contact:
    return world.session.scalars(select(Contact).order_by(Contact.id.desc()).limit(1)).one()


def arrive(client: int) -> Work:
    return lambda world: world.write(client)


def finish_first(world: World) -> None:
    world.finish(contact(world))


def check(world: World) -> None:
    world.check_loads()
    waiting = world.session.scalars(select(Contact).where(Contact.operator_id.is_(None))).all()
    free = [o for o in world.session.scalars(select(Operator)) if o.load < o.max_active_leads]
    assert not (waiting and free)


@pytest.mark.parametrize(("outer", "inner"), [(arrive(3), finish_first), (finish_first, arrive(3))])
async def test_a_client_who_finds_all_places_full_as_one_becomes_free_gets_it(
    server: Database, outer: Work, inner: Work
) -> None:
    for client in (1, 2):
        await do(server, arrive(client))
    await interleave(server, outer, inner)
    await do(server, check)
    assert await do(server, lambda world: contact(world, 3).operator_id) == 1


def clara(world: World) -> Operator:
    return world.session.get_one(Operator, 3)


# What keeps Clara from getting anything, and what ends it.
CHANGES: list[tuple[Work, Work]] = [
    (lambda world: world.set_limit(clara(world), 0), lambda world: world.set_limit(clara(world), 1)),
    (lambda world: world.switch(clara(world), False), lambda world: world.switch(clara(world), True)),
    (lambda world: world.set_shift(clara(world), False), lambda world: world.set_shift(clara(world), True)),
    (
        lambda world: world.set_weight(clara(world), world.find_bot(), 0),
        lambda world: world.set_weight(clara(world), world.find_bot(), 1),
    ),
    (lambda world: world.blocks(clara(world)), lambda world: world.opens(clara(world))),
]


@pytest.mark.parametrize("client_comes_first", [True, False])
async def test_a_client_who_finds_all_places_full_as_one_is_made_gets_it(
    server: Database, client_comes_first: bool
) -> None:
    for client in (1, 2):
        await do(server, arrive(client))
    await do(server, lambda world: world.operator("Clara", limit=1, telegram_id=4321))
    for number, (prevent, allow) in enumerate(CHANGES, start=3):
        await do(server, prevent)
        come = arrive(number)
        await interleave(server, *((come, allow) if client_comes_first else (allow, come)))
        await do(server, check)
        assert await do(server, lambda world: newest(world).operator_id) == 3
        await do(server, lambda world: world.finish(newest(world)))


async def test_a_contact_that_went_back_to_waiting_after_we_read_it_is_not_freed_twice(
    server: Database,
) -> None:
    await do(server, lambda world: world.set_limit(boris(world), 0))
    await do(server, arrive(1))
    async with server.writing() as unit:
        read = await unit.run_sync(lambda session: session.get_one(Contact, 1))
        assert read.operator_id == 1
        await do(server, lambda world: world.blocks(anna(world)))
        await unit.run_sync(in_world, lambda world: world.set_limit(boris(world), 1), 1)
    await do(server, check)
    assert await do(server, lambda world: (contact(world).operator_id, anna(world).load)) == (2, 0)


def write_more(world: World) -> None:
    world.write(1, "more")


def pass_on(world: World) -> None:
    world.must_press(anna(world), Action.PASS_ON, contact=contact(world))


def block(world: World) -> None:
    world.blocks(anna(world))


@pytest.mark.parametrize("move", [pass_on, block])
@pytest.mark.parametrize("message_comes_first", [True, False])
async def test_a_message_that_comes_during_a_hand_over_reaches_the_new_operator(
    server: Database, move: Work, message_comes_first: bool
) -> None:
    await do(server, arrive(1))
    await interleave(server, *((write_more, move) if message_comes_first else (move, write_more)))

    def relayed_to_boris(world: World) -> list[str | None]:
        rows = select(Outbox).where(
            Outbox.kind == OutboxKind.RELAY,
            Outbox.chat_id == boris(world).telegram_id,
            Outbox.assignment_no == contact(world).assignment_no,
        )
        return [
            world.session.get_one(Message, row.params["message"]).text for row in world.session.scalars(rows)
        ]

    assert await do(server, lambda world: contact(world).operator_id) == 2
    assert await do(server, relayed_to_boris) == ["more"]


def pass_to_boris(world: World) -> None:
    with suppress(Refused):
        passing.by_number(world.session, 1, 1, boris(world), at=world.at)


def take_back(world: World) -> None:
    account = anna(world).telegram_id
    assert account is not None
    with suppress(Refused):
        handovers.take_back(world.session, account, 1, contact(world).assignment_no, at=world.at)


@pytest.mark.parametrize(("outer", "inner"), [(pass_to_boris, arrive(2)), (arrive(2), pass_to_boris)])
async def test_who_is_named_as_his_last_place_is_filled_gets_one_of_them(
    server: Database, outer: Work, inner: Work
) -> None:
    await do(server, arrive(1))
    await interleave(server, outer, inner)
    await do(server, check)
    held = await do(server, lambda world: {contact(world, n).operator_id for n in (1, 2)})
    assert held == {1, 2}


@pytest.mark.parametrize(("outer", "inner"), [(take_back, arrive(2)), (arrive(2), take_back)])
async def test_what_is_taken_back_as_its_place_is_filled_is_where_there_is_room(
    server: Database, outer: Work, inner: Work
) -> None:
    await do(server, arrive(1))
    await do(server, pass_to_boris)
    await interleave(server, outer, inner)
    await do(server, check)
    held = await do(server, lambda world: {contact(world, n).operator_id for n in (1, 2)})
    assert held == {1, 2}


def take(world: World) -> None:
    world.press(anna(world), Action.TAKE, contact(world))


def time_out(world: World) -> None:
    world.wait(minutes=6)
    world.time_out(minutes=5)


@pytest.mark.parametrize("press_comes_first", [True, False])
async def test_who_takes_a_contact_at_the_last_moment_has_it_or_has_it_not(
    server: Database, press_comes_first: bool
) -> None:
    await do(server, arrive(1))
    await do(server, lambda world: world.deliver_all())
    await interleave(server, *((take, time_out) if press_comes_first else (time_out, take)))
    await do(server, check)
    state = await do(server, lambda world: (contact(world).operator_id, contact(world).status))
    assert state == ((1, Status.IN_PROGRESS) if press_comes_first else (2, Status.NEW))


async def test_two_processes_that_look_at_the_clock_at_once_move_a_contact_once(server: Database) -> None:
    await do(server, arrive(1))
    await do(server, lambda world: world.deliver_all())
    await interleave(server, time_out, time_out)
    await do(server, check)
    assert await do(server, lambda world: contact(world).assignment_no) == 2


def finish_and_follow_up(world: World) -> None:
    world.finish(contact(world))
    world.deliver_all()
    world.say(1, "one more thing")


def reopen(world: World) -> None:
    world.press(anna(world), Action.REOPEN, contact(world))


def open_follow_ups(world: World) -> None:
    world.wait(minutes=6)
    world.open_follow_ups()


@pytest.mark.parametrize("press_comes_first", [True, False])
async def test_a_follow_up_is_taken_back_or_becomes_a_contact_but_not_both(
    server: Database, press_comes_first: bool
) -> None:
    await do(server, arrive(1))
    await do(server, finish_and_follow_up)
    await interleave(server, *((reopen, open_follow_ups) if press_comes_first else (open_follow_ups, reopen)))
    await do(server, check)
    assert await do(server, lambda world: newest(world).id) == (1 if press_comes_first else 2)
    assert (
        await do(server, lambda world: [m.text for m in world.messages(newest(world))][-1])
        == "one more thing"
    )


@pytest.mark.parametrize("ban_comes_first", [True, False])
async def test_who_is_banned_while_writing_has_nothing_open_afterwards(
    server: Database, ban_comes_first: bool
) -> None:
    await do(server, arrive(1))
    await do(server, finish_first)

    def ban(world: World) -> None:
        lead = lookup.find_by_contact(world.session, 1)
        banning.ban(world.session, lead, actor=actors.admin(90), at=world.at)

    def say(world: World) -> None:
        world.wait(hours=1)
        world.say(1, "hello again")

    await interleave(server, *((ban, say) if ban_comes_first else (say, ban)))
    await do(server, check)
    open_ones = select(Contact.id).where(Contact.status != Status.COMPLETED)
    assert await do(server, lambda world: world.session.scalars(open_ones).all()) == []
    assert await do(server, lambda world: world.lead(contact(world)).banned_at is not None)


async def test_two_processes_remind_once_and_a_contact_that_is_being_changed_later(server: Database) -> None:
    await do(server, arrive(1))
    reminded: list[int] = []

    def remind(world: World) -> None:
        world.wait(minutes=16)
        reminded.append(reminders.remind(world.session, bots=[BOT], at=world.at))

    await interleave(server, write_more, remind)
    await interleave(server, remind, remind)
    await do(server, remind)
    assert reminded == [0, 1, 0, 0]


PHONE = "+79123456789"


def submit(world: World) -> None:
    source = world.session.scalars(select(Source).where(Source.bot_id.is_(None))).one()
    forms.submit(world.session, source.id, Identity(phone=PHONE), "Call me", at=world.at)


def verify(world: World) -> None:
    lead = world.session.scalars(select(Lead).where(Lead.external_id == "tg:1")).one()
    leads.verify_phone(world.session, lead, PHONE)


def forget(world: World) -> None:
    forgetting.forget(world.session, 1, actor=actors.admin(90), at=world.at)


@pytest.mark.parametrize("form_comes_first", [True, False])
async def test_a_form_of_whom_telegram_vouches_for_meanwhile_is_of_that_person(
    server: Database, form_comes_first: bool
) -> None:
    await do(server, World.api_source)
    await do(server, submit)
    await do(server, arrive(1))
    await interleave(server, *((submit, verify) if form_comes_first else (verify, submit)))
    people = select(Lead.external_id).join(Contact, Contact.lead_id == Lead.id)
    assert await do(server, lambda world: world.session.scalars(people).all()) == ["tg:1"] * 3


@pytest.mark.parametrize("form_comes_first", [True, False])
async def test_a_form_of_who_is_forgotten_meanwhile_is_forgotten_too_or_of_somebody_new(
    server: Database, form_comes_first: bool
) -> None:
    await do(server, World.api_source)
    await do(server, submit)
    await interleave(server, *((submit, forget) if form_comes_first else (forget, submit)))
    known = select(Lead.phone).where(Lead.forgotten_at.is_not(None))
    assert await do(server, lambda world: world.session.scalars(known).all()) == [None]
    said = (
        select(Contact.message).join(Lead, Lead.id == Contact.lead_id).where(Lead.forgotten_at.is_not(None))
    )
    assert set(await do(server, lambda world: world.session.scalars(said).all())) == {""}


def use_key(world: World) -> None:
    known = idempotency.find_made(world.session, "/contacts/", "form-1", "hash", at=world.at)
    if known is None:
        idempotency.remember(world.session, "/contacts/", "form-1", "hash", {"id": 1}, at=world.at)


def use_key_next_day(world: World) -> None:
    world.wait(hours=25)
    use_key(world)


async def test_a_key_of_a_day_ago_that_another_process_has_just_used_anew_is_not_used_twice(
    server: Database,
) -> None:
    async def be_overtaken() -> None:
        async with server.writing() as unit:
            await unit.run_sync(lambda session: session.get(IdempotencyKey, ("/contacts/", "form-1")))
            await do(server, use_key_next_day)
            await unit.run_sync(in_world, use_key_next_day, 1)

    await do(server, use_key)
    with pytest.raises(UnitConflictError):
        await be_overtaken()


@pytest.mark.filterwarnings("error")
async def test_two_processes_prune_the_same_keys_at_once(server: Database) -> None:
    def prune(world: World) -> None:
        world.wait(hours=25)
        retention.prune(world.session, at=world.at)
        world.session.flush()

    await do(server, use_key)
    await interleave(server, prune, prune)
    await interleave(server, use_key_next_day, prune)
    keys = select(IdempotencyKey.key)
    assert await do(server, lambda world: world.session.scalars(keys).all()) == ["form-1"]


async def test_a_card_that_changes_while_it_is_sent_is_sent_once_more(server: Database) -> None:
    def find_card(world: World) -> Outbox:
        return world.session.scalars(select(Outbox).filter_by(kind=OutboxKind.CARD)).one()

    def take(world: World) -> None:
        world.must_press(anna(world), Action.TAKE, contact=world.session.get_one(Contact, 1))
        world.session.flush()

    def note_sent(world: World) -> None:
        row_id = world.session.scalars(select(Outbox.id).filter_by(kind=OutboxKind.CARD)).one()
        sent = Outcome(row_id, Result.SENT, message_id=500, redrawn=0)
        settlement.settle(world.session, [sent], at=world.at)

    await do(server, lambda world: world.write(1))
    await interleave(server, take, note_sent)
    card = await do(server, find_card)
    assert (card.state, card.message_id) == (OutboxState.PENDING, 500)


async def test_a_source_stays_locked_after_what_was_tried_is_undone(server: Database) -> None:
    def lock_again(world: World) -> None:
        attempt = world.session.begin_nested()
        locks.lock(world.session, [1])
        attempt.rollback()
        locks.lock(world.session, [1])

    free = select(Source.id).where(Source.id == 1).with_for_update(skip_locked=True)
    async with server.writing() as unit:
        await unit.run_sync(in_world, lock_again, 1)
        assert await do(server, lambda world: world.session.scalars(free).all()) == []


async def test_a_form_that_comes_while_its_person_is_split_off_is_that_persons(server: Database) -> None:
    def split(world: World) -> None:
        part = splitting.list_parts(world.session, 1)[0]
        splitting.split(world.session, 1, part.lead.id, actor=actors.admin(90), at=world.at)

    def submit_again(world: World) -> None:
        source = world.session.scalars(select(Source).where(Source.bot_id.is_(None))).one()
        identity = Identity(email="ivan@example.com")
        forms.submit(world.session, source.id, identity, "Call me again", at=world.at)

    def submit_first(world: World) -> None:
        source = world.session.scalars(select(Source).where(Source.bot_id.is_(None))).one()
        identity = Identity(phone=PHONE, email="ivan@example.com")
        forms.submit(world.session, source.id, identity, "Call me", at=world.at)

    def share(world: World) -> None:
        phones.share_phone(world.session, world.incoming(1, None, kind="phone"), PHONE, at=world.at)

    def whose(world: World) -> list[str | None]:
        people = select(Lead.email).join(Contact, Contact.lead_id == Lead.id).order_by(Contact.id)
        return list(world.session.scalars(people))

    await do(server, World.api_source)
    for work in (submit_first, arrive(1), share):
        await do(server, work)
    assert await do(server, whose) == [None, None]
    await interleave(server, split, submit_again)
    assert await do(server, whose) == ["ivan@example.com", None, "ivan@example.com"]


async def test_of_two_admins_at_once_one_decides_about_spam(server: Database) -> None:
    decided: list[str] = []

    def report(world: World) -> None:
        first_one = contact(world)
        account, number = anna(world).telegram_id or 0, first_one.assignment_no
        spam.report(world.session, Recipient(BOT, account, first_one.id, number), at=world.at)

    def decide(act: Callable[..., Any], word: str) -> Work:
        def work(world: World) -> None:
            try:
                act(world.session, 1, name="Olga", actor=actors.admin(90), at=world.at)
            except Refused as refusal:
                decided.append(refusal.reason.value)
            else:
                decided.append(word)

        return work

    await do(server, arrive(1))
    await do(server, report)
    await interleave(server, decide(spam.ban, "ban"), decide(spam.refuse, "no"))
    assert decided[0] == "ban"
    assert decided[-1] == "already_banned"
    await do(server, check)
