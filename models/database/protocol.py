"""Units of work: return commits, raise rolls back, and both kinds of database look the same.

async with database.writing() as unit:
    await unit.run_sync(contacts.take, contact_id, now=now)
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import URL
from sqlalchemy.orm import Session

P = ParamSpec("P")
T = TypeVar("T", bound=Any)  # as SQLAlchemy declares it


class UnitOfWork(Protocol):
    """What an edge holds while it works: AsyncSession has this method, and so has our writer thread."""

    async def run_sync(
        self, fn: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T: ...


@dataclass(frozen=True, slots=True)
class Share:
    """What one of all processes works for."""

    processes: int  # that are there
    bots: int  # for which this one works
    all_bots: int  # for which any of them works


class Database(Protocol):
    url: URL
    is_shared: bool  # with other processes, which may work for bots that this one does not know

    @property
    def trouble(self) -> str | None:
        """Return in a word what kept the last unit of work from the disk, None if nothing is known."""

    def writing(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """Open a unit of work that commits when its block returns."""

    async def run(self, work: Callable[[UnitOfWork], Coroutine[Any, Any, T]]) -> T:
        """Do work in a unit of its own, and return what it returns; it waits for nothing but the unit."""

    async def write(
        self, fn: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Call a function in a unit of its own, and return what it returns: less work than `writing`."""

    def reading(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """Open a consistent view that can't write."""

    async def read(self, fn: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function in a view of its own, and return what it returns: less work than `reading`."""

    def owning(self, bot_id: int, stop: asyncio.Event) -> AbstractAsyncContextManager[asyncio.Event]:
        """Wait until nobody else works for a bot; yields what is set when that ends, latest at `stop`."""

    @property
    def is_hearing(self) -> bool:
        """Tell whether others are heard; else what they do is found only by looking."""

    @property
    def share(self) -> Share | None:
        """Return what this process works for, None while it does not know."""

    def announce(self, topic: str) -> None:
        """Tell other processes soon that there may be something to do; that may be lost."""

    def listen(self, topic: str, hear: Callable[[], None]) -> None:
        """Have `hear` called whenever another process may have announced a topic."""

    async def read_clock(self) -> datetime | None:
        """Return the time of the clock that all processes share, None if there is one process."""

    async def read_version(self) -> object:
        """Return what is another value once anything was committed, by whomever; it costs next to nothing."""

    async def keep_statistics(self) -> None:
        """See to it that the planner knows by now how much there is of what."""

    async def probe(self) -> None:
        """Find out whether it can be written to, and has room for more; raises what is in the way."""

    async def close(self) -> None:
        """Finish what runs and let go of the database."""
