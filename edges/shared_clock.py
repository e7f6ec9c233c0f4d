"""Processes that share a database keep to its clock: what one puts off by another clock would come late.

On SQLite there is one process, and its own clock is right.
"""

import asyncio
import logging
from datetime import UTC, datetime

from edges.errors import log_trouble
from models.database.protocol import Database
from models.database.waiting import pause
from services import clock

AGAIN = 60.0  # seconds; clocks drift apart slowly, and are set by people
SKEW = 2.0  # seconds that are worth a word
log = logging.getLogger("leadbot")


async def keep_to_shared_clock(database: Database, stop: asyncio.Event) -> None:
    """Follow the clock of the database until told to stop; a large skew is said once."""
    is_said = False
    while not stop.is_set():
        try:
            await adjust(database)
        except Exception as error:
            log_trouble(log, "the clock of the database can't be read", error=error)
        if abs(clock.shared.seconds) > SKEW and not is_said:
            log.warning(
                "this machine's clock is %+.0f s off the database's, which counts", -clock.shared.seconds
            )
            is_said = True
        await pause(stop, AGAIN)


async def adjust(database: Database) -> None:
    """Let this process have the time of the database."""
    asked = datetime.now(UTC)
    shown = await database.read_clock()
    if shown is not None:
        clock.shared.offset = shown - asked - (datetime.now(UTC) - asked) / 2  # it was read half-way
