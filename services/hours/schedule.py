"""Opening hours: is it open, when does it open again, how much open time goes by.

They are spelled as OpenStreetMap does (`Mo-Fr 09:00-18:00; PH off`) and read by opening-hours-py, which knows
clock changes and the public holidays of countries. https://wiki.openstreetmap.org/wiki/Key:opening_hours
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from opening_hours import OpeningHours

FURTHEST = timedelta(days=366)  # that anybody looks back or ahead
LOOKS_BACK = (timedelta(days=1), timedelta(days=8), FURTHEST)
SECOND = timedelta(seconds=1)
LONGEST = 500  # characters
ALWAYS = "24/7"


@dataclass(frozen=True, slots=True)
class Schedule:
    """Opening hours where clocks show a time zone and a country has its holidays; None: always open."""

    hours: str | None
    timezone: ZoneInfo
    country: str

    def is_open(self, now: datetime) -> bool:
        """Tell whether it is open."""
        return self.hours is None or self._read().is_open(now.astimezone(self.timezone))

    def find_change(self, now: datetime) -> datetime | None:
        """Return when it opens or closes next; None if it stays as it is for a year."""
        if self.hours is None:
            return None
        change = self._read().next_change(now.astimezone(self.timezone))
        return None if change is None else change.astimezone(UTC)

    def find_opening(self, now: datetime) -> datetime | None:
        """Return when it opens again, or now if it is open; None: not for a year."""
        if self.is_open(now):
            return now
        change = self.find_change(now)
        return change if change is not None and change <= now + FURTHEST else None

    def find_closing(self, since: datetime, until: datetime) -> datetime | None:
        """Return when it has closed last between two moments, the second of them included."""
        if self.hours is None:
            return None
        ends = [end for _, end in self._list_open(since, until + SECOND) if end <= until]
        return ends[-1] if ends else None

    def count(self, since: datetime, until: datetime) -> timedelta:
        """Return how much open time went by between two moments."""
        if self.hours is None:
            return max(until - since, timedelta())
        return sum((end - start for start, end in self._list_open(since, until)), timedelta())

    def go_back(self, span: timedelta, now: datetime) -> datetime:
        """Return the moment since which so much open time went by; of a year at most."""
        if self.hours is None:
            return now - span
        if not span:
            return now
        for back in LOOKS_BACK:
            left = span
            for start, end in reversed(list(self._list_open(now - back, now))):
                if end - start >= left:
                    return end - left
                left -= end - start
        return now - FURTHEST

    def _list_open(self, since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
        if since >= until:
            return
        from opening_hours import State

        zone = self.timezone
        for interval in self._read().intervals(since.astimezone(zone), until.astimezone(zone)):
            start, end, state = interval[0].astimezone(UTC), interval[1], interval[2]
            if state == State.OPEN:
                yield start, min(end.astimezone(UTC), until)

    def _read(self) -> "OpeningHours":
        assert self.hours is not None
        return _read(self.hours, self.timezone, self.country)


def spell(schedule: Schedule, now: datetime) -> str | None:
    """Return opening hours in one spelling, None for always open; raises ValueError if they are none.

    So are hours at which it does not open within a year, and those with words of their own.
    """
    from opening_hours import validate

    if schedule.hours is None:
        return None
    if len(schedule.hours) > LONGEST or '"' in schedule.hours or "unknown" in schedule.hours.lower():
        raise ValueError("too long, or with words")
    if not validate(schedule.hours):
        raise ValueError("no opening hours")
    read = _read(schedule.hours, schedule.timezone, schedule.country)
    if str(read.normalize()) == ALWAYS:
        return None
    if schedule.find_opening(now) is None:
        raise ValueError("never open")
    return str(read)


def knows_zone(timezone: ZoneInfo) -> bool:
    """Tell whether hours can go by the clock of a time zone: not by each that the system has."""
    from opening_hours import OpeningHours

    try:
        return OpeningHours(ALWAYS, timezone) is not None
    except TypeError:
        return False


@lru_cache(maxsize=1000)
def _read(hours: str, timezone: ZoneInfo, country: str) -> "OpeningHours":
    import opening_hours  # only where anybody has hours: it takes time at the start

    try:
        return opening_hours.OpeningHours(hours, timezone, country)
    except opening_hours.UnknownCountryError:  # type: ignore[attr-defined]  # its types miss this one
        return opening_hours.OpeningHours(hours, timezone)  # of which nobody knows the holidays
