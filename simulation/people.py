"""What clients and operators do, step by step; all of it comes from one seed."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import IS_OPEN, Account, Actor, Contact, Operator, Source, Status, actors
from services.chats import ChatRef
from services.contacts import conversation, transitions
from services.contacts.messages import Incoming
from services.contacts.states import Action
from services.hours import mornings
from services.hours.mornings import Later
from services.hours.working_time import is_at_work
from services.moment import Moment
from services.refusals import Refused
from services.team import identity, operators
from simulation.business import HELP, ILL, SHOP, Business

# How much of a day's clients write in each of its hours: some of them at night.
BY_HOUR = (1, 1, 0.5, 0.5, 0.5, 1, 2, 4, 7, 9, 10, 9, 8, 8, 8, 7, 7, 6, 5, 4, 4, 3, 2, 2)
PUTS_OFF = 0.05  # the part of ends at which an operator puts off instead, until the morning or the client
SILENT = timedelta(hours=20)  # on average, whom a client lets wait so
TALKS_ON = 0.5  # the part of answers after which a client writes again
COMES_BACK = 0.15  # the part of first messages that somebody writes who has written before
BACK_AFTER = timedelta(minutes=20)  # from a pause for missed cards
HOUR = timedelta(hours=1)
CLIENTS = 10_000  # the first account of a client
SHOP_PART = 0.6


@dataclass(slots=True)
class People:
    """Everybody outside of the product, with what each is going to do and when."""

    business: Business
    random: Random
    per_day: int
    timezone: ZoneInfo
    messages: int = 0
    clients: int = 0
    looks: dict[tuple[int, int, datetime], datetime] = field(default_factory=dict)  # at an unanswered contact
    writes: list[tuple[datetime, int, int]] = field(default_factory=list)  # when, bot, client
    ends: dict[int, datetime] = field(default_factory=dict)  # contact → when its operator completes it
    paused: dict[int, datetime] = field(default_factory=dict)
    is_ill: bool = False

    def act(self, session: Session, passed: timedelta, *, at: Moment) -> None:
        """Let everybody do what the time that has passed brings."""
        self._write_first(session, passed, at=at)
        due = [write for write in self.writes if write[0] <= at.now]
        self.writes = [write for write in self.writes if write[0] > at.now]
        for _, bot, client in due:
            self._say(session, bot, client, at=at)
        for operator in operators.list_operators(session):
            self._work(session, operator, at=at)

    def _write_first(self, session: Session, passed: timedelta, *, at: Moment) -> None:
        hour = at.now.astimezone(self.timezone).hour
        chance = self.per_day * BY_HOUR[hour] / sum(BY_HOUR) * (passed / HOUR)
        while self.random.random() < chance:
            bot = SHOP if self.random.random() < SHOP_PART else HELP
            comes_back = self.clients and self.random.random() < COMES_BACK
            self.clients += not comes_back
            client = self.random.randint(1, self.clients) if comes_back else self.clients
            self._say(session, bot, CLIENTS + client, at=at)
            chance -= 1

    def _say(self, session: Session, bot: int, client: int, *, at: Moment) -> None:
        identity.identify(session, ChatRef(bot, client), language="en", reply_to=None, at=at)
        conversation.receive(session, self._make(bot, client), at=at)

    def _work(self, session: Session, operator: Operator, *, at: Moment) -> None:
        """Let an operator look at contacts, answer, complete, and come back from a pause."""
        if not is_at_work(operator, at=at) or (self.is_ill and operator.name == ILL):
            return
        if not operator.on_shift:
            back = self.paused.setdefault(operator.id, at.now + BACK_AFTER)
            if at.now < back:
                return
            del self.paused[operator.id]
            operators.set_shift(session, operator.id, True, at=at)
        rows = select(Contact).where(Contact.operator_id == operator.id, IS_OPEN).order_by(Contact.id)
        for contact in session.scalars(rows).all():
            self._look(session, operator, contact, at=at)

    def _look(self, session: Session, operator: Operator, contact: Contact, *, at: Moment) -> None:
        since = contact.unanswered_since
        if contact.snoozed_at is not None:
            return
        if since is not None:
            wait = (contact.id, contact.assignment_no, since)
            if wait not in self.looks:
                self.looks[wait] = at.now + self._take_time(operator)
            if self.looks[wait] <= at.now:
                self._answer(session, operator, contact, at=at)
            elif contact.reminded_at is not None and self.random.random() < 0.1:
                self._answer(session, operator, contact, at=at)  # a reminder helps, sooner or later
        elif contact.status is Status.IN_PROGRESS and self.ends.get(contact.id, at.now) <= at.now:
            actor, is_known = actors.operator(operator.id), self.ends.pop(contact.id, None) is not None
            if is_known and self.random.random() < PUTS_OFF:
                self._put_off(session, contact, actor, at=at)
                return
            transitions.perform(session, contact.id, Action.COMPLETE, actor=actor, at=at)

    def _put_off(self, session: Session, contact: Contact, actor: Actor, *, at: Moment) -> None:
        assert contact.bot_id is not None
        assert contact.chat_id is not None
        later = at.now + self.random.expovariate(1) * SILENT
        is_dated = self.random.random() < 0.5
        source = session.get_one(Source, contact.source_id)
        moments = mornings.list_moments(source, at=at)
        until = moments.get(Later.TOMORROW, moments.get(Later.MONDAY)) if is_dated else None
        transitions.perform(session, contact.id, Action.SNOOZE, actor=actor, until=until, at=at)
        self.writes.append((later, contact.bot_id, contact.chat_id))

    def _take_time(self, operator: Operator) -> timedelta:
        worker = self.business.workers[operator.id]
        if self.random.random() < worker.overlooks:
            return timedelta(days=30)
        return timedelta(minutes=self.random.expovariate(1 / worker.minutes))

    def _answer(self, session: Session, operator: Operator, contact: Contact, *, at: Moment) -> None:
        assert operator.telegram_id is not None
        assert contact.bot_id is not None
        assert contact.chat_id is not None
        try:
            answer = self._make(contact.bot_id, operator.telegram_id)
            conversation.answer(session, answer, contact.id, at=at)
        except Refused:
            return
        later = at.now + timedelta(minutes=self.random.expovariate(1 / 10))
        if self.random.random() < TALKS_ON:
            self.writes.append((later, contact.bot_id, contact.chat_id))
        self.ends[contact.id] = later + timedelta(minutes=self.random.expovariate(1 / 8))

    def _make(self, bot: int, account: int) -> Incoming:
        self.messages += 1
        return Incoming(bot, Account(account), self.messages, "text", text=f"message {self.messages}")
