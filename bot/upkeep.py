"""What happens by the clock: alerts to admins, the sweep of the queue, pruning."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from bot.clock import chance, utc_now
from bot.texts import speak
from bot.worker import Worker, log, pause
from services import alerts, queue, upkeep

TICK = 5.0  # seconds
SWEEP = timedelta(seconds=30)
PRUNE = timedelta(minutes=10)


async def keep_up(workers: Sequence[Worker], stop: asyncio.Event) -> None:
    """Look after what no event takes care of, until told to stop."""
    database, admins = workers[0].database, workers[0].settings.admin_ids
    swept = pruned = utc_now() - PRUNE
    while not stop.is_set():
        try:
            now = utc_now()
            async with database.writing() as unit:
                if now - swept >= SWEEP:
                    swept = now
                    await unit.run_sync(queue.drain_all, now=now, chance=chance)
                alarms = {worker.bot_id: worker.find_alarm(now) for worker in workers}
                unheard = await unit.run_sync(alerts.raise_alerts, admins, bots=alarms, now=now)
            for trouble in unheard:
                log.error("no admin could be told: %s", describe(trouble))
            if now - pruned >= PRUNE:
                pruned = now
                await prune(workers[0])
            workers[0].decided.ring()
        except Exception:
            log.exception("upkeep failed")
        await pause(stop, TICK)


async def prune(worker: Worker) -> None:
    """Delete what is kept no longer, in small transactions."""
    deleted = 1
    while deleted:
        async with worker.database.writing() as unit:
            deleted = await unit.run_sync(upkeep.prune, now=utc_now())


def describe(trouble: alerts.Trouble) -> str:
    """Return a trouble in the words of the log."""
    params = dict(trouble.params)
    if trouble.key == "alert-bot":
        params["error"] = speak("en").plain(params["error"])
    return speak("en").plain(trouble.key, **params)
