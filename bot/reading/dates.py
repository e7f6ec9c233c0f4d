"""Dates as people type them: `31.12`, `2026-12-31`, `31 December - 8 Jan`; without a year the next ones."""

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
LETTERS = 3  # of the name of a month, by which it is known


def read_dates(text: str, today: date) -> tuple[date, date] | None:
    """Return the first and the last day, which are the same for one; None for what can't be understood."""
    spelled = re.sub("[‐-―−]", "-", text.casefold().strip())
    first = DATE.match(spelled)
    begins = read_date(first, today) if first else None
    if first is None or begins is None:
        return None
    if first.end() == len(spelled):
        return begins, begins
    between = BETWEEN.match(spelled, first.end())
    last = DATE.fullmatch(spelled, between.end()) if between else None
    ends = read_date(last, begins) if last else None
    return (begins, ends) if ends is not None and ends >= begins else None


def read_date(found: re.Match[str], today: date) -> date | None:
    """Return the day that was found, from today on if it has no year; None if there is no such day."""
    iso_year, iso_month, iso_day, day, month, year, named_day, name, named_year = found.groups()
    if name is not None:
        day, month, year = named_day, find_month(name), named_year
    if iso_year is not None:
        year, month, day = iso_year, iso_month, iso_day
    if month is None or not 1 <= int(month) <= 12:
        return None
    years = [int(year)] if year else range(today.year, today.year + 9)  # February 29 is rare
    for one in years:
        if one and 1 <= int(day) <= monthrange(one, int(month))[1]:
            found_day = date(one, int(month), int(day))
            if year or found_day >= today:
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
