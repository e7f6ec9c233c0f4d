"""The weekly digest with several processes at once, on both databases."""

import asyncio
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, Outbox
from models.database.protocol import Database
from services.operations import digests
from tests.services.edge import redo
from tests.services.world import World

OLGA = Account(42)
MONDAY = datetime(2026, 1, 12, 9, tzinfo=UTC)


def make(session: Session) -> World:
    world = World(session)
    world.policy = world.policy.model_copy(update={"admin_ids": (OLGA,)})
    return world


def open_shop(session: Session) -> None:
    """Let a client write in the first week."""
    world = make(session)
    world.bot()
    world.meet(OLGA)
    world.write(1000)


def strike(session: Session) -> None:
    """Tell of it, whether it was told or not."""
    world = make(session)
    world.now = MONDAY
    digests.send(session, digests.collect(session, at=world.at), at=world.at)


def count_told(session: Session) -> int:
    rows = session.scalars(select(Outbox)).all()
    return sum(row.params.get("key") == digests.KEY for row in rows)


async def test_of_five_processes_at_once_one_tells(either_database: Database) -> None:
    await redo(either_database, open_shop)
    await asyncio.gather(*(redo(either_database, strike) for _ in range(5)))
    assert await redo(either_database, count_told) == 1


async def test_a_week_later_it_is_one_of_them_again(either_database: Database) -> None:
    def write_again(session: Session) -> None:
        world = make(session)
        world.now = MONDAY.replace(day=13)
        world.write(1001)

    def strike_again(session: Session) -> None:
        world = make(session)
        world.now = MONDAY.replace(day=19)
        digests.send(session, digests.collect(session, at=world.at), at=world.at)

    for unit in (open_shop, strike, write_again):
        await redo(either_database, unit)
    await asyncio.gather(*(redo(either_database, strike_again) for _ in range(3)))
    assert await redo(either_database, count_told) == 2
