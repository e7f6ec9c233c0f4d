"""What can befall the file of a running process: it goes on, and keeps what it has said that it keeps."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, make_url, text
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.orm import Session

from edges.errors import describe
from models.database.errors import (
    DatabaseOpenError,
    FileGoneError,
    NoRoomError,
    is_lost,
    is_out_of_order,
    is_transient,
    name_trouble,
)
from models.database.files import lock
from models.database.open import open_database
from models.database.sqlite import SqliteDatabase
from models.database.unit import FORGETS
from tests.models.test_units_of_work import add_lead, stored

FULL_FOR = 2000  # leads, more than there is room for

FILL_FILE = """
import asyncio, resource, sys
from sqlalchemy.exc import DatabaseError, OperationalError
from models.database.errors import is_lost, is_transient, name_trouble
from models.database.open import open_database
from tests.models.test_units_of_work import add_lead, stored

async def main():
    database = await open_database(sys.argv[1])
    at_most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, at_most))
    kept = []
    try:
        while True:
            async with database.writing() as unit:
                await unit.run_sync(add_lead, str(len(kept)))
            kept.append(str(len(kept)))
    except OperationalError as error:
        assert is_transient(error) and is_lost(error), error
        print(name_trouble(error), database.trouble)
    resource.setrlimit(resource.RLIMIT_FSIZE, (at_most, at_most))
    async with database.writing() as unit:
        await unit.run_sync(add_lead, "room again")
    assert await stored(database) == [*kept, "room again"]
    await database.close()
    print(len(kept) > 0)

