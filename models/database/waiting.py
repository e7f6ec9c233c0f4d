"""Waits that end at a stop."""

import asyncio
from collections.abc import Awaitable, Iterable
from typing import Any, TypeVar

T = TypeVar("T")


async def first_of(stop: asyncio.Event, work: Awaitable[T]) -> T | None:
    """Return what `work` returns, or None if `stop` comes first; work is cancelled then."""
    task = asyncio.ensure_future(work)
    stopped = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait((task, stopped), return_when=asyncio.FIRST_COMPLETED)
        return await task if task.done() else None
    finally:
        await cancel((task, stopped))


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
