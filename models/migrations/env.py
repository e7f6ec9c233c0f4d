"""Runs migrations on the connection we are given, or on DATABASE_URL when called by the alembic command."""

import os
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, create_engine, make_url

from models import Base
from models.base import UtcDateTime


def render_plainly(kind: str, thing: Any, _context: Any) -> str | Literal[False]:
    """Write our column types in SQLAlchemy's own words: a migration must not change when the models do."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, UtcDateTime) else False


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=render_plainly,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    url = make_url(os.environ.get("DATABASE_URL", "sqlite:///leadbot.db"))
    with create_engine(url.set(drivername=url.get_backend_name())).begin() as opened:
        migrate(opened)
