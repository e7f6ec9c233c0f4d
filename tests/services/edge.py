"""Does a unit of work the way an edge does: again, when another one was quicker."""

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy.orm import Session

from models.database.errors import UnitConflictError, is_transient
from models.database.protocol import Database

P = ParamSpec("P")
T = TypeVar("T")

TRIES = 30


async def redo(
    database: Database, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Return what the work returns, once it is committed."""
    for last in (*[False] * TRIES, True):
        try:
            async with database.writing() as unit:
                done: Any = await unit.run_sync(work, *args, **kwargs)
        except Exception as error:
            if last or not (isinstance(error, UnitConflictError) or is_transient(error)):
                raise
        else:
            result: T = done
            return result
    raise AssertionError("never reached")
