"""A quick answer, chosen below a card: shown as the client would read it, then sent like any other answer.

The message of ours that showed it is its original in the operator's chat: it is sent from there once, a
reply to it goes to the client, and /withdraw takes it back.
"""

import zlib
from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.orm import Session

from models import Contact, Lead, Operator, QuickAnswer
from services.contacts import conversation
from services.contacts.cards import access
from services.contacts.messages import Incoming
from services.moment import Moment
from services.queues import recipients
from services.queues.recipients import Recipient
from services.quick_answers import offered, placeholders
from services.refusals import Reason, Refused


@dataclass(frozen=True, slots=True)
class Filled:
    """A quick answer as the client of a contact would read it."""

    answer: QuickAnswer
    text: str

    @property
    def mark(self) -> int:
        """Return by what it is known whether it still says the same."""
        return zlib.crc32(self.text.encode("utf-8", "surrogatepass")) >> 1


def offer(session: Session, recipient: Recipient) -> list[QuickAnswer]:
    """Return the quick answers for the contact of a card, most used first.

    Raises Refused for anybody but its operator, once it is completed, and for who can't be written to.
    """
    contact, _ = claim(session, recipient)
    return offered.list_for(session, contact)


def show(session: Session, recipient: Recipient, answer_id: int) -> Filled:
    """Return what one of them says to the client of a card's contact; raises Refused."""
    contact, operator = claim(session, recipient)
    return fill_in(session, contact, operator, answer_id)


def send(
    session: Session, recipient: Recipient, message_id: int, answer_id: int, mark: int, *, at: Moment
) -> Filled:
    """Send one of them to the client, as an answer of the operator to whom this message of ours shows it.

    Raises Refused, with nothing sent, if it has been sent from there, if it says something else by now, and
    for all for which an answer is refused.
    """
    contact, operator = claim(session, recipient)
    if recipients.find_contact_of(session, recipient.chat, message_id) is not None:
        raise Refused(Reason.ANSWER_SENT)
    filled = fill_in(session, contact, operator, answer_id)
    if filled.mark != mark:
        raise Refused(Reason.ANSWER_CHANGED)
    incoming = Incoming(recipient.bot_id, recipient.chat_id, message_id, "text", filled.text)
    conversation.answer(session, incoming, contact.id, at=at)
    count = update(QuickAnswer).where(QuickAnswer.id == answer_id)
    session.execute(count.values(used=QuickAnswer.used + 1))
    return filled


def claim(session: Session, recipient: Recipient) -> tuple[Contact, Operator]:
    """Lock the contact of a card for its operator; raises Refused."""
    contact, operator = access.claim_card(session, recipient)
    if not contact.is_open:
        raise Refused(Reason.COMPLETED, number=contact.id)
    if contact.chat_id is None:
        lead = session.get_one(Lead, contact.lead_id)
        raise Refused(Reason.NO_CHAT, number=contact.id, **conversation.describe_reach(contact, lead))
    return contact, operator


def fill_in(session: Session, contact: Contact, operator: Operator, answer_id: int) -> Filled:
    """Return a quick answer as the client of a contact would read it; raises Refused for another source's."""
    known = {answer.id: answer for answer in offered.list_for(session, contact)}
    answer = known.get(answer_id)
    if answer is None:
        raise Refused(Reason.ANSWER_CHANGED)
    lead = session.get_one(Lead, contact.lead_id)
    return Filled(answer, placeholders.fill_in(answer.text, contact, lead, operator))
