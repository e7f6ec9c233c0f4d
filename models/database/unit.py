"""The session of a unit of work: it does not read by key again what it has read once.

SQLAlchemy's own sessions let go of what nobody refers to; within a batch of updates the same operators and
chats come again and again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from models.base import Base

FORGETS = "forgets"  # in the info of a session: what this unit takes away must be in no file any more


class UnitSession(Session):
    """A session that keeps what it has read or written until it ends."""


@event.listens_for(UnitSession, "loaded_as_persistent")
@event.listens_for(UnitSession, "pending_to_persistent")
def keep(session: Session, instance: Any) -> None:
    """Refer to a row's object for as long as the session lives."""
    session.info.setdefault("kept", set()).add(instance)


@contextmanager
def seeing(session: Session, *tables: type[Base]) -> Iterator[None]:
    """Let what is read meanwhile see the changes of these tables, and write nothing else yet.

    A session writes all it has before every query. What goes to other tables is cheaper to write together.
    """
    if any(isinstance(row, tables) for row in (*session.new, *session.dirty)):
        session.flush()
    with session.no_autoflush:
        yield
