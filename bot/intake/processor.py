"""Updates from the inbox, in order, a batch per transaction: handlers, services, outbox, `done`, one commit.

A failing batch is done again in halves, so that a bad update fails alone; it is tried again, then set aside.
"""

import asyncio
import json
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiogram.types import Update
from pydantic import ValidationError
from sqlalchemy.orm import Session

from bot.intake.answering import Answering
from bot.intake.salvage import salvage
from bot.middlewares.identity import MalformedUpdateError
from bot.runtime.worker import Worker, log
from bot.ui.answers import Answer, read_answer
from edges.errors import describe, log_trouble
from edges.signals import find_wait
from models import Account
from models.database.errors import is_transient
from models.database.protocol import UnitOfWork
from models.database.redo import redo
from models.database.waiting import pause, wait_for_any
from services.contacts import conversation
from services.moment import Moment
from services.queues import inbox
from services.queues.inbox import Arrived, Due
from services.team import identity

FEWEST, MOST = 8, 64  # updates in a transaction
UNIT_SECONDS = 0.25  # that a transaction of many updates is to take: others wait for it
INTAKE_FIRST = 1.0  # seconds for what Telegram still holds, before anything of it is handled
SETTLING = 0.2  # seconds for what was just sent
TROUBLED = 1.0  # seconds until the next try, when the database can't be read

Answers = list[tuple[Account | None, Answer]]  # with whom each is for
Find = Callable[[Session, Moment], list[Due]]


@dataclass(slots=True)
class Processing:
    """How the updates of a bot are handled: one transaction at a time."""

    worker: Worker
    answering: Answering
    size: int = MOST  # of the next batch: so many updates that its transaction holds up others not for long
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def fit(self, handled: int, seconds: float) -> None:
        """Choose the next size by how long so many took."""
        if handled:
            self.size = min(max(int(UNIT_SECONDS * handled / max(seconds, 0.001)), FEWEST), MOST)


@dataclass(slots=True)
class Attempt:
    """What a transaction has handled, or was about to when it failed."""

    rows: Sequence[Due] = ()
    answers: Answers = field(default_factory=list)
    staff: Collection[Account] = ()
    next_due: datetime | None = None


async def process(processing: Processing, stop: asyncio.Event) -> None:
    """Handle what comes into the inbox until told to stop; a running unit is finished."""
    worker = processing.worker
    arrived = worker.arrived.subscribe()
    while not stop.is_set():
        if not worker.lull.is_set():  # a crowd writes: who talks with us already may stand behind it
            await wait_for_any(stop, worker.lull, seconds=INTAKE_FIRST)
        arrived.clear()
        try:
            wait = await handle_batch(processing)
        except Exception as error:
            log_trouble(log, "bot %s: updates are not being handled", worker.bot_id, error=error)
            await pause(stop, TROUBLED)
            continue
        if wait:
            await wait_for_any(stop, arrived, seconds=wait)
    await processing.answering.finish()


async def take_in(processing: Processing, arrived: Sequence[Arrived]) -> None:
    """Store a batch of updates; if nothing else is to be handled, they are in the same transaction.

    That they can't be handled so is no reason not to store them.
    """
    worker = processing.worker
    await wait_for_settling(worker, {update.chat_id for update in arrived})
    if len(arrived) <= FEWEST and worker.lull.is_set() and not processing.turn.locked():
        try:
            if not await handle_batch(processing, arrived):
                worker.arrived.wake()
            return
        except Exception as error:
            log.debug("bot %s: stored before it is handled: %s", worker.bot_id, describe(error))
    await worker.database.write(inbox.store, worker.bot_id, arrived, at=worker.take_moment())
    worker.arrived.wake()


async def wait_for_settling(worker: Worker, chats: Collection[int | None]) -> None:
    """Wait until it is written down what has just been sent to some chats: they may be replying to it."""
    ends = time.monotonic() + SETTLING
    while time.monotonic() < ends and any(chat in chats for chat, _ in worker.in_flight.list_ended()):
        worker.settled.clear()
        await wait_for_any(worker.settled, seconds=SETTLING)


