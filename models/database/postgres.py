"""PostgreSQL, 14 or newer: the same units of work on asyncpg, for many processes.

A process that is frozen or cut off holds up the others for a few seconds: the server ends a transaction in
which nothing is said, and an ownership whose owner is silent; and no process waits long for an answer.

Behind a PgBouncer in transaction mode nothing outlives a transaction. Migrations go past it, and the one
session by which processes know each other.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from types import MappingProxyType
from typing import Any, Concatenate, cast

from sqlalchemy import URL, NullPool, event, text
from sqlalchemy.exc import DisconnectionError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import Session

from models.database.errors import DatabaseOpenError, UnitConflictError
from models.database.migrate import migrate_connection, touch
from models.database.opening.mistakes import explaining
from models.database.opening.rights import check_rights, check_writable
from models.database.processes import APPLICATION, SILENCE, Processes
from models.database.protocol import P, Share, T, UnitOfWork
from models.database.unit import UnitSession

MIGRATION_LOCK = -1  # any number that is no bot's id
UNIQUE_VIOLATION = "23505"
LONGEST_WAIT = 10.0  # seconds for an answer of the server, or for a connection
# connections, how many more while there is much to do, and how long one is waited for
POOL = {"pool_size": 5, "max_overflow": 10, "pool_timeout": LONGEST_WAIT}

# Of every session; the tcp ones are for a network that loses packets without a word.
SESSION = {
    "application_name": f"{APPLICATION} {os.getpid()}",
    "idle_in_transaction_session_timeout": f"{SILENCE}s",
    "client_connection_check_interval": "2s",
    "tcp_user_timeout": f"{SILENCE}s",
    "tcp_keepalives_idle": "2",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "2",
}
# Of the session by which processes know each other: it says something every two seconds.
OWNER_SESSION = {**SESSION, "idle_session_timeout": f"{SILENCE}s"}


# For what PgBouncer gives away after each transaction: no statement is prepared under a name.
UNNAMED: dict[str, Any] = {
    "statement_cache_size": 0,
    "prepared_statement_cache_size": 0,
    "prepared_statement_name_func": str,
}
IN_TRANSACTION = f"SET LOCAL idle_in_transaction_session_timeout = '{SILENCE}s'"


class PostgresDatabase:
    is_shared = True
    trouble: str | None = None  # each unit has its own: what is wrong is found by asking

    def __init__(self, url: URL, engine: AsyncEngine, processes: Processes) -> None:
        self.url = url
        self._engine = engine
        self._processes = processes

    @classmethod
    async def open(
        cls, url: URL, direct: URL | None = None, setting: str = "DATABASE_URL"
    ) -> "PostgresDatabase":
        """Migrate (one process at a time) and open; raises DatabaseOpenError.

        `direct` goes past the PgBouncer that `url` leads to, if it does.
        """
        with explaining(url, setting):
            engine = _create_engine(url, SESSION) if direct is None else _create_pooled_engine(url)
            direct = direct or url
            migrating = _create_engine(direct, SESSION, patience=None, poolclass=NullPool)
            processes = Processes(_create_engine(direct, OWNER_SESSION, poolclass=NullPool))
        try:
            with explaining(direct, setting if direct is url else "DATABASE_DIRECT_URL"):
                # It may take its time, and wait for another process.
                async with migrating.begin() as connection:
                    await check_writable(connection)
                    await connection.execute(
                        text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK}
                    )
                    await connection.run_sync(migrate_connection)
                    await check_rights(connection)
        except BaseException:
            await engine.dispose()
            raise
        database = cls(url, engine, processes)
        if direct is not url:
            await database.check_pool()
        return database

    async def check_pool(self) -> None:
        """Find out whether the PgBouncer is there; raises DatabaseOpenError."""
        try:
            with explaining(self.url, "DATABASE_URL"):
                await self.read_clock()
        except DatabaseOpenError:
            await self.close()
            raise

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[UnitOfWork]:
        session = AsyncSession(self._engine, expire_on_commit=False, sync_session_class=UnitSession)
        try:
            async with session, session.begin():
                yield cast(UnitOfWork, session)  # mypy can't match two generic ParamSpecs
        except IntegrityError as error:
            if getattr(error.orig, "sqlstate", None) != UNIQUE_VIOLATION:
                raise
            # Services look before they insert: what is there all the same has come meanwhile.
            raise UnitConflictError(str(error.orig)) from error

    async def run(self, work: Callable[[UnitOfWork], Coroutine[Any, Any, T]]) -> T:
        """Do work in a unit of its own, and return what it returns."""
        async with self.writing() as unit:
            return await work(unit)

    async def write(
        self, fn: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Call a function in a unit of its own, and return what it returns."""
        async with self.writing() as unit:
            return await unit.run_sync(fn, *args, **kwargs)

    async def read(self, fn: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function in a view of its own, and return what it returns."""
        async with self.reading() as view:
            return await view.run_sync(fn, *args, **kwargs)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[UnitOfWork]:
        async with AsyncSession(self._engine, expire_on_commit=False) as session:
            await session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
            yield cast(UnitOfWork, session)  # mypy can't match two generic ParamSpecs

    def owning(self, bot_id: int, stop: asyncio.Event) -> AbstractAsyncContextManager[asyncio.Event]:
        """Wait until this process works for a bot; PostgreSQL frees it when the process falls silent."""
        return self._processes.owning(bot_id, stop)

    async def probe(self) -> None:
        """Find out whether it can be written to."""
        await self.write(touch)

    def announce(self, topic: str) -> None:
        """Tell the other processes of a topic."""
        self._processes.announce(topic)

    def listen(self, topic: str, hear: Callable[[], None]) -> None:
        """Have `hear` called whenever another process may have announced a topic."""
        self._processes.listen(topic, hear)

    @property
    def is_hearing(self) -> bool:
        """Tell whether the session in which others are heard is there."""
        return self._processes.is_connected

    @property
    def share(self) -> Share | None:
        """Return what this process works for, as of two seconds ago at most."""
        return self._processes.share

    async def read_clock(self) -> datetime | None:
        """Return the server's time."""
        async with self._engine.connect() as connection:
            shown: datetime | None = await connection.scalar(text("SELECT clock_timestamp()"))
            return shown

    async def read_version(self) -> str | None:
        """Return which transactions a view would see now: those that commit out of their order count, too."""
        async with self._engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            shown: str | None = await connection.scalar(text("SELECT CAST(pg_current_snapshot() AS text)"))
            return shown

    async def keep_statistics(self) -> None:
        """Leave it to autovacuum."""

    async def close(self) -> None:
        await self._processes.close()
        await self._engine.dispose()


def _create_engine(
    url: URL,
    session: dict[str, str],
    *,
    patience: float | None = LONGEST_WAIT,
    more: Mapping[str, Any] = MappingProxyType({}),
    **pool: Any,
) -> AsyncEngine:
    given = {"timeout": LONGEST_WAIT, "command_timeout": patience, "server_settings": session, **more}
    engine = create_async_engine(url, connect_args=given, hide_parameters=True, **(pool or POOL))
    event.listen(engine.sync_engine, "checkout", _check)
    return engine


def _create_pooled_engine(url: URL) -> AsyncEngine:
    # What a session would be told as it starts, PgBouncer does not pass on.
    engine = _create_engine(url, {"application_name": SESSION["application_name"]}, more=UNNAMED)
    event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql(IN_TRANSACTION))
    return engine


def _check(connection: Any, _record: object, _proxy: object) -> None:
    """Use no connection that the server has closed; to ask it each time would cost a round trip."""
    if connection.driver_connection.is_closed():
        raise DisconnectionError
