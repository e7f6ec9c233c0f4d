"""Statements and calls of Python functions per update, counted in this process: the same on any machine.

What is counted comes after as much of its kind that is not: everything is imported, built and prepared then.
"""

import asyncio
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

from bot.aiogram_models import import_aiogram

import_aiogram()

import httpx
from sqlalchemy import Engine, event, func, select, update
from sqlalchemy.orm import Session

from api.access.wrong_keys import WrongKeys
from api.app import build_app
from api.requests.context import Context
from api.requests.writer import Writer
from benchmarks.api import CONNECTIONS, NUMBERS, write_contact
from bot.intake import processor
from bot.runtime.worker import Worker
from bot.ui.keyboards import CardCallback
from bot.work import create_workers
from edges.signals import Signal
from models import Contact, Inbox, InboxState, Operator, Outbox, OutboxState, Status
from models.database.open import open_database
from models.database.protocol import Database
from services.clock import take_moment, utc_now
from services.contacts.states import Action
from services.policy import BusinessRules, Policy
from services.queues import inbox
from tests.services.world import World

BOT, OPERATORS, LIMIT = 7, 5, 1000
NEW_CONTACT, FOLLOW_UP, PRESS, POST = ("new contact", "follow-up", "press", "contact by API")
RULES = BusinessRules(Policy())


@dataclass(slots=True)
class Counted:
    """How many statements and calls there have been, of one update after division."""

    statements: float = 0
    calls: float = 0

    def per(self, updates: int) -> "Counted":
        """Return the same for one of some updates."""
        return Counted(self.statements / updates, self.calls / updates)


class Counter:
    """Counts in the threads that begin after it is made, and in its own."""

    def __init__(self) -> None:
        self.counted: Counted | None = None
        event.listen(Engine, "before_cursor_execute", self._note_statement)
        threading.settrace(self._note_call)

    def close(self) -> None:
        """Count no more."""
        event.remove(Engine, "before_cursor_execute", self._note_statement)
        threading.settrace(None)

    @contextmanager
    def counting(self) -> Iterator[Counted]:
        """Count until the block ends."""
        self.counted = found = Counted()
        sys.settrace(self._note_call)
        try:
            yield found
        finally:
            sys.settrace(None)
            self.counted = None

    def _note_statement(self, *_given: Any) -> None:
        if self.counted:
            self.counted.statements += 1

    def _note_call(self, _frame: Any, _what: str, _given: Any) -> None:
        # A tracer that returns nothing hears of calls only.
        if self.counted:
            self.counted.calls += 1


async def found(database: Database) -> int:
    """Have operators for all that comes by a bot or from a website; returns the source of the website."""

    def add(session: Session) -> int:
        world = World(session, now=utc_now(), policy=RULES.policy)
        bot, site = world.bot(BOT), world.api_source()
        for number in range(1, OPERATORS + 1):
            world.operator(f"Operator-{number}", limit=LIMIT, opened=(BOT,), weight={bot: 1, site: 1})
        return site.id

    async with database.writing() as unit:
        return await unit.run_sync(add)


