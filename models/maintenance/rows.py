"""Rows of a table as the drivers have them, in bulk: read in pages, respelled for the other kind, written.

Going past SQLAlchemy's types makes a copy several times faster. The two kinds differ only in how they spell
a moment, a day and a yes or no; JSON stays the text that it is.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Date,
    DateTime,
    Table,
    bindparam,
    literal_column,
    select,
    text,
    update,
)
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeDecorator, TypeEngine

from models.database.errors import CopyError

ROWS_AT_ONCE = 2000
FOREIGN_KEY, NUL = "23503", "22021"  # SQLSTATEs
SQLITE_CACHE = "cache_size=-32768"  # KiB: indexes of a large table are written all over

Row = tuple[Any, ...]
Respelling = Callable[[list[Row]], list[Row]]


class Sum:
    """What a table holds, however its rows are ordered."""

    def __init__(self) -> None:
        self.rows = self.digest = 0

    def add(self, rows: Sequence[Row]) -> None:
        """Count rows in."""
        self.rows += len(rows)
        for row in rows:
            self.digest ^= int.from_bytes(blake2b(repr(row).encode(), digest_size=16).digest())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sum) and (self.rows, self.digest) == (other.rows, other.digest)

    __hash__ = None  # type: ignore[assignment]  # it changes


def read_rows(session: Session, table: Table, last: Row | None) -> list[Row]:
    """Return the next rows in the order of the primary key, those after the row `last`."""
    names = [key.name for key in table.primary_key]
    is_postgres = session.get_bind().dialect.name == "postgresql"
    rows = select(*(_name(column, is_postgres) for column in table.columns)).select_from(table)
    rows = rows.order_by(*map(literal_column, names)).limit(ROWS_AT_ONCE)
    given = {}
    if last is not None:
        places = [list(table.columns).index(key) for key in table.primary_key]
        given = {f"last_{name}": last[place] for name, place in zip(names, places, strict=True)}
        rows = rows.where(text(f"({', '.join(names)}) > ({', '.join(f':{name}' for name in given)})"))
    return [tuple(row) for row in session.execute(rows, given)]


def _name(column: Column[Any], is_postgres: bool) -> ColumnElement[Any]:
    """Return a column without its type; asyncpg would read JSON."""
    is_json = isinstance(column.type, JSON)
    return literal_column(f"CAST({column.name} AS text)" if is_json and is_postgres else column.name)


def respell(table: Table, source: str, target: str) -> Respelling:
    """Return how rows of one dialect are spelled in another."""
    ways = {
        place: way
        for place, column in enumerate(table.columns)
        if source != target and (way := _find_way(column.type, target))
    }

    def write(rows: list[Row]) -> list[Row]:
        if not ways:
            return rows
        columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
        for place, way in ways.items():
            columns[place] = [None if value is None else way(value) for value in columns[place]]
        return list(zip(*columns, strict=True))

    return write


def _find_way(kind: TypeEngine[Any], target: str) -> Callable[[Any], Any] | None:
    inner = kind.impl_instance if isinstance(kind, TypeDecorator) else kind
    to_postgres = target == "postgresql"
    match inner:
        case DateTime():
            return _read_moment if to_postgres else _write_moment
        case Date():
            return date.fromisoformat if to_postgres else date.isoformat
        case Boolean():
            return bool if to_postgres else int
    return None


def _read_moment(spelled: str) -> datetime:
    return datetime.fromisoformat(spelled).replace(tzinfo=UTC)


def _write_moment(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def write_rows(session: Session, table: Table, rows: list[Row]) -> None:
    """Add rows, which do not point at rows of their own table yet: those may come later.

    Raises CopyError if PostgreSQL does not take them, what SQLAlchemy raises if SQLite does not.
    """
    names = [column.name for column in table.columns]
    if own := list_pointers(table):
        columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
        for name in own:
            columns[names.index(name)] = [None] * len(rows)
        rows = list(zip(*columns, strict=True))
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        raw: Any = connection.connection.dbapi_connection
        try:
            raw.run_async(
                lambda asyncpg: asyncpg.copy_records_to_table(table.name, records=rows, columns=names)
            )
        except Exception as error:  # asyncpg's own, past SQLAlchemy; what it says may quote a value
            said = f"{table.name}: {type(error).__name__}{explain_refusal(error)}"
            raise CopyError(f"nothing was copied: {said}") from None
    else:
        values = ", ".join("?" * len(names))
        connection.exec_driver_sql(f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({values})", rows)


def explain_refusal(error: Exception) -> str:
    """Return what to do about rows that a target does not take, with what parts it from what was said."""
    state = getattr(getattr(error, "orig", error), "sqlstate", None)
    if state == FOREIGN_KEY or "FOREIGN KEY" in str(error):
        return "; a row belongs to nothing that is there: `leadbot doctor` says which"
    return "; PostgreSQL has no texts with a NUL character" if state == NUL else ""


def list_pointers(table: Table) -> list[str]:
    """Return the columns that point at rows of the same table."""
    return [key.parent.name for key in table.foreign_keys if key.column.table is table]


def read_pointers(session: Session, table: Table, name: str) -> list[dict[str, int]]:
    """Return which rows point by a column at which of their own table."""
    rows = select(table.c.id, table.c[name]).where(table.c[name].is_not(None))
    return [{"own": own, "other": other} for own, other in session.execute(rows)]


def point_at_own_rows(session: Session, table: Table, name: str, pointers: list[dict[str, int]]) -> None:
    """Let rows point at rows of their own table, all of which are there."""
    if pointers:
        row = update(table).where(table.c.id == bindparam("own"))
        session.connection().execute(row.values({name: bindparam("other")}), pointers)


def prepare(session: Session) -> None:
    """Let PostgreSQL wait while the other side works, and SQLite keep more of its indexes at hand."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
    else:
        session.execute(text(f"PRAGMA {SQLITE_CACHE}"))


def set_sequence(session: Session, table: Table) -> None:
    """Let PostgreSQL number the next row after the last one; SQLite does so by itself."""
    if session.get_bind().dialect.name != "postgresql" or "id" not in table.c:
        return
    given = {"table": table.name}
    if session.execute(text("SELECT pg_get_serial_sequence(:table, 'id')"), given).scalar() is not None:
        session.execute(
            text(
                f"SELECT setval(pg_get_serial_sequence(:table, 'id'), max(id)) FROM {table.name} "
                "HAVING max(id) IS NOT NULL"
            ),
            given,
        )
