"""How many contacts waited at each hour of the day: exact, from the queue of now and what has changed it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from heapq import merge
from zoneinfo import ZoneInfo

from pydantic import BaseModel
from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from models import Event
from services.events import Kind
from services.moment import Moment
from services.reports.periods import begin

PART = 500  # rows
HOUR = timedelta(hours=1)
LONGER = (Kind.CREATED.value, Kind.UNASSIGNED.value)
# What is put off without a place enters the queue when that ends.
ENTERS = and_(Event.kind == Kind.WOKEN.value, Event.data["waits"].as_integer() == 1)
# What an admin has reopened for whoever has a place waits, or is handed over from there.
REQUEUED = and_(Event.kind == Kind.REOPENED.value, Event.data["operator_id"].as_integer().is_(None))
# Whose it was before: nobody's, if it has waited until then.
FORMER = {Kind.ASSIGNED: "from_operator_id", Kind.COMPLETED: "operator_id"}
CHANGE = case(
    (Event.kind.in_(LONGER), 1),
    (ENTERS, 1),
    (REQUEUED, 1),
    *(
        (and_(Event.kind == kind.value, Event.data[key].as_integer().is_(None)), -1)
        for kind, key in FORMER.items()
    ),
    else_=0,
)


@dataclass(frozen=True, slots=True)
class HourOfDay:
    """Of an hour of the clock on all days of a period: how many waited at most at once, and on average."""

    hour: int
    most: int
    mean: float


class Length(BaseModel):
    """How long the queue was over some time, beside how long it was when that time ended."""

    most: int = 0
    waited: int = 0  # seconds, of all contacts together
    seconds: int = 0

    def add(self, length: int, seconds: int) -> None:
        """Take in that so many waited for so long."""
        if seconds:
            self.include(Length(most=length, waited=length * seconds, seconds=seconds))

    def include(self, other: "Length") -> None:
        """Take in some other time."""
        self.most = max(self.most, other.most) if self.seconds else other.most
        self.waited += other.waited
        self.seconds += other.seconds


class QueueOfDay(BaseModel):
    """The queue of a day, by the hour of the clock, and by how much it has grown in all."""

    hours: dict[int, Length]
    growth: int


@dataclass(frozen=True, slots=True)
class Change:
    """When the queue becomes longer or shorter, or an hour begins."""

    moment: int
    by: int = 0
    hour: int | None = None  # of the clock


def measure_day(changes: Iterable[Change], day: date, timezone: ZoneInfo, *, at: Moment) -> QueueOfDay:
    """Return the queue of a day, or of what it has had so far, from its changes, the latest first."""
    hours, latest = defaultdict[int, Length](Length), Length()
    length, until = 0, int(min(at.now, begin(day + timedelta(days=1), timezone)).timestamp())
    # Backwards from the end. What happens in the second in which an hour begins belongs to that hour.
    for change in merge(changes, _list_hours(day, timezone), key=lambda change: change.moment, reverse=True):
        # Later than now is an hour to come, or what a clock has written that was ahead.
        latest.add(length, max(until - change.moment, 0))
        until, length = min(until, change.moment), length - change.by
        if change.hour is not None:
            hours[change.hour].include(latest)
            latest = Length()
    return QueueOfDay(hours=hours, growth=-length)


def list_hours(days: Iterable[QueueOfDay], waiting: int) -> list[HourOfDay]:
    """Return the hours of all these days, the last of them first; `waiting`: how many wait at the end."""
    hours = defaultdict[int, Length](Length)
    for day in days:
        for hour, length in day.hours.items():
            waited = max(waiting * length.seconds + length.waited, 0)
            hours[hour].include(
                Length(most=max(waiting + length.most, 0), waited=waited, seconds=length.seconds)
            )
        waiting -= day.growth
    return [
        HourOfDay(hour, length.most, length.waited / length.seconds)
        for hour, length in sorted(hours.items())
        if length.seconds
    ]


def read_changes(session: Session, limits: Iterable[ColumnElement[bool]]) -> Iterator[Change]:
    """Yield by how much the queue grew or shrank, and when, within limits of events, the latest first."""
    # What comes and finds an operator does both at one moment: nearly all that is stored ends here.
    change = func.sum(CHANGE)
    rows = (
        select(Event.at, change)
        .where(*limits, Event.kind.in_((*LONGER, Kind.WOKEN.value, Kind.REOPENED.value, *FORMER)))
        .group_by(Event.at)
        .having(change != 0)
        .order_by(Event.at.desc())
        .execution_options(yield_per=PART)
    )
    for part in session.execute(rows).partitions():
        yield from (Change(int(moment.timestamp()), int(change)) for moment, change in part)


def _list_hours(day: date, timezone: ZoneInfo) -> Iterator[Change]:
    """Yield the hours of the clock as they begin where the business is, the latest first."""
    start, end = begin(day, timezone), begin(day + timedelta(days=1), timezone)
    moments = [start + n * HOUR for n in range((end - start) // HOUR)]
    for n, moment in reversed(list(enumerate(moments))):
        # Only where clocks change is the hour another one than it is by count.
        hour = n if len(moments) == 24 else moment.astimezone(timezone).hour
        yield Change(int(moment.timestamp()), hour=hour)
