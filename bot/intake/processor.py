"""Updates from the inbox, in order, a batch per transaction: handlers, services, outbox, `done`, one commit.

A failing batch is done again in halves, so that a bad update fails alone; it is tried again, then set aside.
"""

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from aiogram.types import Update
from pydantic import ValidationError

from bot.intake.answering import Answering
from bot.intake.salvage import salvage
from bot.middlewares.identity import MalformedUpdateError
from bot.runtime.worker import Worker, log
from bot.ui.answers import Answer, read_answer
from edges.errors import describe, log_trouble
from edges.signals import find_wait
from models import Account, Inbox
from models.database.errors import is_transient
from models.database.protocol import UnitOfWork
from models.database.redo import redo
from models.database.waiting import pause, wait_for_any
from services.contacts import conversation
from services.moment import Moment
from services.queues import inbox
from services.team import identity

FEWEST, MOST = 8, 64  # updates in a transaction
UNIT_SECONDS = 0.25  # that a transaction of many updates is to take: others wait for it
INTAKE_FIRST = 1.0  # seconds for what Telegram still holds, before anything of it is handled
TROUBLED = 1.0  # seconds until the next try, when the database can't be read

Answers = list[tuple[Account | None, Answer]]  # with whom each is for


async def process(worker: Worker, stop: asyncio.Event) -> None:
    """Handle what comes into the inbox until told to stop; a running unit is finished."""
    arrived, answering, batch = worker.arrived.subscribe(), Answering(worker, stop), Batch()
    while not stop.is_set():
        if not worker.lull.is_set():  # a crowd writes: who talks with us already may stand behind it
            await wait_for_any(stop, worker.lull, seconds=INTAKE_FIRST)
        arrived.clear()
        try:
            wait = await handle_batch(worker, batch, answering)
        except Exception as error:
            log_trouble(log, "bot %s: updates are not being handled", worker.bot_id, error=error)
            await pause(stop, TROUBLED)
            continue
        if wait:
            await wait_for_any(stop, arrived, seconds=wait)
    await answering.finish()


@dataclass(slots=True)
class Batch:
    """How many updates are handled in one transaction: so many that it does not hold up others for long."""

    size: int = MOST

    def fit(self, handled: int, seconds: float) -> None:
        """Choose the next size by how long so many took."""
        if handled:
            self.size = min(max(int(UNIT_SECONDS * handled / max(seconds, 0.001)), FEWEST), MOST)


async def handle_batch(worker: Worker, batch: Batch, answering: Answering) -> float:
    """Handle what is due, and begin to answer; returns how many seconds to wait, 0 if there may be more.

    When all that was due is handled, nobody looks again before more arrives.
    """
    at = worker.take_moment()
    async with worker.database.reading() as view:
        rows = await view.run_sync(inbox.list_due, worker.bot_id, limit=batch.size, at=at)
        find_next = partial(inbox.find_next, bot_id=worker.bot_id, at=at)
        is_all = len(rows) < batch.size
        wait = await find_wait(worker.database, find_next, at.now) if is_all else 0.0
        if not rows:
            return wait
        staff = await view.run_sync(identity.list_staff, at=at)
    began = time.monotonic()
    try:
        answers, are_handled = await handle_all(worker, rows)
    except Exception:  # the database is away, or others are in the way: then less of it may get through
        batch.size = max(len(rows) // 2, 1)
        raise
    batch.fit(len(rows), time.monotonic() - began)
    worker.decided.notify()
    for account, answer in answers:
        answering.start(account, answer, staff)
    return wait if are_handled else 0.0


async def handle_all(worker: Worker, rows: Sequence[Inbox]) -> tuple[Answers, bool]:
    """Handle updates in one transaction; if that fails, each half in its own: a bad one fails alone.

    Returns also whether nothing has failed: what has is due again soon.
    """
    if len(rows) == 1:
        return await handle_alone(worker, rows[0])
    try:
        return await run_unit(worker, rows), True
    except Exception as error:
        if is_transient(error):
            raise
        half = len(rows) // 2
        first, second = await handle_all(worker, rows[:half]), await handle_all(worker, rows[half:])
        return first[0] + second[0], False


async def run_unit(worker: Worker, rows: Sequence[Inbox]) -> Answers:
    """Handle updates in one transaction, again if the database was only busy."""

    async def handle(unit: UnitOfWork, *, is_again: bool) -> Answers:
        at, left = worker.take_moment(), rows
        if is_again:  # a commit that was reported as failed may have succeeded
            left = await unit.run_sync(inbox.list_pending, [row.id for row in rows])
        updates = [json.loads(row.body) for row in left]
        written = [message for message in map(inbox.find_message, updates) if message is not None]
        accounts = sorted({account for account in map(read_account, left) if account is not None})
        await unit.run_sync(conversation.prefetch, worker.bot_id, accounts, written, at=at)
        answers = [
            (read_account(row), await feed(worker, unit, update, at))
            for row, update in zip(left, updates, strict=True)
        ]
        await unit.run_sync(inbox.finish, [row.id for row in left], at=at)
        return [(account, answer) for account, answer in answers if answer]

    return await redo(lambda attempt: worker.database.run(partial(handle, is_again=attempt > 0)))


def read_account(row: Inbox) -> Account | None:
    """Return whom an answer to an update is for: in a private chat the id is the person's."""
    return None if row.chat_id is None else Account(row.chat_id)


async def feed(worker: Worker, unit: UnitOfWork, body: dict[str, Any], at: Moment) -> Answer:
    """Give one update to the handlers; returns what they want to answer."""
    if len(body) < 2:
        raise MalformedUpdateError("an update about nothing")
    update = Update.model_validate(body, context={"bot": worker.bot})
    # What feed_update does, without an event loop, which there is none of in the writer thread.
    found = await worker.dispatcher.propagate_event("update", update, bot=worker.bot, unit=unit, at=at)
    return read_answer(found)


async def handle_alone(worker: Worker, row: Inbox) -> tuple[Answers, bool]:
    """Handle one update in its own transaction; if it fails, try it again later or set it aside."""
    try:
        return await run_unit(worker, [row]), True
    except Exception as error:
        if is_transient(error):
            raise
        await note_failure(worker, row, error)
        return [], False


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
    except Exception as error:
        log_trouble(
            log, "bot %s: nothing could be saved of update %s", worker.bot_id, row.update_id, error=error
        )
