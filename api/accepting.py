"""Accepts connections of the API, of which only so many may be open that files are left for all else.

Where one more would be too many, the one that has kept us waiting longest makes room: those who send nothing
keep nobody out. asyncio's own way knows no cap, and logs one failing accept thousands of times.
"""

import asyncio
import logging
import socket
import sys
from collections.abc import Callable, Collection
from contextlib import suppress

from api.connections import Connection
from edges.counted_lines import CountedLine

log = logging.getLogger("leadbot.api")

FILES = 4096  # that this process asks the system for
MOST_CONNECTIONS = 512
SHARE = 4  # at most one file in four is a connection
RETRY = 1.0  # seconds

FAILING = "the API can't accept connections: %(latest)s (tries: %(count)d)"
CROWDED = "the API has as many connections as it may; closed: %(count)d, the latest of %(latest)s"


class Acceptor:
    """Accepts connections one by one, so that the bots have their turn in between."""

    def __init__(
        self,
        listening: socket.socket,
        make: Callable[[], Connection],
        opened: Collection[object],
        most: int,
    ) -> None:
        """`opened` are the connections that are open at a time."""
        listening.setblocking(False)
        self._listening, self._make, self._opened, self._most = listening, make, opened, most
        self._failing = CountedLine(log, FAILING)
        self._crowded = CountedLine(log, CROWDED)

    async def run(self) -> None:
        """Accept until cancelled."""
        while True:
            try:
                await self._accept()
            except ConnectionError:
                await asyncio.sleep(0)  # whoever it was has gone
            except OSError as error:
                self._failing.count(error.strerror or type(error).__name__)
                await asyncio.sleep(RETRY)

    async def _accept(self) -> None:
        loop = asyncio.get_running_loop()
        accepted, (caller, *_) = await loop.sock_accept(self._listening)
        try:
            if self._make_room(caller):
                await loop.connect_accepted_socket(self._make, accepted)
            else:
                accepted.close()
        except BaseException:
            accepted.close()
            raise

    def _make_room(self, newcomer: str) -> bool:
        """Close the connection whose turn ends first if there are too many; tell whether there is room."""
        if len(self._opened) < self._most:
            return True
        waiting = [c for c in self._opened if isinstance(c, Connection) and c.is_callers_turn()]
        first = min(waiting, key=lambda connection: connection.due, default=None)
        self._crowded.count(first.caller if first else newcomer)
        if first is not None:
            first.cut_off()
        return first is not None


def count_allowed() -> int:
    """Return how many connections may be open; asks the system for more files if it gives few."""
    return min(MOST_CONNECTIONS, raise_file_limit() // SHARE)


def raise_file_limit() -> int:
    """Let this process open more files if it may; returns how many it can have open."""
    if sys.platform == "win32":  # it has no such limit
        return FILES
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    unlimited = resource.RLIM_INFINITY
    wanted = FILES if hard == unlimited else min(FILES, hard)
    if soft == unlimited or soft >= wanted:
        return FILES if soft == unlimited else soft
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        return wanted
    return soft
