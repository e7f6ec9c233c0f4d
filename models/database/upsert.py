"""INSERT … ON CONFLICT DO NOTHING for both databases."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.orm import Session

from models.base import Base


def insert_unless_exists(session: Session, table: type[Base]) -> PostgresInsert | SqliteInsert:
    """Return an INSERT that does nothing when any unique key of the row is taken."""
    name = session.get_bind().dialect.name
    if name == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing()
    return postgresql.insert(table).on_conflict_do_nothing()
