"""SENDS_PER_SECOND: all that a bot sends takes turns, one at a time rather than a second's worth at once."""

import asyncio
import time
from dataclasses import dataclass


@dataclass(slots=True)
class Pace:
    """The turns of one bot; `rate` is how many there are in a second, 0: no limit."""

    rate: float
    next_turn: float = 0.0  # by time.monotonic()

    def count_turns(self, seconds: float, most: int) -> int:
        """Return how many turns there are within so many seconds, at most `most`; one if the next is now."""
        if self.rate == 0:
            return most
        wait = self.next_turn - time.monotonic()
        return min(most, max(int((seconds - wait) * self.rate), int(wait <= 0)))

    async def take_turn(self) -> None:
        """Wait for the next turn."""
        if self.rate == 0:
            return
        now = time.monotonic()
        turn = max(self.next_turn, now)
        self.next_turn = turn + 1 / self.rate
        await asyncio.sleep(turn - now)
