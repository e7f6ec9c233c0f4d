"""When bots are open and operators work: set by admins, and what follows at once."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.orm import Session

from models import Actor, Operator, Source
from services.distribution import locks, queue
from services.hours.availability import recording
from services.hours.rules import Days, Rules
from services.hours.schedule import Schedule, knows_zone, spell
from services.hours.working_time import of_operator, of_source
from services.moment import Moment
from services.refusals import Reason, Refused
from services.team import operators

MOST_CLOSED = 12  # rules about days that are closed
FURTHEST_DAY = timedelta(days=3 * 366)


def set_source_hours(session: Session, source: Source, hours: str | None, *, at: Moment) -> None:
    """Set when a source is open, None for always; raises Refused for what says no such hours.

    A bot and its campaigns have the same hours. What waits is handed out if it is open now.
    """
    spelled = _spell(Schedule(hours, at.policy.timezone, at.policy.phone_region), at=at)
    concerned = locks.lock_with_campaigns(session, source)
    for one in concerned:
        one.hours = spelled
    session.flush()
    queue.drain(session, {one.id for one in concerned}, at=at)


def set_week(session: Session, source: Source, week: str, *, at: Moment) -> None:
    """Set the hours of the week, and leave holidays as they are; raises Refused."""
    locks.lock_with_campaigns(session, source)
    given, kept = Rules.read(week), Rules.read(source.hours)
    closed = tuple(sorted({*given.closed, *kept.closed}))
    rules = Rules(given.week, given.holidays_are_closed or kept.holidays_are_closed, closed)
    set_source_hours(session, source, rules.write(), at=at)


def set_holidays(session: Session, source: Source, are_closed: bool, *, at: Moment) -> None:
    """Close or open a source on the public holidays of the business's country."""
    locks.lock_with_campaigns(session, source)
    rules = Rules.read(source.hours)
    set_source_hours(session, source, Rules(rules.week, are_closed, rules.closed).write(), at=at)


def close_days(session: Session, source: Source, days: Days, *, at: Moment) -> None:
    """Close a source on some days, and forget those that are past; raises Refused for days that can't be."""
    today = find_today(of_source(source, at=at), at=at)
    if not today <= days.last <= today + FURTHEST_DAY or days.first > days.last:
        raise Refused(Reason.BAD_DATES)
    locks.lock_with_campaigns(session, source)
    rules = Rules.read(source.hours)
    rules = rules.open(one for one in rules.closed if one.last < today).close(days)
    if len(rules.closed) > MOST_CLOSED:
        raise Refused(Reason.TOO_MANY_DATES, most=MOST_CLOSED)
    set_source_hours(session, source, rules.write(), at=at)


def open_days(session: Session, source: Source, days: Days, *, at: Moment) -> None:
    """Close a source no longer on some days."""
    locks.lock_with_campaigns(session, source)
    rules = Rules.read(source.hours)
    if days not in rules.closed:
        raise Refused(Reason.CHANGED_SINCE)
    set_source_hours(session, source, rules.open([days]).write(), at=at)


def change_work(
    session: Session,
    operator: Operator,
    given: Mapping[str, Any],
    *,
    actor: Actor | None = None,
    at: Moment,
) -> None:
    """Change what is given of an operator's hours, timezone and away_until; who works now gets what waits.

    None for always, for the clock of the business, and for no absence. Raises Refused, with nothing changed,
    for what says no such hours, zone or moment.
    """
    operators.check_employed(operator)
    operators.lock_served(session, operator)
    hours, timezone = (given.get(name, getattr(operator, name)) for name in ("hours", "timezone"))
    zone = at.policy.timezone if timezone is None else find_timezone(timezone)
    spelled = _spell(Schedule(hours, zone, at.policy.phone_region), at=at)
    until = given.get("away_until")
    if until is not None and not at.now < until <= at.now + FURTHEST_DAY + timedelta(days=2):
        raise Refused(Reason.BAD_DATES)
    with recording(session, operator, actor=actor, at=at):
        operator.hours, operator.timezone = spelled, timezone
        if "away_until" in given:
            operator.away_until = until
    session.flush()
    queue.drain_for(session, [operator.id], at=at)


def set_away(
    session: Session, operator: Operator, last: date, *, actor: Actor | None = None, at: Moment
) -> None:
    """Let an operator be away up to the end of a day, by the operator's clock; raises Refused."""
    schedule = of_operator(operator, at=at)
    today = find_today(schedule, at=at)
    if not today <= last <= today + FURTHEST_DAY:
        raise Refused(Reason.BAD_DATES)
    until = datetime.combine(last + timedelta(days=1), datetime.min.time(), schedule.timezone)
    change_work(session, operator, {"away_until": until}, actor=actor, at=at)


def find_timezone(name: str) -> ZoneInfo:
    """Return the time zone of a name such as Asia/Yekaterinburg; raises Refused."""
    try:
        zone = ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        zone = None
    if zone is None or not knows_zone(zone):
        raise Refused(Reason.BAD_TIMEZONE, name=name)
    return zone


def find_today(schedule: Schedule, *, at: Moment) -> date:
    """Return which day it is where the clock of a schedule hangs."""
    return at.now.astimezone(schedule.timezone).date()


def _spell(schedule: Schedule, *, at: Moment) -> str | None:
    try:
        return spell(schedule, at.now)
    except ValueError:
        raise Refused(Reason.BAD_HOURS) from None
