"""What is kept, and for how long: handled updates 48 hours, sent messages 90 days, what requests of the API
have made 24 hours; quarantine for ever."""

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import WEBHOOKS, IdempotencyKey, Inbox, InboxState, Outbox, OutboxState
from services.moment import Moment
from services.queues.idempotency import KEEP_KEYS, delete_expired

KEEP_UPDATES = timedelta(hours=48)  # to recognize what Telegram delivers again
KEEP_SENT = timedelta(days=90)  # to know what a reply is about
BATCH = 500


def prune(session: Session, *, at: Moment) -> int:
    """Delete at most 500 rows of each kind that nobody needs any more; returns how many."""
    handled = select(Inbox.id).where(Inbox.state == InboxState.DONE, Inbox.handled_at < at.now - KEEP_UPDATES)
    settled = select(Outbox.id).where(
        Outbox.state.in_((OutboxState.SENT, OutboxState.DROPPED)), Outbox.done_at < at.now - KEEP_SENT
    )
    if (newest := find_newest_event(session)) is not None:
        settled = settled.where(Outbox.id != newest)
    updates = session.scalars(handled.limit(BATCH)).all()
    sent = session.scalars(settled.limit(BATCH)).all()
    session.execute(delete(Inbox).where(Inbox.id.in_(updates)))
    session.execute(delete(Outbox).where(Outbox.id.in_(sent)))
    known = select(IdempotencyKey.endpoint, IdempotencyKey.key)
    expired = session.execute(known.where(IdempotencyKey.created_at < at.now - KEEP_KEYS).limit(BATCH)).all()
    session.execute(delete_expired(*((row.endpoint, row.key) for row in expired), at=at))
    return len(updates) + len(sent) + len(expired)


def find_newest_event(session: Session) -> int | None:
    """Return the last id that another system knows an event by: SQLite counts on from the rows there are."""
    told = select(Outbox.id).where(Outbox.bot_id == WEBHOOKS, Outbox.chat_id == WEBHOOKS)
    return session.scalars(
        told.where(Outbox.message_id.is_(None)).order_by(Outbox.id.desc()).limit(1)
    ).first()
