"""Raw updates: stored before Telegram is told that we have them, handled once, kept when they fail."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import TypeGuard

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import Inbox, InboxState
from models.database.unit import FORGETS
from models.database.upsert import insert_unless_exists
from services import waits
from services.moment import Moment

ATTEMPTS = 3
BLANK = "{}"
RETRY_DELAYS = (timedelta(seconds=1), timedelta(seconds=5))
LONGEST_WAITS = (timedelta(), *RETRY_DELAYS)  # after 0, 1, 2 attempts
HIGHEST_ID = 2**63 - 1  # that a column holds


def is_update_id(value: object) -> TypeGuard[int]:
    """Tell whether a value can be the id of an update: a number from 0 that a column holds."""
    return type(value) is int and 0 <= value <= HIGHEST_ID


def store(session: Session, bot_id: int, updates: Sequence[tuple[int, str]], *, at: Moment) -> None:
    """Store a batch of (update_id, body); what is there already is left as it is."""
    rows = [
        {
            "bot_id": bot_id,
            "update_id": update_id,
            "body": body,
            "state": InboxState.PENDING,
            "attempts": 0,
            "next_at": at.now,
            "received_at": at.now,
        }
        for update_id, body in updates
    ]
    if rows:
        session.execute(insert_unless_exists(session, Inbox), rows)


def list_due(session: Session, bot_id: int, *, limit: int, at: Moment) -> list[Inbox]:
    """Return what is to be handled now, in the order it came."""
    due = select(Inbox).where(
        Inbox.bot_id == bot_id,
        Inbox.state == InboxState.PENDING,
        waits.is_over(Inbox.next_at, Inbox.attempts, LONGEST_WAITS, at=at),
    )
    return list(session.scalars(due.order_by(Inbox.id).limit(limit)))


def list_idle(session: Session, bot_ids: Collection[int]) -> list[int]:
    """Return those of some bots whose updates are all handled."""
    pending = select(Inbox.bot_id).where(Inbox.bot_id.in_(bot_ids), Inbox.state == InboxState.PENDING)
    return sorted(set(bot_ids) - set(session.scalars(pending.distinct())))


def list_pending(session: Session, ids: Collection[int]) -> list[Inbox]:
    """Return those of some updates that are not handled yet, in the order they came."""
    rows = select(Inbox).where(Inbox.id.in_(ids), Inbox.state == InboxState.PENDING)
    return list(session.scalars(rows.order_by(Inbox.id).with_for_update()))


def finish(session: Session, ids: Collection[int], *, at: Moment) -> None:
    """Mark updates as handled, in the transaction of what they did."""
    # What is handled in a unit that forgets somebody may quote the person.
    blank = {"body": BLANK} if session.info.get(FORGETS) else {}
    done = update(Inbox).where(Inbox.id.in_(ids))
    session.execute(done.values(state=InboxState.DONE, handled_at=at.now, error=None, **blank))


def fail(session: Session, row_id: int, error: str, *, at: Moment) -> bool:
    """Note a failure: tried again a little later, quarantined the third time; returns whether it is now."""
    row = session.get_one(Inbox, row_id)
    row.attempts += 1
    row.error = error
    if row.attempts >= ATTEMPTS:
        quarantine(session, row_id, error, at=at)
        return True
    row.next_at = at.now + RETRY_DELAYS[row.attempts - 1]
    return False


def quarantine(session: Session, row_id: int, error: str, *, at: Moment) -> None:
    """Set an update aside with its error; each start tries it again, until retention takes it."""
    row = session.get_one(Inbox, row_id)
    row.state, row.error = InboxState.QUARANTINED, error
    row.handled_at = row.handled_at or at.now  # the first time counts: admins are told once


def retry_quarantined(session: Session, bot_id: int, *, at: Moment) -> None:
    """Give quarantined updates another chance: a new version may understand them."""
    aside = update(Inbox).where(Inbox.bot_id == bot_id, Inbox.state == InboxState.QUARANTINED)
    session.execute(aside.values(state=InboxState.PENDING, attempts=0, next_at=at.now))
