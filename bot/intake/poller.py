"""Updates into the inbox. Telegram is told that we have a batch only after it is committed.

Updates are fetched as they are: one that the library can't parse would otherwise block all the others. What
can't be kept is skipped, with a line in the log.
"""

import asyncio
from collections.abc import Sequence
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
from bot.intake.inline_queries import hear
from bot.intake.processor import Processing, take_in
from bot.runtime.worker import Worker, log
from edges.errors import log_trouble, note_outage
from models.database.waiting import first_of, pause
from services import sources
from services.clock import utc_now
from services.distribution import queue
from services.operations.health import REFUSED
from services.queues import card_relocation, inbox

KINDS = ["message", "edited_message", "callback_query", "my_chat_member", "inline_query"]
FULL_BATCH = 100  # updates; after so many there may be more
LONG_POLL = 30  # seconds
REFUSED_PAUSE = 60.0  # a refused token may be renewed, but not soon
USELESS_PAUSE = 1.0  # after a batch of which nothing can be kept or confirmed: it comes again at once


class GetRawUpdates(GetUpdates):
    """getUpdates whose answer is left as it is."""

    __returning__ = list[Any]
    __api_method__ = "getUpdates"


async def poll(processing: Processing, stop: asyncio.Event) -> None:
    """Fetch and store updates until told to stop; whatever goes wrong, go on."""
    worker = processing.worker
    offset: int | None = None
    connected, failures, is_refused, skipped = False, 0, False, 0
    while not stop.is_set():
        try:
            if not connected:
                await connect(worker)
                connected = True
            batch = await first_of(stop, fetch(worker, offset)) or []
            asked = [update for update in batch if inbox.is_inline_query(update)]
            kept = [update for update in batch if not inbox.is_inline_query(update)]
            good = [arrived for update in kept if (arrived := inbox.read(update))]
            if good:
                await take_in(processing, good)
            for query in asked:
                hear(worker, query)
            if (useless := len(kept) - len(good)) and (good or useless != skipped):
                log.error("bot %s: %s updates without a usable id were skipped", worker.bot_id, useless)
            skipped = useless
            offset = find_offset(batch, offset)
            worker.is_caught_up = len(batch) < FULL_BATCH
            note_lull(worker, worker.is_caught_up)
            failures, is_refused = 0, False
            worker.report(None, utc_now())
            worker.may_send.set()
            if batch and offset is None:
                await pause(stop, USELESS_PAUSE)
        except Exception as error:
            worker.is_caught_up = False
            note_lull(worker, True)
            trouble, seconds = judge(error, failures)
            # Not by the worker's trouble: a send may have been refused before.
            if trouble == REFUSED and not is_refused:
                await disconnect(worker)
            is_refused = trouble == REFUSED
            worker.report(trouble, utc_now())
            if isinstance(error, TelegramConflictError) and "webhook" in error.message:
                seconds = await remove_webhook(worker, seconds)
            if not note_outage(error):
                log.warning("bot %s: %s", worker.bot_id, worker.censor(error))
            connected = connected and trouble != REFUSED
            failures += 1
            await pause(stop, seconds)


async def connect(worker: Worker) -> None:
    """Learn the bot's name, which names its source, and try again what was set aside."""
    me = await worker.bot.get_me()
    name = worker.name = me.username or str(me.id)
    worker.has_inline_mode = me.supports_inline_queries
    async with worker.database.writing() as unit:
        at = worker.take_moment()
        await unit.run_sync(sources.connect_bot, worker.bot_id, name, at=at)
        await unit.run_sync(inbox.retry_quarantined, worker.bot_id, at=at)
        await unit.run_sync(queue.drain_all, at=at)
    worker.report(None, utc_now())
    worker.may_send.set()
    worker.arrived.wake()
    log.info("bot @%s is connected", name)


async def disconnect(worker: Worker) -> None:
    """Note that the bot does not work, so that nobody gets contacts that he could not answer."""
    try:
        async with worker.database.writing() as unit:
            await unit.run_sync(sources.set_connected, [worker.bot_id], False)
            await unit.run_sync(card_relocation.relocate_from_disconnected, at=worker.take_moment())
        worker.decided.notify()
    except Exception as error:
        log_trouble(log, "bot %s: could not be marked as not working", worker.bot_id, error=error)


async def remove_webhook(worker: Worker, seconds: float) -> float:
    """Remove the webhook that keeps updates from us; returns how many seconds to wait if that fails."""
    try:
        await worker.bot.delete_webhook(drop_pending_updates=False)
    except Exception:
        return seconds
    return 0


async def fetch(worker: Worker, offset: int | None) -> list[Any]:
    """Wait for updates, but not while there may be more at once: others wait for what we know of them."""
    seconds = LONG_POLL if worker.lull.is_set() else 0
    method = GetRawUpdates(offset=offset, timeout=seconds, allowed_updates=KINDS)
    batch: list[Any] = await worker.bot(method, request_timeout=LONG_POLL + 15)
    return batch


def find_offset(batch: Sequence[Any], offset: int | None) -> int | None:
    """Return what confirms a batch that was asked for with an offset, None if nothing does.

    Ids go up, so what has no usable id is at least one above what stands before it: to confirm one more can't
    confirm what follows. After an empty batch all is confirmed, and ids may start anew after an idle week.
    """
    if not batch:
        return None
    for update in batch:
        if inbox.is_update(update):
            offset = int(update["update_id"]) + 1
        elif offset is not None:
            offset += 1
    return offset


def note_lull(worker: Worker, is_lull: bool) -> None:
    """Note whether what is stored may be handled, or Telegram holds more that comes at once."""
    if is_lull:
        worker.lull.set()
    else:
        worker.lull.clear()


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
