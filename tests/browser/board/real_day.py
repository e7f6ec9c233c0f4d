"""A real board with a real business behind it, which has lived a morning through the services.

Whenever it is made it is two o'clock in the afternoon there, and the morning began at half past nine.
"""

import heapq
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from models import Account, Contact, Operator, Source
from models.database.open import open_database
from services.board import sessions
from services.clock import utc_now
from services.contacts import conversation, forms
from services.contacts.states import Action
from services.leads import Identity
from services.policy import Policy
from tests.api.conftest import open_api
from tests.browser.board.days import WORDS
from tests.databases import copy_migrated
from tests.services.world import World

OLGA = Account(900)
# limit, weight for the bot and for the website
TEAM = ((5, 3, 0), (5, 2, 0), (4, 2, 1), (3, 1, 2), (3, 1, 0), (4, 1, 1), (3, 1, 1))
HOUR = 14
MORNING = 270  # minutes
RUSH = 30  # minutes, the last of them


def find_zone(now: datetime) -> ZoneInfo:
    """Return a time zone where it is two o'clock now."""
    ahead = (HOUR - now.hour + 11) % 24 - 11
    return ZoneInfo(f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT")


@dataclass
class Morning:
    """A morning of the business; `random` says who comes when, and how long everything takes."""

    world: World
    language: str
    start: datetime
    random: Random = field(default_factory=lambda: Random(4))
    due: list[tuple[float, int, str]] = field(default_factory=list)  # minute, contact, what is to be done
    numbers: Any = field(default_factory=lambda: itertools.count(1000))
    planned: set[int] = field(default_factory=set)

    def open(self) -> None:
        """Open the business, and hire everybody."""
        words, world = WORDS[self.language], self.world
        bot, site = world.bot(username=words["sources"][0]), world.api_source(words["sources"][1])
        for name, (limit, on_bot, on_site) in zip(words["operators"], TEAM, strict=True):
            world.operator(name, limit=limit, weight={bot: on_bot, site: on_site})
        self.people[4].hours = f"Mo-Su 08:00-{HOUR - 1}:00"

    @property
    def people(self) -> list[Operator]:
        return list(self.world.session.scalars(select(Operator).order_by(Operator.id)))

    def live(self) -> None:
        """Let clients come until now."""
        minute = 0.0
        while minute < MORNING:
            self.go_to(minute)
            self.come()
            minute += self.random.expovariate(1 / (0.9 if minute > MORNING - RUSH else 5))
        self.go_to(MORNING)

    def go_to(self, minute: float) -> None:
        """Let everything happen that is due until then."""
        while self.due and self.due[0][0] <= minute:
            at, number, what = heapq.heappop(self.due)
            self.world.now = self.start + timedelta(minutes=at)
            self.do(number, what)
            self.plan(at)
        self.world.now = self.start + timedelta(minutes=minute)

    def come(self) -> None:
        """Let somebody new write, or fill in a form."""
        words, number = WORDS[self.language], next(self.numbers)
        client = words["clients"][number % 12]
        if self.random.random() < 0.3:
            person = Identity(phone=f"+7916{number:07d}", name=client)
            site = self.world.session.scalars(select(Source).where(Source.bot_id.is_(None))).one()
            text = self.random.choice(words["said"][:3])
            forms.submit(self.world.session, site.id, person, text, at=self.world.at)
        else:
            self.world.write(number, self.random.choice(words["said"][:3]), name=client)
        self.plan((self.world.now - self.start) / timedelta(minutes=1))

    def plan(self, minute: float) -> None:
        """Say when what somebody has got is answered and completed."""
        held = select(Contact).where(Contact.operator_id.is_not(None), Contact.status != "completed")
        for contact in self.world.session.scalars(held.order_by(Contact.id)):
            if contact.id not in self.planned:
                self.planned.add(contact.id)
                answered = minute + self.random.uniform(1, 9)
                heapq.heappush(self.due, (answered, contact.id, "answer"))
                heapq.heappush(self.due, (answered + self.random.uniform(15, 70), contact.id, "complete"))
                if self.random.random() < 0.5:
                    heapq.heappush(self.due, (answered + self.random.uniform(2, 9), contact.id, "again"))

    def do(self, number: int, what: str) -> None:
        """Let somebody answer, write again, or complete."""
        world, words = self.world, WORDS[self.language]
        contact = world.session.get_one(Contact, number)
        if contact.operator_id is None or not contact.is_open:
            return
        operator = world.session.get_one(Operator, contact.operator_id)
        if what == "complete":
            world.finish(contact)
        elif what == "again" and contact.chat_id is not None:
            world.write(contact.chat_id, words["said"][3], name=world.lead(contact).name)
        elif contact.chat_id is None:
            world.press(operator, Action.TAKE, contact)
        else:
            world.answer(operator, contact, str(words["answer"]))

    def end(self) -> None:
        """Let somebody take a break, and one more write a note; one has blocked the bot."""
        people, words = self.people, WORDS[self.language]
        self.world.set_shift(people[3], False)
        self.world.blocks(people[6])
        contact = self.find_told()
        operator = self.world.session.get_one(Operator, contact.operator_id)
        assert operator.telegram_id is not None
        for text in (f"// {words['note']}", f"//#{words['label']}"):
            noted = self.world.incoming(operator.telegram_id, text)
            conversation.note(self.world.session, noted, contact.id, at=self.world.at)

    def find_told(self) -> Contact:
        """Return a contact with much to tell: its client was answered, and has written again."""
        answered = (Contact.status == "in_progress", Contact.unanswered_since > Contact.answered_at)
        return self.world.session.scalars(select(Contact).where(*answered).order_by(Contact.id.desc())).all()[
            0
        ]


@dataclass(frozen=True, slots=True)
class RealBoard:
    """A board that is served."""

    url: str
    tokens: tuple[str, ...]  # of links that nobody has followed
    told: int  # a contact of which there is much to be told
    zone: str  # where it is two o'clock


@asynccontextmanager
async def open_real_board(folder: Path, language: str = "en", links: int = 20) -> AsyncIterator[RealBoard]:
    """Serve the board of a business after such a morning."""
    now = utc_now()
    policy = Policy(admin_ids=(OLGA,), timezone=find_zone(now), default_language=language)
    tokens = tuple(f"link-{number}" for number in range(links))
    path = folder / f"{language}.db"
    copy_migrated(path)
    database = await open_database(f"sqlite+aiosqlite:///{path}")

    def live(session: Any) -> int:
        start = now - timedelta(minutes=MORNING)
        world = World(session, now=start, chance=Random(3).randrange, policy=policy)
        morning = Morning(world, language, start)
        morning.open()
        morning.live()
        morning.end()
        for token in tokens:
            sessions.issue_link(session, OLGA, "Olga", token, at=world.at)
        return morning.find_told().id

    told = await database.write(live)
    try:
        async with open_api(database, policy=policy) as caller:
            yield RealBoard(f"{str(caller.base_url).rstrip('/')}/board/", tokens, told, policy.timezone.key)
    finally:
        await database.close()
