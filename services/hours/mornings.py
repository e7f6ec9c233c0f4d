"""Until when something is put off that people call by a name: an hour, this evening, Monday morning."""

import enum
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from models import Source
from services.hours.schedule import Schedule
from services.hours.working_time import of_source
from services.moment import Moment

NINE = time(9)  # when a morning begins where no hours say it
EVENING = time(18)
SOON = timedelta(hours=1)
DAYS = 3
MONDAY = 0


class Later(enum.StrEnum):
    """Until when, as the buttons have it."""

    CLIENT = "client"  # writes
    HOUR = "hour"
    EVENING = "evening"
    TOMORROW = "tomorrow"
    DAYS = "days"
    MONDAY = "monday"


Morning = Callable[[date], datetime]


def find_morning(source: Source, day: date, *, at: Moment) -> datetime:
    """Return when a source opens on a day, or on the next one on which it does; at nine without hours."""
    return find_morning_of(of_source(source, at=at), day)


def find_morning_of(hours: Schedule, day: date) -> datetime:
    """Return when hours begin on a day, or on the next one on which they do; at nine without hours."""
    zone = hours.timezone
    midnight, nine = (datetime.combine(day, moment, zone) for moment in (time(), NINE))
    if hours.hours is None or hours.is_open(midnight):
        return nine
    return (hours.find_opening(midnight) or nine).astimezone(zone)


def list_moments(source: Source, *, at: Moment) -> dict[Later, datetime | None]:
    """Return until when a contact of a source can be put off by a button; None: until its client writes."""
    local = at.now.astimezone(at.policy.timezone)
    today = local.date()
    to_monday = (MONDAY - today.weekday()) % 7 or 7
    evening = datetime.combine(today, EVENING, at.policy.timezone)
    moments: dict[Later, datetime | None] = {Later.CLIENT: None, Later.HOUR: local + SOON}
    if local + SOON < evening:
        moments[Later.EVENING] = evening
    mornings = ((Later.TOMORROW, 1), (Later.MONDAY, to_monday), (Later.DAYS, DAYS))
    for name, days in sorted(mornings, key=lambda morning: morning[1]):
        day = today + timedelta(days=days)
        morning = find_morning(source, day, at=at)
        if morning.date() == day and morning not in moments.values():  # else it is closed on that day
            moments[name] = morning
    return moments
