"""A process on PostgreSQL that is frozen, or cut off, frees within seconds what it holds."""

import asyncio
import importlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models import Lead
from models.database.errors import is_transient
from models.database.open import open_database
from models.database.processes import SILENCE
from services.clock import utc_now
from services.leads import Identity, create
from tests.models.test_processes import read_line, start
from tests.moments import make_moment

BOT = 77

HOLD = """
import asyncio, sys
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from models import Lead
from models.database.open import open_database

async def main():
    database = await open_database(sys.argv[1])
    async with database.owning(77, asyncio.Event()) as ended, database.writing() as unit:
        await unit.run_sync(lambda session: session.scalars(select(Lead).with_for_update()).all())
        connection = await unit.run_sync(lambda session: session.connection().connection.driver_connection)
        PREPARE
        print("holds", flush=True)
        await ended.wait()
        print("ended", flush=True)

asyncio.run(main())
"""

# The server has heard a half of a statement, and does not count as idle while it waits for the other one.
HOLD_HALF_WAY = HOLD.replace("PREPARE", 'await connection.prepare("SELECT 1")')
HOLD = HOLD.replace("PREPARE", "")

MIGRATE = """
import asyncio, sys
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from models.database.open import parse_url
from models.database.postgres import MIGRATION_LOCK, SESSION, _create_engine

async def main():
    async with _create_engine(parse_url(sys.argv[1]), SESSION).begin() as connection:
        await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        print("holds", flush=True)
        await asyncio.sleep(600)

asyncio.run(main())
"""


@contextmanager
def frozen(program: str, address: str) -> Iterator["subprocess.Popen[str]"]:
    """Freeze a program once it says that it holds something."""
    process = start(program, address)
    try:
        assert read_line(process) == "holds"
        os.kill(process.pid, signal.SIGSTOP)
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
async def address(postgres: str) -> str:
    """An address of a database with one lead."""
    database = await open_database(postgres)
    async with database.writing() as unit:
        await unit.run_sync(create, Identity(external_id="crm-1"), at=make_moment(utc_now()))
    await database.close()
    return postgres


@pytest.mark.parametrize("program", [HOLD, HOLD_HALF_WAY], ids=["in silence", "half-way"])
async def test_others_write_and_own_what_a_frozen_process_held(address: str, program: str) -> None:
    database = await open_database(address)
    database.listen("decided", lambda: None)
    try:
        with frozen(program, address) as process:
            began = time.monotonic()
            async with database.writing() as unit:
                await unit.run_sync(take_leads)
            async with database.owning(BOT, asyncio.Event()):
                assert time.monotonic() - began < 2 * SILENCE, "seconds that they wait in vain"
                os.kill(process.pid, signal.SIGCONT)
                assert await asyncio.to_thread(read_line, process) == "ended"
    finally:
        await database.close()


async def test_a_start_waits_for_a_frozen_migration_and_goes_on(address: str) -> None:
    with frozen(MIGRATE, address):
        database = await open_database(address)
        await database.close()


async def test_whoever_gets_no_answer_gives_up_and_may_try_again(address: str) -> None:
    database = await open_database(address)
    with pytest.raises((TimeoutError, DBAPIError), check=is_transient):
        async with database.writing() as unit:
            await unit.run_sync(lambda session: session.execute(text("SELECT pg_sleep(60)")))
    await database.close()


def test_a_driver_that_is_out_of_step_with_a_cut_connection_has_lost_it() -> None:
    driver = importlib.import_module("asyncpg")
    assert is_transient(driver.InternalClientError("got result for unknown protocol state 3"))
    assert not is_transient(ValueError("got result for unknown protocol state 3"))


def take_leads(session: Session) -> None:
    """Lock all leads, once nobody else holds them."""
    session.scalars(select(Lead).with_for_update()).all()
