"""Updates from the inbox, in order, a batch per transaction: handlers, services, outbox, `done`, one commit.

A failing batch is done again one by one, so that a bad update fails alone; it is tried again, then set aside.
What handlers return is sent after the commit, once, and may be lost.
"""

import asyncio
import json
from collections.abc import Sequence
from typing import Any

from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.methods import TelegramMethod
from pydantic import ValidationError

from bot.intake.long_answers import make_long
from bot.intake.salvage import salvage
from bot.middlewares.identity import MalformedUpdateError
from bot.runtime.worker import Worker, log
from bot.ui.answers import Answer, LongAnswer, Report, read_answer
from edges.errors import describe
from models import Inbox
from models.database.errors import is_transient
from models.database.protocol import UnitOfWork
from models.database.redo import redo
from models.database.waiting import pause, wait_for_any
from services.moment import Moment
from services.queues import inbox

BATCH = 64
LOOK_AGAIN = 1.0  # seconds; nobody is notified of what waits for its retry
ANSWERS_AT_ONCE = 10
LAST_WORDS = 2.0  # seconds for answers in flight at a stop

Answers = list[Answer]


async def process(worker: Worker, stop: asyncio.Event) -> None:
    """Handle what comes into the inbox until told to stop; a running unit is finished."""
    arrived = worker.arrived.subscribe()
    sending: set[asyncio.Task[None]] = set()
    limit = asyncio.Semaphore(ANSWERS_AT_ONCE)
    while not stop.is_set():
        arrived.clear()
        try:
            handled, answers = await handle_batch(worker)
        except Exception:
            log.exception("bot %s: updates are not being handled", worker.bot_id)
            await pause(stop, LOOK_AGAIN)
            continue
        for answer in answers:
            task = asyncio.create_task(send_answer(worker, answer, limit, stop))
            sending.add(task)
            task.add_done_callback(sending.discard)
        if handled == 0:
            await wait_for_any(stop, arrived, seconds=LOOK_AGAIN)
    if sending:
        await asyncio.wait(sending, timeout=LAST_WORDS)


async def handle_batch(worker: Worker) -> tuple[int, Answers]:
    """Handle what is due; returns how many updates there were, and what to answer."""
    async with worker.database.reading() as view:
        rows = await view.run_sync(inbox.list_due, worker.bot_id, limit=BATCH, at=worker.take_moment())
    if not rows:
        return 0, []
    try:
        answers = await run_unit(worker, rows)
    except Exception:
        answers = []
        for row in rows:
            answers += await handle_alone(worker, row)
    worker.decided.notify()
    return len(rows), answers


async def run_unit(worker: Worker, rows: Sequence[Inbox]) -> Answers:
    """Handle updates in one transaction, again if the database was only busy."""

    async def handle(attempt: int) -> Answers:
        async with worker.database.writing() as unit:
            at, left = worker.take_moment(), rows
            if attempt:  # a commit that was reported as failed may have succeeded
                left = await unit.run_sync(inbox.list_pending, [row.id for row in rows])
            answers = [await feed(worker, unit, row, at) for row in left]
            await unit.run_sync(inbox.finish, [row.id for row in left], at=at)
        return [answer for answer in answers if answer]

    return await redo(handle)


async def feed(worker: Worker, unit: UnitOfWork, row: Inbox, at: Moment) -> Answer:
    """Give one update to the handlers; returns what they want to answer."""
    body = json.loads(row.body)
    if len(body) < 2:
        raise MalformedUpdateError("an update about nothing")
    return read_answer(await worker.dispatcher.feed_raw_update(worker.bot, body, unit=unit, at=at))


async def handle_alone(worker: Worker, row: Inbox) -> Answers:
    """Handle one update in its own transaction; if it fails, try it again later or set it aside."""
    try:
        return await run_unit(worker, [row])
    except Exception as error:
        if is_transient(error):
            raise
        await note_failure(worker, row, error)
        return []


async def note_failure(worker: Worker, row: Inbox, error: Exception) -> None:
    """Write a failure down. An update that can't get better is quarantined at once, its message salvaged."""
    text = f"{type(error).__name__}: {error}"[:2000]
    hopeless = isinstance(error, ValidationError | MalformedUpdateError)
    async with worker.database.writing() as unit:
        at = worker.take_moment()
        if hopeless:
            await unit.run_sync(inbox.quarantine, row.id, text, at=at)
        else:
            hopeless = await unit.run_sync(inbox.fail, row.id, text, at=at)
    log.error("bot %s: update %s failed: %s", worker.bot_id, row.update_id, describe(error))
    if hopeless:
        await salvage_message(worker, row)


async def salvage_message(worker: Worker, row: Inbox) -> None:
    """Let the message of a quarantined update open or join its contact all the same."""
    try:
        async with worker.database.writing() as unit:
            await unit.run_sync(
                salvage,
                worker.bot_id,
                json.loads(row.body),
                at=worker.take_moment(),
            )
    except Exception:
        log.exception("bot %s: nothing could be saved of update %s", worker.bot_id, row.update_id)


async def send_answer(worker: Worker, answer: Answer, limit: asyncio.Semaphore, stop: asyncio.Event) -> None:
    """Make the calls that a handler returned, once: a late answer to a button press is worth nothing."""
    for call in answer:
        try:
            if isinstance(call, LongAnswer):  # nobody else waits until it is made
                await make_long(worker, call, stop)
            else:
                async with limit:
                    await make_call(worker, call)
        except (TelegramAPIError, ClientDecodeError, OSError, TimeoutError) as error:
            log.info("bot %s: an answer was lost: %s", worker.bot_id, describe(error))
        except Exception:
            log.exception("bot %s: an answer could not be sent", worker.bot_id)


async def make_call(worker: Worker, call: TelegramMethod[Any] | Report) -> None:
    """Make one call, or read and make the report that it is."""
    if not isinstance(call, Report):
        await worker.bot(call, request_timeout=15)
        return
    async with worker.database.reading() as view:
        found = await view.run_sync(call.read)
    for method in await asyncio.to_thread(call.make, found):
        await worker.bot(method, request_timeout=60)
