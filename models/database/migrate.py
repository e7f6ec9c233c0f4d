"""Brings a database to the newest schema. Works from an installed wheel, without an alembic.ini."""

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from models.database.errors import DatabaseOpenError

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent.parent / "migrations"
ONE_AT_A_TIME = threading.Lock()  # alembic keeps what it works on in module globals


def alembic_config(connection: Connection) -> "Config":
    """Alembic's settings for one open connection."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def migrate_connection(connection: Connection) -> None:
    """Apply the migrations that are missing, inside the caller's transaction; raises DatabaseOpenError."""
    found = read_revisions(connection)
    if found == [find_newest()]:
        return
    explain_newer(found)
    from alembic import command  # it takes long to import, and most starts find nothing to do

    with ONE_AT_A_TIME:
        command.upgrade(alembic_config(connection), "head")


def read_revisions(connection: Connection) -> list[str]:
    """Return which migrations a database says it has come to: one, or none if it is new."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return []
    return list(connection.scalars(text("SELECT version_num FROM alembic_version")))


def explain_newer(found: list[str]) -> None:
    """Refuse a schema that only a newer version knows; raises DatabaseOpenError."""
    if unknown := set(found) - set(list_revisions()):
        raise DatabaseOpenError(
            f"this database belongs to a newer leadbot: it is at migration {max(unknown)}, and this one "
            f"knows them up to {find_newest()}. Install the newer one again, or restore a backup"
        )


def find_newest() -> str:
    """Return the newest migration: the names of their files begin with their numbers."""
    return max(list_revisions())


def list_revisions() -> list[str]:
    """Return all migrations that this version knows."""
    return [path.name.partition("_")[0] for path in MIGRATIONS.glob("versions/[0-9]*.py")]


def touch(session: Session) -> None:
    """Write what is there already: a database that can only be read does not take it."""
    session.execute(text("UPDATE alembic_version SET version_num = version_num"))
