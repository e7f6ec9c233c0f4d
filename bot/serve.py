"""Serves all bots of a process; none of them can stop another. Without a bot it does what is left to do."""

import asyncio
import gc
import sys
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from bot.aiogram_models import build_what_all_need
from bot.runtime.scheduler import keep_draining, run_scheduler
from bot.runtime.summing import keep_summing
from edges.shared_clock import adjust, keep_to_shared_clock
from edges.signals import Signal
from models.database.protocol import Database
from services import sources
from services.clock import take_moment
from services.policy import BusinessRules
from services.queues import card_relocation

if TYPE_CHECKING:
    from bot.runtime.worker import Worker


async def serve_bots(
    workers: "Sequence[Worker]",
    rules: BusinessRules,
    database: Database,
    decided: Signal,
    stop: asyncio.Event,
    on_ready: Callable[[], None],
) -> None:
    """Work until `stop`; then finish what is running. `on_ready` is called when the database is in order."""
    tune_interpreter()
    try:
        await adjust(database)
        if workers or not database.is_shared:
            own = [worker.bot_id for worker in workers]
            async with database.writing() as unit:
                await unit.run_sync(sources.disconnect_others, own, are_shared=database.is_shared)
                await unit.run_sync(card_relocation.relocate_from_disconnected, at=take_moment(rules))
        on_ready()
        async with asyncio.TaskGroup() as tasks:
            if workers:
                from bot.work import work  # and aiogram, which a process without bots does without

                tasks.create_task(asyncio.to_thread(build_what_all_need))
                for worker in workers:
                    tasks.create_task(work(worker, stop))
            if database.is_shared:
                tasks.create_task(keep_to_shared_clock(database, stop))
            tasks.create_task(run_scheduler(database, rules, workers, decided, stop))
            tasks.create_task(keep_draining(database, rules, decided, stop))
            tasks.create_task(keep_summing(database, rules, stop))
    finally:
        await asyncio.gather(*(worker.bot.session.close() for worker in workers))


@cache
def tune_interpreter() -> None:
    """Leave the libraries' objects alone and collect less often: 50-80 % more throughput, measured.

    Once for a process: a second time it would keep the garbage of what was served before. The first time
    there is hardly any (1,400 of 190,000 objects), and to look for it takes 0.2 s.

    Loop and writer thread hand over to each other several times a message. With Python's usual 5 ms until one
    gives way, half of the messages took 121 ms to their card instead of 41 (benchmarks/latency.py).
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()
    sys.setswitchinterval(0.0005)
