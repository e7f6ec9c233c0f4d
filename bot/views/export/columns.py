"""The columns of an exported table, and what stands in them, whatever the file is.

What is done to every text of a column is done to all at once: one by one takes several times as long.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.ui.names import list_said, write_origin
from bot.ui.phones import write_phone
from bot.ui.texts import Words
from models import TYPED, Rating, Status
from models.contacts import PAGE
from services.reports.exports import SNOOZED, Part

DAY = 24 * 60  # minutes
STABLE = 15  # minutes: no clock is changed within these
PYTHON_1970, EXCEL_1970 = date(1970, 1, 1).toordinal(), 25_569  # days, as either counts them
WRITTEN_TIMES = [f" {minute // 60:02}:{minute % 60:02}" for minute in range(DAY)]
COUNTED_TIMES = [f"{minute / DAY:.10f}".removeprefix("0") for minute in range(DAY)]
BORDER = "\x1f"  # between the texts of a column; no text has it


class Minute(NamedTuple):
    """A minute on the clock of the business, as people write it and as Excel counts it."""

    written: str
    counted: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """The cells of a column of whole numbers; None is an empty one."""

    cells: Sequence[int | None]


@dataclass(frozen=True, slots=True)
class Minutes:
    """The cells of a column of moments; None is an empty one."""

    cells: Sequence[Minute | None]


@dataclass(frozen=True, slots=True)
class Texts:
    """The cells of a column of words, none of which has a border in it; without words a cell is empty."""

    cells: Sequence[str]


Content = Numbers | Minutes | Texts


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the key of its title, what it holds, and how many characters wide it is shown."""

    title: str
    holds: type[Content]
    width: int


COLUMNS = (
    Column("export-number", Numbers, 9),
    Column("export-created", Minutes, 17),
    Column("export-source", Texts, 20),
    Column("export-client", Texts, 24),
    Column("export-username", Texts, 18),
    Column("export-phone", Texts, 20),
    Column("export-email", Texts, 26),
    Column("export-message", Texts, 60),
    Column("export-status", Texts, 14),
    Column("export-operator", Texts, 20),
    Column("export-assigned", Minutes, 17),
    Column("export-taken", Minutes, 17),
    Column("export-answered", Minutes, 17),
    Column("export-completed", Minutes, 17),
    Column("export-minutes-to-take", Numbers, 17),
    Column("export-minutes-to-answer", Numbers, 19),
    Column("export-minutes-to-complete", Numbers, 21),
    Column("export-messages", Numbers, 12),
    Column("export-as-typed", Texts, 40),
    Column("export-rating", Texts, 9),
    Column("export-rating-comment", Texts, 40),
    Column("export-outcome", Texts, 18),
    Column("export-tags", Texts, 24),
    Column("export-notes", Texts, 40),
    Column("export-origin", Texts, 30),
    Column("export-page", Texts, 40),
)


class Filler:
    """Puts contacts into the columns, in the words of a reader and on the clock of the business."""

    def __init__(self, words: Words, timezone: ZoneInfo) -> None:
        names = (*Status, SNOOZED)
        self._statuses = {str(status): words.plain(f"export-status-{status}") for status in names}
        self._ratings = {str(rating): words.plain(f"export-rating-{rating}") for rating in Rating}
        self._words = words
        self._waiting = words.plain("export-status-waiting")
        self._clock = Clock(timezone)

    def fill(self, part: Part) -> list[Content]:
        """Return what stands in each of the columns."""
        return [
            Numbers(part.numbers),
            self._read(part.created),
            tidy(part.sources),
            tidy(part.clients),
            tidy(part.usernames),  # with an @ in front it would be taken for a formula
            tidy(write_phone(phone, self._words) if phone else None for phone in part.phones),
            tidy(part.emails),
            tidy(part.messages),
            tidy(map(self._name_status, part.statuses, part.operators)),
            tidy(part.operators),
            self._read(part.assigned),
            self._read(part.taken),
            self._read(part.answered),
            self._read(part.completed),
            Numbers([*map(count_minutes, part.created, part.taken)]),
            Numbers([None if seconds is None else (seconds + 30) // 60 for seconds in part.answer_seconds]),
            Numbers([*map(count_minutes, part.created, part.completed)]),
            Numbers(part.counts),
            Texts(self._list_said(part.typed_names, part.typed_phones, part.typed_emails, part.typed_ids)),
            Texts([self._ratings[rating] if rating else "" for rating in part.ratings]),
            tidy(part.comments),
            tidy(part.outcomes),
            tidy(part.tags),
            tidy(part.notes),
            tidy(write_origin({**origin, PAGE: ""}) if origin else None for origin in part.origins),
            tidy(origin.get(PAGE) if origin else None for origin in part.origins),
        ]

    def _name_status(self, status: str, operator: str | None) -> str:
        return self._waiting if operator is None and status == Status.NEW else self._statuses[status]

    def _list_said(self, *typed: tuple[str | None, ...]) -> Sequence[str]:
        if not any(map(any, typed)):  # most contacts came by no form
            return [""] * len(typed[0])
        return tidy(map(self._write_said, *typed)).cells

    def _write_said(self, *typed: str | None) -> str | None:
        """Return what a form says and nothing confirms."""
        said = {field: text for field, text in zip(TYPED, typed, strict=True) if text}
        return ", ".join(list_said(said, self._words)) if said else None

    def _read(self, moments: Iterable[int | None]) -> Minutes:
        read = self._clock.read
        return Minutes([None if seconds is None else read(seconds // 60) for seconds in moments])


class Clock:
    """The clock of a time zone; a whole number of minutes after 1970 began in UTC is what it is asked for."""

    def __init__(self, timezone: ZoneInfo) -> None:
        self._timezone = timezone
        self._find_offset = lru_cache(maxsize=10_000)(self._look_up_offset)
        self.read = lru_cache(maxsize=10_000)(self._read)  # much happens in the same minute, or about then

    def _read(self, minute: int) -> Minute:
        day, time = divmod(minute + self._find_offset(minute // STABLE), DAY)
        return Minute(f"{write_date(day)}{WRITTEN_TIMES[time]}", f"{EXCEL_1970 + day}{COUNTED_TIMES[time]}")

    def _look_up_offset(self, stable: int) -> int:
        offset = datetime.fromtimestamp(stable * STABLE * 60, self._timezone).utcoffset()
        return offset // timedelta(minutes=1) if offset else 0


@lru_cache(maxsize=1000)
def write_date(day: int) -> str:
    """Return the date so many days after 1970 began."""
    return date.fromordinal(PYTHON_1970 + day).isoformat()


def count_minutes(start: int, end: int | None) -> int | None:
    """Return whole minutes between two moments in seconds."""
    return None if end is None else max((end - start + 30) // 60, 0)


def tidy(texts: Iterable[str | None]) -> Texts:
    """Return the cells of a column of words, without borders in them."""
    cells = [text or "" for text in texts]
    if BORDER in "".join(cells):
        cells = [text.replace(BORDER, "") for text in cells]
    return Texts(cells)
