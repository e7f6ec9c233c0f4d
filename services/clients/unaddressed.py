"""An operator's message that replies to nothing: to whom it could go, and how it is sent then."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models import IS_OPEN, Contact, Lead
from services.contacts import conversation, messages
from services.contacts.messages import Incoming
from services.moment import Moment
from services.refusals import Reason, Refused

OFFERED = 5  # contacts


def list_offered(session: Session, incoming: Incoming, operator_id: int | None) -> Sequence[Contact]:
    """Return the open contacts of an operator to whose clients a message could go, with their leads.

    First those whose clients wait for an answer, the longest wait first; then the newest. A note and a shared
    phone go to nobody.
    """
    if conversation.is_note(incoming) or incoming.kind == conversation.PHONE:
        return []
    of_operator = select(Contact).where(
        Contact.operator_id == operator_id, IS_OPEN, Contact.bot_id == incoming.bot_id
    )
    reachable = of_operator.where(Contact.chat_id.is_not(None))
    order = (Contact.unanswered_since.is_(None), Contact.unanswered_since, Contact.id.desc())
    rows = reachable.options(joinedload(Contact.lead)).order_by(*order).limit(OFFERED)
    return session.scalars(rows).all()


def send(session: Session, incoming: Incoming, number: int, *, at: Moment) -> Lead:
    """Send a message to the client of a contact as if it replied to the card; returns the client.

    Raises Refused, with nothing sent, for one that has been sent to anybody already, and as an answer does.
    """
    sent = messages.find(session, incoming.chat, incoming.message_id)
    if sent is not None:
        raise Refused(Reason.ALREADY_SENT, number=sent.contact_id)
    contact = session.get(Contact, number)
    if contact is None or contact.bot_id != incoming.bot_id:
        raise Refused(Reason.MOVED, number=number)
    # It is said now, however long ago it was typed.
    conversation.answer(session, replace(incoming, written_at=None), number, at=at)
    return session.get_one(Lead, contact.lead_id)
