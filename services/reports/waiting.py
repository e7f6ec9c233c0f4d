"""How many contacts waited at each hour of the day: exact, from the queue of now and what has changed it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from heapq import merge

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from models import Event
from services.events import Kind
from services.moment import Moment
from services.reports.draws import OUT_OF_ORDER, find_first
from services.reports.periods import Period, begin

PART = 500  # rows
HOUR = timedelta(hours=1)
LONGER = (Kind.CREATED.value, Kind.UNASSIGNED.value)
# Whose it was before: nobody's, if it has waited until then.
FORMER = {Kind.ASSIGNED: "from_operator_id", Kind.COMPLETED: "operator_id"}
CHANGE = case(
    (Event.kind.in_(LONGER), 1),
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


@dataclass(slots=True)
class _Tally:
    most: int = 0
    waited: int = 0  # seconds, of all contacts together
    seconds: int = 0

    def add(self, length: int, seconds: int) -> None:
        """Take in that so many waited for so long."""
        if seconds:
            self.include(_Tally(length, length * seconds, seconds))

    def include(self, other: "_Tally") -> None:
        """Take in what another one has counted."""
        self.most = max(self.most, other.most)
        self.waited += other.waited
        self.seconds += other.seconds


@dataclass(frozen=True, slots=True)
class _Mark:
    """When the queue changes, or an hour begins."""

    moment: int
    change: int = 0
    hour: int | None = None


def measure_hours(session: Session, period: Period, waiting: int, *, at: Moment) -> list[HourOfDay]:
    """Return the hours of the day that a period has had so far; `waiting`: how many do now."""
    tallies, latest = defaultdict[int, _Tally](_Tally), _Tally()
    length, until = waiting, int(at.now.timestamp())
    # Backwards from now. Of one second what happened in it comes first: it is within the hour that begins.
    for mark in merge(
        _read_changes(session, period), _list_hours(period), key=lambda mark: mark.moment, reverse=True
    ):
        # Later than now is an hour to come, or what a clock has written that was ahead.
        latest.add(max(length, 0), max(until - mark.moment, 0))
        until, length = min(until, mark.moment), length - mark.change
        if mark.hour is not None:
            tallies[mark.hour].include(latest)
            latest = _Tally()
    return [
        HourOfDay(hour, tally.most, tally.waited / tally.seconds)
        for hour, tally in sorted(tallies.items())
        if tally.seconds
    ]


def _read_changes(session: Session, period: Period) -> Iterator[_Mark]:
    """Yield when the queue has become longer or shorter, and by how much, the latest first."""
    # What comes and finds an operator does both at one moment: nearly all that is stored ends here.
    change = func.sum(CHANGE)
    rows = (
        select(Event.at, change)
        .where(
            Event.id >= find_first(session, period.since - OUT_OF_ORDER),
            Event.kind.in_((*LONGER, *FORMER)),
            Event.at >= period.since,
        )
        .group_by(Event.at)
        .having(change != 0)
        .order_by(Event.at.desc())
        .execution_options(yield_per=PART)
    )
    for part in session.execute(rows).partitions():
        yield from (_Mark(int(moment.timestamp()), int(change)) for moment, change in part)


def _list_hours(period: Period) -> Iterator[_Mark]:
    """Yield the hours of the clock as they begin where the business is, the latest first."""
    end = begin(period.last + timedelta(days=1), period.timezone)
    for day in range(period.days):
        start = begin(period.last - timedelta(days=day), period.timezone)
        moments = [start + n * HOUR for n in reversed(range((end - start) // HOUR))]
        for n, moment in zip(reversed(range(len(moments))), moments, strict=True):
            # Only where clocks change is the hour another one than it is by count.
            hour = n if len(moments) == 24 else moment.astimezone(period.timezone).hour
            yield _Mark(int(moment.timestamp()), hour=hour)
        end = start
