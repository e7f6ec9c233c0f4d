"""The loop that sends what the outbox holds: many sends at once, results stored together as they end.

To Telegram and to another system alike. What starts a send and what stores its result are arguments.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from edges.errors import log_trouble
from models.database.waiting import cancel, pause, wait_for_any

TROUBLED = 1.0  # seconds until the next try, when the database can't be used
TOGETHER = 0.01  # seconds in which what ends is stored together
LAST_WORDS = 4.0  # seconds for sends in flight at a stop
log = logging.getLogger("leadbot")

K = TypeVar("K")
R = TypeVar("R")


@dataclass(slots=True)
class InFlight(Generic[K, R]):
    """What is being sent, each with what it is about: nothing else about that is sent meanwhile."""

    tasks: dict[asyncio.Task[R], K] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.tasks)

    @property
    def keys(self) -> set[K]:
        return set(self.tasks.values())

    def list_ended(self) -> set[K]:
        """Return what has been sent, of which nobody has stored yet what came of it."""
        return {key for task, key in self.tasks.items() if task.done()}

    def start(self, key: K, send: Coroutine[Any, Any, R]) -> None:
        """Begin to send; `send` never raises."""
        self.tasks[asyncio.create_task(send)] = key


@dataclass(frozen=True, slots=True)
class Sender(Generic[K, R]):
    """What one loop sends: how sends start, and how the results of those that have ended are stored.

    `start` is told whether more may have been decided. `wakes` returns what ends a wait early, and how many
    seconds it lasts at most.
    """

    name: str  # in the log
    in_flight: InFlight[K, R]
    start: Callable[[bool], Awaitable[None]]
    settle: Callable[[Sequence[R]], Awaitable[None]]
    wakes: Callable[[], tuple[Iterable[asyncio.Event], float]]


async def keep_sending(sender: Sender[K, R], decided: asyncio.Event, stop: asyncio.Event) -> None:
    """Send until `stop`; then finish what is in flight, and store that. `decided`: there may be more."""
    try:
        while not stop.is_set():
            is_news = decided.is_set()
            decided.clear()
            try:
                await sender.start(is_news)
                await _wait(sender, stop)
                await _settle(sender)
            except Exception as error:
                log_trouble(log, "%s: deliveries are held up", sender.name, error=error)
                await pause(stop, TROUBLED)
        await _finish(sender)
    finally:
        await cancel(sender.in_flight.tasks)


async def _wait(sender: Sender[K, R], stop: asyncio.Event) -> None:
    """Wait until there may be something to start or to store; of many sends several end soon one by one."""
    events, seconds = sender.wakes()
    tasks = sender.in_flight.tasks
    await wait_for_any(stop, *events, tasks=tasks, seconds=seconds)
    running = [task for task in tasks if not task.done()]
    if running and len(running) < len(tasks) and not any(event.is_set() for event in events):
        await wait_for_any(stop, *events, seconds=TOGETHER)


async def _settle(sender: Sender[K, R]) -> None:
    """Store the results of all that has ended; what can't be stored now is stored the next time."""
    ended = [task for task in sender.in_flight.tasks if task.done()]
    if ended:
        await sender.settle([task.result() for task in ended])
    for task in ended:
        del sender.in_flight.tasks[task]


async def _finish(sender: Sender[K, R]) -> None:
    """Give what is in flight a few seconds, storing each result as it comes."""
    deadline = time.monotonic() + LAST_WORDS
    while sender.in_flight.tasks and (left := deadline - time.monotonic()) > 0:
        await wait_for_any(tasks=sender.in_flight.tasks, seconds=left)
        await _settle(sender)
