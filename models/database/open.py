"""Opens the database that an address names, with all migrations."""

import asyncio

from sqlalchemy import URL, make_url

from models.database.errors import DatabaseUrlError
from models.database.opening.addresses import check_signs, translate
from models.database.opening.mistakes import check_file, explaining
from models.database.protocol import Database

DIRECT = "DATABASE_DIRECT_URL"


async def open_database(address: str, direct: str | None = None, setting: str = "DATABASE_URL") -> Database:
    """Bring the database up to date and open it; raises DatabaseOpenError in one line.

    `direct` leads to PostgreSQL past the PgBouncer at `address`. `setting`: how people call the address.
    """
    url = parse_url(address, setting)
    if url.get_backend_name() == "sqlite":
        if direct:
            raise DatabaseUrlError("DATABASE_DIRECT_URL goes with a PostgreSQL as DATABASE_URL")
        from models.database.sqlite import SqliteDatabase

        with explaining(url, setting):
            await asyncio.to_thread(check_file, url, setting)
            return await SqliteDatabase.open(url)
    from models.database.postgres import PostgresDatabase

    return await PostgresDatabase.open(url, parse_url(direct, DIRECT) if direct else None, setting)


def parse_url(address: str, setting: str = "DATABASE_URL") -> URL:
    """Read the address in a setting and choose the driver; raises DatabaseUrlError."""
    kinds, example = "sqlite or postgresql", "sqlite:///leadbot.db"
    if setting == DIRECT:
        kinds, example = "postgresql", "postgresql://host/name"
    try:
        url = make_url(address.replace("postgres://", "postgresql://", 1))
        backend = url.get_backend_name()
    except Exception:
        # Not shown: it may hold a password.
        raise DatabaseUrlError(f"{setting} is no database address like {example}") from None
    if backend == "sqlite" and setting != DIRECT:
        if url.database in (None, "", ":memory:"):
            raise DatabaseUrlError(f"{setting} needs a file: sqlite+aiosqlite:///leadbot.db")
        return url.set(drivername="sqlite+aiosqlite")
    if backend == "postgresql":
        check_signs(address, setting)
        return translate(url.set(drivername="postgresql+asyncpg"), setting)
    raise DatabaseUrlError(f"{setting} must be {kinds}, not {backend}")
