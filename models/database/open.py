"""Opens the database that an address names, with all migrations."""

import asyncio

from sqlalchemy import URL, make_url

from models.database.errors import DatabaseUrlError
from models.database.opening.addresses import check_signs, translate
from models.database.opening.mistakes import check_file, explaining
from models.database.protocol import Database

EXAMPLES = {"DATABASE_URL": "sqlite:///leadbot.db", "DATABASE_DIRECT_URL": "postgresql://host/name"}
KINDS = {"DATABASE_URL": "sqlite or postgresql", "DATABASE_DIRECT_URL": "postgresql"}


async def open_database(address: str, direct: str | None = None) -> Database:
    """Bring the database up to date and open it; raises DatabaseOpenError in one line.

    `direct` leads to PostgreSQL past the PgBouncer at `address`.
    """
    url = parse_url(address)
    if url.get_backend_name() == "sqlite":
        if direct:
            raise DatabaseUrlError("DATABASE_DIRECT_URL goes with a PostgreSQL as DATABASE_URL")
        from models.database.sqlite import SqliteDatabase

        with explaining(url, "DATABASE_URL"):
            await asyncio.to_thread(check_file, url)
            return await SqliteDatabase.open(url)
    from models.database.postgres import PostgresDatabase

    return await PostgresDatabase.open(url, parse_url(direct, "DATABASE_DIRECT_URL") if direct else None)


def parse_url(address: str, setting: str = "DATABASE_URL") -> URL:
    """Read the address in a setting and choose the driver; raises DatabaseUrlError."""
    try:
        url = make_url(address.replace("postgres://", "postgresql://", 1))
        backend = url.get_backend_name()
    except Exception:
        # Not shown: it may hold a password.
        raise DatabaseUrlError(f"{setting} is no database address like {EXAMPLES[setting]}") from None
    if backend == "sqlite" and setting == "DATABASE_URL":
        if url.database in (None, "", ":memory:"):
            raise DatabaseUrlError("DATABASE_URL needs a file: sqlite+aiosqlite:///leadbot.db")
        return url.set(drivername="sqlite+aiosqlite")
    if backend == "postgresql":
        check_signs(address, setting)
        return translate(url.set(drivername="postgresql+asyncpg"), setting)
    raise DatabaseUrlError(f"{setting} must be {KINDS[setting]}, not {backend}")
