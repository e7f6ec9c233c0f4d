"""Copies all rows of one database into another one, of either kind; all of it or nothing.

Both sides are compared at the end, row for row: what differs is not kept. The source is only read.
"""

import os
from collections.abc import AsyncIterator, Callable

from sqlalchemy import Table, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models.base import Base
from models.database.errors import CopyError
from models.database.open import open_database, parse_url
from models.database.processes import APPLICATION
from models.database.protocol import Database, UnitOfWork
from models.maintenance.looking import check_schema
from models.maintenance.rows import (
    Row,
    Sum,
    explain_refusal,
    list_pointers,
    point_at_own_rows,
    prepare,
    read_pointers,
    read_rows,
    respell,
    set_sequence,
    write_rows,
)


async def copy_database(source: str, target: str, tell: Callable[[int, int], None]) -> dict[str, int]:
    """Copy every row; returns how many of each table. `tell` hears how much of how much is done: a row counts
    when it is copied, and again when it is compared.

    Raises CopyError or DatabaseOpenError, and then nothing was copied: of a source of
    another schema, into a target with rows, or while somebody works with either of them.
    """
    source_url, target_url = parse_url(source, "FROM"), parse_url(target, "TO")
    if source_url == target_url:
        raise CopyError("it is the same database")
    await check_schema(source_url, "FROM")
    reading = await open_database(source, setting="FROM")
    try:
        writing = await open_database(target, setting="TO")
        try:
            for database in (reading, writing):
                await check_alone(database)
            async with reading.reading() as view, writing.writing() as unit:
                return await copy_rows(view, unit, tell)
        except DBAPIError as error:
            raise CopyError(f"nothing was copied: {say(error)}{explain_refusal(error)}") from error
        finally:
            await writing.close()
    finally:
        await reading.close()


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
        await side.run_sync(prepare)
    counts = await view.run_sync(count_rows)
    taken = [name for name, rows in (await unit.run_sync(count_rows)).items() if rows]
    if taken:
        raise CopyError(f"the target is not empty: it has rows in {', '.join(taken)}")
    done, total = 0, 2 * sum(counts.values())  # copied, then compared

    def go_on(rows: int) -> None:
        nonlocal done
        done += rows
        tell(done, total)

    source, target = await view.run_sync(name_dialect), await unit.run_sync(name_dialect)
    for table in Base.metadata.sorted_tables:
        spell = respell(table, source, target)
        sent = Sum()
        async for page in read_pages(view, table):
            rows = spell(page)
            sent.add(rows)
            await unit.run_sync(write_rows, table, rows)
            go_on(len(rows))
        for name in list_pointers(table):
            await unit.run_sync(
                point_at_own_rows, table, name, await view.run_sync(read_pointers, table, name)
            )
        await unit.run_sync(set_sequence, table)
        found = Sum()
        async for page in read_pages(unit, table):
            found.add(page)
            go_on(len(page))
        if found != sent or sent.rows != counts[table.name]:
            raise CopyError(f"{table.name} has not arrived as it was: nothing was copied")
    return counts


async def read_pages(unit: UnitOfWork, table: Table) -> AsyncIterator[list[Row]]:
    """Yield all rows of a table, many at a time."""
    last = None
    while rows := await unit.run_sync(read_rows, table, last):
        yield rows
        last = rows[-1]


def name_dialect(session: Session) -> str:
    """Return what kind of database it is."""
    return session.get_bind().dialect.name


def say(error: Exception) -> str:
    """Return what a driver says, without the values that it may quote below."""
    return str(getattr(error, "orig", error)).splitlines()[0]


def count_rows(session: Session) -> dict[str, int]:
    """Return how many rows each table has."""
    tables = Base.metadata.sorted_tables
    return {table.name: session.scalars(select(func.count()).select_from(table)).one() for table in tables}
