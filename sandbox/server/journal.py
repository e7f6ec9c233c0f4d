"""A numbered list of what happened, bounded in length, that readers can wait on."""

import asyncio
from collections import deque
from itertools import islice
from typing import Any

Entry = dict[str, Any]


class Journal:
    """Entries numbered 1, 2, 3 … under `seq`; the oldest are forgotten beyond `size`."""

    def __init__(self, size: int) -> None:
        self.entries: deque[Entry] = deque(maxlen=size)
        self.last = 0
        self._waiting: set[asyncio.Future[None]] = set()

    def add(self, entry: Entry) -> int:
        self.last += 1
        self.entries.append({"seq": self.last, **entry})
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)
        self._waiting.clear()
        return self.last

    def after(self, seq: int) -> list[Entry]:
        """Entries with a higher number, oldest first."""
        count = min(max(self.last - seq, 0), len(self.entries))
        return list(islice(reversed(self.entries), count))[::-1]

    async def wait(self, seq: int, seconds: float) -> None:
        """Returns once there is an entry after `seq`, or when the time is over."""
        if self.last > seq or seconds <= 0:
            return
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(waiter)
        try:
            await asyncio.wait_for(waiter, seconds)
        except TimeoutError:
            return
        finally:
            self._waiting.discard(waiter)
