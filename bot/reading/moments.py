"""Moments to come as people type them: `tomorrow`, `25.12 10:00`, `пн 9:00`, `через 2 часа`, `18:30`."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from bot.reading.dates import read_dates
from bot.reading.spelling import fold_typed

UP_TO = re.compile(r"(?:до|until|till)\s+")
ON = re.compile(r"(?:во?|on|at)\s+")
AFTER = re.compile(r"(?:через|in|after)\s+(?:(\d{1,3}|an?)\s+)?([^\W\d_]+)\.?")
TIME = re.compile(r"(?:^|[\s,]+)(?:(?:во?|at)\s+(\d{1,2})(?::(\d{2}))?|(\d{1,2}):(\d{2}))$")
# How a word begins that means a time; the longest that fits counts.
SPANS: dict[str, timedelta] = {
    **dict.fromkeys(("мин", "min"), timedelta(minutes=1)),
    **dict.fromkeys(("час", "hour"), timedelta(hours=1)),
    **dict.fromkeys(("ден", "дн", "day", "сутк"), timedelta(days=1)),
    **dict.fromkeys(("недел", "week"), timedelta(days=7)),
}
FOR = re.compile(r"(?:на|for)\s+")
SHORT = re.compile(r"(\d{1,4})\s*(?:(м|m|мин\w*|min\w*)|(ч|h|час\w*|hours?))?\.?")
HALF_AN_HOUR = ("полчаса", "half an hour", "half hour")
HOUR = re.compile(r"(?:до|until|till)\s+(\d{1,2})")
DAY = timedelta(days=1)
NEAR = {
    **dict.fromkeys(("сегодня", "today"), 0),
    **dict.fromkeys(("завтра", "tomorrow"), 1),
    **dict.fromkeys(("послезавтра", "the day after tomorrow", "day after tomorrow"), 2),
}
WEEKDAYS = (
    ("пн", "понед", "mo"),
    ("вт", "tu"),
    ("ср", "we"),
    ("чт", "чет", "th"),
    ("пт", "пят", "fr"),
    ("сб", "суб", "sa"),
    ("вс", "вос", "su"),
)
Morning = Callable[[date], datetime]


def read_moment(text: str, now: datetime, morning: Morning) -> datetime | None:
    """Return the moment that a text means, `now` being local; None for what can't be understood.

    A day without a time begins when `morning` says. What is meant may be past.
    """
    spelled = UP_TO.sub("", fold_typed(text), count=1)
    if after := AFTER.fullmatch(spelled):
        return read_span(after, now, morning)
    found = TIME.search(spelled)
    named = spelled[: found.start()].strip(" ,") if found else spelled
    if not named:
        return read_time(found, now) if found else None
    day = read_day(ON.sub("", named, count=1), now.date())
    if day is None:
        return None
    if found is None:
        return morning(day) if day > now.date() else None
    clock = read_clock(found)
    return None if clock is None else datetime.combine(day, clock, now.tzinfo)


def read_pause(text: str, now: datetime, morning: Morning) -> datetime | None:
    """Return until when a pause lasts that is said as `30`, `2h`, `until 14:00`; None if it is not clear.

    A number alone means minutes.
    """
    spelled = FOR.sub("", fold_typed(text), count=1)
    if spelled in HALF_AN_HOUR:
        return now + timedelta(minutes=30)
    if short := SHORT.fullmatch(spelled):
        return now + int(short[1]) * timedelta(**{"hours" if short[3] else "minutes": 1})
    if hour := HOUR.fullmatch(spelled):
        spelled = f"{hour[1]}:00"
    return read_moment(spelled, now, morning) or read_moment(f"in {spelled}", now, morning)


def read_span(after: re.Match[str], now: datetime, morning: Morning) -> datetime | None:
    """Return the moment after a time: of days, in the morning."""
    span = next((span for start, span in SPANS.items() if after[2].startswith(start)), None)
    if span is None:
        return None
    times = int(after[1]) if after[1] and after[1].isdecimal() else 1
    if span >= DAY:
        return morning(now.date() + times * span)
    return now + times * span


def read_time(found: re.Match[str], now: datetime) -> datetime | None:
    """Return the next moment at which clocks show a time."""
    clock = read_clock(found)
    if clock is None:
        return None
    today = datetime.combine(now.date(), clock, now.tzinfo)
    return today if today > now else datetime.combine(now.date() + DAY, clock, now.tzinfo)


def read_clock(found: re.Match[str]) -> time | None:
    """Return the time that was found, None if no clock shows it."""
    hour, minute = found[1] or found[3], found[2] or found[4] or "0"
    return time(int(hour), int(minute)) if int(hour) < 24 and int(minute) < 60 else None


def read_day(named: str, today: date) -> date | None:
    """Return the day that words mean; of the days of the week the next one."""
    if named in NEAR:
        return today + NEAR[named] * DAY
    if named.isalpha():
        for number, starts in enumerate(WEEKDAYS):
            if named.startswith(starts):
                return today + ((number - today.weekday()) % 7 or 7) * DAY
        return None
    days = read_dates(named, today)
    return days[0] if days is not None and days[0] == days[1] else None
