"""Many put off, woken by the clock and by their clients at once, on both databases: no limit is passed."""

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from datetime import timedelta
from itertools import count
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Contact, Event, Operator, Source, actors
from models.database.protocol import Database
from services.contacts import conversation, messages, transitions
from services.contacts.states import Action
from services.deadlines import wakeups
from services.events import rebuild_loads
from services.moment import Moment
from services.queues import recipients
from services.refusals import Refused
from services.team import operators
from tests.databases import highest_above_limit
from tests.moments import make_moment
from tests.services.edge import redo
from tests.services.replay import check_decisions
from tests.services.rush import OPEN, check, finish, list_ids, receive, set_up
from tests.services.world import BOT, NOON, World

ASLEEP = Contact.snoozed_for.is_not(None)
LATER = NOON + timedelta(hours=1)
MESSAGE_IDS = count(1_000)


def moment(seed: int, *, later: bool = False) -> Moment:
    return make_moment(LATER if later else NOON, Random(seed).randrange, reopen_window_minutes=0)


def set_up_freeing(session: Session, places: int, team: int) -> None:
    set_up(session, places, team)
    session.scalars(select(Source)).one().snooze_frees = True


def put_off(session: Session, contact_id: int) -> None:
    """Let its operator take it and put it off; he may be refused, if it has gone elsewhere meanwhile."""
    contact = session.get_one(Contact, contact_id)
    if contact.operator_id is None:
        return
    operator, until = session.get_one(Operator, contact.operator_id), NOON + timedelta(minutes=30)
    World(session, chance=Random(contact_id).randrange).press(operator, Action.TAKE, contact)
    with suppress(Refused):
        transitions.perform(
            session,
            contact_id,
            Action.SNOOZE,
            actor=actors.operator(operator.id),
            until=until if contact_id % 2 else None,
            at=moment(contact_id),
        )


def wake(session: Session, contact_id: int) -> None:
    wakeups.wake(session, contact_id, at=moment(contact_id, later=True))


def write(session: Session, client: int, message_id: int) -> None:
    incoming = messages.Incoming(BOT, client, message_id, "text", "are you there?")
    conversation.receive(session, incoming, at=moment(client, later=True))


def answer(session: Session, contact_id: int, message_id: int) -> None:
    """Let whoever had it answer, which takes it back if there is a place."""
    contact = session.get_one(Contact, contact_id)
    operator = session.get(Operator, contact.snoozed_for or 0)
    if operator is None or operator.telegram_id is None:
        return
    incoming = messages.Incoming(BOT, operator.telegram_id, message_id, "text", "yes")
    with suppress(Refused):
        conversation.answer(session, incoming, contact_id, at=moment(contact_id, later=True))


def check_all(session: Session) -> None:
    check(session)
    loads = rebuild_loads(list(session.scalars(select(Event).order_by(Event.id))))
    for operator in operators.list_operators(session):
        assert loads.get(operator.id, 0) == operator.load


def find_client(session: Session, contact_id: int) -> int:
    client = recipients.client_recipient(session.get_one(Contact, contact_id))
    assert client is not None
    return client.chat_id


async def test_places_freed_and_wished_back_at_once_are_given_once(either_database: Database) -> None:
    """Twelve sleep, three places are free: clock, clients and operators want them all back in one moment."""
    await redo(either_database, set_up_freeing, 4, 3)
    await asyncio.gather(*(redo(either_database, receive, client) for client in range(1, 13)))
    ids = await redo(either_database, list_ids, OPEN)
    await asyncio.gather(*(redo(either_database, put_off, contact_id) for contact_id in ids))
    await redo(either_database, check_all)
    assert await redo(either_database, list_ids, ASLEEP) == ids
    await asyncio.gather(*(redo(either_database, receive, client) for client in range(21, 30)))
    await redo(either_database, check_all)
    clients = [await redo(either_database, find_client, contact_id) for contact_id in ids]
    work: list[Awaitable[None]] = [redo(either_database, wake, contact_id) for contact_id in ids]
    work += [redo(either_database, write, client, next(MESSAGE_IDS)) for client in clients]
    work += [redo(either_database, answer, contact_id, next(MESSAGE_IDS)) for contact_id in ids]
    await asyncio.gather(*work)
    await redo(either_database, check_all)
    assert await redo(either_database, list_ids, ASLEEP) == [], "each of them was woken"

    def look(session: Session) -> None:
        assert [operator.load for operator in operators.list_operators(session)] == [4, 4, 4]
        assert highest_above_limit(session) == 0

    await redo(either_database, look)


async def test_putting_off_and_waking_amid_arrivals_and_completions_passes_no_limit(
    either_database: Database,
) -> None:
    await redo(either_database, set_up_freeing, 2, 3)
    clients = count(1)
    for n in range(6):
        open_ids = await redo(either_database, list_ids, OPEN)
        asleep = await redo(either_database, list_ids, ASLEEP)
        work: list[Awaitable[None]] = [redo(either_database, receive, next(clients)) for _ in range(3)]
        work += [redo(either_database, put_off, contact_id) for contact_id in open_ids[n % 2 :: 2]]
        work += [redo(either_database, finish, contact_id) for contact_id in open_ids[::3]]
        work += [redo(either_database, wake, contact_id) for contact_id in asleep]
        work += [
            redo(either_database, write, await redo(either_database, find_client, id_), next(MESSAGE_IDS))
            for id_ in asleep[::2]
        ]
        work += [redo(either_database, answer, id_, next(MESSAGE_IDS)) for id_ in asleep[1::2]]
        await asyncio.gather(*work)
        await redo(either_database, check_all)
    assert await redo(either_database, check_decisions) > 5
