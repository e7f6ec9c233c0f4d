"""PostgreSQL: units leave no session hanging, however they end; and which failures may be redone."""

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import Session

from edges.errors import log_trouble
from models.database.errors import DatabaseOpenError, UnitConflictError, is_transient
from models.database.open import open_database
from models.database.postgres import PostgresDatabase
from models.database.processes import Processes
from models.database.protocol import Database
from tests.models.test_units_of_work import add_lead, list_leads, stored


@pytest.fixture
async def server(migrated_postgres: str) -> AsyncIterator[Database]:
    opened = await open_database(migrated_postgres)
    yield opened
    await opened.close()


def count_sessions_in_transactions(session: Session) -> int:
    others = "datname = current_database() AND pid <> pg_backend_pid() AND state LIKE 'idle in transaction%'"
    return int(session.scalar(text(f"SELECT count(*) FROM pg_stat_activity WHERE {others}")) or 0)


async def test_a_unit_cancelled_inside_a_statement_leaves_no_transaction(server: Database) -> None:
    entered = asyncio.Event()

    async def work() -> None:
        async with server.writing() as unit:
            await unit.run_sync(add_lead, "half")
            entered.set()
            await unit.run_sync(lambda s: s.execute(text("SELECT pg_sleep(60)")))

    task = asyncio.create_task(work())
    await entered.wait()
    async with server.writing() as unit:  # by the time of this answer the other is asleep in the server
        await unit.run_sync(lambda s: s.execute(text("SELECT 1")))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with asyncio.timeout(3), server.writing() as unit:
        await unit.run_sync(add_lead, "half")  # the name is free, and so is its lock
        assert await unit.run_sync(count_sessions_in_transactions) == 0
    assert await stored(server) == ["half"]


async def test_a_deadlock_is_worth_another_try_and_one_line_in_the_log(
    server: Database, caplog: pytest.LogCaptureFixture
) -> None:
    async with server.writing() as unit:
        await unit.run_sync(add_lead, "a")
        await unit.run_sync(add_lead, "b")
    met = asyncio.Barrier(2)

    def touch(session: Session, name: str) -> None:
        session.execute(text("UPDATE leads SET name = 'x' WHERE external_id = :name"), {"name": name})

    async def cross(first: str, then: str) -> None:
        async with server.writing() as unit:
            await unit.run_sync(touch, first)
            await met.wait()
            await unit.run_sync(touch, then)

    ends = await asyncio.gather(cross("a", "b"), cross("b", "a"), return_exceptions=True)
    [error] = [end for end in ends if end is not None]
    assert isinstance(error, DBAPIError)
    assert is_transient(error)
    log_trouble(logging.getLogger("leadbot"), "bot 7: updates are not being handled", error=error)
    [line] = [record.getMessage() for record in caplog.records]
    assert line.startswith("bot 7: updates are not being handled: ")
    assert "40P01" in line
    assert "\n" not in line
    assert caplog.records[0].exc_info is None


async def test_a_lost_connection_is_worth_another_try_and_the_next_unit_works(server: Database) -> None:
    async def lose_it() -> None:
        async with server.writing() as unit:
            await unit.run_sync(add_lead, "half")
            await unit.run_sync(lambda s: s.execute(text("SELECT pg_terminate_backend(pg_backend_pid())")))

    with pytest.raises(Exception, match=r".") as caught:
        await lose_it()
    assert is_transient(caught.value)
    async with server.writing() as unit:
        await unit.run_sync(add_lead, "vera")
    assert await stored(server) == ["vera"]


async def test_a_server_that_is_down_later_is_worth_another_try() -> None:
    url = make_url("postgresql+asyncpg://postgres@/leadbot?host=/nowhere")
    database = PostgresDatabase(url, create_async_engine(url), Processes(create_async_engine(url)))
    with pytest.raises(OSError, match=r".") as caught:
        await stored(database)
    assert is_transient(caught.value)
    await database.close()


async def test_a_server_that_is_down_at_the_start_is_told_in_one_line_without_the_password() -> None:
    with pytest.raises(DatabaseOpenError, match="nothing listens at /nowhere") as caught:
        await open_database("postgresql://leadbot:hunter2@/leadbot?host=/nowhere")
    assert "\n" not in str(caught.value)
    assert "hunter2" not in str(caught.value)


async def test_a_key_that_another_transaction_took_meanwhile_is_a_conflict_worth_another_try(
    server: Database,
) -> None:
    met = asyncio.Barrier(2)

    async def look_and_add() -> None:
        async with server.writing() as unit:
            assert await unit.run_sync(list_leads) == []
            await met.wait()
            await unit.run_sync(add_lead, "vera")

    ends = await asyncio.gather(look_and_add(), look_and_add(), return_exceptions=True)
    [error] = [end for end in ends if end is not None]
    assert isinstance(error, UnitConflictError)
    assert "uq_leads_external_id" in str(error), "what collided can be read in the log"
    assert await stored(server) == ["vera"]
