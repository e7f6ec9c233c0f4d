"""Opens the database that an address names, with all migrations."""

from sqlalchemy import URL, make_url

from models.database.errors import DatabaseUrlError
from models.database.protocol import Database


async def open_database(address: str) -> Database:
    """Bring the database up to date and open it; raises DatabaseUrlError, DatabaseInUseError."""
    url = parse_url(address)
    if url.get_backend_name() == "sqlite":
        from models.database.sqlite import SqliteDatabase

        return await SqliteDatabase.open(url)
    from models.database.postgres import PostgresDatabase

    return await PostgresDatabase.open(url)


def parse_url(address: str) -> URL:
    """Read DATABASE_URL and choose the driver; raises DatabaseUrlError."""
    try:
        url = make_url(address)
        backend = url.get_backend_name()
    except Exception as error:
        # Not shown: it may hold a password.
        raise DatabaseUrlError("DATABASE_URL is no database address like sqlite:///leadbot.db") from error
    if backend == "sqlite":
        if url.database in (None, "", ":memory:"):
            raise DatabaseUrlError("DATABASE_URL needs a file: sqlite+aiosqlite:///leadbot.db")
        return url.set(drivername="sqlite+aiosqlite")
    if backend == "postgresql":
        return url.set(drivername="postgresql+asyncpg")
    raise DatabaseUrlError(f"DATABASE_URL must be sqlite or postgresql, not {backend}")
