"""Rules of the business as people write them: `30 min`, `never`, `Moscow, UTC+3`."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale

from bot.ui.texts import Words
from bot.ui.times import DAY, MINUTE, write_span

YEAR = 365  # days
# What 0 means; of all others: never.
ZERO = {
    "messages_per_minute": "setting-no-limit",
    "keep_days": "setting-for-ever",
    "first_answer_minutes": "setting-no-target",
}


def write_value(name: str, value: Any, words: Words) -> str:
    """Return the value of a setting, as plain text."""
    match value:
        case bool():
            return words.plain("setting-on" if value else "setting-off")
        case 0:
            return words.plain(ZERO.get(name, "setting-never"))
        case int() if name.endswith("_minutes"):
            return write_exactly(value, words)
        case int() if name.endswith("_days"):
            return write_whole_days(value, words)
        case ZoneInfo():
            return write_zone(value, words)
        case str() if name == "default_language":
            return words.plain("language-name", language=value)
        case str() if name == "phone_region":
            return f"{Locale(words.language).territories.get(value, value)} ({value})"
        case _:
            return str(value)


def write_exactly(minutes: int, words: Words) -> str:
    """Return a time in minutes, a whole number of days or hours as such."""
    if minutes * MINUTE % DAY == 0:
        return write_whole_days(minutes * MINUTE // DAY, words)
    if minutes % 60 == 0:
        return words.plain("age-hours", count=minutes // 60)
    return write_span(minutes * MINUTE, words)


def write_whole_days(days: int, words: Words) -> str:
    """Return a time in days, a whole number of years as such."""
    key, count = ("setting-years", days // YEAR) if days % YEAR == 0 else ("age-days", days)
    return words.plain(key, count=count)


def write_zone(zone: ZoneInfo, words: Words) -> str:
    """Return a time zone by its city, with how far it is from Greenwich now."""
    named = Locale(words.language).time_zones.get(zone.key, {}).get("city")
    city = named or zone.key.rpartition("/")[2].replace("_", " ")
    offset = f"{datetime.now(zone):%z}"
    hours, minutes = f"{offset[0]}{int(offset[1:3])}", offset[3:]
    return words.plain("setting-zone", city=city, offset=hours if minutes == "00" else f"{hours}:{minutes}")
