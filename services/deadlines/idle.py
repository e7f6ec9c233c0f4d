"""A contact that nobody writes in for IDLE_DAYS: its client is asked once, and after a day it is completed.

So is one that was put off until its client writes. No client is asked twice without a message between, nor
while the source is closed. Who says that it is still needed waits for an answer from then on.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, ScalarSelect, func, or_, select
from sqlalchemy.orm import Session

from models import IS_OPEN, Contact, Event, Message, Status
from models.actors import CLIENT
from services import chats, events
from services.contacts import messages, snoozing, transitions
from services.contacts.states import Action
from services.distribution import queue
from services.hours.working_time import read_source_hours
from services.moment import Moment
from services.queues import outbox, recipients
from services.refusals import Reason, Refused

BATCH = 50
PATIENCE = timedelta(days=1)  # from the question until the contact is completed
ASKS_IDLE = "asks_idle"  # in the params of a notice: two buttons answer whether a contact is still needed


def list_due(session: Session, *, bots: Collection[int], at: Moment) -> list[int]:
    """Return at most 50 contacts of these bots whose client is to be asked, or has not answered in time."""
    if not at.policy.idle_days:
        return []
    silent = select(Contact.id).where(*_is_left_alone(at), Contact.bot_id.in_(bots))
    closed = read_source_hours(session, at=at).closed
    rows = silent.where(Contact.source_id.not_in(closed)).order_by(Contact.id).limit(BATCH)
    return list(session.scalars(rows))


def see_to(session: Session, contact_id: int, *, at: Moment) -> None:
    """Ask the client of a contact that is still left alone, or complete it if he was asked and is silent."""
    contact = transitions.claim(session, contact_id)
    session.flush()
    still = select(Contact.id).where(*_is_left_alone(at), Contact.id == contact_id)
    if session.scalars(still).first() is None or not queue.is_open(session, contact.source_id, at=at):
        return
    if contact.idle_asked_at is not None:
        transitions.move(session, contact, Action.CLOSE, actor=None, reason=events.IDLE, at=at)
        return
    contact.idle_asked_at = at.now
    events.record(session, contact.id, events.Kind.IDLE_ASKED, at=at)
    outbox.notify_client(session, contact, "client-idle", at=at, **{ASKS_IDLE: True})


def answer(session: Session, chat: chats.ChatRef, contact_id: int, *, is_needed: bool, at: Moment) -> None:
    """Do what a client says who was asked: keep a contact, for which an answer is due now, or complete it.

    Raises Refused for anybody else, and once it is completed or he has written since.
    """
    contact = session.get(Contact, contact_id)
    if contact is None or chats.find_chat(contact) != chat:
        raise Refused(Reason.NOT_YOURS)
    contact = transitions.claim(session, contact_id)
    if not contact.is_open:
        raise Refused(Reason.COMPLETED, number=contact_id)
    if contact.idle_asked_at is None:
        raise Refused(Reason.NOT_ASKED, number=contact_id)
    if not is_needed:
        transitions.move(session, contact, Action.CLOSE, actor=CLIENT, at=at)
        return
    contact.idle_asked_at = None
    events.record(session, contact.id, events.Kind.IDLE_KEPT, actor=CLIENT, at=at)
    messages.begin_wait(contact, at.now)
    if contact.snoozed_at is not None:
        snoozing.wake_or_wait(session, contact, actor=CLIENT, at=at)
        return
    recipient = recipients.operator_recipient(session, contact)
    outbox.notify_by_card(session, recipient, "operator-idle-kept", at=at)


def _is_left_alone(at: Moment) -> tuple[ColumnElement[bool], ...]:
    """Tell of a contact whether its client is to be asked, or was asked a day ago and is silent."""
    limit = at.now - timedelta(days=at.policy.idle_days)
    last = select(func.max(Message.created_at)).where(Message.contact_id == Contact.id).scalar_subquery()
    asked, back = _find_last(events.Kind.IDLE_ASKED), _find_last(events.Kind.WOKEN, events.Kind.REOPENED)
    in_progress = (Contact.status == Status.IN_PROGRESS) & (Contact.taken_at <= limit)
    is_to_be_asked = (
        Contact.idle_asked_at.is_(None)
        & (last <= limit)
        & or_(asked.is_(None), asked < last, asked < back)
        & or_(back.is_(None), back <= limit)
    )
    return (
        IS_OPEN,
        Contact.chat_id.is_not(None),
        Contact.unanswered_since.is_(None),
        Contact.snoozed_until.is_(None),
        Contact.spam_reported_at.is_(None),  # its client hears nothing until an admin has decided
        in_progress | queue.IS_ASLEEP,
        is_to_be_asked | (Contact.idle_asked_at <= at.now - PATIENCE),
    )


def _find_last(*kinds: events.Kind) -> ScalarSelect[datetime]:
    names = [kind.value for kind in kinds]
    facts = select(func.max(Event.at)).where(Event.contact_id == Contact.id, Event.kind.in_(names))
    return facts.scalar_subquery()
