"""Past days are summed up for the statistics, beside all that is due by the clock: years take minutes."""

import asyncio

from bot.runtime.scheduler import BREATH, PRUNE, try_to
from models.database.protocol import Database
from models.database.waiting import pause
from services.clock import take_moment
from services.policy import BusinessRules
from services.reports import day_sums


async def keep_summing(database: Database, rules: BusinessRules, stop: asyncio.Event) -> None:
    """Sum up what is past, until told to stop."""
    while not stop.is_set():
        await try_to(sum_days(database, rules, stop))
        await pause(stop, PRUNE)


async def sum_days(database: Database, rules: BusinessRules, stop: asyncio.Event) -> None:
    """Sum up the days that are past, so that statistics of many days take little longer than of one."""
    while not stop.is_set():
        async with database.reading() as view:
            found = await view.run_sync(day_sums.find_unsummed, at=take_moment(rules))
        if found is None:
            return
        async with database.writing() as unit:
            await unit.run_sync(day_sums.keep, found, at=take_moment(rules))
        await pause(stop, BREATH)
