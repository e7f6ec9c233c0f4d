"""The lines in which contacts wait: those of sources with the same priority wait in one, by their numbers.

A priority is minutes: contacts of its source wait as if they had come so much earlier. Of the first of each
line that one comes next which came first, the priority counted; in one line the numbers alone decide.
"""

import heapq
import itertools
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from models import IS_NEW, Contact, Source

IS_WAITING: ColumnElement[bool] = and_(IS_NEW, Contact.operator_id.is_(None), Contact.snoozed_at.is_(None))
OF_SOURCE = Contact.source_id + 0  # by no index: that of what waits is the smallest


@dataclass(slots=True)
class Line:
    """The sources of one priority; `head`: the first contact that was not looked at, if it is known."""

    ahead: timedelta
    source_ids: set[int]
    last: int = 0
    head: Contact | None = None

    def find_head(self, session: Session) -> Contact | None:
        """Return the first contact of the line that was not looked at, as it is now."""
        if self.head is None and self.source_ids:
            self.head = read_first(session, self.source_ids, self.last)
        return self.head


@dataclass(slots=True)
class Walk:
    """Goes through what waits in some sources, in the order in which it is handed out."""

    session: Session
    hopeful: set[int]
    _lines: list[Line] = field(default_factory=list)

    def find_next(self) -> Contact | None:
        """Return the next contact, None if there is no more."""
        if not self._lines:
            first = read_first(self.session, self.hopeful, 0)
            if first is None:
                return None
            self._lines = list(read_lines(self.session, self.hopeful))
            if len(self._lines) == 1:
                self._lines[0].head = first
        heads = [(line, head) for line in self._lines if (head := line.find_head(self.session)) is not None]
        if not heads:
            return None
        line, contact = min(heads, key=lambda one: (one[1].created_at - one[0].ahead, one[1].id))
        line.last, line.head = contact.id, None
        return contact

    def leave(self, source_id: int) -> None:
        """Look at no more contacts of a source."""
        self.hopeful.discard(source_id)
        for line in self._lines:
            line.source_ids.discard(source_id)
            if line.head is not None and line.head.source_id == source_id:
                line.head = None


def read_first(session: Session, source_ids: Collection[int], after: int) -> Contact | None:
    """Return the first contact after a number that waits in these sources, as it is now."""
    if not source_ids:
        return None
    query = select(Contact).where(IS_WAITING, OF_SOURCE.in_(source_ids), Contact.id > after)
    # As it is now: before the lock it may have been somebody's when we read it.
    fresh = query.order_by(Contact.id).limit(1).execution_options(populate_existing=True)
    return session.scalars(fresh).first()


def read_lines(session: Session, source_ids: Collection[int]) -> Iterator[Line]:
    """Yield the lines in which these sources wait."""
    rows = select(Source.priority_minutes, Source.id).where(Source.id.in_(source_ids))
    by_priority: dict[int, set[int]] = {}
    for minutes, source_id in session.execute(rows):
        by_priority.setdefault(minutes, set()).add(source_id)
    for minutes, ids in by_priority.items():
        yield Line(timedelta(minutes=minutes), ids)


def list_waiting(session: Session, *, offset: int, limit: int) -> list[int]:
    """Return some of the contacts that wait, in the order in which they are handed out."""
    all_lines = list(read_lines(session, session.scalars(select(Source.id)).all()))
    in_order = select(Contact.id).where(IS_WAITING).order_by(Contact.id)
    if len(all_lines) < 2:
        return list(session.scalars(in_order.offset(offset).limit(limit)))
    waiting = session.execute(in_order.with_only_columns(Contact.id, Contact.source_id, Contact.created_at))
    rows = waiting.all()
    merged = heapq.merge(
        *(
            [(came - line.ahead, number) for number, source_id, came in rows if source_id in line.source_ids]
            for line in all_lines
        )
    )
    return [number for _, number in itertools.islice(merged, offset, offset + limit)]


def is_before(session: Session, contact: Contact, source_ids: Collection[int]) -> ColumnElement[bool]:
    """Return which contacts of these sources, its own among them, come before a waiting one or are it."""
    lines = list(read_lines(session, source_ids))
    own = next(line for line in lines if contact.source_id in line.source_ids)
    came: datetime = contact.created_at - own.ahead
    return or_(
        *(
            and_(
                OF_SOURCE.in_(line.source_ids),
                Contact.id <= contact.id if line is own else _came_before(came + line.ahead, contact.id),
            )
            for line in lines
        )
    )


def _came_before(moment: datetime, number: int) -> ColumnElement[bool]:
    at_once = and_(Contact.created_at == moment, Contact.id < number)
    return or_(Contact.created_at < moment, at_once)
