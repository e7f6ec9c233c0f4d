"""How long each hot call takes with a million contacts stored and 2,000 waiting, beside next to nothing.

Prints a Markdown table. It takes ten minutes and 4 GB, of a temporary folder or of two empty databases of a
PostgreSQL: `python benchmarks/growth.py [contacts] [--postgresql ADDRESS ADDRESS]`.
"""

import argparse
import asyncio
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # run as a program, this file's own folder stands there

from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import Session

from benchmarks.hot_calls import CALLS, Call
from benchmarks.years import fill, open_business, open_contacts
from models.database.open import open_database
from models.database.postgres import PostgresDatabase
from models.database.protocol import Database
from models.database.unit import UnitSession
from services.operations import health
from services.reports import day_sums
from tests.services.world import World

FEW, FEW_WAITING, WAITING = 1_000, 200, 2_000
ROUNDS = 7
ENOUGH = 2.0  # seconds for one call
PROMISED = 2.0  # times what it takes with nothing stored


class UndoError(Exception):
    """Ends a unit of work whose changes nobody wants."""


async def make(database: Database, contacts: int, waiting: int) -> None:
    """Write what there is to be, and let the planner know."""

    def write(session: Session) -> None:
        world = open_business(session)
        fill(session, contacts)
        open_contacts(world, waiting)
        health.count_on(session)  # as the clock does every ten minutes
        while past := day_sums.find_unsummed(session, at=world.at):
            day_sums.keep(session, past, at=world.at)

    if isinstance(database, PostgresDatabase):
        await make_in_postgres(database.url, write)
    else:
        await database.run(lambda unit: unit.run_sync(write))
    await database.keep_statistics()


async def make_in_postgres(url: URL, write: Callable[[Session], None]) -> None:
    """Write without the product's limits of time, then do what autovacuum does within minutes."""
    engine = create_async_engine(url)
    async with AsyncSession(engine, sync_session_class=UnitSession) as session, session.begin():
        await session.run_sync(write)
    async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        await connection.execute(text("VACUUM ANALYZE"))
    await engine.dispose()


async def measure(database: Database, call: Call) -> float:
    """Return the milliseconds that a call takes, the least of some; what it writes is undone."""
    took: list[float] = []

    # SQLite works in the thread that calls it, whatever else the machine does.
    clock = time.perf_counter if database.is_shared else time.thread_time

    def time_call(session: Session) -> None:
        started = clock()
        call(World(session))
        session.flush()
        took.append(1000 * (clock() - started))
        raise UndoError

    while len(took) < ROUNDS and sum(took) < 1000 * ENOUGH:
        with suppress(UndoError):
            async with database.writing() as unit:
                await unit.run_sync(time_call)
    return min(took)  # what else the machine does only adds to it


async def measure_all(address: str, contacts: int, waiting: int) -> dict[str, float]:
    """Fill a database and measure every call in it."""
    database = await open_database(address)
    try:
        await make(database, contacts, waiting)
        return {name: await measure(database, call) for name, call in CALLS.items()}
    finally:
        await database.close()


def show(contacts: int, none: dict[str, float], many: dict[str, float]) -> int:
    """Print the table; returns the exit code."""
    print(f"| milliseconds | {FEW:,} stored | {contacts:,} stored | ratio |\n|---|---|---|---|")
    for name, took in many.items():
        print(f"| {name} | {none[name]:.1f} | {took:.1f} | {took / none[name]:.1f} |")
    return int(any(took > PROMISED * none[name] for name, took in many.items()))


async def main() -> int:
    """Measure both; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("contacts", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--postgresql", nargs=2, metavar=("EMPTY", "OTHER"), help="two empty databases")
    given = parser.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
    with tempfile.TemporaryDirectory() as folder:
        addresses = given.postgresql or [f"sqlite:///{Path(folder, name)}" for name in ("none.db", "many.db")]
        none = await measure_all(addresses[0], FEW, FEW_WAITING)
        many = await measure_all(addresses[1], given.contacts, WAITING)
    return show(given.contacts, none, many)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
