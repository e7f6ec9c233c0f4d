"""The database of a running business, as another program sees it and works on it."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import make_url
from sqlalchemy.orm import Session

from models.database.sqlite_file import create_writer
from models.database.unit import UnitSession

P = ParamSpec("P")
T = TypeVar("T")


class DatabaseFile:
    """A file of SQLite."""

    def __init__(self, path: Path) -> None:
        self.path = path

    async def run(
        self, service: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Call a service in a transaction of its own, as another program on this database would."""

        def work() -> T:
            engine = create_writer(make_url(f"sqlite:///{self.path}"))
            try:
                with UnitSession(engine, expire_on_commit=False) as session, session.begin():
                    return service(session, *args, **kwargs)
            finally:
                engine.dispose()

        return await asyncio.to_thread(work)

    def count(self, table: str) -> int:
        """Return how many rows a table has."""
        return int(self.one(f"SELECT count(*) FROM {table}"))

    def one(self, query: str, *params: Any) -> Any:
        """Return the one value that a query finds."""
        return self.rows(query, *params)[0][0]

    def rows(self, query: str, *params: Any) -> list[tuple[Any, ...]]:
        """Read the database file, as another program would."""
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, timeout=5)) as connection:
            return connection.execute(query, params).fetchall()
