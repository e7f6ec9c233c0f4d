"""An office of five operators and two bots that lives through the services, for `benchmarks/what_if.py`.

Requests come by a list; how long everything takes comes from a seed.
"""

import heapq
import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import IS_OPEN, Account, Contact, Operator, Source, actors
from models.database.open import open_database
from services import sources
from services.chats import ChatRef
from services.contacts import conversation, transitions
from services.contacts.messages import Incoming
from services.contacts.states import Action
from services.distribution import queue, weights
from services.hours.working_time import of_operator
from services.moment import Moment
from services.policy import Policy
from services.team import identity, operators, working_hours
from services.what_if.clocks import Clock
from services.what_if.history import read_office
from services.what_if.office import Office
from services.what_if.presence import list_hours

BERLIN = ZoneInfo("Europe/Berlin")
POLICY = Policy(timezone=BERLIN, phone_region="DE", default_language="en", accept_timeout_minutes=0)
START = datetime(2026, 3, 2, tzinfo=UTC)  # a Monday
DAYS = 14
PER_DAY = 60
BOTS = (7_000_001, 7_000_002)
TICK = timedelta(minutes=5)
ANNA_BEFORE = 2  # her weight


@dataclass(frozen=True, slots=True)
class Hand:
    """An operator: limit, weights of both bots, hours, and minutes until an answer and until the end."""

    name: str
    limit: int
    weights: tuple[int, int]
    hours: str
    answers: float
    ends: float


HANDS = (
    Hand("Anna", 5, (ANNA_BEFORE, ANNA_BEFORE), "Mo-Fr 09:00-18:00", 3, 40),
    Hand("Boris", 4, (3, 1), "Mo-Su 08:00-16:00", 6, 50),
    Hand("Clara", 4, (1, 3), "Mo-Su 12:00-21:00", 8, 60),
    Hand("Dmitri", 3, (2, 2), "Mo-Sa 10:00-19:00", 12, 90),
    Hand("Elena", 6, (2, 0), "Mo-Fr 09:00-17:00", 4, 30),
)


@dataclass(frozen=True, slots=True)
class Timed:
    """An office, and how many seconds of a processor it took to read it."""

    office: Office
    seconds: float


@dataclass(slots=True)
class Play:
    """An office that lives by a list of requests; `random` says how long everything takes."""

    session: Session
    random: Random
    hands: dict[int, Hand] = field(default_factory=dict)
    clocks: dict[int, Clock] = field(default_factory=dict)
    bots: dict[int, Source] = field(default_factory=dict)
    planned: set[tuple[int, int]] = field(default_factory=set)
    acts: list[tuple[float, int, Action | None]] = field(default_factory=list)  # None: an answer
    ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def make_moment(self, now: float) -> Moment:
        return Moment(now=START + timedelta(seconds=now), chance=self.random.randrange, policy=POLICY)

    def open(self, anna: int, teams: int) -> None:
        """Hire everybody, as many times as there are teams."""
        at = self.make_moment(-3600)
        self.bots = {bot: sources.connect_bot(self.session, bot, f"bot_{bot}", at=at) for bot in BOTS}
        for number, hand in enumerate(HANDS * teams, 1):
            name = hand.name if number <= len(HANDS) else f"{hand.name} {number}"
            operator = operators.add(self.session, name, hand.limit, at=at)
            operator.telegram_id = Account(900 + number)
            self.session.flush()
            given = (anna, anna) if hand.name == "Anna" else hand.weights
            for (bot, source), weight in zip(self.bots.items(), given, strict=True):
                identity.identify(
                    self.session, ChatRef(bot, operator.telegram_id), language=None, reply_to=None, at=at
                )
                weights.set_weight(self.session, operator, source, weight, at=at)
            working_hours.change_work(self.session, operator, {"hours": hand.hours, "timezone": None}, at=at)
            self.hands[operator.id] = hand
            hours = of_operator(operator, at=at)
            self.clocks[operator.id] = Clock(list_hours(hours, START, START + timedelta(days=DAYS)))

    def live(self, arrivals: list[tuple[float, int]]) -> None:
        """Let the requests come, and everybody answer and complete."""
        ticks = [(n * TICK.total_seconds(), 0) for n in range(int(timedelta(days=DAYS) / TICK))]
        for now, bot in sorted([*arrivals, *ticks]):
            while self.acts and self.acts[0][0] <= now:
                self._act(*heapq.heappop(self.acts))
            at = self.make_moment(now)
            if bot:
                client = ChatRef(bot, Account(10_000 + next(self.ids)))
                identity.identify(self.session, client, language="en", reply_to=None, at=at)
                conversation.receive(
                    self.session, Incoming(bot, client.chat_id, next(self.ids), "text", text="hello"), at=at
                )
            else:
                queue.drain_all(self.session, at=at)
            self._plan(now)

    def _plan(self, now: float) -> None:
        """Let who has got something answer and end it, so soon as is that operator's way."""
        self.session.flush()
        rows = select(Contact.id, Contact.assignment_no, Contact.operator_id).where(
            IS_OPEN, Contact.operator_id.is_not(None)
        )
        for contact_id, assignment_no, operator_id in self.session.execute(rows).all():
            if (contact_id, assignment_no) in self.planned:
                continue
            assert operator_id is not None
            self.planned.add((contact_id, assignment_no))
            hand, clock = self.hands[operator_id], self.clocks[operator_id]
            answer = self.random.lognormvariate(0, 0.8) * hand.answers * 60
            end = answer + self.random.lognormvariate(0, 0.6) * hand.ends * 60
            heapq.heappush(self.acts, (clock.find(now, answer), contact_id, None))
            heapq.heappush(self.acts, (clock.find(now, end), contact_id, Action.COMPLETE))

    def _act(self, now: float, contact_id: int, action: Action | None) -> None:
        at = self.make_moment(now)
        contact = self.session.get_one(Contact, contact_id)
        operator = self.session.get_one(Operator, contact.operator_id)
        if action is None:
            assert operator.telegram_id is not None
            assert contact.bot_id is not None
            answer = Incoming(contact.bot_id, operator.telegram_id, next(self.ids), "text", text="yes")
            conversation.answer(self.session, answer, contact_id, at=at)
        else:
            transitions.perform(self.session, contact_id, action, actor=actors.operator(operator.id), at=at)
            self._plan(now)


def list_arrivals(random: Random, days: int = DAYS, per_day: int = PER_DAY) -> list[tuple[float, int]]:
    """Return when which bot gets a request: most of them by day."""
    found = []
    for day in range(days):
        for _ in range(per_day):
            hour = random.triangular(6, 22, 12)
            found.append((day * 86_400 + hour * 3600, random.choice(BOTS)))
    return sorted(found)


async def live(arrivals: list[tuple[float, int]], anna: int, seed: int, teams: int = 1) -> Timed:
    """Let an office of so many teams live; returns what its history says, and how long reading it took."""
    with TemporaryDirectory() as folder:
        database = await open_database(f"sqlite+aiosqlite:///{Path(folder) / 'office.db'}")
        try:
            async with database.writing() as unit:
                return await unit.run_sync(_live, arrivals, anna, seed, teams)
        finally:
            await database.close()


def _live(session: Session, arrivals: list[tuple[float, int]], anna: int, seed: int, teams: int) -> Timed:
    play = Play(session, Random(seed))
    play.open(anna, teams)
    play.live(arrivals)
    session.flush()
    begin = time.process_time()
    office = read_office(session, START, at=play.make_moment(DAYS * 86_400.0))
    return Timed(office, time.process_time() - begin)
