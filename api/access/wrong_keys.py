"""Wrong keys: each is answered late, so that guessing is slow, and the log tells of them once a minute.

Only so many answers are late at a time, lest they keep connections: the others are given at once, and end
theirs. Right keys wait for nothing.
"""

import asyncio
import logging
from contextlib import suppress
from ipaddress import ip_address

from edges.counted_lines import CountedLine

log = logging.getLogger("leadbot.api")

DELAY = 1.0  # seconds
MOST_AT_ONCE = 32


class WrongKeys:
    """Those that were sent."""

    def __init__(self, delay: float = DELAY, what: str = "keys sent to the API") -> None:
        self._delay = delay
        self._waiting = 0
        self._line = CountedLine(log, f"wrong {what}: %(count)d, the latest from %(latest)s")

    async def slow_down(self, client: tuple[str, int] | None) -> bool:
        """Count a wrong key and keep its sender waiting; tell whether that was possible."""
        self._line.count(name_address(client))
        if self._waiting >= MOST_AT_ONCE:
            return False
        self._waiting += 1
        try:
            await asyncio.sleep(self._delay)
        finally:
            self._waiting -= 1
        return True


def name_address(client: tuple[str, int] | None) -> str:
    """Return where somebody calls from, if it is an address: a proxy on this machine can say anything."""
    with suppress(ValueError):
        return str(ip_address(client[0].partition("%")[0] if client else ""))
    return "an unknown address"
