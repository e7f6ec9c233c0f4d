"""One process has a database file, by whatever name, and whatever becomes of the file beside it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from models.database.errors import DatabaseInUseError
from models.database.files.lock import DatabaseLock
from models.database.open import open_database
from models.database.sqlite import SqliteDatabase
from tests.models.test_units_of_work import add_lead

CLAIM = """
import sys
from pathlib import Path
from models.database.errors import DatabaseInUseError
from models.database.files.lock import DatabaseLock
try:
    DatabaseLock(Path(sys.argv[1])).release()
except DatabaseInUseError:
    print("in use")
else:
    print("free")
"""


def claim_elsewhere(path: Path) -> str:
    """Return what another process says that wants the file."""
    done = subprocess.run([sys.executable, "-c", CLAIM, path], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def delete_lock_file(path: Path) -> None:
    """Do what an impatient admin does."""
    Path(f"{path}.lock").unlink()


def write_elsewhere(path: Path) -> str:
    """Return what another program hears that wants to write at once."""
    write = "import sqlite3, sys\nsqlite3.connect(sys.argv[1], timeout=0).execute('BEGIN IMMEDIATE')"
    done = subprocess.run([sys.executable, "-c", write, path], check=False, capture_output=True, text=True)
    return done.stderr


def name_file(path: Path, kind: str) -> Path:
    """Give the file another name."""
    other = path.with_name(f"{kind}.db")
    if kind == "symlink":
        other.symlink_to(path)
    else:
        os.link(path, other)
    return other


@pytest.mark.parametrize("kind", ["symlink", "hard link"])
async def test_two_names_of_one_file_are_one_database(database: SqliteDatabase, kind: str) -> None:
    other = name_file(Path(str(database.url.database)), kind)
    assert claim_elsewhere(other) == "in use"
    with pytest.raises(DatabaseInUseError, match="in use by another leadbot process"):
        await open_database(f"sqlite:///{other}")


async def test_a_deleted_lock_file_lets_nobody_in(database: SqliteDatabase) -> None:
    path = Path(str(database.url.database))
    delete_lock_file(path)
    assert claim_elsewhere(path) == "in use"


async def test_a_refused_second_opening_leaves_the_locks_of_sqlite_in_place(database: SqliteDatabase) -> None:
    path = Path(str(database.url.database))
    async with database.writing() as unit:
        await unit.run_sync(add_lead, "vera")
        delete_lock_file(path)
        with pytest.raises(DatabaseInUseError):
            await open_database(f"sqlite:///{path}")
        said = write_elsewhere(path)
    assert "database is locked" in said


async def test_a_file_that_is_let_go_of_is_free(sqlite_address: str, migrated_file: Path) -> None:
    await (await open_database(sqlite_address)).close()
    assert claim_elsewhere(migrated_file) == "free"
    DatabaseLock(migrated_file).release()
