"""How moments are written: in the time zone of the business, the way people of a language write them."""

from datetime import datetime, tzinfo

from babel.dates import format_datetime

from bot.texts import Words

FORMATS = {"ru": "d MMMM, HH:mm", "en": "MMMM d, HH:mm"}


def write_moment(at: datetime, words: Words, timezone: tzinfo) -> str:
    """Return a moment as `23 ноября, 14:05`."""
    pattern = FORMATS[words.language]
    return format_datetime(at.astimezone(timezone), pattern, locale=words.language)
