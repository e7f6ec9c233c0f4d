"""Whose a card is: only the operator of the assignment that it shows does anything by it."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Contact, Operator, Outbox, OutboxKind
from services import chats
from services.contacts import transitions
from services.labels import choosing
from services.moment import Moment
from services.queues import outbox, recipients
from services.refusals import Reason, Refused

T = TypeVar("T")


def claim_card(
    session: Session, recipient: recipients.Recipient, *, besides: int | None = None
) -> tuple[Contact, Operator]:
    """Lock the contact of a card, and what an operator `besides` may get; returns it with whose card it is.

    Raises Refused for anybody but its operator.
    """
    operator = chats.find_operator(session, recipient.chat.account)
    concerned = besides if besides is not None or operator is None else operator.id
    contact = transitions.claim(session, recipient.contact_id or 0, concerned)
    check_card(session, contact, operator, recipient)
    assert operator is not None
    return contact, operator


def claim_own(session: Session, recipient: recipients.Recipient) -> Contact:
    """Lock the contact of a card for a change by its operator; raises Refused for anybody else."""
    contact = choosing.claim(session, recipient.contact_id or 0)
    check_card(session, contact, chats.find_operator(session, recipient.chat.account), recipient)
    if contact.blanked_at is not None:
        raise Refused(Reason.FORGOTTEN)
    return contact


def read_card(session: Session, recipient: recipients.Recipient) -> Contact:
    """Return the contact of a card as it is, unlocked; raises Refused for anybody but its operator."""
    contact = session.get(Contact, recipient.contact_id)
    if contact is None:
        raise Refused(Reason.NOT_YOURS)
    check_card(session, contact, chats.find_operator(session, recipient.chat.account), recipient)
    return contact


def check_open(session: Session, recipient: recipients.Recipient, *, at: Moment) -> None:
    """Refuse anybody but the operator of a card whose contact is open; such a card is drawn anew."""

    def look() -> None:
        contact = read_card(session, recipient)
        if not contact.is_open:
            raise Refused(Reason.COMPLETED, number=contact.id)

    redraw_if_refused(session, recipient, look, at=at)


def check_card(
    session: Session, contact: Contact, operator: Operator | None, recipient: recipients.Recipient
) -> None:
    """Refuse anybody but the operator of the assignment that the card shows."""
    is_current = operator is not None and contact.operator_id == operator.id
    if is_current and contact.assignment_no == recipient.assignment_no:
        return
    reason = Reason.MOVED if has_card(session, recipient) else Reason.NOT_YOURS
    raise Refused(reason, number=contact.id)


def redraw_if_refused(
    session: Session, recipient: recipients.Recipient, act: Callable[[], T], *, at: Moment
) -> T:
    """Do something by a card; one by which that is refused shows how it stands now. Raises Refused."""
    try:
        return act()
    except Refused:
        if has_card(session, recipient):
            outbox.queue_card(session, recipient, at=at)
        raise


def has_card(session: Session, recipient: recipients.Recipient) -> bool:
    """Tell whether this card was ever meant for this person."""
    card = select(Outbox.id).filter_by(kind=OutboxKind.CARD, **recipient.place)
    return session.scalars(card.limit(1)).first() is not None
