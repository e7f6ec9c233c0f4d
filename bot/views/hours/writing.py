"""Opening hours and what follows from them, as people write it."""

import re
from datetime import date, datetime, tzinfo

from babel.dates import format_date, format_datetime, format_interval, format_skeleton, get_day_names

from bot.ui.texts import Words
from services.hours.rules import Days, Rules
from services.hours.schedule import ALWAYS

OSM_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
EARLY = re.compile(r"\b0(\d:)")
MOMENTS = {"ru": "d MMMM (EEEE) 'в' H:mm", "en": "EEEE, MMMM d 'at' H:mm"}


def write_hours(hours: str | None, words: Words) -> str:
    """Return opening hours without the days that are closed now and then."""
    rules = Rules.read(hours)
    week = words.plain("hours-always") if rules.week == ALWAYS else write_week(rules.week, words)
    return f"{week}; {words.plain('hours-no-holidays')}" if rules.holidays_are_closed else week


def write_week(week: str, words: Words) -> str:
    """Return the hours of the week; what has no words here stays as it is spelled."""
    names = get_day_names("abbreviated", locale=words.language)
    for number, day in enumerate(OSM_DAYS):
        week = re.sub(rf"\b{day}\b", names[number], week)
    week = re.sub(r"\b(?:closed|off)\b", words.plain("hours-closed"), week)
    week = re.sub(r"\bPH\b", words.plain("hours-holidays"), EARLY.sub(r"\1", week))
    return week.replace("-", "–").replace(";", ",").replace(" 0:00–24:00", "")


def write_days(days: Days, words: Words) -> str:
    """Return some days: the first and the last one."""
    if days.first == days.last:
        return format_skeleton("yMMMd", days.first, locale=words.language)
    return format_interval(days.first, days.last, "yMMMd", locale=words.language)


def write_date(day: date, words: Words) -> str:
    """Return a day with its month and year."""
    return format_date(day, "long", locale=words.language)


def write_opening(opens: datetime, told_at: datetime, words: Words, timezone: tzinfo) -> str:
    """Return when it opens, to who is told on the day of `told_at`."""
    moment, told = opens.astimezone(timezone), told_at.astimezone(timezone)
    if moment.date() == told.date():
        return words.plain("opens-today", time=f"{moment.hour}:{moment:%M}")
    written = format_datetime(moment, MOMENTS[words.language], locale=words.language)
    return words.plain("opens-on", moment=written)
