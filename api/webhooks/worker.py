"""The outbox to another system: every fact about a contact at least once, in order for each contact.

A fact that comes again has the same id. While the receiver takes nothing it is tried ever more rarely; what
it does not take in days, though it was tried often, is given up and admins are told.
"""

import asyncio
import logging
import time
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta

import aiohttp

from api.webhooks.client import LONGEST_PAUSE, Pace, Receiver, back_off, open_http, post
from api.webhooks.payloads import name_event, write_event
from models import RECEIVER, Outbox
from models.database.protocol import Database
from services.clock import chance, utc_now
from services.contacts import settlement
from services.contacts.settlement import Outcome, Result
from services.queues import outbox, webhook_queue
from services.queues.webhook_queue import Announcement

PATIENCE = timedelta(days=3)
FEWEST_TRIES = 10  # what waited while nobody announced, or behind others, gets its tries all the same
LOOK_AGAIN = 1.0  # seconds; what another process has recorded, or waits for its retry, rings no bell
START_AGAIN = 2.0  # seconds after something that nobody expected
LAST_WORDS = 4.0  # seconds for tries under way at a stop
log = logging.getLogger("leadbot")


@dataclass(frozen=True, slots=True)
class Try:
    """What becomes of a row after a try, and for how many seconds the receiver wants peace."""

    outcome: Outcome
    wait: float = 0.0


@dataclass(slots=True)
class Announcer:
    """What it takes to tell the receiver, and what is on its way: task → contact_id."""

    database: Database
    receiver: Receiver
    http: aiohttp.ClientSession
    pace: Pace
    sending: dict[asyncio.Task[Try], int | None] = field(default_factory=dict)


async def announce(
    database: Database, receiver: Receiver, decided: asyncio.Event, stop: asyncio.Event
) -> None:
    """Tell the receiver what happens, whenever no other process does, until told to stop.

    `decided` is set by others when something may have happened.
    """
    while not stop.is_set():
        try:
            async with database.owning(RECEIVER, stop) as ended, open_http() as http:
                pace = Pace(receiver.first_pause)
                await deliver(Announcer(database, receiver, http, pace), decided, ended)
        except Exception:
            log.exception("webhooks: starting over")
            await wait_for_any(stop, seconds=START_AGAIN)


async def deliver(announcer: Announcer, decided: asyncio.Event, stop: asyncio.Event) -> None:
    """Deliver what is untold until told to stop; then finish what is on its way and write it down."""
    async with announcer.database.writing() as unit:
        await unit.run_sync(outbox.retry_now, RECEIVER, now=utc_now())
    try:
        while not stop.is_set():
            decided.clear()
            try:
                await start_tries(announcer)
                await wait_for_news(announcer, decided, stop)
                await settle(announcer)
            except Exception:
                log.exception("webhooks: held up")
                await wait_for_any(stop, seconds=LOOK_AGAIN)
        deadline = time.monotonic() + LAST_WORDS
        while announcer.sending and (left := deadline - time.monotonic()) > 0:
            await asyncio.wait(announcer.sending, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            await settle(announcer)
    finally:
        await cancel(announcer.sending)


async def start_tries(announcer: Announcer) -> None:
    """Start telling what is due, as much as the receiver can be expected to take."""
    room = announcer.pace.count_room(len(announcer.sending), time.monotonic())
    if room == 0:
        return
    busy = set(announcer.sending.values())
    async with announcer.database.reading() as view:
        due = await view.run_sync(webhook_queue.list_due, now=utc_now(), busy=busy, limit=room)
    for announcement in due:
        task = asyncio.create_task(tell(announcer, announcement))
        announcer.sending[task] = announcement.row.contact_id


async def wait_for_news(announcer: Announcer, decided: asyncio.Event, stop: asyncio.Event) -> None:
    """Wait until a try has ended, more has happened, or a pause is over."""
    pause = announcer.pace.resumes_at - time.monotonic()
    if pause > 0:  # whatever happens meanwhile is told afterwards
        await wait_for_any(stop, tasks=announcer.sending, seconds=pause)
    else:
        await wait_for_any(stop, decided, tasks=announcer.sending, seconds=LOOK_AGAIN)


async def settle(announcer: Announcer) -> None:
    """Write down, in one commit, what has become of every try that has ended."""
    ended = [task for task in announcer.sending if task.done()]
    if not ended:
        return
    tries = [task.result() for task in ended]
    outcomes = [tried.outcome for tried in tries]
    async with announcer.database.writing() as unit:
        await unit.run_sync(settlement.settle, outcomes, now=utc_now(), chance=chance)
    for task in ended:
        del announcer.sending[task]
    results = {outcome.result for outcome in outcomes}
    announcer.pace.note(
        taken=Result.SENT in results,
        failed=Result.RETRY in results,
        wait=max(tried.wait for tried in tries),
        now=time.monotonic(),
    )


async def tell(announcer: Announcer, announcement: Announcement) -> Try:
    """Put a fact into words and try once to tell it; never raises."""
    row, started = announcement.row, utc_now()
    name = name_event(row.id)
    try:
        body = write_event(announcement)
    except Exception as error:
        # Not the whole of it: it may quote the client.
        said = f"can't be written: {type(error).__name__}"
        log.error("webhooks: %s %s", name, said)
        return Try(Outcome(row.id, Result.DEAD, started, error=said))
    answer = await post(announcer.http, announcer.receiver, name, body)
    if answer.error is None:
        return Try(Outcome(row.id, Result.SENT, started))
    if answer.is_gone or is_hopeless(row):
        log.error("webhooks: %s is given up: %s", name, answer.error)
        return Try(Outcome(row.id, Result.DEAD, started, error=answer.error), answer.wait)
    seconds = max(back_off(row.attempts, announcer.receiver.first_pause, LONGEST_PAUSE), answer.wait)
    log.warning("webhooks: %s was not taken (%s), try %s", name, answer.error, row.attempts + 1)
    later = utc_now() + timedelta(seconds=seconds)
    return Try(Outcome(row.id, Result.RETRY, started, retry_at=later, error=answer.error), answer.wait)


def is_hopeless(row: Outbox) -> bool:
    """Tell whether a row that has just failed once more has failed for long enough."""
    return row.attempts + 1 >= FEWEST_TRIES and utc_now() - row.created_at > PATIENCE


async def wait_for_any(
    *events: asyncio.Event, tasks: Collection[asyncio.Task[Try]] = (), seconds: float
) -> None:
    """Wait until an event is set or a task has ended, but no longer than that."""
    waits = [asyncio.create_task(event.wait()) for event in events]
    try:
        await asyncio.wait((*waits, *tasks), timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await cancel(waits)


async def cancel(tasks: Collection[asyncio.Task[Try] | asyncio.Task[bool]]) -> None:
    """Cancel what still runs and wait until it has ended."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
