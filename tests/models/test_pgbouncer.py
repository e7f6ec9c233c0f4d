"""Behind a PgBouncer in transaction mode, which gives connections away after each transaction."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models import Lead
from models.database.errors import DatabaseOpenError, DatabaseUrlError, is_transient
from models.database.open import open_database
from models.database.postgres import IN_TRANSACTION
from models.database.processes import SILENCE
from models.database.protocol import Database, Share
from services.clock import utc_now
from services.leads import Identity, create
from tests.moments import make_moment
from tests.process.program import until

SOON = 10.0


@pytest.fixture
async def pooled(pgbouncer: str, migrated_postgres: str) -> AsyncIterator[Database]:
    """A database of which all work goes through the PgBouncer."""
    database = await open_database(pgbouncer, migrated_postgres)
    yield database
    await database.close()


def add_lead(session: Session, name: str) -> None:
    create(session, Identity(external_id=name), at=make_moment(utc_now()))


async def list_names(database: Database) -> list[str | None]:
    async with database.reading() as view:
        return await view.run_sync(lambda s: list(s.scalars(select(Lead.external_id).order_by(Lead.id))))


async def test_more_work_at_once_than_there_are_connections_is_done(pooled: Database) -> None:
    async def work(number: int) -> None:
        for part in range(5):
            async with pooled.writing() as unit:
                await unit.run_sync(add_lead, f"api:{number}-{part}")
            await list_names(pooled)

    await asyncio.gather(*(work(number) for number in range(20)))
    assert len(await list_names(pooled)) == 100


async def test_a_view_sees_one_moment(pooled: Database) -> None:
    async with pooled.reading() as view:
        assert await view.run_sync(lambda s: s.scalars(select(Lead)).all()) == []
        async with pooled.writing() as unit:
            await unit.run_sync(add_lead, "api:vera")
        assert await view.run_sync(lambda s: s.scalars(select(Lead)).all()) == []
    assert await list_names(pooled) == ["api:vera"]


async def test_a_transaction_in_which_nothing_is_said_ends(
    pooled: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    quickly = IN_TRANSACTION.replace(f"{SILENCE}s", "100ms")

    async def be_silent() -> None:
        async with pooled.writing() as unit:
            await unit.run_sync(add_lead, "api:vera")
            await asyncio.sleep(1)
            await unit.run_sync(add_lead, "api:boris")

    with monkeypatch.context() as patched:
        patched.setattr("models.database.postgres.IN_TRANSACTION", quickly)
        with pytest.raises(DBAPIError) as caught:
            await be_silent()
    assert is_transient(caught.value)
    assert await list_names(pooled) == []


async def test_processes_know_each_other_past_it(
    pooled: Database, pgbouncer: str, migrated_postgres: str
) -> None:
    other, stop, heard = await open_database(pgbouncer, migrated_postgres), asyncio.Event(), asyncio.Event()
    try:
        other.listen("decided", heard.set)
        async with pooled.owning(7, stop) as ended:
            share = Share(processes=2, bots=1, all_bots=1)
            await until(lambda: pooled.share == share, lambda: f"{share} rather than {pooled.share}", SOON)
            heard.clear()
            pooled.announce("decided")
            await asyncio.wait_for(heard.wait(), SOON)
            assert not ended.is_set()
    finally:
        await other.close()


async def test_a_pgbouncer_that_is_not_there_is_told_in_one_line(migrated_postgres: str) -> None:
    with pytest.raises(DatabaseOpenError, match=r"^DATABASE_URL: nothing listens at /nowhere") as caught:
        await open_database("postgresql://leadbot:hunter2@/leadbot?host=/nowhere", migrated_postgres)
    assert "hunter2" not in str(caught.value)


async def test_a_postgresql_that_is_not_there_past_it_is_told_in_one_line(pgbouncer: str) -> None:
    with pytest.raises(DatabaseOpenError, match=r"^DATABASE_DIRECT_URL: nothing listens at /nowhere"):
        await open_database(pgbouncer, "postgresql://leadbot:hunter2@/leadbot?host=/nowhere")


@pytest.mark.parametrize("address", ["sqlite:///leadbot.db", "nonsense", "mysql://127.0.0.1/leads"])
async def test_what_leads_past_it_is_a_postgresql(pgbouncer: str, address: str) -> None:
    with pytest.raises(DatabaseUrlError, match=r"^DATABASE_DIRECT_URL "):
        await open_database(pgbouncer, address)


async def test_nothing_leads_past_sqlite(sqlite_address: str, migrated_postgres: str) -> None:
    with pytest.raises(DatabaseUrlError, match=r"^DATABASE_DIRECT_URL goes with"):
        await open_database(sqlite_address, migrated_postgres)


async def test_no_session_is_left_with_what_one_transaction_has_set(pooled: Database) -> None:
    async with pooled.writing() as unit:
        await unit.run_sync(add_lead, "api:vera")
    async with pooled.reading() as view:
        shown = await view.run_sync(
            lambda s: s.execute(text("SELECT count(*) FROM pg_prepared_statements")).scalar()
        )
    assert shown == 0
