"""The parts of opening hours that people change one by one: the week, public holidays, closed days."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from services.hours.schedule import ALWAYS

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAY = rf"(\d{{4}}) ({'|'.join(MONTHS)}) (\d{{1,2}})"
CLOSED_DAYS = re.compile(rf"{DAY}(?:-{DAY})? (?:closed|off)")
HOLIDAYS = re.compile(r"PH (?:closed|off)")


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """Some days that follow each other, from the first to the last."""

    first: date
    last: date

    def write(self) -> str:
        """Return them as a rule that closes them."""
        ends = (self.first,) if self.first == self.last else (self.first, self.last)
        return "-".join(f"{day:%Y} {MONTHS[day.month - 1]} {day:%d}" for day in ends) + " off"


@dataclass(frozen=True, slots=True)
class Rules:
    """Opening hours in parts; `week` has whatever is none of the others."""

    week: str = ALWAYS
    holidays_are_closed: bool = False
    closed: tuple[Days, ...] = ()

    @classmethod
    def read(cls, hours: str | None) -> Self:
        """Return the parts of opening hours; None: always open."""
        week = [rule for part in (hours or "").split(";") if (rule := part.strip())]
        closed, are_closed = list[Days](), False
        # A later rule wins: what stands before others belongs to the week, as it was meant.
        while week and (HOLIDAYS.fullmatch(week[-1]) or _read_days(week[-1])):
            if days := _read_days(rule := week.pop()):
                closed.append(days)
            else:
                are_closed = rule.startswith("PH")
        return cls("; ".join(week) or ALWAYS, are_closed, tuple(sorted(closed)))

    def write(self) -> str:
        """Return them as opening hours."""
        holidays = ["PH off"] if self.holidays_are_closed else []
        return "; ".join([self.week, *holidays, *(days.write() for days in self.closed)])

    def close(self, days: Days) -> Self:
        """Return the rules with some more days closed."""
        return replace(self, closed=tuple(sorted({*self.closed, days})))

    def open(self, days: Iterable[Days]) -> Self:
        """Return the rules without some of the days that are closed."""
        gone = set(days)
        return replace(self, closed=tuple(one for one in self.closed if one not in gone))


def _read_days(rule: str) -> Days | None:
    found = CLOSED_DAYS.fullmatch(rule)
    if found is None:
        return None
    ends = [part for part in (found.groups()[:3], found.groups()[3:]) if part[0]]
    try:
        first, *rest = (date(int(year), MONTHS.index(month) + 1, int(day)) for year, month, day in ends)
    except ValueError:
        return None
    return Days(first, *rest) if rest else Days(first, first)
