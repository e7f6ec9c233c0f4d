"""How moments, days, ages and durations are written, in the time zone of the business."""

from datetime import datetime, tzinfo

from babel.dates import format_datetime, format_interval, format_skeleton

from bot.ui.texts import Words
from services.reports.periods import Period

MINUTE, HOUR, DAY = 60, 3600, 86400  # seconds
MOMENTS = {"ru": "d MMMM, HH:mm", "en": "MMMM d, HH:mm"}


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


def write_age(since: datetime, now: datetime, words: Words) -> str:
    """Return how long ago something was, in the largest unit that is at least one."""
    return write_minutes(int((now - since).total_seconds() // 60), words)


def write_minutes(minutes: int, words: Words) -> str:
    """Return a time in the largest unit of which there is at least one."""
    if minutes < 1:
        return words.plain("age-moment")
    if minutes < 60:
        return words.plain("age-minutes", count=minutes)
    if minutes < 24 * 60:
        return words.plain("age-hours", count=minutes // 60)
    return words.plain("age-days", count=minutes // (24 * 60))


def write_moment(at: datetime, words: Words, timezone: tzinfo) -> str:
    """Return a moment as `23 ноября, 14:05`."""
    return format_datetime(at.astimezone(timezone), MOMENTS[words.language], locale=words.language)
