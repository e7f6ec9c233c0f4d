"""One short history on a virtual clock: faults of Telegram, a full disk, and crashes around any commit.

What Telegram holds outlives a crash, and so does the database file; everything else is thrown away.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Engine, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from models import WEBHOOKS, Chat, Outbox
from models.database.errors import UnitConflictError
from models.database.sqlite_file import create_writer
from models.database.unit import UnitSession
from proofs.check_history import check
from proofs.exporting import Fact, export_file
from proofs.histories import people
from proofs.histories.handling import handle_one
from proofs.histories.rules import (
    AGAIN,
    BEGIN,
    BOTS,
    CRASH,
    FAULT,
    FULL,
    POLICY,
    REST,
    RUSH,
    STEPS,
    TICK,
    UNKNOWN,
)
from proofs.histories.telegram import Telegram, list_due, tell
from services.contacts import settlement
from services.contacts.settlement import Outcome, Result
from services.deadlines import timeouts
from services.distribution import queue
from services.moment import Moment
from services.queues import inbox, outbox
from services.queues.inbox import Arrived
from simulation.week import run_clock

NO_ROOM, ROOM = text("PRAGMA max_page_count=1"), text("PRAGMA max_page_count=1000000")
PENDING = "SELECT DISTINCT bot_id FROM {} WHERE state = 'pending' ORDER BY bot_id"
DRAINING = text("SELECT count(*) FROM sources WHERE is_draining")
LAST_EVENT = text("SELECT coalesce(max(id), 0) FROM events")


class CrashError(Exception):
    """The process is gone."""


class FullError(Exception):
    """What was to be written is undone; the process tries again later."""


@cache
def open_engine(path: Path) -> Engine:
    """Return the one engine of a process: it remembers how statements are spelled, and nothing else."""
    return create_writer(make_url(f"sqlite:///{path}"))


@dataclass(slots=True)
class Play:
    """One history."""

    path: Path
    random: Random
    telegram: Telegram = field(default_factory=Telegram)
    now: datetime = BEGIN
    crashes: int = 0
    full: int = 0
    is_calm: bool = False
    is_full: bool = False
    commits: int = 0
    engine: Engine = field(init=False)

    def __post_init__(self) -> None:
        self.engine = open_engine(self.path)

    @property
    def at(self) -> Moment:
        return Moment(now=self.now, chance=self.random.randrange, policy=POLICY)

    def commit(self, work: Callable[..., Any]) -> Any:
        """Do work in a unit of its own; the process may die right before its commit, or right after."""
        try:
            with UnitSession(self.engine, expire_on_commit=False) as session:
                if self.is_full:
                    session.execute(NO_ROOM)
                done = work(session)
                session.flush()
                self.may_die()
                last = session.execute(LAST_EVENT).scalar_one()
                session.commit()
                self.commits += 1
                self.telegram.told.append({"fact": "unit", "event": last})
        except OperationalError as error:
            if not self.is_full or "full" not in str(error):
                raise
            self.full += 1
            raise FullError from error
        self.may_die()
        return done

    def may_die(self) -> None:
        if not self.is_calm and self.random.random() < CRASH:
            raise CrashError

    def live(self) -> None:
        """Let people act for a while, then let everything come to rest."""
        if self.random.random() < RUSH:
            for happen in (people.rush, people.serve_rush, people.end_rush):
                happen(self.telegram, self.engine)
                self.run()
        for step in range(STEPS):
            self.now += timedelta(seconds=self.random.randint(1, 50))
            people.act(self.random, self.telegram, self.engine)
            self.fill(self.random.random() < FULL)
            self.run(strikes=step % TICK == 0)
        self.fill(False)
        self.is_calm = True
        for _ in range(3):
            self.now += REST / 2
            self.run()

    def fill(self, is_full: bool) -> None:
        """Let the disk be full from now on, or have room again."""
        if self.is_full and not is_full:
            with self.engine.connect() as connection:
                connection.execute(ROOM)
        self.is_full = is_full

    def run(self, *, strikes: bool = True) -> None:
        """Let the process work until it has nothing to do, or dies; then another one starts."""
        try:
            self.drain_on()
            self.take_in()
            self.handle()
            self.deliver()
            if strikes:
                self.commit(lambda session: strike(session, is_last=self.is_calm, at=self.at))
                self.drain_on()
                self.deliver(hooks=True)
        except FullError:
            return
        except CrashError:
            self.crashes += 1
            self.engine.dispose()  # the connection goes, with all that was not committed

    def take_in(self) -> None:
        """Store what Telegram holds, and confirm it once it is committed; some of it comes again."""
        batch = list(self.telegram.held)
        for bot in sorted({update["bot"] for update in batch}):
            arrived = [
                Arrived(update["update_id"], json.dumps(update), update["chat"])
                for update in batch
                if update["bot"] == bot
            ]
            if not arrived:
                continue
            self.commit(lambda session, b=bot, a=arrived: inbox.store(session, b, a, at=self.at))
        if self.is_calm or self.random.random() >= AGAIN:
            self.telegram.held = [update for update in self.telegram.held if update not in batch]

    def handle(self) -> None:
        """Handle what is due, each update in a unit of its own."""
        for bot in self.list_bots("inbox"):
            with UnitSession(self.engine) as session:
                due = inbox.list_due(session, bot, limit=50, at=self.at)
            for row in due:
                with suppress(UnitConflictError):
                    self.commit(
                        lambda session, r=row, b=bot: handle_one(self.telegram, session, b, r, at=self.at)
                    )
                self.drain_on()

    def drain_on(self) -> None:
        """Hand out what is left of a long queue, before anything else is done."""
        while self.is_draining():
            self.commit(lambda session: queue.drain_on(session, at=self.at))

    def is_draining(self) -> bool:
        """Tell whether a queue was longer than what one transaction hands out."""
        with self.engine.connect() as connection:
            return bool(connection.execute(DRAINING).scalar())

    def list_bots(self, queue: str) -> list[int]:
        """Return which bots have something to do."""
        with self.engine.connect() as connection:
            return list(connection.execute(text(PENDING.format(queue))).scalars())

    def deliver(self, *, hooks: bool = False) -> None:
        """Send what is due; some sends fail, of some nobody knows."""
        for bot in self.list_bots("outbox"):
            if bot == WEBHOOKS and not hooks:
                continue
            for _ in range(30):
                with UnitSession(self.engine) as session:
                    outcomes = [self.send(session, row) for row in list_due(session, bot, at=self.at)]
                if not outcomes:
                    break
                self.commit(lambda session, o=outcomes: settlement.settle(session, o, at=self.at))

    def send(self, session: Session, row: Outbox) -> Outcome:
        """Tell what a row says as it stands now, if no fault comes in between."""
        self.telegram.sent += 1
        if (row.bot_id, row.chat_id) in self.telegram.blocked:
            seen_at = session.get_one(Chat, (row.bot_id, row.chat_id)).reachable_changed_at
            return Outcome(row.id, Result.UNREACHABLE, seen_at, error="blocked")
        chance = 1.0 if self.is_calm else self.random.random()
        if chance >= FAULT:
            tell(self.telegram, session, row, is_known=chance >= FAULT + UNKNOWN)
        if chance < FAULT + UNKNOWN:
            wait = outbox.RETRY_DELAYS[min(row.attempts, len(outbox.RETRY_DELAYS) - 1)]
            return Outcome(row.id, Result.RETRY, retry_at=self.now + wait, error="fault")
        redrawn = row.params.get(outbox.REDRAWN, 0)
        return Outcome(row.id, Result.SENT, message_id=1_000_000 + self.telegram.sent, redrawn=redrawn)

    def judge(self) -> tuple[list[Fact], dict[str, int]]:
        """Return the history and its figures; raises Broken."""
        with self.engine.connect() as connection:
            facts = export_file(connection)
        facts += [*self.telegram.list_facts(), *[{"fact": "crash"}] * self.crashes]
        facts.append({"fact": "end", "at": self.now.timestamp()})
        return facts, check(facts)


def strike(session: Session, *, is_last: bool, at: Moment) -> None:
    """Let the product's clock do what gives contacts to others; at rest, all that it does."""
    if is_last:
        run_clock(session, at=at)
        return
    queue.drain_all(session, at=at)
    queue.widen(session, at=at)
    overdue = timeouts.list_overdue(session, bots=set(BOTS), at=at)
    if overdue:
        timeouts.offer_to_others(session, overdue, at=at)
