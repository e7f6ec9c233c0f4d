"""The end of what is put off: whatever ends it is a fact, and who has no operator is in the queue again.

How a contact is put off, and what wakes it, is in services/contacts/snoozing.py.
"""

import enum

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Actor, Contact, Operator, Outbox, OutboxKind
from models.actors import Role
from services import events
from services.moment import Moment
from services.queues import outbox, recipients


class Cause(enum.StrEnum):
    """What has ended it."""

    TIME = "time"
    CLIENT = "client"
    OPERATOR = "operator"
    ADMIN = "admin"
    API = "api"
    MOVED = "moved"  # it has got another operator, or waits for one
    COMPLETED = "completed"


def find_cause(actor: Actor | None) -> Cause:
    """Return what ends it if this actor does; without one it is the clock."""
    if actor is None:
        return Cause.TIME
    match actor.role:
        case Role.CLIENT:
            return Cause.CLIENT
        case Role.OPERATOR:
            return Cause.OPERATOR
        case Role.ADMIN | Role.SUPERVISOR:
            return Cause.ADMIN
        case Role.API:
            return Cause.API


def end(session: Session, contact: Contact, cause: Cause, *, actor: Actor | None = None, at: Moment) -> None:
    """Put a contact off no more; nothing happens to one that is not put off."""
    if contact.snoozed_at is None:
        return
    waits, operator_id = contact.is_asleep, contact.operator_id
    if waits and contact.snoozed_for is not None:
        _redraw_ended_card(session, contact, contact.snoozed_for, at=at)
    contact.snoozed_at = contact.snoozed_until = contact.snoozed_for = None
    queued = {}
    if waits:
        contact.waiting_since, queued = at.now, {"waits": 1}
    kind = events.Kind.WOKEN
    events.record(
        session, contact.id, kind, actor=actor, by=cause.value, operator_id=operator_id, at=at, **queued
    )


def _redraw_ended_card(session: Session, contact: Contact, former: int, *, at: Moment) -> None:
    """Let the card of who had it say no more that it is put off."""
    account, number = session.get_one(Operator, former).telegram_id, contact.assignment_no - 1
    cards = select(Outbox.bot_id).filter_by(
        contact_id=contact.id, chat_id=account, assignment_no=number, kind=OutboxKind.CARD
    )
    bot_id = session.scalars(cards.order_by(Outbox.id.desc()).limit(1)).first()
    if account is not None and bot_id is not None:
        outbox.queue_card(session, recipients.Recipient(bot_id, account, contact.id, number), at=at)
