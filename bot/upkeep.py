"""What happens by the clock: alerts to admins, the sweep of the queue, pruning."""

import asyncio
from collections.abc import Coroutine, Sequence
from datetime import timedelta
from typing import Any

from bot.clock import chance, utc_now
from bot.texts import speak
from bot.worker import Worker, log, pause
from services import alerts, queue, upkeep

TICK = 5.0  # seconds
SWEEP = timedelta(seconds=30)
PRUNE = timedelta(minutes=10)


async def keep_up(workers: Sequence[Worker], stop: asyncio.Event) -> None:
    """Look after what no event takes care of, until told to stop."""
    swept = pruned = utc_now() - PRUNE
    while not stop.is_set():
        now = utc_now()
        if now - swept >= SWEEP:
            swept = now
            await try_to(sweep(workers[0]))
        await try_to(alert(workers))
        if now - pruned >= PRUNE:
            pruned = now
            await try_to(prune(workers[0], stop))
        workers[0].decided.ring()
        await pause(stop, TICK)


async def try_to(task: Coroutine[Any, Any, None]) -> None:
    """Do one task; its failure must not keep the others from being done."""
    try:
        await task
    except Exception:
        log.exception("upkeep: %s failed", task)


async def sweep(worker: Worker) -> None:
    """Assign what could have been assigned and was not."""
    async with worker.database.writing() as unit:
        await unit.run_sync(queue.drain_all, now=utc_now(), chance=chance)


async def alert(workers: Sequence[Worker]) -> None:
    """Tell admins what is wrong, or the log if no admin can be told."""
    now, admins = utc_now(), workers[0].settings.admin_ids
    alarms = {worker.bot_id: worker.find_alarm(now) for worker in workers}
    async with workers[0].database.writing() as unit:
        unheard = await unit.run_sync(alerts.raise_alerts, admins, bots=alarms, now=now)
    for trouble in unheard:
        log.error("no admin could be told: %s", describe(trouble))


async def prune(worker: Worker, stop: asyncio.Event) -> None:
    """Delete what is kept no longer, in small transactions."""
    deleted = 1
    while deleted and not stop.is_set():
        async with worker.database.writing() as unit:
            deleted = await unit.run_sync(upkeep.prune, now=utc_now())


def describe(trouble: alerts.Trouble) -> str:
    """Return a trouble in the words of the log."""
    params = dict(trouble.params)
    if trouble.key == "alert-bot":
        params["error"] = speak("en").plain(params["error"])
    return speak("en").plain(trouble.key, **params)
