"""What a database holds, all of it."""

from typing import Any

from sqlalchemy.orm import Session

from models import Base
from models.database.protocol import Database


def read_rows(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of every table."""
    return {
        table.name: [tuple(row) for row in session.execute(table.select().order_by(*table.primary_key))]
        for table in Base.metadata.sorted_tables
    }


async def read_everything(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of every table as they are now."""
    async with database.reading() as view:
        rows: dict[str, list[tuple[Any, ...]]] = await view.run_sync(read_rows)
        return rows
