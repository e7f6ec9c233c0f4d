"""What is kept and for how long: what Telegram may repeat, what people may reply to, and every failure."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Inbox, InboxState, Outbox, OutboxKind, OutboxState
from services.queues import retention
from tests.moments import make_moment
from tests.services.world import BOT, NOON, World

DAY = timedelta(days=1)


def add_update(session: Session, update_id: int, state: InboxState, handled_at: datetime | None) -> None:
    row = Inbox(bot_id=BOT, update_id=update_id, body="{}", state=state, handled_at=handled_at)
    row.received_at = row.next_at = NOON - 1000 * DAY
    session.add(row)


def add_sent(session: Session, state: OutboxState, done_at: datetime | None) -> None:
    row = Outbox(bot_id=BOT, chat_id=1, kind=OutboxKind.NOTICE, params={}, state=state, done_at=done_at)
    row.created_at = row.due_at = NOON - 1000 * DAY
    session.add(row)


@pytest.mark.parametrize(
    ("state", "age", "is_kept"),
    [
        (InboxState.DONE, timedelta(hours=48), True),
        (InboxState.DONE, timedelta(hours=48, seconds=1), False),
        (InboxState.QUARANTINED, 30 * DAY, True),
        (InboxState.QUARANTINED, 30 * DAY + timedelta(seconds=1), False),
        (InboxState.PENDING, 1000 * DAY, True),
    ],
)
def test_handled_updates_are_kept_48_hours_and_those_set_aside_30_days(
    session: Session, state: InboxState, age: timedelta, is_kept: bool
) -> None:
    add_update(session, 1, state, NOON - age)
    session.flush()
    assert retention.prune(session, at=make_moment(NOON)) == (not is_kept)
    assert len(session.scalars(select(Inbox)).all()) == is_kept


@pytest.mark.parametrize(
    ("state", "age", "is_kept"),
    [
        (OutboxState.SENT, 90 * DAY, True),
        (OutboxState.SENT, 90 * DAY + timedelta(seconds=1), False),
        (OutboxState.DROPPED, 91 * DAY, False),
        (OutboxState.DEAD, 90 * DAY, True),
        (OutboxState.DEAD, 91 * DAY, False),
        (OutboxState.PENDING, None, True),
    ],
)
def test_messages_sent_or_given_up_are_kept_90_days(
    session: Session, state: OutboxState, age: timedelta | None, is_kept: bool
) -> None:
    add_sent(session, state, NOON - age if age else None)
    session.flush()
    assert retention.prune(session, at=make_moment(NOON)) == (not is_kept)
    assert len(session.scalars(select(Outbox)).all()) == is_kept


@pytest.mark.parametrize(("age", "is_kept"), [(6, True), (8, False)])
def test_what_may_quote_a_person_is_kept_no_longer_than_the_person(
    session: Session, age: int, is_kept: bool
) -> None:
    add_update(session, 1, InboxState.QUARANTINED, NOON - age * DAY)
    add_sent(session, OutboxState.DEAD, NOON - age * DAY)
    session.flush()
    assert retention.prune(session, at=make_moment(NOON, keep_days=7)) == (0 if is_kept else 2)


def test_a_card_that_an_operator_could_not_be_shown_waits_while_its_contact_is_open(world: World) -> None:
    anna = world.operator("Anna")
    contact = world.write(1)
    for card in world.told(anna.telegram_id or 0, kind=OutboxKind.CARD):
        card.state, card.done_at = OutboxState.DEAD, world.now
    world.wait(days=91)
    assert retention.prune(world.session, at=world.at) == 0
    world.finish(contact)
    assert retention.prune(world.session, at=world.at) == 1


def test_pruning_goes_in_small_steps_until_nothing_is_left(session: Session) -> None:
    for n in range(retention.BATCH + 1):
        add_update(session, n, InboxState.DONE, NOON - 3 * DAY)
        add_sent(session, OutboxState.SENT, NOON - 91 * DAY)
    session.flush()
    assert [retention.prune(session, at=make_moment(NOON)) for _ in range(3)] == [2 * retention.BATCH, 2, 0]
    assert not session.scalars(select(Inbox)).all()
