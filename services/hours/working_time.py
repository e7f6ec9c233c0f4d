"""Who works now, and how long clients have waited while somebody was to answer them.

What waits for an answer by the clock waits in the hours of its source: at night no clock runs.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import ColumnElement, SQLColumnExpression, or_, select
from sqlalchemy.orm import Session

from models import Contact, Operator, Source
from services.hours.schedule import Schedule
from services.moment import Moment


def of_source(source: Source, *, at: Moment) -> Schedule:
    """Return when a source is open."""
    return Schedule(source.hours, at.policy.timezone, at.policy.phone_region)


class Works(Protocol):
    """An operator, or as much of a row as says when he works."""

    @property
    def hours(self) -> str | None: ...
    @property
    def timezone(self) -> str | None: ...
    @property
    def away_until(self) -> datetime | None: ...


def of_operator(operator: Works, *, at: Moment) -> Schedule:
    """Return when an operator works, holidays apart."""
    return Schedule(operator.hours, find_zone(operator.timezone, at=at), at.policy.phone_region)


def find_zone(name: str | None, *, at: Moment) -> ZoneInfo:
    """Return a time zone; that of the business if there is no name, or none of it any more."""
    try:
        return ZoneInfo(name) if name else at.policy.timezone
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return at.policy.timezone


def is_at_work(operator: Works, *, at: Moment) -> bool:
    """Tell whether these are an operator's hours of work, and no holiday."""
    if operator.away_until is not None and at.now < operator.away_until:
        return False
    return operator.hours is None or of_operator(operator, at=at).is_open(at.now)


def find_return(operator: Works, *, at: Moment) -> datetime | None:
    """Return when an operator's hours of work begin again, now if they run; None: not for a year."""
    return of_operator(operator, at=at).find_opening(max(at.now, operator.away_until or at.now))


def list_off_hours(session: Session, *, at: Moment) -> list[int]:
    """Return the operators whose hours of work these are not."""
    limited = select(Operator).where(Operator.hours.is_not(None) | (Operator.away_until > at.now))
    rows = session.scalars(limited.where(Operator.dismissed_at.is_(None)))
    return [operator.id for operator in rows if not is_at_work(operator, at=at)]


@dataclass(frozen=True, slots=True)
class SourceHours:
    """The sources that are not always open, by their hours, at a moment."""

    now: datetime
    groups: Mapping[Schedule, Collection[int]]

    @property
    def closed(self) -> list[int]:
        """The sources that are closed."""
        return [id_ for hours, ids in self.groups.items() if not hours.is_open(self.now) for id_ in ids]

    def has_lasted(self, since: SQLColumnExpression[Any], span: timedelta) -> ColumnElement[bool]:
        """Tell of a contact whether its source is open, and has been for so long since a moment."""
        always = since <= self.now - span
        if not self.groups:
            return always
        limited = [id_ for ids in self.groups.values() for id_ in ids]
        in_hours = [
            Contact.source_id.in_(ids) & (since <= hours.go_back(span, self.now))
            for hours, ids in self.groups.items()
            if hours.is_open(self.now)
        ]
        return or_(always & Contact.source_id.not_in(limited), *in_hours)


def read_source_hours(session: Session, *, at: Moment) -> SourceHours:
    """Return the hours of the sources that are not always open."""
    groups: defaultdict[Schedule, list[int]] = defaultdict(list)
    for source in session.scalars(select(Source).where(Source.hours.is_not(None))):
        groups[of_source(source, at=at)].append(source.id)
    return SourceHours(at.now, groups)


@dataclass(frozen=True, slots=True)
class Closed:
    """Which sources are closed, and which operators are not at work."""

    sources: tuple[int, ...]
    operators: tuple[int, ...]


def read_closed(session: Session, *, at: Moment) -> Closed:
    """Return what is closed now, to be compared with what was before."""
    closed, off_hours = read_source_hours(session, at=at).closed, list_off_hours(session, at=at)
    return Closed(tuple(sorted(closed)), tuple(sorted(off_hours)))
