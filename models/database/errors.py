"""The errors of databases, and which of them are transient."""

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError  # every connection is in use

BUSY_SQLSTATES = {"40001", "40P01", "55P03"}  # serialization failure, deadlock, lock not available
LOST_SQLSTATES = (
    "08",
    "57",
    "25P03",
)  # of connections, of the server, of a transaction in which nothing was said


class DatabaseOpenError(Exception):
    """Why a database can't be opened, in one line for people; it holds no password."""


class DatabaseAbsentError(DatabaseOpenError):
    """Nobody answers there, or not yet: it may be starting."""


class DatabaseInUseError(DatabaseOpenError):
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
        return is_busy or is_locked or is_lost(error)
    return isinstance(error, PoolTimeoutError) or is_lost(error)


def may_succeed(error: BaseException) -> bool:
    """Tell whether another unit of work was in the way: then it is worth while to do this one again."""
    return isinstance(error, UnitConflictError) or is_transient(error)


def is_lost(error: BaseException) -> bool:
    """Tell whether the connection was lost: a commit that failed so may have succeeded."""
    if _read_sqlstate(error).startswith(LOST_SQLSTATES):
        return True
    if isinstance(error, DBAPIError):
        return error.connection_invalidated
    return isinstance(error, TimeoutError | OSError) or is_out_of_step(error)


def is_out_of_step(error: BaseException) -> bool:
    """Tell whether asyncpg, which need not be installed, has lost step with a connection that was cut."""
    kind = type(error)
    return kind.__module__.startswith("asyncpg.") and kind.__name__ == "InternalClientError"


def _read_sqlstate(error: BaseException) -> str:
    """Return what the driver says, whether SQLAlchemy passes it on or it comes by itself."""
    return getattr(getattr(error, "orig", error), "sqlstate", None) or ""
