"""What happens to contacts, in a word each, and somebody who tells another system of it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from standardwebhooks import Webhook

from api.webhooks.client import Endpoint
from api.webhooks.worker import run_webhooks
from models import WEBHOOKS, Outbox, OutboxState, Status, actors
from models.database.protocol import Database
from services.clock import utc_now
from services.contacts import forms, transitions
from services.leads import Identity
from services.moment import Moment
from services.policy import BusinessRules, Policy
from tests.api.outside import SECRET, Outside
from tests.moments import first
from tests.services.world import World

CREATED, ASSIGNED = ("contact.created", "new"), ("contact.assigned", "new")
TAKEN, COMPLETED = ("contact.status_changed", "in_progress"), ("contact.status_changed", "completed")
FORGOTTEN = ("contact.forgotten", "completed")
LIFE = [CREATED, ASSIGNED, TAKEN, COMPLETED]


class Business:
    """A web form, and Anna who answers what comes by it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.source_id = 0
        self.decided = asyncio.Event()
        self.policy = Policy(webhook_events_url="https://crm.example.com/events")

    def at(self, now: datetime | None = None) -> Moment:
        """Now, under the policy of this business."""
        return Moment(now=now or utc_now(), chance=first, policy=self.policy)

    async def open(self, limit: int = 1000) -> None:
        def found(session: Session) -> int:
            world = World(session)
            source = world.api_source()
            anna = world.operator("Anna", limit=limit, weight={source: 1}, opened=())
            anna.telegram_id = None
            return source.id

        async with self.database.writing() as unit:
            self.source_id = await unit.run_sync(found)

    async def submit(self, words: str = "Hello", now: datetime | None = None, **who: Any) -> int:
        """Let a form be sent; returns the contact's number."""
        person = Identity(**(who or {"external_id": f"crm-{words}"}))
        async with self.database.writing() as unit:
            contact = await unit.run_sync(forms.submit, self.source_id, person, words, at=self.at(now))
        self.decided.set()
        return contact.id

    async def move(self, number: int, *statuses: Status) -> None:
        """Let a contact move on, each time in a commit of its own."""
        for status in statuses:
            async with self.database.writing() as unit:
                await unit.run_sync(
                    transitions.set_status,
                    number,
                    status,
                    actor=actors.API,
                    at=self.at(),
                )
            self.decided.set()

    async def live(self, words: str = "Hello") -> int:
        """Let a contact come, be taken and completed."""
        number = await self.submit(words)
        await self.move(number, Status.IN_PROGRESS, Status.COMPLETED)
        return number

    async def events(self, *states: OutboxState) -> Sequence[Outbox]:
        """What is queued for the other system, or of it what is in one of these states."""
        rows = select(Outbox).where(Outbox.bot_id == WEBHOOKS).order_by(Outbox.id)
        wanted = rows.where(Outbox.state.in_(states)) if states else rows
        async with self.database.reading() as view:
            found: Sequence[Outbox] = await view.run_sync(lambda session: session.scalars(wanted).all())
            return found

    async def change_events(self, **values: Any) -> None:
        """Let all that is queued be as if it had gone otherwise."""
        async with self.database.writing() as unit:
            await unit.run_sync(lambda session: session.execute(update(Outbox).values(values)))

    async def settled(self, seconds: float = 60, *, but: int = 0) -> None:
        """Wait until everything is told or given up, but for so many facts."""
        async with asyncio.timeout(seconds):
            while len(await self.events(OutboxState.PENDING)) > but:  # noqa: ASYNC110 (another task ends it)
                await asyncio.sleep(0.01)


@asynccontextmanager
async def sending_webhooks(
    business: Business, outside: Outside, first_pause: float = 0.02
) -> AsyncIterator[asyncio.Task[None]]:
    """Tell the other system what happens, with pauses for those who can't wait; stop as SIGTERM does."""
    stop = asyncio.Event()
    endpoint = Endpoint(outside.url, Webhook(SECRET), first_pause)
    task = asyncio.create_task(
        run_webhooks(business.database, BusinessRules(business.policy), endpoint, business.decided, stop)
    )
    try:
        yield task
    finally:
        stop.set()
        await asyncio.gather(task, return_exceptions=True)
