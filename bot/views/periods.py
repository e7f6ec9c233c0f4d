"""How days, times and how long something took are written."""

from datetime import datetime

from babel.dates import format_interval, format_skeleton

from bot.texts import Words
from services.reports.periods import Period

MINUTE, HOUR, DAY = 60, 3600, 86400  # seconds


def write_days(period: Period, words: Words) -> str:
    """Return from when to when, with the years only where they differ."""
    if period.days == 1:
        return format_skeleton("MMMMd", period.last, locale=words.language)
    skeleton = "MMMd" if period.first.year == period.last.year else "yMMMd"
    return format_interval(period.first, period.last, skeleton, locale=words.language)


def write_day(moment: datetime, words: Words) -> str:
    """Return the day and the month."""
    return format_skeleton("MMMd", moment.date(), locale=words.language)


def write_hour(moment: datetime, _words: Words) -> str:
    """Return the hour of a day."""
    return f"{moment:%H:%M}"


def write_span(seconds: int, words: Words) -> str:
    """Return how long something took, in its two largest units."""
    if seconds < MINUTE:
        return words.plain("span-moment")
    if seconds < HOUR:
        return words.plain("span-minutes", minutes=seconds // MINUTE)
    if seconds < DAY:
        return words.plain("span-hours", hours=seconds // HOUR, minutes=seconds % HOUR // MINUTE)
    return words.plain("span-days", days=seconds // DAY, hours=seconds % DAY // HOUR)
