"""The errors of databases, and which of them are transient."""

import errno
import sqlite3

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError  # every connection is in use

BUSY_SQLSTATES = {"40001", "40P01", "55P03"}  # serialization failure, deadlock, lock not available
LOST_SQLSTATES = (
    "08",
    "57",
    "25P03",
)  # of connections, of the server, of a transaction in which nothing was said

SHORT_SQLSTATES = ("53", "25006")  # no room, memory or connection is left; read-only

# What is wrong with a SQLite file, in a word for monitors.
LOCKED, DISK_FULL, READ_ONLY, DAMAGED = "locked", "disk full", "read-only", "damaged, restore a backup"
IO_ERROR, CANT_OPEN, NO_CONNECTION = "I/O error", "the file can't be opened", "no connection"
SQLITE_WORDS = {
    sqlite3.SQLITE_BUSY: LOCKED,
    sqlite3.SQLITE_LOCKED: LOCKED,
    sqlite3.SQLITE_FULL: DISK_FULL,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_IOERR: IO_ERROR,
    sqlite3.SQLITE_CANTOPEN: CANT_OPEN,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
}
OUT_OF_ORDER = {DISK_FULL, READ_ONLY, IO_ERROR, CANT_OPEN}
POSTGRES_WORDS = {"53100": DISK_FULL, "25006": READ_ONLY, "53": "out of resources", "55P03": LOCKED}


class FileGoneError(OSError):
    """A SQLite file is no longer the one that was opened.

    Where that was found only after a commit, nobody knows whether what was committed comes back.
    """

    def __init__(self, word: str, *, is_committed: bool = False) -> None:
        super().__init__(errno.ESTALE, word)
        self.is_committed = is_committed


class NoAnswerError(TimeoutError):
    """The database has not answered in time."""


class NoRoomError(OSError):
    """There is next to no room left for a SQLite file, though what is small may still be written."""

    def __init__(self) -> None:
        super().__init__(errno.ENOSPC, DISK_FULL)


class DatabaseOpenError(Exception):
    """Why a database can't be opened, in one line for people; it holds no password."""


class DatabaseUnavailableError(DatabaseOpenError):
    """The database can't be opened now, and may be later without anybody's mending a setting."""


class DatabaseAbsentError(DatabaseUnavailableError):
    """Nobody answers there, or not yet: it may be starting."""


class DatabaseInUseError(DatabaseUnavailableError):
    """Another process writes to this SQLite file."""


class UnitConflictError(Exception):
    """Another transaction was quicker; the same unit of work will succeed when it is done again."""


class DatabaseUrlError(DatabaseOpenError, ValueError):
    """A database address we can't work with."""


class CopyError(Exception):
    """A copy of a whole database that can't be made; nothing was changed."""


class BackupError(Exception):
    """A backup that can't be made; nothing is left of it."""


def is_transient(error: BaseException) -> bool:
    """Tell whether the database was busy or gone: nothing is wrong with the unit of work itself."""
    if isinstance(error, DBAPIError):
        is_busy = _read_sqlstate(error) in BUSY_SQLSTATES
        is_locked = isinstance(error, OperationalError) and "locked" in str(error.orig)
        is_short = _read_sqlstate(error).startswith(SHORT_SQLSTATES)
        return is_busy or is_locked or is_short or is_out_of_order(error) or is_lost(error)
    return isinstance(error, PoolTimeoutError) or is_out_of_order(error) or is_lost(error)


def is_conflict(error: BaseException) -> bool:
    """Tell whether another transaction of PostgreSQL was in the way, and the database is as it should be."""
    return _read_sqlstate(error) in BUSY_SQLSTATES


def may_succeed(error: BaseException) -> bool:
    """Tell whether another unit of work was in the way: then it is worth while to do this one again."""
    return isinstance(error, UnitConflictError) or is_transient(error)


def is_lost(error: BaseException) -> bool:
    """Tell whether the connection was lost: a commit that failed so may have succeeded."""
    if _read_sqlstate(error).startswith(LOST_SQLSTATES):
        return True
    if isinstance(error, FileGoneError):
        return error.is_committed
    if isinstance(error, NoRoomError):  # found before anything was written
        return False
    if _read_sqlite_word(error) == IO_ERROR:  # of a commit that could not be synced, who knows what is there
        return True
    if isinstance(error, DBAPIError):
        return error.connection_invalidated
    return isinstance(error, TimeoutError | OSError) or is_out_of_step(error)


def is_out_of_step(error: BaseException) -> bool:
    """Tell whether asyncpg, which need not be installed, has lost step with a connection that was cut."""
    kind = type(error)
    return kind.__module__.startswith("asyncpg.") and kind.__name__ == "InternalClientError"


def is_out_of_order(error: BaseException) -> bool:
    """Tell whether a SQLite file can't be written to: it may be later, and hardly at once."""
    return isinstance(error, FileGoneError | NoRoomError) or _read_sqlite_word(error) in OUT_OF_ORDER


def name_trouble(error: BaseException) -> str | None:
    """Return in a word what is wrong with the database itself, None if that is not known."""
    if isinstance(error, FileGoneError | NoRoomError):
        return str(error.strerror)
    state = _read_sqlstate(error)
    for begins, word in POSTGRES_WORDS.items():
        if state.startswith(begins):
            return word
    return _read_sqlite_word(error) or (NO_CONNECTION if is_lost(error) else None)


def _read_sqlite_word(error: BaseException) -> str | None:
    code = getattr(getattr(error, "orig", None) or error, "sqlite_errorcode", None)
    return None if code is None else SQLITE_WORDS.get(code & 0xFF)  # the rest of it says more exactly


def _read_sqlstate(error: BaseException) -> str:
    """Return what the driver says, whether SQLAlchemy passes it on or it comes by itself."""
    return getattr(getattr(error, "orig", error), "sqlstate", None) or ""
