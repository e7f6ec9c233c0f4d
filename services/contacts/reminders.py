"""An operator whose client waits for an answer is reminded, once for each wait."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import Select, literal, select
from sqlalchemy.orm import Session

from models import Contact, Status
from services.moment import Moment
from services.queues import outbox, recipients

BATCH = 50


def remind(session: Session, *, bots: Collection[int], at: Moment) -> int:
    """Remind the operators of at most 50 contacts of these bots that have waited so long; returns how many.

    The wait of an operator begins with the client's first unanswered message, or when he got the contact.
    """
    # What somebody is changing right now can wait for the next time.
    rows = _due(bots, at).order_by(Contact.id).limit(BATCH).with_for_update(skip_locked=True)
    due = session.scalars(rows.execution_options(populate_existing=True)).all()
    for contact in due:
        contact.reminded_at = at.now
        minutes = int((at.now - (contact.unanswered_since or at.now)).total_seconds() // 60)
        recipient = recipients.operator_recipient(session, contact)
        outbox.notify_by_card(session, recipient, "operator-reminder", minutes=minutes, at=at)
    return len(due)


def is_due(session: Session, *, bots: Collection[int], at: Moment) -> bool:
    """Tell whether any operator of these bots is to be reminded."""
    return session.scalars(_due(bots, at).limit(1)).first() is not None


def _due(bots: Collection[int], at: Moment) -> Select[Contact]:
    patience = timedelta(minutes=at.policy.reply_reminder_minutes)
    return select(Contact).where(
        Contact.unanswered_since <= at.now - patience,
        Contact.assigned_at <= at.now - patience,
        Contact.status != Status.COMPLETED,
        Contact.operator_id.is_not(None),
        Contact.bot_id.in_(bots),
        Contact.reminded_at.is_(None),
        literal(bool(patience)),  # 0: nobody is reminded
    )
