"""Rows by a key of their own, each asked for once in a unit of work; a batch asks for all its keys at once.

A lookup says what a query would say, whatever the unit has added or changed meanwhile, written or not. Only
an UPDATE that gives keys to rows past their objects is not seen.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, bindparam, event, inspect, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session, object_session

from models.base import Base
from models.database.unit import LOOKUPS, UnitSession, draw_ids_anew

Row = TypeVar("Row", bound=Base)
Column = InstrumentedAttribute[Any]
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Only(Generic[Row]):
    """Which of the rows with a key is meant: as a condition, as a question to a row, and by which columns."""

    condition: ColumnElement[bool]
    is_true: Callable[[Row], bool] = lambda row: True
    columns: tuple[Column, ...] = ()


class Lookup(Generic[Row]):
    """Finds the one row of a table with a key, of several the one that is meant.

    Rows that are `locked`, FOR "UPDATE" or FOR "SHARE", are as they are now, and stay so until the unit ends.
    """

    def __init__(
        self,
        table: type[Row],
        *key: Column,
        only: Only[Row] | None = None,
        locked: str | None = None,
    ) -> None:
        self._key = tuple(column.key for column in key)
        self._only = only
        rows = select(table) if only is None else select(table).where(only.condition)
        self._is_locked = locked is not None
        self._view = rows.where(*(column == bindparam(column.key) for column in key))
        if locked is not None:
            rows = rows.with_for_update(read=locked == "SHARE").execution_options(populate_existing=True)
        self._one = rows.where(*(column == bindparam(column.key) for column in key))
        in_keys = (key[0] if len(key) == 1 else tuple_(*key)).in_(bindparam("keys", expanding=True))
        # Whoever locks some of them, locks them in this order.
        self._many = rows.where(in_keys).order_by(*inspect(table).primary_key)
        LOOKUPS[table].append(self)
        for column in (*key, *(only.columns if only else ())):
            event.listen(column, "set", self._forget)

    def find(self, session: Session, *key: Any) -> Row | None:
        """Return the row with a key, None if there is none."""
        if not isinstance(session, UnitSession):  # in a view nothing changes, and nothing is locked
            return session.scalars(self._view, self._give(key)).first()
        found: dict[Key, Row | None] = session.memory.found[self]
        row = found.get(key)
        if key not in found or (row is not None and not self._has(row, key)):
            row = found[key] = self._query(session, key)
        return row

    def prefetch(self, session: Session, keys: Collection[Key]) -> None:
        """Ask for keys at once and first, so that `find` need not ask for them one by one."""
        if not isinstance(session, UnitSession):
            return
        match self.list_unknown(session, keys):
            case []:
                pass
            case [key]:
                session.memory.found[self][key] = self._query(session, key)
            case unknown:
                asked = unknown if len(self._key) > 1 else [key[0] for key in unknown]
                self.learn(session, unknown, session.scalars(self._many, {"keys": asked}))

    def learn(self, session: Session, keys: Collection[Key], rows: Iterable[Row] = ()) -> None:
        """Remember that of some keys these rows have one, and no others, as the caller knows."""
        if isinstance(session, UnitSession):
            by_key = {self._read_key(row): row for row in rows}
            session.memory.found[self].update((key, by_key.get(key)) for key in keys)

    def list_unknown(self, session: Session, keys: Iterable[Key]) -> list[Key]:
        """Return the keys that nobody has asked for in this unit."""
        known = session.memory.found[self] if isinstance(session, UnitSession) else {}
        return [key for key in keys if key not in known]

    def note_added(self, session: UnitSession, row: Row) -> None:
        """Find a row from now on that the unit adds."""
        key = self._read_key(row)
        if None not in key and self._has(row, key):
            session.memory.found[self][key] = row

    def _query(self, session: Session, key: Key) -> Row | None:
        row = session.scalars(self._one, self._give(key)).first()
        if self._is_locked:
            draw_ids_anew(session)
        return row

    def _give(self, key: Key) -> dict[str, Any]:
        return dict(zip(self._key, key, strict=True))

    def _has(self, row: Row, key: Key) -> bool:
        return self._read_key(row) == key and (self._only is None or self._only.is_true(row))

    def _read_key(self, row: Row) -> Key:
        return tuple([getattr(row, name) for name in self._key])

    def _forget(self, row: Row, value: object, _former: object, change: Any) -> None:
        """Look again for the key that a row has had, and for the one it gets."""
        session = object_session(row)
        if isinstance(session, UnitSession) and self in session.memory.found:
            former = self._read_key(row)
            session.memory.found[self].pop(former, None)
            new = [
                value if name == change.key else part for name, part in zip(self._key, former, strict=True)
            ]
            session.memory.found[self].pop(tuple(new), None)
