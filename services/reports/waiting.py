"""How many contacts waited at each hour of the day: exact, from the queue of now and what has changed it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

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
        self.most = max(self.most, length if seconds else 0)
        self.waited += length * seconds
        self.seconds += seconds


@dataclass(frozen=True, slots=True)
class _Mark:
    """When the queue changes, or an hour begins."""

    moment: int
    change: int = 0
    hour: int | None = None


def measure_hours(session: Session, period: Period, waiting: int, *, at: Moment) -> list[HourOfDay]:
    """Return the hours of the day that a period has had so far; `waiting`: how many do now."""
    changes = list(_read_changes(session, period))
    length = waiting - sum(mark.change for mark in changes)
    # The sort keeps the order: an hour begins before what happens in its first second.
    marks = sorted([*_list_hours(period), *changes], key=lambda mark: mark.moment)
    now = _Mark(int(at.now.timestamp()))
    past = [mark for mark in marks if mark.moment < now.moment or mark.change]
    tallies = dict[int, _Tally]()
    hour = 0
    for mark, following in pairwise([*past, now]):
        hour = hour if mark.hour is None else mark.hour
        length += mark.change
        # A clock that was ahead may have written what is still to come.
        seconds = max(following.moment - mark.moment, 0)
        tallies.setdefault(hour, _Tally()).add(max(length, 0), seconds)
    return [
        HourOfDay(hour, tally.most, tally.waited / max(tally.seconds, 1))
        for hour, tally in sorted(tallies.items())
    ]


def _read_changes(session: Session, period: Period) -> Iterator[_Mark]:
    """Yield when the queue has become longer or shorter, and by how much."""
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
        .order_by(Event.at)
        .execution_options(yield_per=PART)
    )
    for part in session.execute(rows).partitions():
        yield from (_Mark(int(moment.timestamp()), int(change)) for moment, change in part)


def _list_hours(period: Period) -> Iterator[_Mark]:
    """Yield the hours of the clock as they begin where the business is."""
    for day in range(period.days):
        start, end = (begin(period.first + timedelta(days=n), period.timezone) for n in (day, day + 1))
        for n in range((end - start) // HOUR):
            moment = start + n * HOUR
            yield _Mark(int(moment.timestamp()), hour=moment.astimezone(period.timezone).hour)
