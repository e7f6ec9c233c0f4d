"""A unit of work that another one was in the way of is done again."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from models.database.errors import may_succeed

T = TypeVar("T")

TIMES = 5
FIRST_PAUSE = 0.05  # seconds; each is twice as long as the one before


async def redo(
    work: Callable[[int], Awaitable[T]],
    *,
    is_worth_it: Callable[[Exception], bool] = may_succeed,
    times: int = TIMES,
) -> T:
    """Return what `work` returns; while it fails and that is worth it, do it again, at most so many times.

    `work` is told how often it was done before: then a commit that failed may have succeeded.
    """
    for attempt in range(times):
        try:
            return await work(attempt)
        except Exception as error:
            if attempt == times - 1 or not is_worth_it(error):
                raise
        await asyncio.sleep(FIRST_PAUSE * 2 ** min(attempt, TIMES))
    raise AssertionError("unreachable")
