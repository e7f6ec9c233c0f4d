"""Draws and the queue of a period, read day by day; a past day is read once, and its sum is kept.

Both come from events, which nobody changes: so nothing that happens later changes a sum.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any, cast

from pydantic import BaseModel
from sqlalchemy import ColumnElement, Select, Table, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models import Contact, DaySum, Event
from models.base import insert_unless_exists
from services.events import Kind
from services.hours.first_answers import LEFT
from services.moment import Moment
from services.reports.measures.draws import PART, Draws, add_up, count_draws
from services.reports.measures.waiting import HourOfDay, QueueOfDay, list_hours, measure_day, read_changes
from services.reports.periods import DAYS, OUT_OF_ORDER, Period, begin, count_back, limit_events

TABLE = cast(Table, DaySum.__table__)


class Sum(BaseModel):
    """What a day adds to the statistics of a period."""

    draws: Draws
    queue: QueueOfDay
    left: dict[int, list[int]] = {}  # operator → seconds that a contact had no answer there before it left


@dataclass(frozen=True, slots=True)
class Kept:
    """The sum of a past day, to be kept."""

    day: date
    sum: Sum


@dataclass(frozen=True, slots=True)
class Sums:
    """What events say of a period."""

    draws: Draws
    hours: list[HourOfDay]
    left: dict[int, list[int]]


def sum_up(session: Session, period: Period, waiting: int, *, at: Moment) -> Sums:
    """Return what events say of a period; `waiting`: how many do now."""
    whole = period
    if period.find_end(at=at) is not None:  # back from now to its end the queue has changed
        whole = Period(period.first, at.now.astimezone(period.timezone).date(), period.timezone)
    first, rows = _find_first(session), session.execute(_of(whole, DaySum.day, DaySum.data))
    kept = {row.day: row.data for row in rows}
    days = [whole.last - timedelta(days=n) for n in range(whole.days)]
    every = [
        Sum.model_validate(kept[day]) if day in kept else _sum_day(session, whole, day, first, at=at)
        for day in days
    ]
    later = whole.days - period.days
    waiting -= sum(one.queue.growth for one in every[:later])
    sums = every[later:]
    left = defaultdict[int, list[int]](list)
    for operator_id, seconds in chain.from_iterable(one.left.items() for one in sums):
        left[operator_id] += seconds
    hours = list_hours((one.queue for one in sums), waiting)
    return Sums(add_up(one.draws for one in sums), hours, left)


def find_unsummed(session: Session, *, at: Moment) -> Kept | None:
    """Return the sum of the last day that is past and has none yet; None if all have."""
    first = _find_first(session)
    if first is None:
        return None
    period = count_back(DAYS[-1], at=at)
    kept = set(session.scalars(_of(period, DaySum.day)))
    for day in (period.last - timedelta(days=n) for n in range(period.days)):
        end = begin(day + timedelta(days=1), period.timezone)
        if end + OUT_OF_ORDER <= at.now and day not in kept:
            return Kept(day, _sum_day(session, period, day, first, at=at)) if end > first else None
    return None


def keep(session: Session, kept: Kept, *, at: Moment) -> None:
    """Keep the sum of a past day, unless somebody has."""
    row = {"timezone": at.policy.timezone.key, "day": kept.day, "data": kept.sum.model_dump(mode="json")}
    session.execute(insert_unless_exists(session, TABLE).values(row))


def list_wrong(session: Session, *, at: Moment) -> list[date]:
    """Return the past days whose kept sum is not what events add up to."""
    first, period = _find_first(session), count_back(DAYS[-1], at=at)
    rows = session.execute(_of(period, DaySum.day, DaySum.data)).all()
    days = sorted(((day, Sum.model_validate(data)) for day, data in rows), key=lambda each: each[0])
    return [day for day, kept in days if kept != _sum_day(session, period, day, first, at=at)]


def _sum_day(session: Session, period: Period, day: date, first: datetime | None, *, at: Moment) -> Sum:
    """Sum up a day; `first`: when the first contact of all was created."""
    # What a clock has written that was ahead belongs to today: it is in the queue of now.
    end = None if day == period.last else begin(day + timedelta(days=1), period.timezone)
    if first is None or (end and end <= first):
        return Sum(draws=Draws(), queue=measure_day((), day, period.timezone, at=at))
    limits = limit_events(session, begin(day, period.timezone), end)
    queue = measure_day(read_changes(session, limits), day, period.timezone, at=at)
    return Sum(draws=count_draws(session, limits), queue=queue, left=list_left(session, limits))


def list_left(session: Session, limits: Iterable[ColumnElement[bool]]) -> dict[int, list[int]]:
    """Return by operator for how long contacts had no answer there before they left."""
    seconds = Event.data[LEFT].as_integer()
    former = case(
        (Event.kind == Kind.ASSIGNED.value, Event.data["from_operator_id"].as_integer()),
        else_=Event.data["operator_id"].as_integer(),
    )
    left = defaultdict[int, list[int]](list)
    kinds = (Kind.ASSIGNED.value, Kind.UNASSIGNED.value)
    rows = select(former, seconds).where(*limits, Event.kind.in_(kinds), seconds.is_not(None))
    for operator_id, waited in session.execute(rows.execution_options(yield_per=PART)):
        left[operator_id].append(waited)
    return dict(left)


def _find_first(session: Session) -> datetime | None:
    return session.scalar(select(func.min(Contact.created_at)))


def _of(period: Period, *columns: InstrumentedAttribute[Any]) -> Select[Any]:
    """Return what to read of the days of a period that are summed up."""
    rows = select(*columns).where(DaySum.timezone == period.timezone.key)
    return rows.where(DaySum.day.between(period.first, period.last))
