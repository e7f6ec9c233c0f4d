"""Units of work: return commits, raise rolls back, and both kinds of database look the same.

async with database.writing() as unit:
    await unit.run_sync(contacts.take, contact_id, now=now)
"""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import URL, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError  # every connection is in use
from sqlalchemy.orm import Session

P = ParamSpec("P")
T = TypeVar("T", bound=Any)  # as SQLAlchemy declares it

BUSY_SQLSTATES = {"40001", "40P01", "55P03"}  # serialization failure, deadlock, lock not available


class UnitOfWork(Protocol):
    """What an edge holds while it works: AsyncSession has this method, and so has our writer thread."""

    async def run_sync(
        self, fn: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T: ...


class Database(Protocol):
    url: URL

    def writing(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """Open a unit of work that commits when its block returns."""

    def reading(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """Open a consistent view that can't write."""

    def owning(self, bot_id: int, stop: asyncio.Event) -> AbstractAsyncContextManager[asyncio.Event]:
        """Wait until nobody else works for a bot; yields what is set when that ends, latest at `stop`."""

    async def close(self) -> None:
        """Finish what runs and let go of the database."""


class DatabaseInUseError(Exception):
    """Another process writes to this SQLite file."""


class UnitConflictError(Exception):
    """Another transaction was quicker; the same unit of work will succeed when it is done again."""


class DatabaseUrlError(ValueError):
    """A database address we can't work with."""


async def open_database(address: str, *, announces: bool = False) -> Database:
    """Bring the database up to date and open it; raises DatabaseUrlError, DatabaseInUseError.

    With `announces`, what units of work record about contacts is queued for WEBHOOK_EVENTS_URL as well.
    """
    url = parse_url(address)
    if url.get_backend_name() == "sqlite":
        from models.sqlite import SqliteDatabase

        return await SqliteDatabase.open(url, announces=announces)
    from models.postgres import PostgresDatabase

    return await PostgresDatabase.open(url, announces=announces)


def parse_url(address: str) -> URL:
    """Read DATABASE_URL and choose the driver; raises DatabaseUrlError."""
    try:
        url = make_url(address)
        backend = url.get_backend_name()
    except Exception as error:
        # Not shown: it may hold a password.
        raise DatabaseUrlError("DATABASE_URL is no database address like sqlite:///leadbot.db") from error
    if backend == "sqlite":
        if url.database in (None, "", ":memory:"):
            raise DatabaseUrlError("DATABASE_URL needs a file: sqlite+aiosqlite:///leadbot.db")
        return url.set(drivername="sqlite+aiosqlite")
    if backend == "postgresql":
        return url.set(drivername="postgresql+asyncpg")
    raise DatabaseUrlError(f"DATABASE_URL must be sqlite or postgresql, not {backend}")


def is_transient(error: BaseException) -> bool:
    """Tell whether the same unit of work may succeed when it is done again."""
    if isinstance(error, DBAPIError):
        is_busy = getattr(error.orig, "sqlstate", None) in BUSY_SQLSTATES
        is_locked = isinstance(error, OperationalError) and "locked" in str(error.orig)
        return is_busy or is_locked or is_lost(error)
    return isinstance(error, PoolTimeoutError) or is_lost(error)


def is_lost(error: BaseException) -> bool:
    """Tell whether the connection was lost: a commit that failed so may have succeeded."""
    if isinstance(error, DBAPIError):
        state = getattr(error.orig, "sqlstate", None) or ""
        return error.connection_invalidated or state.startswith(("08", "57"))
    return isinstance(error, ConnectionError | TimeoutError | OSError)
