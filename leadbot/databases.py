"""`leadbot migrate`: commands about the database."""

import asyncio

import typer

from leadbot.process import fail, read_settings
from models.database.errors import DatabaseInUseError, DatabaseUrlError
from models.database.open import open_database


def migrate() -> None:
    """Bring the database to the newest schema; `run` does it by itself."""
    settings = read_settings()
    asyncio.run(migrate_database(settings.database_url, settings.database_direct_url))
    typer.echo("The database is up to date.")


async def migrate_database(url: str, direct: str | None = None) -> None:
    """Open the database, which migrates it, and close it."""
    try:
        database = await open_database(url, direct)
    except (DatabaseInUseError, DatabaseUrlError) as error:
        fail(str(error))
    await database.close()
