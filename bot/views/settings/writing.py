"""Rules of the business as people write them: `30 min`, `never`, `Europe/Moscow`."""

from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale

from bot.ui.texts import Words
from bot.ui.times import DAY, MINUTE, write_span

ENDLESS = {
    "messages_per_minute": "setting-no-limit",
    "keep_days": "setting-for-ever",
}  # what 0 means; else: never


def write_value(name: str, value: Any, words: Words) -> str:
    """Return the value of a setting, as plain text."""
    match value:
        case bool():
            return words.plain("setting-on" if value else "setting-off")
        case 0:
            return words.plain(ENDLESS.get(name, "setting-never"))
        case int() if name.endswith("_minutes"):
            return write_minutes(value, words)
        case int() if name.endswith("_days"):
            return words.plain("age-days", count=value)
        case ZoneInfo():
            return value.key
        case str() if name == "default_language":
            return words.plain("language-name", language=value)
        case str() if name == "phone_region":
            return f"{Locale(words.language).territories.get(value, value)} ({value})"
        case _:
            return str(value)


def write_minutes(minutes: int, words: Words) -> str:
    """Return a time in minutes, a whole number of days or hours as such."""
    if minutes * MINUTE % DAY == 0:
        return words.plain("age-days", count=minutes * MINUTE // DAY)
    if minutes % 60 == 0:
        return words.plain("age-hours", count=minutes // 60)
    return write_span(minutes * MINUTE, words)