class Clients:
    """Some people who write to a bot whose updates are handled in this process; nothing is sent."""

    def __init__(self, database: Database, ids: Iterator[int], size: int) -> None:
        self.database, self.ids = database, ids
        self.chats = [next(ids) for _ in range(size)]

    async def store(self, kind: str) -> list[inbox.Due]:
        """Let everybody do one thing; returns the updates, as they wait in the inbox."""
        at = take_moment(RULES)
        acts = await self.press_all() if kind == PRESS else map(self.write, self.chats)
        updates = [inbox.read({"update_id": next(self.ids)} | act) for act in acts]
        stored = [update for update in updates if update is not None]
        async with self.database.writing() as unit:
            await unit.run_sync(inbox.store, BOT, stored, at=at)
        async with self.database.reading() as view:
            return await view.run_sync(inbox.list_due, BOT, limit=len(stored), at=at)

    def write(self, chat: int) -> dict[str, Any]:
        """Return the update that a message of a client is."""
        person = {"id": chat, "is_bot": False, "first_name": "Vera", "language_code": "en"}
        return {"message": self.show(chat) | {"from": person, "text": "Is it still to be had?"}}

    def show(self, chat: int) -> dict[str, Any]:
        """Return what every message has."""
        place = {"id": chat, "type": "private", "first_name": "Vera"}
        return {"message_id": next(self.ids), "date": int(time.time()), "chat": place}

    async def press_all(self) -> list[dict[str, Any]]:
        """Deliver the cards; returns the updates that presses of "Take" on them are."""
        account = select(Operator.telegram_id).where(Operator.id == Contact.operator_id).scalar_subquery()
        wanted = select(Contact.id, Contact.assignment_no, account).where(Contact.chat_id.in_(self.chats))
        async with self.database.writing() as unit:
            await unit.run_sync(
                lambda session: session.execute(
                    update(Outbox).values(state=OutboxState.SENT, message_id=Outbox.id)
                )
            )
            rows = await unit.run_sync(lambda session: session.execute(wanted).all())
        return [self.press(*row) for row in rows]

    def press(self, contact: int, assignment: int, account: int) -> dict[str, Any]:
        """Return the update that the press of an operator is."""
        data = CardCallback(action=Action.TAKE, contact=contact, assignment=assignment).pack()
        bot = {"id": BOT, "is_bot": True, "first_name": "Acme"}
        keyboard = {"inline_keyboard": [[{"text": "Take", "callback_data": data}]]}
        card = self.show(account) | {"from": bot, "text": "A card", "reply_markup": keyboard}
        person = {"id": account, "is_bot": False, "first_name": "Anna", "language_code": "en"}
        query = {"id": str(next(self.ids)), "from": person, "message": card, "data": data}
        return {"callback_query": query | {"chat_instance": "1"}}

    async def check(self) -> None:
        """All is handled, and every contact is taken."""
        undone = select(func.count()).select_from(Inbox).where(Inbox.state != InboxState.DONE)
        taken = select(func.count()).where(
            Contact.chat_id.in_(self.chats), Contact.status == Status.IN_PROGRESS
        )
        async with self.database.reading() as view:
            found = await view.run_sync(lambda session: (session.scalar(undone), session.scalar(taken)))
        assert found == (0, len(self.chats)), f"not all is handled: {found}"


async def handle(worker: Worker, rows: Sequence[inbox.Due], batch: int) -> None:
    """Handle updates as the processor does, so many in a transaction."""
    for first in range(0, len(rows), batch):
        find = processor.find_again(rows[first : first + batch])
        await processor.run_unit(worker, find, processor.Attempt())


async def count_updates(counter: Counter, database: Database, batch: int, size: int) -> dict[str, Counted]:
    """Return what an update of each kind costs, with so many in a transaction."""
    given = ["7:counted"], "http://127.0.0.1:1", None, RULES, database, Signal()
    [worker] = create_workers(*given, sends_per_second=0)
    ids, counted = count(20_000 + 1_000_000 * batch), {}
    for _ in range(2):  # the first time everything is prepared
        clients = Clients(database, ids, size)
        for kind in (NEW_CONTACT, FOLLOW_UP, PRESS):
            rows = await clients.store(kind)
            with counter.counting() as found:
                await handle(worker, rows, batch)
            counted[kind] = found.per(len(rows))
        await clients.check()
    await worker.bot.session.close()
    return counted


async def count_posts(counter: Counter, database: Database, site: int, batch: int, size: int) -> Counted:
    """Return what a contact by API costs, with so many requests at once."""
    writer = Writer(database, RULES, lambda: None)
    app = build_app(Context(database, writer, RULES, list), None, WrongKeys(0), None)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as caller:

        async def post() -> None:
            answer = await caller.post("/contacts/", json=write_contact(next(NUMBERS), site))
            assert answer.status_code == 201, answer.text
            assert answer.json()["operator_id"], "it waits"

        for _ in range(2):  # the first time everything is prepared
            with counter.counting() as found:
                for _ in range(0, size, batch):
                    await asyncio.gather(*(post() for _ in range(batch)))
    await writer.finish()
    return found.per(size)


async def count_all(address: str, size: int = processor.MOST) -> dict[tuple[str, int], Counted]:
    """Return what an update of each kind costs in a large transaction, and (1) alone in its own."""
    database = await open_database(address)
    site = await found(database)
    await database.close()
    counter = Counter()  # migrations are made without it, as it is slow
    counted: dict[tuple[str, int], Counted] = {}
    database = await open_database(address)
    try:
        for batch in (processor.MOST, 1):
            updates = await count_updates(counter, database, batch, size if batch > 1 else size // 8)
            counted |= {(kind, batch): each for kind, each in updates.items()}
        for batch in (CONNECTIONS, 1):
            counted[POST, batch] = await count_posts(counter, database, site, batch, size // 2)
    finally:
        await database.close()
        counter.close()
    return counted
