"""When somebody was there: by what was seen of them, and by their hours of work if those agree with it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from models import Operator
from services.hours import working_time
from services.hours.schedule import Schedule
from services.moment import Moment
from services.what_if.clocks import ALWAYS, ENDLESS, Clock, Stretch, intersect, join

BEFORE = timedelta(days=14)  # that is read besides, for how long assignments take
OUTSIDE = 0.02  # the part of looks outside of an operator's hours from which on those are not believed
Look = tuple[float, bool]  # when, and whether somebody was there


def find_clock(operator: Operator, seen: Sequence[Look], since: datetime, *, at: Moment) -> Clock:
    """Return when an operator was there; hours of work count besides if they agree with what was seen."""
    hours = working_time.of_operator(operator, at=at)
    worked = Clock(ALWAYS.stretches if hours.hours is None else list_hours(hours, since, at.now))
    outside = sum(is_there and not worked.runs(moment) for moment, is_there in seen)
    if outside > OUTSIDE * len(seen):
        worked = ALWAYS
    begin = max(-BEFORE, operator.created_at - since).total_seconds()
    looks = sorted(look for look in seen if worked.runs(look[0]))
    there = join(looks, begin) if looks else [(begin, ENDLESS)] if operator.is_active else []
    return Clock(intersect(there, worked.stretches))


def list_hours(hours: Schedule, since: datetime, now: datetime) -> list[Stretch]:
    """Return when it is open, in seconds since a moment, from some weeks before it until some after now."""
    found: list[Stretch] = []
    moment, end = since - 2 * BEFORE, now + BEFORE
    while moment < end:
        opens = hours.find_opening(moment)
        if opens is None or opens >= end:
            break
        closes = hours.find_change(opens) or end + BEFORE
        found.append(((opens - since).total_seconds(), (closes - since).total_seconds()))
        moment = closes
    return found
