"""How a database is, asked without changing it: nothing is migrated or locked, the bot may be running."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, NullPool, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from models.database.errors import DatabaseOpenError
from models.database.files.reading import write_uri
from models.database.migrate import explain_newer, find_newest, read_revisions
from models.database.open import DIRECT, parse_url
from models.database.opening.mistakes import check_file, explaining
from models.database.opening.rights import check_rights, check_writable

PATIENCE = 10.0  # seconds


async def look_at(address: str, direct: str | None = None) -> str:
    """Return what is there, in words; raises DatabaseOpenError if it can't be worked with as it is."""
    url = parse_url(address)
    if url.get_backend_name() == "sqlite":
        if direct:
            raise DatabaseOpenError(f"{DIRECT} goes with a PostgreSQL as DATABASE_URL")
        with explaining(url, "DATABASE_URL"):
            return await asyncio.to_thread(look_at_file, url)
    said = await look_at_server(url, "DATABASE_URL")
    if direct:
        said = f"{said}; past the pooler {await look_at_server(parse_url(direct, DIRECT), DIRECT)}"
    return said


def look_at_file(url: URL) -> str:
    """Return how a SQLite file is; raises DatabaseOpenError, and what the driver raises."""
    check_file(url, "DATABASE_URL")
    path = Path(url.database or "").absolute()
    if not path.exists() or not path.stat().st_size:
        return f"{url.database} is made by the first `leadbot run`"
    with closing(sqlite3.connect(write_uri(path), uri=True)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        found = (
            [row[0] for row in connection.execute("SELECT version_num FROM alembic_version")]
            if "alembic_version" in tables
            else []
        )
    return f"{url.database}, SQLite {sqlite3.sqlite_version}, {say_revision(found)}"


async def look_at_server(url: URL, setting: str) -> str:
    """Return how a PostgreSQL is; raises DatabaseOpenError."""
    with explaining(url, setting):
        given = {"timeout": PATIENCE, "command_timeout": PATIENCE, "statement_cache_size": 0}
        engine = create_async_engine(url, connect_args=given, hide_parameters=True, poolclass=NullPool)
        async with engine.connect() as connection:
            await check_writable(connection)
            version = await connection.scalar(text("SHOW server_version"))
            found = await connection.run_sync(read_revisions)
            await (check_rights if found else check_may_create)(connection)
    return f"PostgreSQL {str(version).split()[0]}, {say_revision(found)}"


async def check_may_create(connection: AsyncConnection) -> None:
    """Refuse a database in which this user can make no tables; raises DatabaseOpenError."""
    asked = "SELECT has_schema_privilege(current_schema(), 'CREATE'), current_user, current_database()"
    may_create, user, name = (await connection.execute(text(asked))).one()
    if not may_create:
        raise DatabaseOpenError(
            f"user {user} can't make tables in database {name}: `ALTER DATABASE {name} OWNER TO {user}`"
        )


def say_revision(found: list[str]) -> str:
    """Return how new a schema is; raises DatabaseOpenError if this version can't work with it as it is."""
    if not found:
        return "empty: the first `leadbot run` makes the tables"
    if found == [find_newest()]:
        return f"migrated up to {found[0]}, can be written"
    explain_newer(found)
    raise DatabaseOpenError(
        f"its schema is that of {max(found)}, and this version needs {find_newest()}: make a backup, then "
        "`leadbot migrate`"
    )
