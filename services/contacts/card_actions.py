"""A button on a card: moves the contact if the card is still true, else only redraws the card."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Contact, Event, Operator, Outbox, OutboxKind
from services import chats, events
from services.contacts import transitions
from services.distribution.routing import Chance
from services.queues import outbox, recipients
from services.refusals import Reason, Refused


class Action(enum.StrEnum):
    TAKE = "take"
    COMPLETE = "complete"
    PASS_ON = "pass"
    REOPEN = "reopen"


def press(
    session: Session,
    action: Action,
    thread: recipients.Thread,
    *,
    now: datetime,
    chance: Chance,
) -> Refused | None:
    """Do what a button on the card of `thread` says; returns the refusal, if it is one."""
    assert thread.contact_id is not None
    operator = chats.find_operator(session, thread.chat_id)
    try:
        contact = transitions.claim(session, thread.contact_id, operator.id if operator else None)
        check_card(session, contact, operator, thread)
        act(session, action, contact, now=now, chance=chance)
    except Refused as refusal:
        if has_card(session, thread):
            outbox.queue_card(session, thread, now=now)
        return refusal
    return None


def act(session: Session, action: Action, contact: Contact, *, now: datetime, chance: Chance) -> None:
    """Move a contact on behalf of its operator; raises Refused."""
    actor = f"operator:{contact.operator_id}"
    match action:
        case Action.TAKE:
            transitions.take(session, contact, now=now, actor=actor)
        case Action.COMPLETE:
            transitions.check_taken(contact)
            transitions.complete(session, contact, now=now, chance=chance, actor=actor)
        case Action.PASS_ON:
            transitions.pass_on(session, contact, now=now, chance=chance, actor=actor)
        case Action.REOPEN:
            transitions.reopen(session, contact, now=now, actor=actor)


def check_card(
    session: Session, contact: Contact, operator: Operator | None, thread: recipients.Thread
) -> None:
    """Refuse a press by anybody but the operator of the assignment that the card shows."""
    is_current = operator is not None and contact.operator_id == operator.id
    if is_current and contact.assignment_no == thread.assignment_no:
        return
    reason = Reason.MOVED if has_card(session, thread) else Reason.NOT_YOURS
    raise Refused(reason, number=contact.id)


def explain(session: Session, thread: recipients.Thread) -> dict[str, Any]:
    """Return the decision that made the assignment of a card; raises Refused for anybody but its operator."""
    contact = session.get(Contact, thread.contact_id)
    if contact is None:
        raise Refused(Reason.NOT_YOURS)
    check_card(session, contact, chats.find_operator(session, thread.chat_id), thread)
    decisions = select(Event.data).where(
        Event.contact_id == contact.id, Event.kind == events.Kind.ASSIGNED.value
    )
    decision: dict[str, Any] = session.scalars(decisions.order_by(Event.id.desc()).limit(1)).one()
    return decision


def has_card(session: Session, thread: recipients.Thread) -> bool:
    """Tell whether this card was ever meant for this person."""
    card = select(Outbox.id).filter_by(
        bot_id=thread.bot_id,
        chat_id=thread.chat_id,
        contact_id=thread.contact_id,
        assignment_no=thread.assignment_no,
        kind=OutboxKind.CARD,
    )
    return session.scalars(card.limit(1)).first() is not None
