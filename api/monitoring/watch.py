"""Looking at the database for monitors: an answer within seconds, whatever the database does.

Who asks while somebody looks waits for the same answer: a database that hangs is not asked again and again.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from models.database.errors import NoAnswerError

T = TypeVar("T")

ANSWER_WITHIN = 3.0  # seconds
FRESH = 1.0  # seconds for which an answer about health is good: it costs a commit, and many may ask
FAILURE_FRESH = 1.0  # seconds
GIVE_UP = 30.0  # seconds; a connection may be dead without anybody saying so
LAST_WORDS = 6.0  # seconds at a stop; SQLite gives up waiting for its lock after 2


class Watch(Generic[T]):
    """Looks with `read`, never twice at once; what was seen is good for so many seconds."""

    def __init__(self, read: Callable[[], Awaitable[T]], fresh: float = 0) -> None:
        self._read, self._fresh = read, fresh
        self._looking: asyncio.Task[T] | None = None
        self._since = self._ended = 0.0

    async def look(self) -> T:
        """Return what is read; raises NoAnswerError, or what reading raises."""
        looking = self._looking
        if looking is None or (looking.done() and not self._is_fresh(looking)):
            looking = self._looking = asyncio.create_task(self._run())
            self._since = time.monotonic()
            looking.add_done_callback(forget)
        elif not looking.done() and time.monotonic() - self._since > GIVE_UP:
            looking.cancel()
        # Not cancelled when nobody waits any more: that could leave a statement open.
        await asyncio.wait({looking}, timeout=ANSWER_WITHIN)
        if not looking.done() or looking.cancelled():
            raise NoAnswerError
        return looking.result()

    def _is_fresh(self, looked: "asyncio.Task[T]") -> bool:
        has_failed = looked.cancelled() or looked.exception() is not None
        good_for = min(self._fresh, FAILURE_FRESH) if has_failed else self._fresh
        return time.monotonic() - self._ended < good_for

    async def close(self) -> None:
        """Wait until nobody looks any more."""
        if self._looking is not None:
            await asyncio.wait({self._looking}, timeout=LAST_WORDS)
            self._looking.cancel()

    async def _run(self) -> T:
        try:
            return await self._read()
        finally:
            self._ended = time.monotonic()


def forget(task: asyncio.Task[T]) -> None:
    """Let a failure that nobody waited for be no news."""
    if not task.cancelled():
        task.exception()
