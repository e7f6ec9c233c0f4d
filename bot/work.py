"""The work for one bot, from taking its updates to sending what was decided. It needs aiogram."""

import asyncio
from collections.abc import Iterable

from bot.delivery.sender import deliver
from bot.dispatcher import build_dispatcher
from bot.intake.answering import Answering
from bot.intake.listener import listen
from bot.intake.poller import poll
from bot.intake.processor import Processing, process
from bot.runtime.menus import keep_menus
from bot.runtime.pace import Pace
from bot.runtime.worker import Worker, create_bot, log
from edges.errors import log_trouble
from edges.proxies import Proxy
from edges.signals import ARRIVED, Signal, share_signal
from models.database.protocol import Database
from models.database.waiting import pause
from services.clock import utc_now
from services.policy import BusinessRules

START_AGAIN = 2.0  # seconds after something that nobody expected


def create_workers(
    tokens: Iterable[str],
    telegram_api: str,
    proxy: Proxy | None,
    rules: BusinessRules,
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
            rules,
            share_signal(database, f"{ARRIVED}:{token.partition(':')[0]}"),
            decided,
            Pace(sends_per_second),
            webhook_url,
        )
        for token in tokens
    ]


async def work(worker: Worker, stop: asyncio.Event) -> None:
    """Work for one bot whenever no other process does, until told to stop."""
    while not stop.is_set():
        try:
            async with worker.database.owning(worker.bot_id, stop) as ended, asyncio.TaskGroup() as tasks:
                worker.is_ours = True
                processing = Processing(worker, Answering(worker, ended))
                tasks.create_task(listen(worker, ended) if worker.webhook_url else poll(processing, ended))
                tasks.create_task(process(processing, ended))
                tasks.create_task(deliver(worker, ended))
                tasks.create_task(keep_menus(worker, ended))
        except Exception as error:
            log_trouble(log, "bot %s: starting over", worker.bot_id, error=error)
            await pause(stop, START_AGAIN)
        finally:
            # Whoever works for the bot next knows how it is.
            worker.report(None, utc_now())
            worker.may_send.clear()
            await worker.inline_queries.drop()
            worker.is_ours = worker.is_caught_up = False
