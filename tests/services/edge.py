"""Does a unit of work the way an edge does: again, when another one was quicker."""

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy.orm import Session

from models.database.protocol import Database
from models.database.redo import redo as redo_work

P = ParamSpec("P")
T = TypeVar("T")

TIMES = 30  # a hundred at once are more than any edge has


async def redo(
    database: Database, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Return what the work returns, once it is committed."""

    async def commit(_attempt: int) -> T:
        async with database.writing() as unit:
            done: Any = await unit.run_sync(work, *args, **kwargs)
        result: T = done
        return result

    return await redo_work(commit, times=TIMES)
