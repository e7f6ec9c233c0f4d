"""The clock of the simulation: some minutes of everybody's work, then what the product does by the clock."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models import Actor, Alert, Operator, Outbox, OutboxState, actors
from models.database.protocol import Database
from services.audit.replay import Replayed, replay
from services.contacts import follow_ups
from services.deadlines import idle, reminders, timeouts, wakeups
from services.distribution import queue
from services.hours.rules import Days
from services.hours.working_time import read_closed
from services.moment import Moment
from services.operations import alerts
from services.policy import Policy
from services.reports import statistics
from services.reports.figures import Statistics
from services.reports.periods import count_back
from services.team import pauses, shifts, transfers, working_hours
from simulation.business import ADMIN, HELP, HOURS, ILL, SHOP, WORKERS, open_business
from simulation.people import People
from simulation.promises import STEP, Promises

ZONE = ZoneInfo("Europe/Berlin")
FIRST_DAY = date(2026, 3, 28)  # in the night after it clocks go forward
HOLIDAY = date(2026, 4, 3)  # Good Friday
ILLNESS = (date(2026, 3, 31), date(2026, 4, 1))
NIGHT_STEP = timedelta(minutes=10)  # while nobody is at work
PASSES_ON = 0.5  # the part of shifts that end with something open
REACTS = timedelta(minutes=10)  # so long after an alert about who is ill an admin moves everything


@dataclass(slots=True)
class Result:
    """What has come of the days."""

    figures: Statistics | None = None
    promises: Promises = field(default_factory=Promises)
    notices: Counter[str] = field(default_factory=Counter)  # to anybody, by key
    moved: int = 0  # from who was ill, at once
    passed_on: int = 0  # at the end of a shift
    replayed: Replayed | None = None  # every decision, drawn again


async def simulate(
    database: Database,
    policy: Policy,
    *,
    days: int,
    seed: int,
    per_day: int,
    tell: Callable[[str], None],
) -> Result:
    """Let so many days go by in an empty database; `tell` hears of each day that is over."""
    start = datetime.combine(FIRST_DAY, datetime.min.time(), ZONE).astimezone(UTC)
    random, result = Random(seed), Result()

    def make_moment(now: datetime) -> Moment:
        return Moment(now=now, chance=random.randrange, policy=policy)

    at = make_moment(start)
    async with database.writing() as unit:
        business = await unit.run_sync(open_business, Days(HOLIDAY, HOLIDAY), at=at)
    people = People(business, Random(random.random()), per_day, ZONE)
    week = Week(people, result)
    end = datetime.combine(FIRST_DAY + timedelta(days=days), datetime.min.time(), ZONE).astimezone(UTC)
    now, day = start, FIRST_DAY
    while now < end:
        async with database.writing() as unit:
            now += await unit.run_sync(week.live, at=make_moment(now))
        if (today := now.astimezone(ZONE).date()) != day:
            broken = len(result.promises.broken)
            tell(f"{day:%a %d %b}: {people.clients} clients so far, {broken} broken promises")
            day = today
    last = make_moment(end - STEP)
    async with database.reading() as view:
        period = count_back(days, at=last)
        result.figures = await view.run_sync(statistics.collect, period, at=last)
        result.notices = await view.run_sync(_count_notices)
        result.replayed = await view.run_sync(replay)
    return result


def _count_notices(session: Session) -> Counter[str]:
    key = Outbox.params["key"].as_string()
    rows = select(key, func.count()).where(key.is_not(None)).group_by(key)
    return Counter(dict(session.execute(rows).all()))


@dataclass(slots=True)
class Week:
    """What happens step by step."""

    people: People
    result: Result
    acts_at: datetime | None = None  # when an admin sees to who is ill
    lived: datetime | None = None  # until when

    def live(self, session: Session, *, at: Moment) -> timedelta:
        """Let happen what has come since the last step; returns how long the next one is."""
        day = at.now.astimezone(ZONE).date()
        self.people.is_ill = ILLNESS[0] <= day <= ILLNESS[1]
        self._end_shifts(session, at=at)
        self._see_to_the_ill(session, at=at)
        self.people.act(session, at.now - (self.lived or at.now), at=at)
        self.lived = at.now
        deliver(session, at=at)
        run_clock(session, at=at)
        self.result.promises.check(session, at=at)
        closed = read_closed(session, at=at)
        is_night = len(closed.sources) == len(HOURS) and len(closed.operators) == len(WORKERS)
        return NIGHT_STEP if is_night else STEP

    def _end_shifts(self, session: Session, *, at: Moment) -> None:
        """Let half of those who were asked at the last step, as their hours ended, pass everything on."""
        asked = select(Operator).where(Operator.shift_told_at == self.lived).order_by(Operator.id)
        for operator in session.scalars(asked).all():
            if self.people.random.random() < PASSES_ON and operator.load:
                actor = actors.operator(operator.id)
                self.result.passed_on += transfer_all(session, operator, actor, at=at)

    def _see_to_the_ill(self, session: Session, *, at: Moment) -> None:
        """Let an admin who was told that somebody does not answer find out, and move everything."""
        operator = session.scalars(select(Operator).where(Operator.name == ILL)).one()
        if not self.people.is_ill or operator.away_until is not None:
            return
        alert = session.get(Alert, f"unanswered:{operator.id}")
        if self.acts_at is None and alert is not None and alert.at.astimezone(ZONE).date() >= ILLNESS[0]:
            self.acts_at = at.now + REACTS
        if self.acts_at is not None and self.acts_at <= at.now:
            working_hours.set_away(session, operator, ILLNESS[1], at=at)
            self.result.moved += transfer_all(session, operator, actors.admin(ADMIN), at=at)


def transfer_all(session: Session, operator: Operator, actor: Actor, *, at: Moment) -> int:
    """Move what an operator has open as a preview shows; returns how many contacts that are."""
    if not operator.load:
        return 0
    seed = at.now.minute
    planned = replace(at, chance=Random(seed).randrange)
    plan = transfers.hash_plan(transfers.preview(session, operator, None, at=planned))
    chance = Random(seed).randrange
    moved = transfers.transfer(session, operator, None, plan, planned_chance=chance, actor=actor, at=at)
    return sum(move.operator_id is not None or move.waits for move in moved)


def run_clock(session: Session, *, at: Moment) -> None:
    """Do what the scheduler does."""
    bots = (SHOP, HELP)
    queue.drain_all(session, at=at)
    queue.widen(session, at=at)
    for contact_id in follow_ups.list_overdue(session, bots=bots, at=at):
        follow_ups.give_up_waiting(session, contact_id, at=at)
    for contact_id in wakeups.list_due(session, bots=bots, at=at):
        wakeups.wake(session, contact_id, at=at)
    for contact_id in idle.list_due(session, bots=bots, at=at):
        idle.see_to(session, contact_id, at=at)
    overdue = timeouts.list_overdue(session, bots=bots, at=at)
    if overdue:
        timeouts.offer_to_others(session, overdue, at=at)
    while reminders.remind(session, bots=bots, at=at) == reminders.BATCH:
        pass
    shifts.ask(session, at=at)
    pauses.see_to(session, at=at)
    alerts.raise_alerts(session, bots=dict.fromkeys(bots), at=at)


def deliver(session: Session, *, at: Moment) -> None:
    """Let everything that is decided have arrived."""
    session.flush()
    pending = update(Outbox).where(Outbox.state == OutboxState.PENDING)
    sent = pending.values(state=OutboxState.SENT, done_at=at.now, message_id=Outbox.id + 1_000_000)
    session.execute(sent.execution_options(synchronize_session="fetch"))
