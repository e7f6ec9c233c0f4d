"""Copies all rows of one database into another one, of either kind; all of it or nothing.

Both sides are compared at the end, row for row: what differs is not kept. The source is only read.
"""

import asyncio
import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, NullPool, Table, func, insert, select, text, tuple_, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import Session

from models.base import Base
from models.database.errors import CopyError
from models.database.migrate import find_newest, read_revisions
from models.database.open import open_database, parse_url
from models.database.opening.mistakes import explaining
from models.database.processes import APPLICATION
from models.database.protocol import Database, UnitOfWork

ROWS_AT_ONCE = 1000
Row = dict[str, Any]


@dataclass(slots=True)
class Sum:
    """What a table holds, however its rows are ordered."""

    rows: int = 0
    digest: int = 0

    def add(self, row: Row) -> None:
        """Count a row in."""
        seen = json.dumps(row, sort_keys=True, default=write_value).encode()
        self.rows += 1
        self.digest ^= int.from_bytes(hashlib.sha256(seen).digest())


async def copy_database(source: str, target: str, tell: Callable[[int, int], None]) -> dict[str, int]:
    """Copy every row; returns how many of each table. `tell` hears how many of how many are there.

    Raises CopyError or DatabaseOpenError, and then nothing was copied: of a source of
    another schema, into a target with rows, or while somebody works with either of them.
    """
    source_url, target_url = parse_url(source, "FROM"), parse_url(target, "TO")
    if source_url == target_url:
        raise CopyError("it is the same database")
    await check_revision(source_url)
    reading = await open_database(source, setting="FROM")
    try:
        writing = await open_database(target, setting="TO")
        try:
            for database in (reading, writing):
                await check_alone(database)
            async with reading.reading() as view, writing.writing() as unit:
                return await copy_rows(view, unit, tell)
        except DBAPIError as error:
            raise CopyError(f"nothing was copied: {say(error)}") from error
        finally:
            await writing.close()
    finally:
        await reading.close()


async def check_revision(url: URL) -> None:
    """See to it that the source is there, and of our schema: a copy does not change it; raises CopyError."""
    place = url.render_as_string()
    if url.get_backend_name() == "sqlite" and not await asyncio.to_thread(Path(url.database or "").is_file):
        raise CopyError(f"there is no file {url.database}")
    engine = create_async_engine(url, poolclass=NullPool, hide_parameters=True)
    with explaining(url, "FROM"):
        async with engine.connect() as connection:
            found = await connection.run_sync(read_revisions)
    if found != [find_newest()]:
        raise CopyError(f"{place} is of another version: run `leadbot migrate` with it first")


async def check_alone(database: Database) -> None:
    """See to it that nobody else works with a database; raises CopyError. A SQLite file is locked anyway."""
    if not database.is_shared:
        return

    def count(session: Session) -> int:
        others = text(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND application_name LIKE :ours AND application_name <> :own"
        )
        own = f"{APPLICATION} {os.getpid()}"
        return int(session.execute(others, {"ours": f"{APPLICATION} %", "own": own}).scalar_one())

    if await database.read(count):
        place = database.url.render_as_string()
        raise CopyError(f"{place} is in use by another leadbot process; stop it first")


async def copy_rows(view: UnitOfWork, unit: UnitOfWork, tell: Callable[[int, int], None]) -> dict[str, int]:
    """Copy every table into an empty one, and compare; raises CopyError."""
    for side in (view, unit):
        await side.run_sync(be_patient)
    tables = Base.metadata.sorted_tables
    counts = await view.run_sync(count_rows)
    taken = [name for name, rows in (await unit.run_sync(count_rows)).items() if rows]
    if taken:
        raise CopyError(f"the target is not empty: it has rows in {', '.join(taken)}")
    done, total = 0, sum(counts.values())
    for table in tables:
        sent, last = Sum(), None
        while rows := await view.run_sync(read_rows, table, last):
            for row in rows:
                sent.add(row)
            await unit.run_sync(write_rows, table, rows)
            last, done = rows[-1], done + len(rows)
            tell(done, total)
        await unit.run_sync(point_at_own_rows, table, await view.run_sync(read_pointers, table))
        await unit.run_sync(set_sequence, table)
        if await sum_up(unit, table) != sent or sent.rows != counts[table.name]:
            raise CopyError(f"{table.name} has not arrived as it was: nothing was copied")
    return counts


def say(error: Exception) -> str:
    """Return what a driver says, without the values that it may quote below."""
    return str(getattr(error, "orig", error)).splitlines()[0]


def be_patient(session: Session) -> None:
    """Let PostgreSQL wait while the other side works."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))


def count_rows(session: Session) -> dict[str, int]:
    """Return how many rows each table has."""
    tables = Base.metadata.sorted_tables
    return {table.name: session.scalars(select(func.count()).select_from(table)).one() for table in tables}


def read_rows(session: Session, table: Table, last: Row | None) -> list[Row]:
    """Return the next rows in the order of the primary key, those after `last`."""
    keys = list(table.primary_key)
    rows = select(table).order_by(*keys).limit(ROWS_AT_ONCE)
    if last is not None:
        rows = rows.where(tuple_(*keys) > tuple_(*(last[key.name] for key in keys)))
    return [dict(row) for row in session.execute(rows).mappings()]


def write_rows(session: Session, table: Table, rows: list[Row]) -> None:
    """Add rows, which do not point at rows of their own table yet: those may come later."""
    own = list_pointers(table)
    session.execute(insert(table), [{**row, **dict.fromkeys(own)} for row in rows])


def list_pointers(table: Table) -> list[str]:
    """Return the columns that point at rows of the same table."""
    return [key.parent.name for key in table.foreign_keys if key.column.table is table]


def read_pointers(session: Session, table: Table) -> list[Row]:
    """Return which rows point at which of their own table."""
    found: list[Row] = []
    for name in list_pointers(table):
        rows = select(table.c.id, table.c[name]).where(table.c[name].is_not(None))
        found += [{"own": id_, "name": name, "other": other} for id_, other in session.execute(rows)]
    return found


def point_at_own_rows(session: Session, table: Table, pointers: list[Row]) -> None:
    """Let rows point at rows of their own table, all of which are there."""
    for pointer in pointers:
        row = update(table).where(table.c.id == pointer["own"])
        session.execute(row.values({pointer["name"]: pointer["other"]}))


def set_sequence(session: Session, table: Table) -> None:
    """Let PostgreSQL number the next row after the last one; SQLite does so by itself."""
    if session.get_bind().dialect.name != "postgresql" or "id" not in table.c:
        return
    given = {"table": table.name}
    if session.execute(text("SELECT pg_get_serial_sequence(:table, 'id')"), given).scalar() is not None:
        session.execute(
            text(
                f"SELECT setval(pg_get_serial_sequence(:table, 'id'), max(id)) FROM {table.name} "
                "HAVING max(id) IS NOT NULL"
            ),
            given,
        )


async def sum_up(unit: UnitOfWork, table: Table) -> Sum:
    """Return what a table holds now."""
    found, last = Sum(), None
    while rows := await unit.run_sync(read_rows, table, last):
        for row in rows:
            found.add(row)
        last = rows[-1]
    return found


def write_value(value: object) -> str:
    """Return a value in one spelling for both kinds of databases."""
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)
