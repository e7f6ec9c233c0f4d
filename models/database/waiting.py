"""Waits that end at a stop."""

import asyncio
from collections.abc import Awaitable, Coroutine, Iterable
from typing import Any, TypeVar

from models.database.errors import NoAnswerError

T = TypeVar("T")

_left: set[asyncio.Task[Any]] = set()  # to themselves; the loop would let go of them


async def first_of(stop: asyncio.Event, work: Awaitable[T]) -> T | None:
    """Return what `work` returns, or None if `stop` comes first; work is cancelled then."""
    task = asyncio.ensure_future(work)
    stopped = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait((task, stopped), return_when=asyncio.FIRST_COMPLETED)
        return await task if task.done() else None
    finally:
        await cancel((task, stopped))


async def within(seconds: float, work: Coroutine[Any, Any, T]) -> T:
    """Return what `work` returns; raises NoAnswerError if that takes longer.

    Then work goes on by itself: to cancel it could leave a statement open that a thread is at work on.
    """
    task = asyncio.create_task(work)
    _left.add(task)
    task.add_done_callback(_left.discard)
    await asyncio.wait((task,), timeout=seconds)
    if not task.done():
        task.add_done_callback(_forget)
        raise NoAnswerError
    return task.result()


async def wait_within(seconds: float, future: "asyncio.Future[T]") -> T:
    """Return what a future holds; raises NoAnswerError if that takes longer, and then it is cancelled."""
    try:
        async with asyncio.timeout(seconds):
            return await future
    except TimeoutError:
        raise NoAnswerError from None


def _forget(task: "asyncio.Task[Any]") -> None:
    """Let a failure that nobody waits for be no news."""
    if not task.cancelled():
        task.exception()


async def pause(stop: asyncio.Event, seconds: float) -> None:
    """Wait, but not past a stop."""
    await first_of(stop, asyncio.sleep(seconds))


async def wait_for_any(
    *events: asyncio.Event, tasks: Iterable[asyncio.Future[Any]] = (), seconds: float
) -> None:
    """Wait until an event is set or a task has ended, but no longer than that."""
    waits = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait((*waits, *tasks), timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await cancel(waits)


async def cancel(tasks: Iterable[asyncio.Future[Any]]) -> None:
    """Cancel what still runs and wait until it has ended."""
    running = [task for task in tasks if not task.done()]
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
