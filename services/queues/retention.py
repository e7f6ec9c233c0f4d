"""What is kept, and for how long: handled updates 48 hours, those set aside 30 days, messages sent or given
up 90 days, what requests of the API have made 24 hours. KEEP_DAYS shortens what may quote a person."""

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import IS_OPEN, WEBHOOKS, Contact, IdempotencyKey, Inbox, InboxState, Outbox, OutboxState
from services.moment import Moment
from services.policy import Policy
from services.queues.idempotency import KEEP_KEYS, delete_expired

KEEP_UPDATES = timedelta(hours=48)  # to recognize what Telegram delivers again
KEEP_SENT = timedelta(days=90)  # to know what a reply is about
KEEP_ASIDE = timedelta(days=30)  # for a new version that may understand it; admins were told at once
KEEP_DEAD = KEEP_SENT  # admins were told within the hour
BATCH = 500


def prune(session: Session, *, at: Moment) -> int:
    """Delete at most 500 rows of each kind that nobody needs any more; returns how many."""
    handled = select(Inbox.id).where(Inbox.state == InboxState.DONE, Inbox.handled_at < at.now - KEEP_UPDATES)
    aside = select(Inbox.id).where(
        Inbox.state == InboxState.QUARANTINED, Inbox.handled_at < at.now - shorten(KEEP_ASIDE, at.policy)
    )
    sent = Outbox.state.in_((OutboxState.SENT, OutboxState.DROPPED)) & (Outbox.done_at < at.now - KEEP_SENT)
    is_open = select(Contact.id).where(Contact.id == Outbox.contact_id, IS_OPEN)
    # A card that nobody could be shown is shown as soon as that is possible.
    dead = (
        (Outbox.state == OutboxState.DEAD)
        & (Outbox.done_at < at.now - shorten(KEEP_DEAD, at.policy))
        & ~is_open.exists()
    )
    settled = select(Outbox.id).where(sent | dead)
    if (newest := find_newest_event(session)) is not None:
        settled = settled.where(Outbox.id != newest)
    updates = [id_ for which in (handled, aside) for id_ in session.scalars(which.limit(BATCH))]
    messages = session.scalars(settled.limit(BATCH)).all()
    session.execute(delete(Inbox).where(Inbox.id.in_(updates)))
    session.execute(delete(Outbox).where(Outbox.id.in_(messages)))
    known = select(IdempotencyKey.endpoint, IdempotencyKey.key)
    expired = session.execute(known.where(IdempotencyKey.created_at < at.now - KEEP_KEYS).limit(BATCH)).all()
    session.execute(delete_expired(*((row.endpoint, row.key) for row in expired), at=at))
    return len(updates) + len(messages) + len(expired)


def shorten(time: timedelta, policy: Policy) -> timedelta:
    """Return a time, or KEEP_DAYS if that is shorter."""
    return min(time, timedelta(days=policy.keep_days)) if policy.keep_days else time


def find_newest_event(session: Session) -> int | None:
    """Return the last id that another system knows an event by: SQLite counts on from the rows there are."""
    told = select(Outbox.id).where(Outbox.bot_id == WEBHOOKS, Outbox.chat_id == WEBHOOKS)
    return session.scalars(
        told.where(Outbox.message_id.is_(None)).order_by(Outbox.id.desc()).limit(1)
    ).first()
