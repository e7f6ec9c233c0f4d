"""SQLite: one writer thread with one connection, and readers that never wait for it.

A unit of work is one hop into a thread per `run_sync`, or one altogether, so it can't be cancelled half-way
through a statement. `synchronous=FULL` keeps an acknowledged commit through a power cut. A lock on the file
keeps a second writing process out. What is committed is in the file that still has its name, or it fails.
What is deleted is overwritten, and after a person is forgotten the log goes.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from typing import Any, Concatenate

from sqlalchemy import URL
from sqlalchemy.orm import Session

from models.database.errors import name_trouble
from models.database.files.erasing import Erasing
from models.database.files.lock import DatabaseLock
from models.database.files.sessions import HereSession, ThreadSession
from models.database.migrate import touch
from models.database.protocol import P, Share, T, UnitOfWork
from models.database.sqlite_file import (
    acquire_lock,
    create_reader,
    create_writer,
    keep_statistics,
    migrate,
)
from models.database.unit import FORGETS, NOTHING, UnitSession
from models.database.waiting import cancel

READERS = 4  # threads; what reads for long holds up no others
VIEWS = 12  # that are open at a time
LONGEST_WAIT = 30.0  # seconds for a view
READERS_END = 0.5  # seconds


class SqliteDatabase:
    is_shared = False
    is_hearing = False  # nobody announces anything

    def __init__(self, url: URL, lock: DatabaseLock) -> None:
        self.url = url
        self._lock = lock
        self._turn = asyncio.Lock()
        self._bots = 0  # that this process works for
        self._emptying: asyncio.Task[None] | None = None
        self.trouble: str | None = None
        self._commits = 0  # of this process, and nobody else writes
        self._last_ids = NOTHING  # of the rows of each table: only the writer adds any
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite-writer")
        self._writer = create_writer(url)
        self._erasing = Erasing(self._writer)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="sqlite-reader")
        self._reader, self._views = create_reader(url), asyncio.Semaphore(VIEWS)

    @classmethod
    async def open(cls, url: URL) -> "SqliteDatabase":
        """Lock the file, migrate it, open it; raises DatabaseInUseError."""
        lock = acquire_lock(url)
        try:
            await asyncio.to_thread(migrate, url)
            database = cls(url, lock)
            await database.keep_statistics()
            lock.note_log()
            return database
        except BaseException:
            lock.release()
            raise

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[UnitOfWork]:
        async with self._turn:
            session = self._begin()
            with self._noting():
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
            with self._noting():
                done = await asyncio.shield(asyncio.wrap_future(self._thread.submit(self._do, work)))
        self._empty_log_later()
        return done

    def _do(self, work: Callable[[UnitOfWork], Coroutine[Any, Any, T]]) -> T:
        session = self._begin()
        try:
            done = drive(work(HereSession(session)))
        except BaseException:
            self._end(session, commit=False)
            raise
        self._end(session, commit=True)
        return done

    async def write(
        self, fn: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Call a function in a unit of its own, in one hop, and return what it returns."""
        return await self.run(lambda unit: unit.run_sync(fn, *args, **kwargs))

    async def probe(self) -> None:
        """Find out whether it can be written to, and has room for more."""
        self._lock.check_room()
        await self.write(touch)

    async def read(self, fn: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function in a view of its own, in one hop, and return what it returns."""

        def look() -> T:
            self._lock.check()
            with Session(self._reader, expire_on_commit=False) as session:
                return fn(session, *args, **kwargs)

        await self._wait_for_view()
        looking = asyncio.wrap_future(self._readers.submit(look))
        looking.add_done_callback(lambda _: self._views.release())
        return await asyncio.shield(looking)

    async def _wait_for_view(self) -> None:
        async with asyncio.timeout(LONGEST_WAIT):
            await self._views.acquire()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[UnitOfWork]:
        await self._wait_for_view()
        session = Session(self._reader, expire_on_commit=False)
        try:
            self._lock.check()
            yield ThreadSession(session, self._readers)
        finally:
            self._views.release()
            await asyncio.shield(asyncio.wrap_future(self._readers.submit(session.close)))

    @asynccontextmanager
    async def owning(self, bot_id: int, stop: asyncio.Event) -> AsyncIterator[asyncio.Event]:
        self._bots += bot_id > 0
        try:
            yield stop  # the lock has made sure of it, for all bots
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

    async def read_version(self) -> int:
        """Return how many units were committed."""
        return self._commits

    async def keep_statistics(self) -> None:
        """Count anew, once there is so much that a wrong plan takes long: nobody else does it for SQLite."""
        async with self._turn:
            await asyncio.shield(asyncio.wrap_future(self._thread.submit(keep_statistics, self._writer)))

    async def close(self) -> None:
        if self._emptying is not None:
            await cancel([self._emptying])  # without a connection there is no log
        async with self._turn:
            await asyncio.to_thread(self._readers.shutdown)
            self._reader.dispose()
            await asyncio.wrap_future(self._thread.submit(self._writer.dispose))
            self._thread.shutdown()
            self._lock.release()

    async def _finish(self, session: UnitSession, *, commit: bool) -> None:
        # Shielded: a cancelled caller must not leave a transaction open, nor its outcome undecided.
        await asyncio.shield(asyncio.wrap_future(self._thread.submit(self._end, session, commit)))
        self._empty_log_later()

    @contextmanager
    def _noting(self) -> Iterator[None]:
        """Note what is wrong with the file, by what becomes of a unit."""
        try:
            yield
        except Exception as error:
            self.trouble = name_trouble(error) or self.trouble
            raise
        self.trouble = None

    def _begin(self) -> UnitSession:
        return UnitSession(self._writer, expire_on_commit=False, last_ids=self._last_ids)

    def _end(self, session: UnitSession, commit: bool) -> None:
        known, self._last_ids = session.memory.last_ids, NOTHING
        try:
            if commit:
                self._lock.check()
                session.commit()
                self._commits += 1
                self._lock.check(is_committed=True)
                self._last_ids = known
                if FORGETS in session.info:
                    self._erasing.begin()
        finally:
            session.close()
        self._erasing.go_on()

    def _empty_log_later(self) -> None:
        """Try again while somebody reads: perhaps nothing is written for long."""
        if self._erasing.is_left and (self._emptying is None or self._emptying.done()):
            self._emptying = asyncio.create_task(self._keep_emptying())

    async def _keep_emptying(self) -> None:
        while self._erasing.is_left:
            await asyncio.sleep(READERS_END)
            async with self._turn:
                await asyncio.shield(asyncio.wrap_future(self._thread.submit(self._erasing.go_on)))


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