async def handle_batch(processing: Processing, arrived: Sequence[Arrived] = ()) -> float:
    """Handle what is due, and begin to answer; returns how many seconds to wait, 0 if there may be more.

    What has `arrived` is stored in the same transaction; if that fails, nothing else is tried. When all that
    was due is handled, nobody looks again before more arrives.
    """
    worker, size, attempt = processing.worker, processing.size, Attempt()

    def find(session: Session, at: Moment) -> list[Due]:
        inbox.store(session, worker.bot_id, arrived, at=at)
        return inbox.list_due(session, worker.bot_id, limit=size, at=at)

    async with processing.turn:
        began = time.monotonic()
        try:
            await run_unit(worker, find, attempt)
            are_handled = True
        except Exception as error:
            if is_transient(error) and attempt.rows:  # others are in the way: less may get through
                processing.size = max(len(attempt.rows) // 2, 1)
            if arrived or is_transient(error):
                raise
            attempt.answers = await handle_apart(worker, attempt.rows, error)
            are_handled = False
        processing.fit(len(attempt.rows), time.monotonic() - began)
    if not attempt.rows:
        return find_wait(worker.database, attempt.next_due, worker.take_moment().now)
    worker.decided.notify()
    for account, answer in attempt.answers:
        processing.answering.start(account, answer, attempt.staff)
    is_all = are_handled and len(attempt.rows) < size
    return find_wait(worker.database, attempt.next_due, worker.take_moment().now) if is_all else 0.0


async def handle_apart(worker: Worker, rows: Sequence[Due], error: Exception) -> Answers:
    """Handle each half of what has failed together in a transaction of its own: a bad update fails alone."""
    if len(rows) == 1:
        await note_failure(worker, rows[0], error)
        return []
    answers: Answers = []
    for part in (rows[: len(rows) // 2], rows[len(rows) // 2 :]):
        attempt = Attempt()
        try:
            await run_unit(worker, find_again(part), attempt)
            answers += attempt.answers
        except Exception as again:
            if is_transient(again):
                raise
            answers += await handle_apart(worker, part, again)
    return answers


def find_again(rows: Sequence[Due]) -> Find:
    """Return what finds those of some updates that are not handled yet."""
    ids = [row.id for row in rows]
    return lambda session, _at: inbox.list_pending(session, ids)


async def run_unit(worker: Worker, find: Find, attempt: Attempt) -> None:
    """Handle, in one transaction, the updates that `find` finds, again if the database was only busy.

    Then what is handled is not found again: a commit that was reported as failed may have succeeded.
    """

    async def handle(unit: UnitOfWork) -> None:
        at = worker.take_moment()
        attempt.rows = rows = await unit.run_sync(find, at)
        if worker.database.is_hearing:
            attempt.next_due = await unit.run_sync(inbox.find_next, worker.bot_id, at=at)
        if not rows:
            return
        updates = [json.loads(row.body) for row in rows]
        written = [message for message in map(inbox.find_message, updates) if message is not None]
        accounts = sorted({account for account in map(read_account, rows) if account is not None})
        await unit.run_sync(conversation.prefetch, worker.bot_id, accounts, written, at=at)
        answers = [
            (read_account(row), await feed(worker, unit, update, at))
            for row, update in zip(rows, updates, strict=True)
        ]
        attempt.answers = [(account, answer) for account, answer in answers if answer]
        await unit.run_sync(inbox.finish, [row.id for row in rows], at=at)
        if attempt.answers:
            attempt.staff = await unit.run_sync(identity.list_staff, at=at)

    await redo(lambda _: worker.database.run(handle))


def read_account(row: Due) -> Account | None:
    """Return whom an answer to an update is for: in a private chat the id is the person's."""
    return None if row.chat_id is None else Account(row.chat_id)


async def feed(worker: Worker, unit: UnitOfWork, body: dict[str, Any], at: Moment) -> Answer:
    """Give one update to the handlers; returns what they want to answer."""
    if len(body) < 2:
        raise MalformedUpdateError("an update about nothing")
    update = Update.model_validate(body, context={"bot": worker.bot})
    # What feed_update does, without an event loop, which there is none of in the writer thread.
    found = await worker.dispatcher.propagate_event(
        "update",
        update,
        bot=worker.bot,
        unit=unit,
        at=at,
        has_inline_mode=worker.has_inline_mode,
    )
    return read_answer(found)


async def note_failure(worker: Worker, row: Due, error: Exception) -> None:
    """Write a failure down. An update that can't get better is quarantined at once, its message salvaged."""
    text = f"{type(error).__name__}: {error}"[:2000]
    hopeless = isinstance(error, ValidationError | MalformedUpdateError)
    note, at = inbox.quarantine if hopeless else inbox.fail, worker.take_moment()
    hopeless |= bool(await worker.database.write(note, row.id, text, at=at))
    log.error("bot %s: update %s failed: %s", worker.bot_id, row.update_id, describe(error))
    if hopeless:
        await salvage_message(worker, row)


async def salvage_message(worker: Worker, row: Due) -> None:
    """Let the message of a quarantined update open or join its contact all the same."""
    try:
        body = json.loads(row.body)
        await worker.database.write(salvage, worker.bot_id, body, at=worker.take_moment())
    except Exception as error:
        log_trouble(
            log, "bot %s: nothing could be saved of update %s", worker.bot_id, row.update_id, error=error
        )
