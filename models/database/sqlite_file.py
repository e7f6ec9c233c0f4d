"""The SQLite file: its owner's alone, one process's at a time, with all migrations, and how it is opened."""

import contextlib
import errno
import logging
import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, NullPool, StaticPool, create_engine, event

from models.database.errors import DatabaseUnavailableError, DatabaseUrlError
from models.database.files.lock import OWNER_ONLY, DatabaseLock
from models.database.migrate import migrate_connection
from models.words import COLUMNS, name_index

log = logging.getLogger("leadbot")

PATIENCE = "busy_timeout=2000"  # milliseconds; a unit that fails so is done again
WORTH_COUNTING = 10_000  # rows
MERGED_AT_ONCE = 100  # pages, a few milliseconds
OTHERS = 0o077
NO_SPACE = (errno.ENOSPC, errno.EDQUOT)
HAS_RIGHTS = os.name != "nt"  # Windows has rights of another kind


def keep_private(path: Path) -> None:
    """Make a database file if there is none, and take it and the files beside it from others.

    SQLite gives its other files the rights of this one. Not for a file that this process has open: that would
    end SQLite's locks on it. Raises OSError if it can't be made.
    """
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, OWNER_ONLY))
    take_all_from_others(path)


def take_all_from_others(path: Path) -> None:
    """Let nobody but the owner read and write a database file and those beside it."""
    for beside in ("", "-wal", "-shm", ".lock"):
        take_from_others(Path(f"{path}{beside}"))


def take_from_others(path: Path) -> None:
    """Let nobody but the owner read and write a file; where that fails, say so in the log."""
    if not is_open_to_others(path):
        return
    try:
        path.chmod(OWNER_ONLY)
    except OSError as error:
        log.warning("%s can be read by others, and that can't be changed: %s", path, error.strerror)


def is_open_to_others(path: Path) -> bool:
    """Tell whether a file is there, and others of this machine have any right to it."""
    try:
        return HAS_RIGHTS and bool(path.stat().st_mode & OTHERS)
    except OSError:
        return False


def empty_log(writer: Engine) -> bool:
    """Write the log into the database file and cut it to nothing; returns False if a reader still needs it.

    Then it is to be tried again: nobody who writes has to wait for a reader.
    """
    with contextlib.closing(writer.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout=0")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            found = cursor.fetchone()
        except sqlite3.OperationalError:
            return False
        finally:
            cursor.execute(f"PRAGMA {PATIENCE}")
    return found is not None and not found[0]


def clean_words(writer: Engine, *, begins: bool) -> bool:
    """Write some of the index of words anew, without what is deleted; returns whether that is done.

    FTS5 only notes that a row is deleted: its letters stay until they are merged with the note.
    """
    with contextlib.closing(writer.raw_connection()) as connection:
        cursor = connection.cursor()
        are_done = [_merge(cursor, name_index(kind), begins=begins) for kind in COLUMNS]
    return all(are_done)


def _merge(cursor: Any, index: str, *, begins: bool) -> bool:
    before = cursor.connection.total_changes
    pages = -MERGED_AT_ONCE if begins else MERGED_AT_ONCE  # below 0: all that there is now is to be merged
    cursor.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('merge', {pages})")
    return bool(cursor.connection.total_changes - before < 2)  # as FTS5 says that there is no more to do


def keep_statistics(writer: Engine) -> None:
    """Let the planner know the tables, from a thousand rows of each index; that takes milliseconds."""
    with contextlib.closing(writer.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute("SELECT max(id) FROM outbox")
        newest = (cursor.fetchone() or (0,))[0]
        # Of a few rows it would learn that to read all is quick. Knowing nothing it takes an index.
        if (newest or 0) >= WORTH_COUNTING:
            cursor.execute("PRAGMA analysis_limit=1000")
            cursor.execute("ANALYZE")


def acquire_lock(url: URL) -> DatabaseLock:
    """Claim the file for this process.

    Raises DatabaseInUseError if another one has it, DatabaseUnavailableError if the disk is full, or
    DatabaseUrlError.
    """
    path = Path(url.database or "")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = DatabaseLock(path)
    except OSError as error:
        kind = DatabaseUnavailableError if error.errno in NO_SPACE else DatabaseUrlError
        raise kind(f"DATABASE_URL: {path}: {error.strerror}") from error
    take_all_from_others(path)
    return lock


def migrate(url: URL) -> None:
    """Apply the missing migrations, all or none of them."""
    engine = create_engine(url.set(drivername="sqlite"), poolclass=NullPool, hide_parameters=True)
    # No foreign_keys here: rebuilding a table, as SQLite's ALTER does, must not delete what points at it.
    _begin_explicitly(engine, "BEGIN IMMEDIATE", "journal_mode=WAL", "secure_delete=ON", PATIENCE)
    with engine.begin() as connection:
        migrate_connection(connection)


def create_writer(url: URL) -> Engine:
    """An engine with the one connection that writes."""
    engine = create_engine(
        url.set(drivername="sqlite"),
        poolclass=StaticPool,
        connect_args={"check_same_thread": False},
        hide_parameters=True,  # clients' words have no place in a log
    )
    _begin_explicitly(
        engine,
        "BEGIN IMMEDIATE",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",  # what is deleted is not left behind in free space
        PATIENCE,
    )
    return engine


def create_reader(url: URL) -> Engine:
    """An engine whose transactions see one moment and can't write."""
    engine = create_engine(
        url.set(drivername="sqlite"),
        pool_size=2,
        max_overflow=-1,  # to wait for a connection would keep a thread from whoever has it
        connect_args={"check_same_thread": False},
        hide_parameters=True,
    )
    _begin_explicitly(engine, "BEGIN", "query_only=ON", PATIENCE)
    return engine


def _begin_explicitly(engine: Engine, begin: str, *pragmas: str) -> None:
    # The driver's own BEGIN is deferred, which turns a burst of writers into "database is locked".
    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        # SQLite's own knows Latin letters only, and nobody types the capitals of a name into a search.
        connection.create_function("lower", 1, _lower, deterministic=True)
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)


def _lower(value: object) -> str | None:
    return None if value is None else str(value).lower()
