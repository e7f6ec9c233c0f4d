"""What units of work write is passed on once it is committed, and never if it is rolled back.

At each flush a follower looks at the rows that are new or changed, keeps what there is to do about them with
the session, and does it after the commit. What a savepoint rolls back, as a
preview does, is forgotten. A failure here is logged and fails no unit: a commit must not be done again.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from models.database.unit import UnitSession

log = logging.getLogger("leadbot.api")

Fact = Callable[[], None]  # what to do once it is committed; equal ones of a unit are one
Look = Callable[[Session], Iterable[Fact]]  # at a session that has just been flushed; it must read nothing


@dataclass(slots=True)
class Kept:
    """What a session has written and not committed; `before`: how much of it is older than a savepoint."""

    facts: list[Fact] = field(default_factory=list)
    before: dict[SessionTransaction, int] = field(default_factory=dict)


@contextmanager
def following(look: Look) -> Iterator[None]:
    """Follow what every unit of work in this process writes meanwhile."""
    follower = Follower(look)
    _followers.append(follower)
    try:
        yield
    finally:
        _followers.remove(follower)


class Follower:
    """Keeps facts with the session that wrote them."""

    def __init__(self, look: Look) -> None:
        self._look = look

    def on_flush(self, session: Session, _context: Any) -> None:
        """Keep what has just been written."""
        try:
            found = list(self._look(session))
        except Exception:
            log.exception("what was written could not be followed")
            return
        if found:
            self._kept(session).facts += found

    def on_commit(self, session: Session) -> None:
        """Act on what is committed for good: a savepoint may yet be rolled back with all the rest."""
        if session.in_nested_transaction():
            return
        for fact in dict.fromkeys(self._kept(session).facts):
            try:
                fact()
            except Exception:
                log.exception("what was committed could not be followed")

    def on_begin(self, session: Session, transaction: SessionTransaction) -> None:
        """Note how much was written before a savepoint."""
        if transaction.nested:
            kept = self._kept(session)
            kept.before[transaction] = len(kept.facts)

    def on_rollback(self, session: Session, transaction: SessionTransaction) -> None:
        """Forget what was written since a savepoint."""
        kept = self._kept(session)
        if transaction in kept.before:
            del kept.facts[kept.before[transaction] :]

    def on_end(self, session: Session, transaction: SessionTransaction) -> None:
        """Forget everything when the unit ends, however it does."""
        if transaction.parent is None:
            session.info.pop(self, None)

    def _kept(self, session: Session) -> Kept:
        kept: Kept = session.info.setdefault(self, Kept())
        return kept


_followers: list[Follower] = []
HOOKS = {
    "after_flush": "on_flush",
    "after_commit": "on_commit",
    "after_transaction_create": "on_begin",
    "after_soft_rollback": "on_rollback",
    "after_transaction_end": "on_end",
}


def _listen(name: str, method: str) -> None:
    def pass_on(*given: Any) -> None:
        for follower in tuple(_followers):
            getattr(follower, method)(*given)

    event.listen(UnitSession, name, pass_on)


# Once, before any unit runs: a list of listeners may not change while a session goes through it.
for _name, _method in HOOKS.items():
    _listen(_name, _method)
