"""Many who press Take at once, on both databases: each contact has one taker, and no limit is passed."""

import asyncio

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Contact, Event, Mode, Operator, Outbox, OutboxKind, Status
from models.database.protocol import Database
from services.contacts.cards import pooled
from services.distribution.modes import choice
from services.queues.recipients import pool_recipient
from services.refusals import Reason
from tests.databases import log_loads
from tests.services.edge import redo
from tests.services.replay import check_decisions
from tests.services.rush import check, receive
from tests.services.world import World

CLIENTS, TEAM, LIMIT = range(1, 13), range(1, 5), 2


def begin(session: Session) -> None:
    log_loads(session)
    world = World(session)
    world.bot()
    for number in TEAM:
        world.operator(f"Operator {number}", limit=LIMIT)
    choice.choose(session, world.find_bot(), Mode.POOL, at=world.at)


def press(session: Session, number: int, operator_id: int) -> tuple[Reason | None, str]:
    """Press Take on the first card of a contact; returns why that was refused, and who has it by then."""
    operator, contact = session.get_one(Operator, operator_id), session.get_one(Contact, number)
    assert operator.telegram_id is not None
    card = pool_recipient(session, contact, operator.telegram_id)
    assert card is not None
    first = type(card)(card.bot_id, card.chat_id, card.contact_id, -1)
    refused = pooled.take(session, first, at=World(session).at)
    return (None, "") if refused is None else (refused.reason, str(refused.params.get("name", "")))


def read_takers(session: Session) -> list[tuple[int, int]]:
    taken = select(Contact.id, Contact.operator_id).where(Contact.status == Status.IN_PROGRESS)
    return [(number, operator_id) for number, operator_id in session.execute(taken).all() if operator_id]


async def test_two_who_press_at_once_one_has_it_and_the_other_is_told_who(either_database: Database) -> None:
    await redo(either_database, begin)
    await redo(either_database, receive, 1)
    pressed = await asyncio.gather(*(redo(either_database, press, 1, one) for one in TEAM))
    ((_, taker),) = await redo(either_database, read_takers)
    told = [found for operator_id, found in zip(TEAM, pressed, strict=True) if operator_id != taker]
    assert pressed[taker - 1] == (None, "")
    assert told == [(Reason.TAKEN_FIRST, f"Operator {taker}")] * 3

    def list_unsent(session: Session) -> list[tuple[int, int]]:
        rows = select(Outbox.chat_id, func.count()).where(Outbox.kind == OutboxKind.CARD)
        return [(chat_id, count) for chat_id, count in session.execute(rows.group_by(Outbox.chat_id))]

    assert len(await redo(either_database, list_unsent)) == len(TEAM)


async def test_a_rush_on_the_pool_takes_each_contact_once_and_fills_nobody_above_the_limit(
    either_database: Database,
) -> None:
    await redo(either_database, begin)
    await asyncio.gather(*(redo(either_database, receive, client) for client in CLIENTS))
    presses = [(number, one) for number in CLIENTS for one in TEAM]
    await asyncio.gather(*(redo(either_database, press, number, one) for number, one in presses))

    def look(session: Session) -> list[int]:
        check(session)
        assert check_decisions(session) == len(TEAM) * LIMIT
        rows = select(Event.contact_id).where(Event.kind == "taken").order_by(Event.contact_id)
        return [number for number in session.scalars(rows) if number is not None]

    taken = await redo(either_database, look)
    assert len(taken) == len(set(taken)) == len(TEAM) * LIMIT, "each once, until everybody is full"
    takers = [operator_id for _, operator_id in await redo(either_database, read_takers)]
    assert [takers.count(one) for one in TEAM] == [LIMIT] * len(TEAM)
