"""Waits for a database that is still starting, and says so once."""

import asyncio
import logging
import time

from models.database.errors import DatabaseAbsentError
from models.database.open import open_database
from models.database.protocol import Database
from models.database.waiting import first_of, pause

AGAIN = 0.5  # seconds
log = logging.getLogger("leadbot")


async def open_patiently(
    address: str, direct: str | None, seconds: float, stop: asyncio.Event
) -> Database | None:
    """Open a database as soon as it is there; returns None if `stop` comes first.

    Raises DatabaseOpenError: at once if waiting can't help, else when the seconds are over.
    """
    ends, is_said = time.monotonic() + seconds, False
    while not stop.is_set():
        try:
            return (
                await first_of(stop, open_database(address, direct))
                if seconds
                else await open_database(address, direct)
            )
        except DatabaseAbsentError as error:
            if time.monotonic() >= ends:
                raise
            if not is_said:
                log.warning("waiting up to %g seconds for the database: %s", seconds, error)
                is_said = True
        await pause(stop, min(AGAIN, max(ends - time.monotonic(), 0)))
    return None
