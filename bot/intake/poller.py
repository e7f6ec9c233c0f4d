"""Updates into the inbox. Telegram is told that we have a batch only after it is committed.

Updates are fetched as plain dicts: one that the library can't parse would otherwise block all the others.
"""

import asyncio
import json
from typing import Any

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramConflictError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import GetUpdates

from bot.delivery.failures import back_off
from bot.runtime.worker import Worker, log
from models.database.waiting import first_of, pause
from services import sources
from services.clock import utc_now
from services.distribution import queue
from services.operations.health import REFUSED
from services.queues import card_relocation, inbox

KINDS = ["message", "edited_message", "callback_query", "my_chat_member"]
FULL_BATCH = 100  # updates; after so many there may be more
LONG_POLL = 30  # seconds
REFUSED_PAUSE = 60.0  # a refused token may be renewed, but not soon


class GetRawUpdates(GetUpdates):
    """getUpdates whose answer is left as it is."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"


async def poll(worker: Worker, stop: asyncio.Event) -> None:
    """Fetch and store updates until told to stop; whatever goes wrong, go on."""
    offset: int | None = None
    connected, failures, is_refused = False, 0, False
    while not stop.is_set():
        try:
            if not connected:
                await connect(worker)
                connected = True
            batch = await first_of(stop, fetch(worker, offset))
            if batch:
                await keep(worker, batch)
            # Nothing left: all before is confirmed. Update ids may start anew after an idle week.
            offset = batch[-1]["update_id"] + 1 if batch else None
            worker.is_caught_up = len(batch or ()) < FULL_BATCH
            failures, is_refused = 0, False
            worker.report(None, utc_now())
            worker.may_send.set()
        except Exception as error:
            worker.is_caught_up = False
            trouble, seconds = judge(error, failures)
            # Not by the worker's trouble: a send may have been refused before.
            if trouble == REFUSED and not is_refused:
                await disconnect(worker)
            is_refused = trouble == REFUSED
            worker.report(trouble, utc_now())
            if isinstance(error, TelegramConflictError) and "webhook" in error.message:
                seconds = await remove_webhook(worker, seconds)
            log.warning("bot %s: %s: %s", worker.bot_id, type(error).__name__, worker.censor(error))
            connected = connected and trouble != REFUSED
            failures += 1
            await pause(stop, seconds)


async def connect(worker: Worker) -> None:
    """Learn the bot's name, which names its source, and try again what was set aside."""
    me = await worker.bot.get_me()
    name = worker.name = me.username or str(me.id)
    async with worker.database.writing() as unit:
        at = worker.take_moment()
        await unit.run_sync(sources.connect_bot, worker.bot_id, name, at=at)
        await unit.run_sync(inbox.retry_quarantined, worker.bot_id, at=at)
        await unit.run_sync(queue.drain_all, at=at)
    worker.report(None, utc_now())
    worker.may_send.set()
    worker.arrived.notify()
    log.info("bot @%s is connected", name)


async def disconnect(worker: Worker) -> None:
    """Note that the bot does not work, so that nobody gets contacts that he could not answer."""
    try:
        async with worker.database.writing() as unit:
            await unit.run_sync(sources.set_connected, [worker.bot_id], False)
            await unit.run_sync(card_relocation.relocate_from_disconnected, at=worker.take_moment())
        worker.decided.notify()
    except Exception:
        log.exception("bot %s: could not be marked as not working", worker.bot_id)


async def remove_webhook(worker: Worker, seconds: float) -> float:
    """Remove the webhook that keeps updates from us; returns how many seconds to wait if that fails."""
    try:
        await worker.bot.delete_webhook(drop_pending_updates=False)
    except Exception:
        return seconds
    return 0


async def fetch(worker: Worker, offset: int | None) -> list[dict[str, Any]]:
    """Wait for updates; what has no id is no update and can't be kept."""
    method = GetRawUpdates(offset=offset, timeout=LONG_POLL, allowed_updates=KINDS)
    batch: list[Any] = await worker.bot(method, request_timeout=LONG_POLL + 15)
    return [update for update in batch if isinstance(update.get("update_id"), int)]


async def keep(worker: Worker, batch: list[dict[str, Any]]) -> None:
    """Commit a batch to the inbox."""
    # ASCII, so that half an emoji can't keep a whole batch out of the database.
    rows = [(update["update_id"], json.dumps(update)) for update in batch]
    async with worker.database.writing() as unit:
        await unit.run_sync(inbox.store, worker.bot_id, rows, at=worker.take_moment())
    worker.arrived.notify()


def judge(error: Exception, failures: int) -> tuple[str, float]:
    """Return what to call a failure and how many seconds to wait before the next try."""
    match error:
        case TelegramUnauthorizedError() | TelegramNotFound():
            return REFUSED, REFUSED_PAUSE
        case TelegramConflictError():
            return "bot-conflict", back_off(failures + 2)
        case TelegramNetworkError() if (trouble := getattr(error.__cause__, "trouble", None)) is not None:
            return trouble, back_off(failures)  # the proxy's
        case TelegramRetryAfter():
            return "bot-network", float(error.retry_after)
        case TelegramAPIError() | ClientDecodeError() | OSError():
            return "bot-network", back_off(failures)
        case _:
            return "bot-broken", back_off(failures)
