"""Brings a database to the newest schema. Works from an installed wheel, without an alembic.ini."""

import threading
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

MIGRATIONS = Path(__file__).parent.parent / "migrations"
ONE_AT_A_TIME = threading.Lock()  # alembic keeps what it works on in module globals


def alembic_config(connection: Connection) -> Config:
    """Alembic's settings for one open connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def migrate_connection(connection: Connection) -> None:
    """Apply the migrations that are missing, inside the caller's transaction."""
    with ONE_AT_A_TIME:
        command.upgrade(alembic_config(connection), "head")
