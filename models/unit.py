"""The session of a unit of work: what it has read once it doesn't read again by key.

SQLAlchemy's own sessions let go of what nobody refers to; within a batch of updates the same operators and
chats come again and again.
"""

from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session


class UnitSession(Session):
    """A session that keeps what it has read or written until it ends."""


@event.listens_for(UnitSession, "loaded_as_persistent")
@event.listens_for(UnitSession, "pending_to_persistent")
def keep(session: Session, instance: Any) -> None:
    """Refer to a row's object for as long as the session lives."""
    session.info.setdefault("kept", set()).add(instance)
