"""Values of settings as people type them: `30`, `30 min`, `2 часа`, `never`, `да`, `Berlin`, `Россия`."""

import re
from functools import lru_cache
from typing import Any, get_args
from zoneinfo import available_timezones

from babel import Locale

from bot.reading.moments import SPANS
from bot.reading.spelling import fold_typed
from services.policy import Language, Policy

ZERO = (
    *("never", "no limit", "none", "for ever", "forever"),
    *("никогда", "без ограничения", "без предела", "нет", "всегда"),
)
YES = ("on", "yes", "да", "вкл", "включить", "включены", "включено")
NO = ("off", "no", "нет", "выкл", "выключить", "выключены", "выключено")
DEFAULT = ("default", "reset", "по умолчанию", "сбросить")
COUNTED = re.compile(r"(\d{1,9})\s*([^\W\d_]+)?\.?")
MINUTE, DAY = 60, 86_400  # seconds
# Shorter than the words by which moments are named; the longest that fits counts.
SHORT = {"м": MINUTE, "m": MINUTE, "ч": 60 * MINUTE, "h": 60 * MINUTE, "д": DAY, "d": DAY, "w": 7 * DAY}


def is_default(text: str) -> bool:
    """Tell whether a text asks for the default of a setting."""
    return fold_typed(text) in DEFAULT


def read_value(name: str, text: str) -> Any:
    """Return the value that a text means for a field of `Policy`; the text itself if it means none."""
    folded = fold_typed(text)
    if Policy.model_fields[name].annotation is bool:
        return True if folded in YES else False if folded in NO else text
    match name:
        case "timezone":
            return find_timezone(folded) or text
        case "phone_region":
            return find_region(folded) or text
        case _:
            return 0 if folded in ZERO else read_count(name, folded, text)


def read_count(name: str, folded: str, text: str) -> int | str:
    """Return a number, of minutes or days if it names another unit; the text itself if it is none."""
    match = COUNTED.fullmatch(folded)
    if match is None:
        return text
    number, unit = int(match[1]), match[2]
    if unit is None:
        return number
    seconds = find_unit(unit)
    own = MINUTE if name.endswith("_minutes") else DAY if name.endswith("_days") else None
    if seconds is None or own is None or number * seconds % own:
        return text
    return number * seconds // own


def find_unit(word: str) -> int | None:
    """Return how many seconds a unit has."""
    found = max((start for start in SPANS if word.startswith(start)), key=len, default=None)
    return SHORT.get(word) if found is None else int(SPANS[found].total_seconds())


def find_timezone(folded: str) -> str | None:
    """Return the time zone that is named by its name or by a city of it, in one of our languages."""
    return _read_zones().get(folded)


def find_region(folded: str) -> str | None:
    """Return the code of the country that is named by it or in one of our languages."""
    return _read_regions().get(folded)


@lru_cache(maxsize=1)
def _read_zones() -> dict[str, str]:
    zones: dict[str, str] = {}
    for zone in sorted(available_timezones()):
        if "/" in zone:
            zones.setdefault(fold_typed(zone.rpartition("/")[2].replace("_", " ")), zone)
    for language in get_args(Language):
        for zone, names in Locale(language).time_zones.items():
            if "city" in names and zone in available_timezones():
                zones[fold_typed(names["city"])] = zone
    return zones | {zone.casefold(): zone for zone in available_timezones()}


@lru_cache(maxsize=1)
def _read_regions() -> dict[str, str]:
    regions: dict[str, str] = {}
    for language in get_args(Language):
        names = Locale(language).territories.items()
        regions.update({fold_typed(name): code for code, name in names if len(code) == 2 and code.isalpha()})
    return regions | {code.casefold(): code for code in regions.values()}
