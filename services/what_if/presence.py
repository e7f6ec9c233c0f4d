"""When somebody was there: by the record of switches, pauses and hours, or else by what decisions say."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from operator import itemgetter
from typing import NamedTuple

from models import Operator
from services.audit.availability_then import Record
from services.hours import working_time
from services.hours.schedule import Schedule
from services.moment import Moment
from services.what_if.clocks import ALWAYS, ENDLESS, LONG_AGO, Clock, Stretch, intersect, join

BEFORE = timedelta(days=14)  # that is read besides, for how long assignments take
OUTSIDE = 0.02  # the part of looks outside of an operator's hours from which on those are not believed


class Look(NamedTuple):
    """What a decision says: when somebody was there or not, and whether for a lost chat with the bot."""

    moment: float
    is_there: bool
    is_reached: bool = True


def find_clock(
    operator: Operator, seen: Sequence[Look], record: Record | None, since: datetime, *, at: Moment
) -> Clock:
    """Return when an operator was there: by the record and, before it begins, by what was seen.

    Of the chat with the bot there is no record, so what was seen of it counts all the time.
    """
    if record is None:
        return guess_clock(operator, seen, since, at=at)
    begin = (record.begin - since).total_seconds()
    before = [look for look in seen if look.moment < begin]
    earlier = guess_clock(operator, before, since, at=at).stretches if before else ()
    there = [*intersect(earlier, [(LONG_AGO, begin)]), *list_there(record, since)]
    chat = [(look.moment, look.is_reached) for look in seen if look.is_there or not look.is_reached]
    return Clock(intersect(there, join(sort(chat), LONG_AGO)) if chat else there)


def list_there(record: Record, since: datetime) -> list[Stretch]:
    """Return when somebody was not away since a record begins."""
    found, last = list[Stretch](), (record.begin - since).total_seconds()
    for one in record.away:
        found.append((last, (one.since - since).total_seconds()))
        last = (one.until - since).total_seconds()
    return [*found, (last, ENDLESS)]


def guess_clock(operator: Operator, seen: Sequence[Look], since: datetime, *, at: Moment) -> Clock:
    """Return when an operator was seen; hours of work count besides if they agree with it."""
    hours = working_time.of_operator(operator, at=at)
    worked = Clock(ALWAYS.stretches if hours.hours is None else list_hours(hours, since, at.now))
    outside = sum(look.is_there and not worked.runs(look.moment) for look in seen)
    if outside > OUTSIDE * len(seen):
        worked = ALWAYS
    begin = max(-BEFORE, operator.created_at - since).total_seconds()
    looks = sort((look.moment, look.is_there) for look in seen if worked.runs(look.moment))
    there = join(looks, begin) if looks else [(begin, ENDLESS)] if operator.is_active else []
    return Clock(intersect(there, worked.stretches))


def sort(points: Iterable[tuple[float, bool]]) -> list[tuple[float, bool]]:
    """Return points in the order of time; of one moment the last one read is the last."""
    return sorted(points, key=itemgetter(0))


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
