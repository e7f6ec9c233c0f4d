"""Many at once while one source is ahead and one operator helps out, on both databases."""

import asyncio
from datetime import timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Contact, Event, Status
from models.database.protocol import Database
from services.contacts import conversation, messages
from services.distribution import queue
from services.distribution.order import settings
from services.distribution.order.lines import Walk
from services.distribution.order.settings import SourceMinutes
from tests.databases import log_loads
from tests.moments import make_moment
from tests.services.edge import redo
from tests.services.replay import check_decisions
from tests.services.rush import check, finish, list_ids
from tests.services.world import BOT, NOON, OTHER_BOT, World

CLIENTS = range(1, 25)


def begin(session: Session) -> None:
    """Two bots, of which one is ahead; Anna has one place, Vera helps out with what has waited."""
    world = World(session)
    log_loads(session)
    bot, vip = world.bot(), world.bot(OTHER_BOT, "vip_bot")
    world.operator("Anna", limit=1, opened=(BOT, OTHER_BOT), weight={bot: 1, vip: 1})
    vera = world.operator("Vera", limit=5, opened=(BOT, OTHER_BOT), weight={bot: 1, vip: 1})
    for source in (bot, vip):
        settings.set_group(session, vera, source, True, at=world.at)
    settings.set_minutes(session, vip, SourceMinutes.PRIORITY, 30, at=world.at)


def receive(session: Session, client: int) -> None:
    bot_id = OTHER_BOT if client % 3 == 0 else BOT
    incoming = messages.Incoming(bot_id, client, 1, "text", "hello")
    at = make_moment(NOON, chance=Random(client).randrange, reopen_window_minutes=0)
    conversation.receive(session, incoming, at=at)


def widen(session: Session) -> int:
    return queue.widen(session, at=make_moment(NOON + timedelta(minutes=10), chance=Random(1).randrange))


def list_line(session: Session) -> list[int]:
    """What waits, in its order."""
    walk = Walk(session, set(queue.count_by_source(session)))
    return [contact.id for contact in iter(walk.find_next, None)]


def read_vip(session: Session) -> list[int]:
    return list_ids(session, Contact.bot_id == OTHER_BOT)


def read_held(session: Session) -> list[int]:
    return list_ids(session, Contact.operator_id.is_not(None), Contact.status != Status.COMPLETED)


def read_served(session: Session) -> list[int]:
    rows = select(Event.contact_id).where(Event.kind == "assigned").order_by(Event.id)
    return [number for number in session.scalars(rows) if number is not None]


async def test_source_ahead_is_served_first_whoever_frees_places_at_once(either_database: Database) -> None:
    await redo(either_database, begin)
    await asyncio.gather(*(redo(either_database, receive, client) for client in CLIENTS))
    expected = await redo(either_database, list_line)
    vip = [number for number in await redo(either_database, read_vip) if number in expected]
    assert expected[: len(vip)] == vip
    while held := await redo(either_database, read_held):
        # The same one twice at once: one of the two presses comes too late.
        await asyncio.gather(*(redo(either_database, finish, number) for number in held * 2))
    served = await redo(either_database, read_served)
    assert served[1:] == expected
    assert await redo(either_database, check_decisions) == len(CLIENTS)
    await redo(either_database, check)


async def test_second_group_gets_each_contact_once_however_many_clocks_ask(
    either_database: Database,
) -> None:
    await redo(either_database, begin)
    await asyncio.gather(*(redo(either_database, receive, client) for client in CLIENTS))
    first = (await redo(either_database, list_line))[:5]
    widened = await asyncio.gather(*(redo(either_database, widen) for _ in range(4)))
    assert sum(widened) == 5
    served = await redo(either_database, read_served)
    assert served[1:] == first
    await redo(either_database, check)
