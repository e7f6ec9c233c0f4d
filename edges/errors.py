"""Errors in the words of the log: where and of which kind, and nothing that anybody wrote.

The message of an error may quote what it failed on: a text, a name, a phone. Only what a system says about
itself is repeated.
"""

import logging
import sqlite3
import traceback
from collections.abc import Iterator
from typing import Protocol

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from models.database.errors import DAMAGED, NoAnswerError, is_conflict, is_transient, name_trouble

OF_DATABASES = ("sqlalchemy.", "asyncpg.", "models.database.")
WAITS = "models.database.waiting"  # for anything, Telegram among it


class NotesOutages(Protocol):
    """What writes one line of the log for all the trouble with one database."""

    @property
    def is_on(self) -> bool:
        """Tell whether there is trouble now."""

    def note(self, error: BaseException) -> None:
        """Note a trouble."""


outages: list[NotesOutages] = []  # the last one is told


def note_outage(error: BaseException) -> bool:
    """Note that a database was busy or gone, if one is watched; returns False if the caller is to say it."""
    if not outages or not is_of_database(error):
        return False
    outages[-1].note(error)
    return True


def is_of_database(error: BaseException) -> bool:
    """Tell whether a database was busy or gone, and not Telegram or a web server."""
    if isinstance(error, BaseExceptionGroup):
        return all(map(is_of_database, error.exceptions))
    if not is_transient(error) or is_conflict(error):  # of conflicts the loser just tries again
        return False
    if isinstance(error, NoAnswerError):
        return True
    return isinstance(error, SQLAlchemyError) or hasattr(error, "sqlstate") or came_by_database(error)


def came_by_database(error: BaseException) -> bool:
    """Tell whether an error has passed through the code that speaks with a database."""
    modules = [
        str(frame.f_globals.get("__name__", "")) for frame, _ in traceback.walk_tb(error.__traceback__)
    ]
    return any(module.startswith(OF_DATABASES) and module != WAITS for module in modules)


def log_trouble(log: logging.Logger, message: str, *given: object, error: Exception) -> None:
    """Log what can't be done now: in one line if the database is busy or gone, else with a traceback."""
    if note_outage(error):
        return
    if is_transient(error):
        log.warning(f"{message}: %s", *given, describe(error))
    else:
        log.error(message, *given, exc_info=error)


def describe(error: BaseException) -> str:
    """Return the kind of an error, with what the system says of it; of a statement's that of the driver."""
    if isinstance(error, DBAPIError) and error.orig is not None:
        return describe(error.orig)
    return ": ".join(filter(None, (type(error).__name__, find_reason(error))))


def find_reason(error: BaseException) -> str | None:
    """Return what an operating system or a database says, if that can't quote anybody."""
    if isinstance(error, sqlite3.Error):
        advice = f" ({DAMAGED})" if name_trouble(error) == DAMAGED else ""
        return f"{error}{advice}"  # it names tables and columns, never values
    if (state := getattr(error, "sqlstate", None)) is not None:
        return str(state)
    return error.strerror if isinstance(error, OSError) else None


def format_error(error: BaseException) -> str:
    """Return the way of an error through the code, with all that led to it."""
    return "\n".join(_list_lines(error, set()))


def _list_lines(error: BaseException, seen: set[int]) -> Iterator[str]:
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        yield from _list_lines(before, seen)
        yield "This led to:"
    yield "Traceback (most recent call last):"
    yield from (line.rstrip("\n") for line in traceback.format_tb(error.__traceback__))
    yield describe(error)
    for part in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
        if id(part) not in seen:
            yield "Part of it:"
            yield from _list_lines(part, seen)
