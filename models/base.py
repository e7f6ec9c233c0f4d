"""What all tables share: constraint names, UTC times, words stored as text with a check, a comparison that
names a partial index, and an INSERT of what may be there already."""

import enum
from datetime import UTC, datetime
from typing import Any, ClassVar, TypeVar

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    Dialect,
    Enum,
    Integer,
    MetaData,
    SQLColumnExpression,
    String,
    Table,
    bindparam,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import JSON, TypeDecorator

T = TypeVar("T")

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# SQLite counts only INTEGER keys up by itself; PostgreSQL needs the room of BIGINT.
BigId = BigInteger().with_variant(Integer, "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, always with a time zone; SQLite drops the zone, so we store UTC and put it back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Given(TypeDecorator[str]):
    """Short text as people or Telegram give it: what is too long for the column is cut, and nothing is lost.

    PostgreSQL would refuse the whole row, SQLite would take it as it is.
    """

    impl = String
    cache_ok = True

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else value[: self.length]


def stored_word(words: type[enum.StrEnum], *, is_checked: bool = True) -> Enum:
    """The column type of a StrEnum: its value as text, checked by the database.

    A column that a migration adds has no check: SQLite would copy the table.
    """
    return Enum(
        words,
        name=words.__name__.lower(),
        native_enum=False,
        create_constraint=is_checked,
        length=16,
        values_callable=lambda members: [member.value for member in members],
    )


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    # How many ids to draw on PostgreSQL before rows that others name are written; 0: it gives them itself.
    ids_at_once: ClassVar[int] = 0
    type_annotation_map = {  # noqa: RUF012 (SQLAlchemy's name)
        datetime: UtcDateTime(),
        dict[str, Any]: JSON(),
        list[dict[str, Any]]: JSON(none_as_null=True),
    }


def equals_literally(column: SQLColumnExpression[T], value: T) -> ColumnElement[bool]:
    """Compare with a value spelt out: for one that comes later PostgreSQL finds no partial index."""
    return column == bindparam(None, value, literal_execute=True)


def insert_unless_exists(session: Session, table: Table) -> PostgresInsert | SqliteInsert:
    """Return an INSERT that does nothing when any unique key of the row is taken."""
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing()
    return postgresql.insert(table).on_conflict_do_nothing()
