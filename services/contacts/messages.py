"""What is said in a conversation, line by line: stored exactly once, as Telegram identifies it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Actor, Author, Contact, Message, Outbox, OutboxKind, Status
from models.database.lookup import Lookup
from services import leads
from services.chats import ChatRef
from services.contacts.small_talk import is_small_talk
from services.hours import first_answers
from services.moment import Moment

MESSAGES = Lookup(Message, Message.bot_id, Message.chat_id, Message.message_id)
SKEW = timedelta(minutes=1)  # of our clock against Telegram's, and the time an update takes to reach us


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
    username: str | None = None
    entities: list[dict[str, Any]] | None = None
    reply_to: int | None = None  # a Telegram message of the same chat
    quote: dict[str, Any] | None = None  # text, entities, position
    forwarded_from: str | None = None
    look: dict[str, Any] | None = None  # what else its author chose, such as a preview of a link
    written_at: datetime | None = None  # by Telegram's clock

    @property
    def chat(self) -> ChatRef:
        return ChatRef(self.bot_id, self.chat_id)

    @property
    def identity(self) -> leads.Identity:
        """What the message says about its author."""
        external_id = leads.telegram_external_id(self.chat.account)
        return leads.Identity(
            external_id=external_id, name=self.name, language=self.language, username=self.username
        )


def make(
    session: Session,
    incoming: Incoming,
    author: Author,
    *,
    operator_id: int | None = None,
    at: Moment,
) -> Message:
    """Return a message as a row that belongs to no contact yet."""
    quoted = incoming.quote["text"] if incoming.quote else None
    replied = incoming.reply_to and find_replied(session, incoming.chat, incoming.reply_to, quote=quoted)
    return Message(
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
        entities=incoming.entities,
        reply_to_id=replied,
        quote=incoming.quote,
        forwarded_from=incoming.forwarded_from,
        created_at=find_date(incoming, at=at),
    )


def find_date(incoming: Incoming, *, at: Moment) -> datetime:
    """Return when a message was written.

    That is now, unless Telegram has kept it for us for longer than the difference of two clocks explains.
    """
    written_at = incoming.written_at
    return written_at if written_at is not None and at.now - written_at > SKEW else at.now


def find_replied(session: Session, chat: ChatRef, message_id: int, *, quote: str | None) -> int | None:
    """Return what is stored of the message that a Telegram message is, or shows to its reader.

    A card shows the first message of its contact: that is meant if the quote is from there.
    """
    original = find(session, chat, message_id)
    if original is not None:
        return original.id
    place = {"bot_id": chat.bot_id, "chat_id": chat.chat_id, "message_id": message_id}
    shown = session.scalars(select(Outbox).filter_by(**place).limit(1)).first()
    if shown is None:
        return None
    if shown.kind is not OutboxKind.CARD:
        return shown.params.get("message")
    first = find_first(session, session.get_one(Contact, shown.contact_id)) if quote else None
    return first.id if first is not None and quote and quote in (first.text or "") else None


def store(
    session: Session, contact: Contact, message: Message, *, actor: Actor | None = None, at: Moment
) -> None:
    """Store one line of a conversation; a client's waits for an answer, unless it only says thank you.

    `actor` is who answers without being an operator.
    """
    message.contact_id = contact.id
    session.add(message)
    if contact.idle_asked_at is not None:
        contact.idle_asked_at = None
    if message.author is Author.OPERATOR:
        contact.unanswered_since = None
        first_answers.note_answer(session, contact, message.operator_id, actor=actor, at=at)
    elif waits_for_answer(contact, message):
        begin_wait(contact, message.created_at)


def begin_wait(contact: Contact, since: datetime) -> None:
    """Note that a client waits for an answer since then, if not longer; nobody was reminded of a new wait."""
    if contact.unanswered_since is None:
        contact.reminded_at = None
    contact.unanswered_since = min(contact.unanswered_since or since, since)


def waits_for_answer(contact: Contact, message: Message) -> bool:
    """Tell whether a client waits for an answer to a message; who filled in a form can't be answered here."""
    if contact.chat_id is None or not contact.is_open:
        return False
    is_new = contact.status is Status.NEW and contact.snoozed_at is None
    return is_new or not is_small_talk(message.kind, message.text)


def find(session: Session, chat: ChatRef, message_id: int) -> Message | None:
    """Return what is stored of a Telegram message."""
    return MESSAGES.find(session, chat.bot_id, chat.chat_id, message_id)


def is_signed(session: Session, chat: ChatRef, message_id: int) -> bool:
    """Tell whether a Telegram message is one that an admin has written to a client."""
    message = find(session, chat, message_id)
    return message is not None and message.author is Author.OPERATOR and message.operator_id is None


def find_first(session: Session, contact: Contact) -> Message:
    """Return the message that opened a contact."""
    rows = select(Message).where(Message.contact_id == contact.id).order_by(Message.id)
    return session.scalars(rows.limit(1)).one()


def find_unanswered_since(session: Session, contact: Contact) -> datetime | None:
    """Return when the client wrote the first message that no answer follows which is still to be seen."""
    of_contact = select(Message).where(Message.contact_id == contact.id, Message.withdrawn_at.is_(None))
    since = None
    for message in session.scalars(of_contact.order_by(Message.id.desc())):
        if message.author is Author.OPERATOR:
            break
        if waits_for_answer(contact, message):
            since = message.created_at
    return since


def find_answered_by(session: Session, chat: ChatRef, *, album: str) -> int | None:
    """Return the contact that the known parts of an operator's album answer, None if they answer none."""
    parts = select(Message.contact_id).filter_by(
        bot_id=chat.bot_id, chat_id=chat.chat_id, media_group_id=album, author=Author.OPERATOR
    )
    return session.scalars(parts.limit(1)).first()
