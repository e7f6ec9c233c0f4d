"""Calendar days up to today where the business is, and how a chart divides them."""

import enum
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models import Event
from services.moment import Moment
from services.refusals import Reason, Refused

DAYS = range(1, 367)
WEEK = 7  # days
MOST_DAYS_SHOWN = 45  # more become weeks
OUT_OF_ORDER = timedelta(days=1)  # events are, at most: a clock was set back, or two differ


class Step(enum.StrEnum):
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days from `first` to `last`, which is today or, of a week that is over, the Sunday."""

    first: date
    last: date
    timezone: ZoneInfo

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def since(self) -> datetime:
        """When it begins, in UTC."""
        return begin(self.first, self.timezone)

    def find_end(self, *, at: Moment) -> datetime | None:
        """Return when it has ended, in UTC; None of one that ends today: nothing is later than that."""
        end = begin(self.last + timedelta(days=1), self.timezone)
        return end if end <= at.now else None

    def limit(self, moment: InstrumentedAttribute[Any], *, at: Moment) -> list[ColumnElement[bool]]:
        """Return when a moment is in it."""
        end = self.find_end(at=at)
        return [moment >= self.since, *([moment < end] if end is not None else [])]

    @property
    def step(self) -> Step:
        """What one column of a chart stands for."""
        if self.days == 1:
            return Step.HOUR
        return Step.DAY if self.days <= MOST_DAYS_SHOWN else Step.WEEK

    @property
    def starts(self) -> list[datetime]:
        """When each column begins, in UTC; weeks are counted back from today, so the first may be short."""
        if self.step is Step.HOUR:
            end, hour = begin(self.last + timedelta(days=1), self.timezone), timedelta(hours=1)
            return [self.since + hour * n for n in range((end - self.since) // hour)]
        length = 1 if self.step is Step.DAY else 7
        short = (self.days - 1) % length + 1
        ahead = [0, *range(short, self.days, length)]
        return [begin(self.first + timedelta(days=n), self.timezone) for n in ahead]


def limit_events(session: Session, since: datetime, before: datetime | None) -> list[ColumnElement[bool]]:
    """Return which events are of some time. They are about in the order of time, so it takes no index."""
    limits = [Event.at >= since, Event.id >= _find_event(session, since - OUT_OF_ORDER)]
    if before is not None:
        limits += [Event.at < before, Event.id < _find_event(session, before + OUT_OF_ORDER)]
    return limits


def _find_event(session: Session, since: datetime) -> int:
    """Return the id of the first event since then, or one more than that of the last."""
    low, high = 0, (session.scalar(select(func.max(Event.id))) or 0) + 1
    while low < high:
        middle = (low + high) // 2
        at = session.scalar(select(Event.at).where(Event.id >= middle).order_by(Event.id).limit(1))
        if at is None or at >= since:
            high = middle
        else:
            low = middle + 1
    return low


def find_today(*, at: Moment) -> date:
    """Return which day it is in the business."""
    return at.now.astimezone(at.policy.timezone).date()


def count_back(days: int, *, at: Moment) -> Period:
    """Return so many days up to today; raises Refused."""
    if days not in DAYS:
        raise Refused(Reason.BAD_DAYS, most=DAYS[-1])
    today = find_today(at=at)
    return Period(today - timedelta(days=days - 1), today, at.policy.timezone)


def find_week(monday: date, *, at: Moment) -> Period:
    """Return the week of a Monday; raises Refused for one that is not over, or further back than we look."""
    today = find_today(at=at)
    if monday.weekday() or not WEEK <= (today - monday).days < DAYS[-1]:
        raise Refused(Reason.CHANGED_SINCE)
    return Period(monday, monday + timedelta(days=WEEK - 1), at.policy.timezone)


def begin(day: date, timezone: ZoneInfo) -> datetime:
    """Return when a day begins, in UTC; where clocks go forward at midnight, that is an hour later."""
    return datetime.combine(day, time(), timezone).astimezone(UTC)
