"""What client and operator write to each other: stored exactly once, joined to one contact, relayed."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Author, Contact, Lead, Message, Status
from services import bans, chats, leads
from services.contacts import follow_ups, opening, transitions
from services.contacts.small_talk import is_small_talk
from services.moment import Moment
from services.queues import outbox, recipients
from services.refusals import Reason, Refused

PHONE = "phone"  # the kind of a message by which a client shares his own phone


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message as it came from a private chat."""

    bot_id: int
    chat_id: int
    message_id: int
    kind: str
    text: str | None = None
    file_id: str | None = None
    file_unique_id: str | None = None
    media_group_id: str | None = None
    name: str | None = None
    language: str | None = None


def receive(session: Session, incoming: Incoming, *, at: Moment) -> None:
    """Store a client's message: it joins the chat's open contact or opens one; a repeat does nothing.

    Within the policy's window after completion it may be a follow-up. Of a banned client nothing is kept.
    """
    if find_message(session, incoming.bot_id, incoming.chat_id, incoming.message_id) is not None:
        return
    contact = transitions.find_open(session, incoming.bot_id, incoming.chat_id)
    if contact is None:
        if bans.is_banned(session, incoming.chat_id):
            return
        contact = follow_ups.find_recent(session, incoming.bot_id, incoming.chat_id, at=at)
    if contact is not None and contact.is_open:
        message = store(session, contact, incoming, Author.CLIENT, at=at)
        outbox.relay(session, recipients.operator_recipient(session, contact), message, at=at)
    elif contact is not None and follow_ups.may_stay(session, contact, incoming.kind, incoming.text):
        message = store(session, contact, incoming, Author.CLIENT, at=at)
        follow_ups.pass_to_operator(session, contact, message, at=at)
    else:
        open_contact(session, incoming, at=at)


def open_contact(session: Session, incoming: Incoming, *, at: Moment) -> Contact:
    """Make a contact of a client's first message, assign it or leave it waiting, and tell the client."""
    lead = leads.resolve(session, identify(incoming), at=at)
    bot_id, chat_id, text = incoming.bot_id, incoming.chat_id, incoming.text or ""
    source = opening.take_source(session, bot_id, chat_id)
    contact = opening.create(session, lead, source, bot_id=bot_id, chat_id=chat_id, text=text, at=at)
    follow_ups.bring(session, contact, at=at)
    store(session, contact, incoming, Author.CLIENT, at=at)
    opening.assign_or_queue(session, contact, lead, at=at)
    return contact


def answer(session: Session, incoming: Incoming, contact_id: int, *, at: Moment) -> None:
    """Store an operator's reply and copy it to the client, taking a new contact into work.

    An answer to a follow-up reopens its contact. Raises Refused, with nothing stored, if it can't, or if the
    contact is completed, somebody else's or without a chat.
    """
    if find_message(session, incoming.bot_id, incoming.chat_id, incoming.message_id) is not None:
        return
    operator = chats.find_operator(session, incoming.chat_id)
    contact = transitions.claim(session, contact_id, operator.id if operator else None)
    if operator is None or contact.operator_id != operator.id:
        raise Refused(Reason.MOVED, number=contact.id)
    if not contact.is_open and not follow_ups.may_be_answered(session, contact, at=at):
        raise Refused(Reason.COMPLETED, number=contact.id)
    if contact.chat_id is None:
        lead = session.get_one(Lead, contact.lead_id)
        raise Refused(Reason.NO_CHAT, number=contact.id, **describe_reach(lead))
    actor = f"operator:{operator.id}"
    if contact.status is Status.NEW:
        transitions.take(session, contact, actor=actor, at=at)
    elif contact.status is Status.COMPLETED:
        transitions.reopen(session, contact, actor=actor, at=at)
    message = store(session, contact, incoming, Author.OPERATOR, operator_id=operator.id, at=at)
    outbox.relay(session, recipients.client_recipient(contact), message, at=at)


def describe_reach(lead: Lead) -> dict[str, str]:
    """Return the phone and email of a client as `reach`, or else the word for what there is instead."""
    if lead.phone or lead.email:
        return {"reach": ", ".join(filter(None, (lead.phone, lead.email)))}
    if lead.external_id is None:
        return {"reach": "none"}
    if leads.find_telegram_id(lead) is not None:
        return {"reach": "telegram"}
    return {"reach": "id", "id": lead.external_id}


def store(
    session: Session,
    contact: Contact,
    incoming: Incoming,
    author: Author,
    *,
    operator_id: int | None = None,
    at: Moment,
) -> Message:
    """Store one line of the conversation; a client's waits for an answer, unless it only says thank you."""
    message = Message(
        contact_id=contact.id,
        author=author,
        operator_id=operator_id,
        bot_id=incoming.bot_id,
        chat_id=incoming.chat_id,
        message_id=incoming.message_id,
        kind=incoming.kind,
        text=incoming.text,
        file_id=incoming.file_id,
        file_unique_id=incoming.file_unique_id,
        media_group_id=incoming.media_group_id,
        created_at=at.now,
    )
    session.add(message)
    if author is Author.OPERATOR:
        contact.unanswered_since = None
    elif contact.is_open and not (
        contact.status is Status.IN_PROGRESS and is_small_talk(incoming.kind, incoming.text)
    ):
        contact.unanswered_since = contact.unanswered_since or at.now
    session.flush()
    return message


def identify(incoming: Incoming) -> leads.Identity:
    """Return what a message from Telegram says about its author."""
    return leads.Identity(
        external_id=leads.telegram_external_id(incoming.chat_id),
        name=incoming.name,
        language=incoming.language,
    )


def find_message(session: Session, bot_id: int, chat_id: int, message_id: int) -> Message | None:
    """Return what is stored of a Telegram message."""
    rows = select(Message).filter_by(bot_id=bot_id, chat_id=chat_id, message_id=message_id)
    return session.scalars(rows).first()


def find_answered_by(session: Session, *, bot_id: int, chat_id: int, album: str) -> int | None:
    """Return the contact that the known parts of an operator's album answer, None if they answer none."""
    parts = select(Message.contact_id).filter_by(
        bot_id=bot_id, chat_id=chat_id, media_group_id=album, author=Author.OPERATOR
    )
    return session.scalars(parts.limit(1)).first()


def find_first_message(session: Session, contact: Contact) -> Message:
    """Return the message that opened a contact."""
    rows = select(Message).where(Message.contact_id == contact.id).order_by(Message.id)
    return session.scalars(rows.limit(1)).one()
