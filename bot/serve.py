"""Serves all bots of a process; none of them can stop another."""

import asyncio
import gc
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from bot.delivery.sender import deliver
from bot.dispatcher import build_dispatcher
from bot.intake.listener import listen
from bot.intake.poller import poll
from bot.intake.processor import process
from bot.runtime.menus import keep_menus
from bot.runtime.pace import Pace
from bot.runtime.scheduler import keep_draining, run_scheduler
from bot.runtime.worker import Worker, create_bot, log
from edges.errors import log_trouble
from edges.proxies import Proxy
from edges.shared_clock import adjust, keep_to_shared_clock
from edges.signals import ARRIVED, Signal, share_signal
from models.database.protocol import Database
from models.database.waiting import pause
from services import sources
from services.clock import take_moment, utc_now
from services.policy import Policy
from services.queues import card_relocation

START_AGAIN = 2.0  # seconds after something that nobody expected


def create_workers(
    tokens: Iterable[str],
    telegram_api: str,
    proxy: Proxy | None,
    policy: Policy,
    database: Database,
    decided: Signal,
    *,
    sends_per_second: float,
    webhook_url: str | None = None,
) -> list[Worker]:
    """Return a worker for each token, all of which call Telegram through the proxy if there is one."""
    dispatcher = build_dispatcher()
    if proxy is not None:
        log.info("Telegram is called through the proxy %s", proxy.place)
    return [
        Worker(
            create_bot(token, telegram_api, proxy),
            database,
            dispatcher,
            policy,
            share_signal(database, f"{ARRIVED}:{token.partition(':')[0]}"),
            decided,
            Pace(sends_per_second),
            webhook_url,
        )
        for token in tokens
    ]


async def serve_bots(
    workers: Sequence[Worker],
    policy: Policy,
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
                await unit.run_sync(card_relocation.relocate_from_disconnected, at=take_moment(policy))
        on_ready()
        async with asyncio.TaskGroup() as tasks:
            for worker in workers:
                tasks.create_task(work(worker, stop))
            if database.is_shared:
                tasks.create_task(keep_to_shared_clock(database, stop))
            tasks.create_task(run_scheduler(database, policy, workers, decided, stop))
            tasks.create_task(keep_draining(database, policy, decided, stop))
    finally:
        await asyncio.gather(*(worker.bot.session.close() for worker in workers))


async def work(worker: Worker, stop: asyncio.Event) -> None:
    """Work for one bot whenever no other process does, until told to stop."""
    receive = listen if worker.webhook_url else poll
    while not stop.is_set():
        try:
            async with worker.database.owning(worker.bot_id, stop) as ended, asyncio.TaskGroup() as tasks:
                worker.is_ours = True
                for loop in (receive, process, deliver, keep_menus):
                    tasks.create_task(loop(worker, ended))
        except Exception as error:
            log_trouble(log, "bot %s: starting over", worker.bot_id, error=error)
            await pause(stop, START_AGAIN)
        finally:
            # Whoever works for the bot next knows how it is.
            worker.report(None, utc_now())
            worker.may_send.clear()
            worker.is_ours = worker.is_caught_up = False


@cache
def tune_interpreter() -> None:
    """Leave the libraries' objects alone and collect less often: 50-80 % more throughput, measured.

    Once for a process: a second time it would keep the garbage of what was served before.

    Loop and writer thread hand over to each other several times a message. With Python's usual 5 ms until one
    gives way, half of the messages took 121 ms to their card instead of 41 (benchmarks/latency.py).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    sys.setswitchinterval(0.0005)
