"""Cards of a shared pool: the first who takes a contact has it, everybody else is told who that is."""

from sqlalchemy.orm import Session

from models import Contact, Operator, actors
from services import chats
from services.contacts import transitions
from services.contacts.cards import access
from services.contacts.states import Action
from services.distribution import assignment, queue
from services.distribution.modes import pool
from services.moment import Moment
from services.queues import recipients
from services.refusals import Reason, Refused


def take(session: Session, recipient: recipients.Recipient, *, at: Moment) -> Refused | None:
    """Take the contact of a card out of its pool; returns the refusal, if it is one.

    That is for anybody who has no such card, for who may not take it by now, and for all but the first.
    """
    operator = chats.find_operator(session, recipient.chat.account)

    def act() -> None:
        contact = transitions.claim(session, recipient.contact_id or 0, operator.id if operator else None)
        if operator is not None and contact.operator_id == operator.id and is_by_taking(contact, recipient):
            raise Refused(Reason.ALREADY_TAKEN, number=contact.id)
        if operator is None or not recipient.is_of_pool or not access.has_card(session, recipient):
            raise Refused(Reason.NOT_YOURS, number=contact.id)
        check_waits(session, contact, recipient)
        _take(session, contact, operator, at=at)

    try:
        access.redraw_if_refused(session, recipient, act, at=at)
    except Refused as refusal:
        return refusal
    return None


def take_to_answer(session: Session, contact: Contact, operator: Operator, *, at: Moment) -> None:
    """Take a claimed contact that waits because somebody who has a card of it answers; raises Refused."""
    if operator.telegram_id is None or not (contact.is_waiting and pool.is_pooled(session, contact)):
        return
    recipient = recipients.pool_recipient(session, contact, operator.telegram_id)
    if recipient is not None and access.has_card(session, recipient):
        _take(session, contact, operator, at=at)


def is_by_taking(contact: Contact, recipient: recipients.Recipient) -> bool:
    """Tell whether an assignment is the one that has begun by taking what a card of a pool shows."""
    return recipient.is_of_pool and contact.assignment_no == -(recipient.assignment_no or 0)


def check_waits(session: Session, contact: Contact, recipient: recipients.Recipient) -> None:
    """Refuse what a card of a pool shows that is not there any more, and say who has it."""
    is_same = recipient.assignment_no == recipients.number_in_pool(contact)
    if contact.is_waiting and is_same and pool.is_pooled(session, contact):
        return
    if not contact.is_open:
        raise Refused(Reason.COMPLETED, number=contact.id)
    if contact.operator_id is None:
        raise Refused(Reason.LEFT_POOL, number=contact.id)
    name = session.get_one(Operator, contact.operator_id).name
    raise Refused(Reason.TAKEN_FIRST, number=contact.id, name=name)


def _take(session: Session, contact: Contact, operator: Operator, *, at: Moment) -> None:
    actor = actors.operator(operator.id)
    assignment.take(session, contact, operator, actor=actor, at=at)
    transitions.move(session, contact, Action.TAKE, actor=actor, at=at)
    queue.drain(session, [contact.source_id], at=at)  # the next one is shown
