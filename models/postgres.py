"""PostgreSQL: the same units of work on asyncpg, for many processes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from models.database import UnitOfWork
from models.migrate import migrate_connection

MIGRATION_LOCK = 7235617  # any number, the same for all our processes


class PostgresDatabase:
    def __init__(self, url: URL, engine: AsyncEngine) -> None:
        self.url = url
        self._engine = engine

    @classmethod
    async def open(cls, url: URL) -> "PostgresDatabase":
        """Migrate (one process at a time) and open."""
        engine = create_async_engine(url, pool_size=10, pool_pre_ping=True)
        async with engine.begin() as connection:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
            await connection.run_sync(migrate_connection)
        return cls(url, engine)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[UnitOfWork]:
        async with AsyncSession(self._engine, expire_on_commit=False) as session, session.begin():
            yield cast(UnitOfWork, session)  # mypy can't match two generic ParamSpecs

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[UnitOfWork]:
        async with AsyncSession(self._engine, expire_on_commit=False) as session:
            await session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
            yield cast(UnitOfWork, session)  # mypy can't match two generic ParamSpecs

    async def close(self) -> None:
        await self._engine.dispose()
