"""Keeps the rules of this process as admins have decided them, here or in another process.

A decision is in force everywhere within a second. The
rules stay as they are while the database can't be read.
"""

import asyncio
import logging

from edges.errors import log_trouble
from edges.signals import Signal, find_wait
from models.database.protocol import Database
from models.database.waiting import pause, wait_for_any
from services.clock import utc_now
from services.policy import BusinessRules
from services.settings import decided as decisions

APART = 0.25  # seconds between two looks, however much is being decided
log = logging.getLogger("leadbot")


async def keep_rules(database: Database, rules: BusinessRules, decided: Signal, stop: asyncio.Event) -> None:
    """Follow what admins decide until told to stop: each commit may have decided something."""
    wake = decided.subscribe()
    while not stop.is_set():
        wake.clear()
        try:
            await load_rules(database, rules)
        except Exception as error:
            log_trouble(log, "what admins have decided can't be read", error=error)
        await pause(stop, APART)
        await wait_for_any(stop, wake, seconds=find_wait(database, None, utc_now()))


async def load_rules(database: Database, rules: BusinessRules) -> None:
    """Let the rules be what is decided at this moment."""
    rules.apply(*await database.read(decisions.read))
