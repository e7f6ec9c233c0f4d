"""SQLite: one writer at a time, in one thread and one process, and a commit that survives a power cut."""

import asyncio
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event, make_url, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from models.database.errors import DatabaseInUseError, DatabaseOpenError, is_transient
from models.database.open import open_database
from models.database.protocol import UnitOfWork
from models.database.sqlite import SqliteDatabase, WaitsError
from models.database.unit import FORGETS
from tests.models.test_units_of_work import add_lead, stored
from tests.process.program import until

PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}  # 2 is FULL


async def test_commits_wait_for_the_disk(database: SqliteDatabase) -> None:
    async with database.writing() as unit:
        for pragma, expected in PRAGMAS.items():
            assert await unit.run_sync(lambda s, p: s.scalar(text(f"PRAGMA {p}")), pragma) == expected


async def test_a_row_that_points_nowhere_is_refused(database: SqliteDatabase) -> None:
    dangling = "INSERT INTO operator_source_weights (source_id, operator_id, weight) VALUES (1, 1, 1)"
    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        async with database.writing() as unit:
            await unit.run_sync(lambda s: s.execute(text(dangling)))


async def test_units_of_many_tasks_do_not_interleave(database: SqliteDatabase) -> None:
    def read(session: Session) -> int:
        return int(session.scalar(text("SELECT count(*) FROM leads")) or 0)

    async def read_then_write() -> None:
        async with database.writing() as unit:
            seen = await unit.run_sync(read)
            await asyncio.sleep(0)
            await unit.run_sync(add_lead, str(seen))

    await asyncio.gather(*(read_then_write() for _ in range(20)))
    assert await stored(database) == [str(n) for n in range(20)]


async def test_readers_do_not_wait_for_a_writer(database: SqliteDatabase) -> None:
    async with database.writing() as unit:
        await unit.run_sync(add_lead, "vera")
        async with asyncio.timeout(2):
            assert await stored(database) == []


@pytest.mark.parametrize("cancels", [1, 2], ids=["once", "again while it rolls back"])
async def test_a_unit_cancelled_inside_a_statement_leaves_neither_lock_nor_rows(
    database: SqliteDatabase, cancels: int
) -> None:
    entered, go_on = threading.Event(), threading.Event()

    def add_slowly(session: Session) -> None:
        add_lead(session, "half")
        entered.set()
        assert go_on.wait(5)

    async def work() -> None:
        async with database.writing() as unit:
            await unit.run_sync(add_slowly)

    task = asyncio.create_task(work())
    await asyncio.to_thread(entered.wait, 5)
    for _ in range(cancels):
        task.cancel()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with asyncio.timeout(3), database.writing() as unit:
        await unit.run_sync(add_lead, "vera")
    assert await stored(database) == ["vera"]


async def test_a_unit_cancelled_while_it_commits_is_committed_before_the_next_begins(
    database: SqliteDatabase,
) -> None:
    committing, go_on = threading.Event(), threading.Event()

    def hold_commit(session: Session) -> None:
        @event.listens_for(session, "before_commit")
        def on_commit(_session: Session) -> None:
            committing.set()
            assert go_on.wait(5)

    async def work() -> None:
        async with database.writing() as unit:
            await unit.run_sync(add_lead, "whole")
            await unit.run_sync(hold_commit)

    task = asyncio.create_task(work())
    await asyncio.to_thread(committing.wait, 5)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    go_on.set()
    async with asyncio.timeout(3), database.writing() as unit:
        await unit.run_sync(add_lead, "next")
    assert await stored(database) == ["whole", "next"]


async def test_closing_waits_for_the_unit_that_runs(sqlite_address: str) -> None:
    database = await SqliteDatabase.open(make_url(sqlite_address))
    inside, go_on = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        async with database.writing() as unit:
            inside.set()
            await go_on.wait()
            await unit.run_sync(add_lead, "last")

    task = asyncio.create_task(work())
    await inside.wait()
    closing = asyncio.create_task(database.close())
    await asyncio.sleep(0)
    go_on.set()
    await asyncio.gather(task, closing)
    assert sqlite3.connect(make_url(sqlite_address).database or "").execute(
        "SELECT external_id FROM leads"
    ).fetchall() == [("last",)]


