"""A database that is busy or gone is one line of the log when that begins, and one when it is over.

Whoever can't do his work for it notes the error instead of writing a line. While the database is watched it
is tried every second; it is back when it has been written to, and nobody has had trouble since for a while.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from edges.errors import describe, outages
from models.database.errors import is_transient
from models.database.protocol import Database
from models.database.waiting import first_of, pause, wait_for_any

AGAIN = 1.0  # seconds
STEADY = 5.0  # seconds without trouble; what noticed late that a connection is gone begins no new outage
log = logging.getLogger("leadbot")


class Outage:
    """What is known of a database that is busy or gone; any thread may note an error."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._noted = asyncio.Event()
        self._lock = threading.Lock()
        self._began: float | None = None  # time.monotonic(), as the next one
        self._latest = 0.0

    @property
    def is_on(self) -> bool:
        """Tell whether the database is busy or gone, as far as is known."""
        return self._began is not None

    def note(self, error: BaseException) -> None:
        """Something could not be done for that; of the first such error there is a line."""
        with self._lock:
            self._latest = time.monotonic()
            if self._began is not None:
                return
            self._began = self._latest
        log.warning("the database is busy or gone, what needs it is tried again: %s", describe(error))
        self._loop.call_soon_threadsafe(self._noted.set)

    async def watch(self, database: Database, stop: asyncio.Event) -> None:
        """Find out when an outage is over, until told to stop."""
        while not stop.is_set():
            await wait_for_any(stop, self._noted, seconds=60)
            self._noted.clear()
            while self._began is not None and not stop.is_set():
                await first_of(stop, self._try(database))
                await pause(stop, AGAIN)

    async def _try(self, database: Database) -> None:
        """Write to the database for some seconds; if nobody else has trouble meanwhile, all is well."""
        worked = None
        while worked is None or time.monotonic() - worked < STEADY:
            tried = time.monotonic()
            try:
                await database.probe()
            except Exception as error:
                if not is_transient(error):  # to wait does not help, and everybody is to hear what does
                    log.exception("whether the database works can't be found out")
                    break
                self.note(error)
            if self._latest >= (worked or tried):
                return
            worked = worked or time.monotonic()
            await asyncio.sleep(AGAIN)
        with self._lock:
            lasted, self._began = (worked or tried) - (self._began or tried), None
        log.warning("the database works again, after %.0f seconds", lasted)


@contextmanager
def noticing() -> Iterator[Outage]:
    """Let everybody in this process note one outage; yields it."""
    outage = Outage()
    outages.append(outage)
    try:
        yield outage
    finally:
        outages.remove(outage)
