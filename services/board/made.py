"""Rows of the board that are made once: what reads as it did the last time stays the row it was."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, String, type_coerce
from sqlalchemy.orm import InstrumentedAttribute

Row = dict[str, Any]
Raw = tuple[Any, ...]  # what was read of a row, its number among it


class Made:
    """What was made at the last reading, by list and by what was read."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[Raw, Row]] = {}

    def make(self, name: str, found: Iterable[Raw], show: Callable[..., Row]) -> list[Row]:
        """Return the rows of a list; `show` makes those that read otherwise than the last time."""
        known = self._rows.get(name, {})
        self._rows[name] = made = {raw: known.get(raw) or show(*raw) for raw in found}
        return list(made.values())


def as_stored(column: InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    """Read a column as the driver has it: hundreds of rows are compared, and few are shown."""
    return type_coerce(column, String())


def write(moment: datetime | str | None) -> str | None:
    """Return a moment as it is sent; SQLite spells it, without its zone."""
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    if moment is None:
        return None
    return (moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)).isoformat()