async def test_a_file_that_is_open_here_cannot_be_opened_again(database: SqliteDatabase) -> None:
    with pytest.raises(DatabaseInUseError) as caught:
        await open_database(str(database.url))
    assert str(database.url.database) in str(caught.value)
    assert "\n" not in str(caught.value)


async def test_a_file_that_cannot_be_migrated_is_let_go(tmp_path: Path) -> None:
    path = tmp_path / "leadbot.db"
    path.write_text("no database at all, but long enough to be taken for one " * 50)
    for _ in range(2):
        with pytest.raises(Exception, match="is no SQLite database"):
            await open_database(f"sqlite:///{path}")


async def test_a_place_where_no_file_can_be_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseOpenError, match="DATABASE_URL") as caught:
        await open_database(f"sqlite:///{tmp_path / 'file' / 'leadbot.db'}")
    assert "\n" not in str(caught.value)


async def test_folders_on_the_way_are_made(tmp_path: Path) -> None:
    database = await open_database(f"sqlite:///{tmp_path / 'var' / 'data' / 'leadbot.db'}")
    assert await stored(database) == []
    await database.close()


def test_a_locked_file_is_worth_another_try(sqlite_address: str) -> None:
    path = str(make_url(sqlite_address).database)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 0})
    with pytest.raises(OperationalError) as caught, engine.connect() as connection:
        connection.execute(text("DELETE FROM leads"))
    assert is_transient(caught.value)
    holder.close()
    engine.dispose()


FILL = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
INSERT INTO outbox (bot_id, chat_id, kind, params, state, attempts, due_at, created_at)
SELECT 7, i, 'notice', '{}', 'sent', 1, '2026-01-01', '2026-01-01' FROM n
"""


async def test_the_planner_knows_a_large_database_from_the_start(
    migrated_file: Path, sqlite_address: str
) -> None:
    def read_statistics() -> set[tuple[str]]:
        with closing(sqlite3.connect(migrated_file)) as connection:
            has_any = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'").fetchall()
            return set(connection.execute("SELECT tbl FROM sqlite_stat1")) if has_any else set()

    await (await open_database(sqlite_address)).close()
    assert read_statistics() == set(), "what is learnt of a few rows misleads later"
    with closing(sqlite3.connect(migrated_file)) as connection:
        connection.execute(FILL)
        connection.commit()
    await (await open_database(sqlite_address)).close()
    assert ("outbox",) in read_statistics()


async def test_work_in_the_writer_thread_waits_for_nothing_but_its_unit(
    database: SqliteDatabase,
) -> None:
    async def wait(unit: UnitOfWork) -> None:
        await unit.run_sync(add_lead, "vera")
        await asyncio.sleep(0)

    with pytest.raises(WaitsError):
        await database.run(wait)
    assert await stored(database) == []


async def test_work_in_the_writer_thread_is_one_transaction(database: SqliteDatabase) -> None:
    async def work(unit: UnitOfWork) -> str:
        await unit.run_sync(add_lead, "vera")
        await unit.run_sync(add_lead, "boris")
        return "done"

    async def fail(unit: UnitOfWork) -> None:
        await unit.run_sync(add_lead, "clara")
        raise KeyError

    assert await database.run(work) == "done"
    with pytest.raises(KeyError):
        await database.run(fail)
    assert await stored(database) == ["vera", "boris"]


async def test_a_log_that_somebody_reads_is_emptied_as_soon_as_nobody_does(
    database: SqliteDatabase, migrated_file: Path
) -> None:
    def forget(session: Session) -> None:
        add_lead(session, "zanzibar")
        session.info[FORGETS] = True

    log = migrated_file.with_name(f"{migrated_file.name}-wal")
    async with database.reading() as view:
        await view.run_sync(lambda session: session.execute(text("SELECT 1 FROM leads")).all())
        async with database.writing() as unit:
            await unit.run_sync(forget)
        assert log.stat().st_size > 0
    await until(lambda: log.stat().st_size == 0, "an empty log, though nothing more was written")
