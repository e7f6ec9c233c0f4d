"""Puts one process together: bots, API and webhooks in one event loop, on one database."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

from api.ports import listen
from bot.aiogram_models import import_aiogram
from bot.serve import serve_bots
from edges.counted_lines import write_rest
from edges.outages import noticing
from edges.rules import keep_rules, load_rules
from edges.signals import DECIDED, Signal, share_signal
from edges.telegram_webhooks import derive_secret, find_path
from leadbot.settings import Settings, read_secret
from models.database.opening.patience import open_patiently
from models.database.protocol import Database
from services.operations.health import BotState
from services.policy import BusinessRules

if TYPE_CHECKING:
    from api.board.door import ReadLaunch
    from api.telegram import Hooks
    from bot.runtime.worker import Worker

NO_ADMIN = "ADMIN_IDS is empty: put the Telegram ids of the admins there; @userinfobot tells one's own"
log = logging.getLogger("leadbot")


async def serve(
    settings: Settings,
    stop: asyncio.Event,
    on_ready: Callable[[], None] = lambda: None,
    *,
    wait: float = 0,
) -> None:
    """Serve bots and API in one event loop until `stop`; then finish what is running.

    A database that is still starting has so many seconds. Raises DatabaseOpenError, PortError.
    """
    with ExitStack() as opened:
        port = (
            opened.enter_context(listen(settings.api_host, settings.api_port)) if settings.api_port else None
        )
        database = await open_patiently(settings.database_url, settings.database_direct_url, wait, stop)
        if database is None:
            return
        if settings.bot_tokens and not settings.admin_ids:
            log.warning(NO_ADMIN)
        try:
            rules, decided = BusinessRules(settings.policy), share_signal(database, DECIDED)
            await load_rules(database, rules)
            workers = create_workers(settings, rules, database, decided) if settings.bot_tokens else []
            outage = opened.enter_context(noticing())
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(keep_rules(database, rules, decided, stop))
                tasks.create_task(outage.watch(database, stop))
                if port is not None:
                    from api.serve import serve_api

                    tasks.create_task(
                        serve_api(
                            database,
                            port,
                            key=settings.api_key.get_secret_value() if settings.api_key else None,
                            rules=rules,
                            look=partial(list_states, workers),
                            notify=decided.notify,
                            hooks=hook(workers, settings.webhook_url),
                            stop=stop,
                            read_launch=choose_reader(settings.bot_tokens),
                        )
                    )
                if settings.webhook_events_url is not None:
                    from api.webhooks.client import make_endpoint
                    from api.webhooks.worker import run_webhooks

                    assert settings.webhook_events_secret is not None  # the settings have seen to it
                    endpoint = make_endpoint(
                        settings.webhook_events_url, read_secret(settings.webhook_events_secret)
                    )
                    tasks.create_task(run_webhooks(database, rules, endpoint, decided.subscribe(), stop))
                tasks.create_task(serve_bots(workers, rules, database, decided, stop, on_ready))
        finally:
            await database.close()
            write_rest()
            log.info("stopped; nothing is lost")


def create_workers(
    settings: Settings, rules: BusinessRules, database: Database, decided: Signal
) -> "list[Worker]":
    """Return a worker for each bot; aiogram is imported here, and only for them."""
    import_aiogram()
    from bot import work

    return work.create_workers(
        settings.bot_tokens,
        settings.telegram_api,
        settings.proxy,
        rules,
        database,
        decided,
        sends_per_second=settings.sends_per_second,
        webhook_url=settings.webhook_url,
    )


def choose_reader(tokens: Sequence[str]) -> "ReadLaunch":
    """Return what tells who opens the board within Telegram: by the tokens that this process has."""
    if not tokens:
        from api.board.door import know_no_bot

        return know_no_bot
    from bot.reading.launches import read_launch

    return partial(read_launch, tokens)


def list_states(workers: Sequence["Worker"]) -> list[BotState]:
    """Return how the bots are."""
    return [worker.state for worker in workers]


def hook(workers: Sequence["Worker"], webhook_url: str | None) -> "Hooks | None":
    """Return whose updates this process takes from Telegram: all whose token it has, whoever works."""
    if webhook_url is None:
        return None
    from api.telegram import Hooked, Hooks
    from bot.intake.inline_queries import hear

    bots = {
        worker.bot_id: Hooked(derive_secret(worker.bot.token), worker.arrived.notify, partial(hear, worker))
        for worker in workers
    }
    return Hooks(find_path(webhook_url), bots)