asyncio.run(main())
"""


def run(program: str, address: str) -> "subprocess.CompletedProcess[str]":
    """Run a program on a database to its end."""
    return subprocess.run(
        [sys.executable, "-c", program, address], check=False, capture_output=True, text=True
    )


def move_away(path: Path, away: Path, *, is_replaced: bool) -> None:
    """Move the file, and perhaps put a copy in its place."""
    path.rename(away)
    if is_replaced:
        shutil.copy(away, path)


async def add(database: SqliteDatabase, *names: str) -> None:
    """Write leads in one unit."""

    def add_all(session: Session) -> None:
        for name in names:
            add_lead(session, name)

    async with database.writing() as unit:
        await unit.run_sync(add_all)


async def set_room(database: SqliteDatabase, pages: int) -> None:
    """Let the file have so many pages more than it has, and no more."""

    def limit(session: Session) -> None:
        now = session.scalar(text("PRAGMA page_count")) or 0
        session.execute(text(f"PRAGMA max_page_count={now + pages}"))

    async with database.writing() as unit:
        await unit.run_sync(limit)


async def test_what_does_not_fit_on_a_full_disk_is_undone_whole_and_fits_when_there_is_room(
    database: SqliteDatabase,
) -> None:
    await add(database, "vera")
    await set_room(database, 1)
    many = [f"lead {number}" for number in range(FULL_FOR)]
    with pytest.raises(OperationalError, match="full") as caught:
        await add(database, *many)
    assert (name_trouble(caught.value), database.trouble) == ("disk full", "disk full")
    assert is_transient(caught.value)
    assert is_out_of_order(caught.value)
    assert not is_lost(caught.value), "it is not there"
    assert await stored(database) == ["vera"]
    await set_room(database, 100_000)
    await add(database, *many)
    assert database.trouble is None
    assert await stored(database) == ["vera", *many]


def test_a_disk_that_fills_within_a_commit_loses_nothing_and_the_writer_goes_on(
    sqlite_address: str,
) -> None:
    done = run(FILL_FILE, sqlite_address)
    assert done.stdout.splitlines() == ["I/O error I/O error", "True"], done.stderr


async def test_a_file_that_another_program_locks_is_named_so_and_then_written_to(
    database: SqliteDatabase,
) -> None:
    with closing(sqlite3.connect(str(database.url.database), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(OperationalError) as caught:
            await add(database, "vera")
        assert (name_trouble(caught.value), is_transient(caught.value)) == ("locked", True)
        assert not is_out_of_order(caught.value), "it may be free at once"
        assert await stored(database) == [], "it can be read"
    await add(database, "karl")
    assert await stored(database) == ["karl"]


@pytest.mark.parametrize("is_replaced", [False, True], ids=["moved away", "replaced"])
async def test_nothing_is_written_to_a_file_that_is_gone_and_all_goes_on_when_it_is_back(
    database: SqliteDatabase, tmp_path: Path, is_replaced: bool
) -> None:
    path, away = Path(str(database.url.database)), tmp_path / "away.db"
    await add(database, "vera")
    move_away(path, away, is_replaced=is_replaced)
    word = "the file was replaced" if is_replaced else "the file is gone"
    with pytest.raises(FileGoneError) as caught:
        await add(database, "karl")
    assert (name_trouble(caught.value), database.trouble) == (word, word)
    assert (is_transient(caught.value), is_lost(caught.value)) == (True, False)
    with pytest.raises(FileGoneError):
        await stored(database)
    with pytest.raises(FileGoneError):
        await database.read(lambda session: session.scalar(text("SELECT 1")))
    assert ("leadbot.db" in os.listdir(tmp_path)) == is_replaced, "no empty file is made in its place"
    os.replace(away, path)
    await add(database, "anna")
    assert await stored(database) == ["vera", "anna"]


async def test_who_deletes_the_log_beside_the_file_loses_nothing(sqlite_address: str) -> None:
    database = await SqliteDatabase.open(make_url(sqlite_address))
    await add(database, "vera")
    os.remove(f"{database.url.database}-wal")
    with pytest.raises(FileGoneError):
        await add(database, "karl")
    await database.close()  # as for a restart: SQLite still has the log, and writes it into the file
    database = await SqliteDatabase.open(make_url(sqlite_address))
    await add(database, "anna")
    assert await stored(database) == ["vera", "anna"]
    await database.close()


async def test_of_a_file_that_goes_while_it_is_committed_nobody_knows(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(str(database.url.database))

    def commit_and_delete(session: Session) -> None:
        commit(session)
        path.unlink()

    commit = Session.commit
    monkeypatch.setattr(Session, "commit", commit_and_delete)
    with pytest.raises(FileGoneError) as caught:
        await add(database, "vera")
    assert is_lost(caught.value)


async def test_a_unit_that_forgets_is_committed_though_its_words_cannot_be_erased_yet(
    database: SqliteDatabase,
) -> None:
    await add(database, "vera")

    def forget(session: Session) -> None:
        session.info[FORGETS] = True
        session.execute(text("DELETE FROM leads"))

    with closing(sqlite3.connect(str(database.url.database), isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT 1 FROM leads").fetchall()
        async with database.writing() as unit:
            await unit.run_sync(forget)
    assert await stored(database) == []


def test_a_damaged_page_is_no_passing_trouble_and_the_word_is_to_restore(migrated_file: Path) -> None:
    size = migrated_file.stat().st_size
    with migrated_file.open("r+b") as file:
        file.seek(4096)
        file.write(b"no page" * ((size - 4096) // 7))
    reader = create_engine(f"sqlite:///{migrated_file}", poolclass=NullPool)
    with pytest.raises(DatabaseError) as caught, reader.connect() as connection:
        connection.execute(text("SELECT count(*) FROM contacts")).all()
    error = caught.value
    assert (is_transient(error), name_trouble(error)) == (False, "damaged, restore a backup")
    assert describe(error).endswith("(damaged, restore a backup)")


async def test_what_is_no_database_is_said_at_the_start(tmp_path: Path) -> None:
    path = tmp_path / "leadbot.db"
    path.write_bytes(b"this is no database at all" * 400)
    with pytest.raises(DatabaseOpenError, match="is no SQLite database"):
        await open_database(f"sqlite:///{path}")


async def test_a_disk_with_next_to_no_room_is_full_before_the_log_is(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    await database.probe()
    monkeypatch.setattr(lock, "LEAST_ROOM", 2**62)
    with pytest.raises(NoRoomError) as caught:
        await database.probe()
    assert (name_trouble(caught.value), is_lost(caught.value)) == ("disk full", False)
    assert is_out_of_order(caught.value)
