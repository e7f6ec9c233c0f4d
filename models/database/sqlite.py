"""SQLite: one writer thread with one connection, and readers that never wait for it.

A unit of work is one hop into the writer thread per `run_sync`, so it can't be cancelled half-way through a
statement. `synchronous=FULL` keeps an acknowledged commit through a power cut. A lock file keeps a second
writing process out. What is deleted is overwritten, and after a person is forgotten the log is emptied, too.
"""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Concatenate, cast

from filelock import FileLock, Timeout
from sqlalchemy import URL, Engine, NullPool, StaticPool, create_engine, event
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import Session

from models.database.errors import DatabaseInUseError, DatabaseUrlError
from models.database.migrate import migrate_connection
from models.database.private_files import OWNER_ONLY, keep_private
from models.database.protocol import P, Share, T, UnitOfWork
from models.database.unit import FORGETS, UnitSession
from models.database.waiting import cancel

PATIENCE = "busy_timeout=5000"  # milliseconds
READERS_END = 0.5  # seconds
WORTH_COUNTING = 10_000  # rows


class SqliteDatabase:
    is_shared = False
    is_hearing = False  # nobody announces anything

    def __init__(self, url: URL, lock: FileLock) -> None:
        self.url = url
        self._lock = lock
        self._turn = asyncio.Lock()
        self._bots = 0  # that this process works for
        self._log_holds_words = False  # of somebody who is forgotten
        self._emptying: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite-writer")
        self._writer = create_writer(url)
        self._reader = create_reader(url)

    @classmethod
    async def open(cls, url: URL) -> "SqliteDatabase":
        """Lock the file, migrate it, open it; raises DatabaseInUseError."""
        lock = acquire_lock(url)
        try:
            await asyncio.to_thread(migrate, url)
            database = cls(url, lock)
            await database.keep_statistics()
            return database
        except BaseException:
            lock.release()
            raise

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[UnitOfWork]:
        async with self._turn:
            session = UnitSession(self._writer, expire_on_commit=False)
            try:
                yield ThreadSession(session, self._thread)
            except BaseException:
                await self._finish(session, commit=False)
                raise
            await self._finish(session, commit=True)

    async def run(self, work: Callable[[UnitOfWork], Coroutine[Any, Any, T]]) -> T:
        """Do work in a unit of its own, all of it in the writer thread, and return what it returns.

        Raises WaitsError if it waits for anything but the unit.
        """
        async with self._turn:
            # Shielded: a cancelled caller must not leave the next one to a thread that is still at work.
            done = await asyncio.shield(asyncio.wrap_future(self._thread.submit(self._do, work)))
        self._empty_log_later()
        return done

    def _do(self, work: Callable[[UnitOfWork], Coroutine[Any, Any, T]]) -> T:
        session = UnitSession(self._writer, expire_on_commit=False)
        try:
            done = drive(work(HereSession(session)))
        except BaseException:
            self._end(session, commit=False)
            raise
        self._end(session, commit=True)
        return done

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[UnitOfWork]:
        async with AsyncSession(self._reader, expire_on_commit=False) as session:
            yield cast(UnitOfWork, session)  # mypy can't match two generic ParamSpecs

    @asynccontextmanager
    async def owning(self, bot_id: int, stop: asyncio.Event) -> AsyncIterator[asyncio.Event]:
        self._bots += bot_id > 0
        try:
            yield stop  # the lock file has made sure of it, for all bots
        finally:
            self._bots -= bot_id > 0

    @property
    def share(self) -> Share:
        """Return that the one process works for all."""
        return Share(1, self._bots, self._bots)

    def announce(self, topic: str) -> None:
        """Tell nobody: there is no other process."""

    def listen(self, topic: str, hear: Callable[[], None]) -> None:
        """Hear nobody."""

    async def read_clock(self) -> datetime | None:
        """Return nothing: the one process has the clock of the machine."""
        return None

    async def keep_statistics(self) -> None:
        """Count anew, once there is so much that a wrong plan takes long: nobody else does it for SQLite."""
        async with self._turn:
            await asyncio.shield(asyncio.wrap_future(self._thread.submit(keep_statistics, self._writer)))

    async def close(self) -> None:
        if self._emptying is not None:
            await cancel([self._emptying])  # without a connection there is no log
        async with self._turn:
            await self._reader.dispose()
            await asyncio.wrap_future(self._thread.submit(self._writer.dispose))
            self._thread.shutdown()
            self._lock.release()

    async def _finish(self, session: Session, *, commit: bool) -> None:
        # Shielded: a cancelled caller must not leave a transaction open, nor its outcome undecided.
        await asyncio.shield(asyncio.wrap_future(self._thread.submit(self._end, session, commit)))
        self._empty_log_later()

    def _end(self, session: Session, commit: bool) -> None:
        try:
            if commit:
                session.commit()
                self._log_holds_words |= FORGETS in session.info
        finally:
            session.close()
        self._empty_log()

    def _empty_log(self) -> None:
        if self._log_holds_words:
            self._log_holds_words = not empty_log(self._writer)

    def _empty_log_later(self) -> None:
        """Try again while somebody reads: perhaps nothing is written for long."""
        if self._log_holds_words and (self._emptying is None or self._emptying.done()):
            self._emptying = asyncio.create_task(self._keep_emptying())

    async def _keep_emptying(self) -> None:
        while self._log_holds_words:
            await asyncio.sleep(READERS_END)
            async with self._turn:
                await asyncio.shield(asyncio.wrap_future(self._thread.submit(self._empty_log)))


class ThreadSession:
    """A session that lives in the writer thread."""

    def __init__(self, session: Session, thread: ThreadPoolExecutor) -> None:
        self._session = session
        self._thread = thread

    async def run_sync(
        self, fn: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        return await asyncio.wrap_future(self._thread.submit(fn, self._session, *args, **kwargs))


class HereSession:
    """A session for work that is in the writer thread itself."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def run_sync(
        self, fn: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        return fn(self._session, *args, **kwargs)


class WaitsError(Exception):
    """Work in the writer thread that waits for something, where nothing else happens meanwhile."""


def drive(work: Coroutine[Any, Any, T]) -> T:
    """Do work that waits for nothing, without an event loop."""
    try:
        work.send(None)
    except StopIteration as end:
        done: T = end.value
        return done
    work.close()
    raise WaitsError("work in the writer thread may wait for nothing but its unit")


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


def acquire_lock(url: URL) -> FileLock:
    """Claim the file for this process; raises DatabaseInUseError if another one has it, DatabaseUrlError."""
    path = Path(url.database or "")
    lock = FileLock(f"{path}.lock", timeout=0, mode=OWNER_ONLY)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
        keep_private(path)
    except Timeout:
        raise DatabaseInUseError(f"{path} is in use by another leadbot process; stop it first") from None
    except OSError as error:
        lock.release()
        raise DatabaseUrlError(f"DATABASE_URL: {path}: {error.strerror}") from error
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


def create_reader(url: URL) -> AsyncEngine:
    """An engine whose transactions see one moment and can't write."""
    engine = create_async_engine(url, pool_size=2, hide_parameters=True)
    _begin_explicitly(engine.sync_engine, "BEGIN", "query_only=ON", PATIENCE)
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
