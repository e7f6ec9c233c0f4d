"""The API of a business without a bot, called from two sides at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

import httpx
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Base, IdempotencyKey
from models.database.protocol import Database
from tests.databases import log_loads
from tests.services.edge import redo
from tests.stored import read_everything

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Callers:
    """Two callers of an API, or one of each of two APIs that share a database."""

    database: Database
    two: Sequence[httpx.AsyncClient]

    async def open(self) -> None:
        """Make a source, and an operator without a place."""
        await redo(self.database, log_loads)
        await self.two[0].post("/sources/", json={"name": "Site"})
        await self.hire(1, limit=0)

    async def hire(self, team: int, *, limit: int) -> None:
        """Add operators who serve the source."""
        for number in range(team):
            name = f"Operator with {limit}, no. {number}"
            made = await self.two[0].post("/operators/", json={"name": name, "max_active_leads": limit})
            weight = {"operator_id": made.json()["id"], "source_id": 1, "weight": number + 1}
            assert (await self.two[0].post("/operator-weights/", json=weight)).status_code == 201

    async def run(self, work: Callable[..., T], *args: object) -> T:
        """Return what a piece of work finds in the database."""
        return await redo(self.database, work, *args)

    async def count(self, table: type[Base]) -> int:
        """Return how many rows a table has."""
        return await self.run(lambda session: session.scalars(select(func.count()).select_from(table)).one())

    async def count_all(self) -> dict[str, int]:
        """Return how many rows every table has."""
        return {name: len(rows) for name, rows in (await read_everything(self.database)).items()}

    async def age_keys(self, by: timedelta) -> None:
        """Let all keys be older by so much, and a second."""

        def age(session: Session) -> None:
            for key in session.scalars(select(IdempotencyKey)):
                key.created_at -= by + timedelta(seconds=1)

        await self.run(age)
