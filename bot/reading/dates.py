"""Dates as people type them: `31.12`, `2026-12-31`, `31 Dec - 8 Jan`; without a year those that end next."""

import re
from calendar import monthrange
from datetime import date

from babel.dates import get_month_names

LANGUAGES = ("ru", "en")
FORMS = (
    r"(\d{4})-(\d{1,2})-(\d{1,2})",
    r"(\d{1,2})[./](\d{1,2})(?:[./](\d{4}))?",
    r"(\d{1,2})\s+([^\W\d_]{3,})\.?(?:\s+(\d{4}))?",
)
DATE = re.compile(rf"(?:{'|'.join(FORMS)})(?:\s*(?:г\.?|года))?")
BETWEEN = re.compile(r"\s*(?:-|до|по|to|till|until)\s*")
NEAR = 9  # years: February 29 is rare
LETTERS = 3  # of the name of a month, by which it is known


def read_dates(text: str, today: date) -> tuple[date, date] | None:
    """Return the first and the last day, which are the same for one; None for what can't be understood."""
    spelled = re.sub("[‐-―−]", "-", text.casefold().strip())
    first = last = DATE.match(spelled)
    if first is not None and first.end() < len(spelled):
        between = BETWEEN.match(spelled, first.end())
        last = DATE.fullmatch(spelled, between.end()) if between else None
    ends = read_date(last, range(today.year, today.year + NEAR), earliest=today) if last else None
    if first is None or ends is None:
        return None
    begins = read_date(first, range(ends.year, ends.year - NEAR, -1), latest=ends)
    return None if begins is None else (begins, ends)


def read_date(
    found: re.Match[str], years: range, *, earliest: date = date.min, latest: date = date.max
) -> date | None:
    """Return the day that was found: in the first of these years that fits, if it has no year of its own.

    None if there is no such day.
    """
    iso_year, iso_month, iso_day, day, month, year, named_day, name, named_year = found.groups()
    if name is not None:
        day, month, year = named_day, find_month(name), named_year
    if iso_year is not None:
        year, month, day = iso_year, iso_month, iso_day
    if month is None or not 1 <= int(month) <= 12:
        return None
    for one in [int(year)] if year else years:
        if one > 0 and 1 <= int(day) <= monthrange(one, int(month))[1]:
            found_day = date(one, int(month), int(day))
            if found_day <= latest and (year or found_day >= earliest):
                return found_day
    return None


def find_month(name: str) -> str | None:
    """Return the number of a month that a word names, in any of our languages."""
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for number, month in get_month_names(width, locale=language).items():
                if month.casefold()[:LETTERS] == name[:LETTERS]:
                    return str(number)
    return None
