"""A view of a database that may be in use: nothing is locked, migrated or written."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Concatenate

from sqlalchemy import URL, NullPool
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import Session

from models.database.errors import CopyError
from models.database.files.reading import choose_reading
from models.database.migrate import explain_newer, find_newest, read_revisions
from models.database.open import parse_url
from models.database.opening.mistakes import explaining
from models.database.protocol import P, T
from models.database.sqlite_file import create_reader


class View:
    """Reads by `read`, each time in a transaction of its own that sees one moment."""

    def __init__(self, url: URL) -> None:
        is_sqlite = url.get_backend_name() == "sqlite"
        self._file = create_reader(choose_reading(url)) if is_sqlite else None
        self._server = (
            None
            if is_sqlite
            else create_async_engine(
                url,
                poolclass=NullPool,
                isolation_level="REPEATABLE READ",
                hide_parameters=True,
                connect_args={"server_settings": {"default_transaction_read_only": "on"}},
            )
        )

    async def read(self, fn: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function in a view of its own, and return what it returns."""
        if self._server is not None:
            async with AsyncSession(self._server) as session:
                return await session.run_sync(fn, *args, **kwargs)

        def look() -> T:
            with Session(self._file) as session:
                return fn(session, *args, **kwargs)

        return await asyncio.to_thread(look)

    async def close(self) -> None:
        """Let go of the database."""
        if self._server is not None:
            await self._server.dispose()
        if self._file is not None:
            self._file.dispose()


@asynccontextmanager
async def looking(address: str, setting: str) -> AsyncIterator[View]:
    """Open a view of what a setting names; raises DatabaseOpenError, CopyError if it has another schema."""
    url = parse_url(address, setting)
    await check_schema(url, setting)
    view = View(url)
    try:
        yield view
    finally:
        await view.close()


async def check_schema(url: URL, setting: str) -> None:
    """See to it that a database is there, and of our schema; raises DatabaseOpenError, CopyError."""
    if url.get_backend_name() == "sqlite":
        with explaining(url, setting):
            is_there = await asyncio.to_thread(Path(url.database or "").is_file)
        if not is_there:
            raise CopyError(f"{setting}: there is no file {url.database}")
    with explaining(url, setting):
        engine = create_async_engine(choose_reading(url), poolclass=NullPool, hide_parameters=True)
        async with engine.connect() as connection:
            found = await connection.run_sync(read_revisions)
    if found != [find_newest()]:
        explain_newer(found)
        place = url.render_as_string()
        raise CopyError(f"{place} is of another version: run `leadbot migrate` with it first")
