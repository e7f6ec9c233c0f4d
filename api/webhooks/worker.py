"""Webhooks: every event of a contact reaches another system at least once, in order for each contact.

An event that is sent again has the same id. While the endpoint takes nothing it is tried ever more
rarely. What it does not take in days, though it was tried often, is given up, and admins are told.
"""

import asyncio
import logging
import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

import aiohttp
from sqlalchemy.orm import Session

from api.webhooks.client import Endpoint, Pace, back_off, open_http, post
from api.webhooks.payloads import name_event, write_event
from edges.errors import log_trouble
from edges.sending import InFlight, Sender, keep_sending
from edges.signals import find_wait
from models import WEBHOOKS, Outbox
from models.database.protocol import Database
from models.database.waiting import pause
from services.clock import take_moment, utc_now
from services.contacts import settlement
from services.contacts.settlement import Outcome, Result
from services.moment import Moment
from services.policy import BusinessRules
from services.queues import outbox, webhook_queue
from services.queues.webhook_queue import LONGEST_PAUSE, DueEvent

PATIENCE = timedelta(days=3)
FEWEST_TRIES = (
    10  # an event that waited while webhooks were off, or behind others, gets its attempts all the same
)
START_AGAIN = 2.0  # seconds after something that nobody expected
log = logging.getLogger("leadbot")


@dataclass(frozen=True, slots=True)
class Attempt:
    """What becomes of a row after an attempt; `wait`: the endpoint asks for so many seconds without any."""

    outcome: Outcome
    wait: float = 0.0


@dataclass(slots=True)
class WebhookWorker:
    """What sends events to the endpoint, and what is on its way: by contact."""

    database: Database
    rules: BusinessRules
    endpoint: Endpoint
    http: aiohttp.ClientSession
    pace: Pace
    in_flight: InFlight[int | None, Attempt] = field(default_factory=InFlight)
    wait: float = 0.0  # seconds for a signal, before looking all the same


async def run_webhooks(
    database: Database, rules: BusinessRules, endpoint: Endpoint, decided: asyncio.Event, stop: asyncio.Event
) -> None:
    """Send events to the endpoint, whenever no other process does, until `stop`.

    `decided` is set by others when there may be new events.
    """
    while not stop.is_set():
        try:
            async with database.owning(WEBHOOKS, stop) as ended, open_http() as http:
                worker = WebhookWorker(database, rules, endpoint, http, Pace(endpoint.first_pause))
                await deliver(worker, decided, ended)
        except Exception as error:
            log_trouble(log, "webhooks: starting over", error=error)
            await pause(stop, START_AGAIN)


async def deliver(worker: WebhookWorker, decided: asyncio.Event, stop: asyncio.Event) -> None:
    """Send what is due until `stop`; then let what is on its way end, and store the results."""
    async with worker.database.writing() as unit:
        await unit.run_sync(outbox.retry_now, WEBHOOKS, at=take_moment(worker.rules))

    def find_wakes() -> tuple[Iterable[asyncio.Event], float]:
        """There is a new event, or a pause is over: what happens meanwhile is sent afterwards."""
        silence = worker.pace.resumes_at - time.monotonic()
        return ([], silence) if silence > 0 else ([decided], worker.wait)

    sender = Sender(
        name="webhooks",
        in_flight=worker.in_flight,
        start=lambda _is_news: start_attempts(worker),
        settle=partial(settle, worker),
        wakes=find_wakes,
    )
    await keep_sending(sender, decided, stop)


async def start_attempts(worker: WebhookWorker) -> None:
    """Start to send what is due, as much as the endpoint can be expected to take."""
    room = worker.pace.count_room(len(worker.in_flight), time.monotonic())
    if room == 0:
        return
    at = take_moment(worker.rules)
    due, next_due = await worker.database.read(find_due, busy=worker.in_flight.keys, limit=room, at=at)
    worker.wait = find_wait(worker.database, next_due, at.now)
    for event in due:
        worker.in_flight.start(event.row.contact_id, send(worker, event))


def find_due(
    session: Session, *, busy: Collection[int | None], limit: int, at: Moment
) -> tuple[list[DueEvent], datetime | None]:
    """Return the events that are due, and when more of those that were put off are."""
    due = webhook_queue.list_due(session, busy=busy, limit=limit, at=at)
    return due, outbox.find_next(session, WEBHOOKS, at=at)


async def settle(worker: WebhookWorker, attempts: Sequence[Attempt]) -> None:
    """Store, in one commit, the results of attempts that have ended."""
    outcomes = [attempt.outcome for attempt in attempts]
    await worker.database.write(settlement.settle, outcomes, at=take_moment(worker.rules))
    results = {outcome.result for outcome in outcomes}
    worker.pace.note(
        taken=Result.SENT in results,
        failed=Result.RETRY in results,
        wait=max(attempt.wait for attempt in attempts),
        now=time.monotonic(),
    )


async def send(worker: WebhookWorker, event: DueEvent) -> Attempt:
    """Put an event into JSON and try once to send it; never raises."""
    row = event.row
    name = name_event(row.id)
    try:
        body = write_event(event)
    except Exception as error:
        # Not the whole error: it may quote the client.
        said = f"can't be written: {type(error).__name__}"
        log.error("webhooks: %s %s", name, said)
        return Attempt(Outcome(row.id, Result.DEAD, error=said))
    answer = await post(worker.http, worker.endpoint, name, body)
    if answer.error is None:
        return Attempt(Outcome(row.id, Result.SENT))
    if answer.is_gone or is_hopeless(row):
        log.error("webhooks: %s is given up: %s", name, answer.error)
        return Attempt(Outcome(row.id, Result.DEAD, error=answer.error), answer.wait)
    seconds = back_off(row.attempts, worker.endpoint.first_pause, LONGEST_PAUSE)
    log.warning("webhooks: %s was not taken (%s), try %s", name, answer.error, row.attempts + 1)
    later = utc_now() + timedelta(seconds=seconds)
    return Attempt(Outcome(row.id, Result.RETRY, retry_at=later, error=answer.error), answer.wait)


def is_hopeless(row: Outbox) -> bool:
    """Tell whether a row that has just failed again is to be given up."""
    return row.attempts + 1 >= FEWEST_TRIES and utc_now() - row.created_at > PATIENCE
