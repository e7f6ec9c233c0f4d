"""Whom a row of the outbox is for: which bot writes to whom, about which contact."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, Contact, Message, Operator, Outbox, OutboxKind
from services import chats
from services.chats import ChatRef

PLACE = ("bot_id", "chat_id", "contact_id", "assignment_no")  # the columns of the outbox that say it


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a bot writes to about a contact; with an assignment_no only the operator of that assignment.

    Below 0 it is one of those who may take the contact out of a pool, by which that assignment would begin.
    """

    bot_id: int
    chat_id: int
    contact_id: int | None = None
    assignment_no: int | None = None

    @property
    def chat(self) -> ChatRef:
        return ChatRef(self.bot_id, self.chat_id)

    @property
    def place(self) -> dict[str, Any]:
        """The values of the columns that say it."""
        return {name: getattr(self, name) for name in PLACE}

    @property
    def is_of_pool(self) -> bool:
        return (self.assignment_no or 0) < 0


def number_in_pool(contact: Contact) -> int:
    """Return what stands for the assignment by which a waiting contact would leave its pool."""
    return -(contact.assignment_no + 1)


def person_recipient(session: Session, account: Account, about: int | None = None) -> Recipient | None:
    """Return somebody as a recipient through the first bot that he opened, None if no bot can write to him.

    `about`: a contact.
    """
    bots = chats.list_bots(session, account)
    return Recipient(bots[0], account, about) if bots else None


def client_recipient(contact: Contact) -> Recipient | None:
    """Return the client of a contact as a recipient, None for a contact that came by API."""
    chat = chats.find_chat(contact)
    return Recipient(chat.bot_id, chat.chat_id, contact.id) if chat else None


def operator_recipient(session: Session, contact: Contact, *, is_shown: bool = True) -> Recipient | None:
    """Return the operator of a contact as a recipient, None without an operator who has a chat.

    `is_shown`: a bot may have shown the contact to the operator already.
    """
    if contact.operator_id is None:
        return None
    account = session.get_one(Operator, contact.operator_id).telegram_id
    bot_id = account and (contact.bot_id or choose_bot(session, contact, account, is_shown=is_shown))
    if not account or not bot_id:
        return None
    return Recipient(bot_id, account, contact.id, contact.assignment_no)


def pool_recipient(session: Session, contact: Contact, account: Account) -> Recipient | None:
    """Return one who may take a waiting contact out of its pool; None if no bot can write to that account."""
    bot_id = contact.bot_id or choose_bot(session, contact, account, is_shown=False)
    return Recipient(bot_id, account, contact.id, number_in_pool(contact)) if bot_id else None


def choose_bot(session: Session, contact: Contact, account: Account, *, is_shown: bool) -> int | None:
    """Return the bot that shows a contact of an API source to its operator: the one that has shown it, while
    that one works, else the first that does; if none does the change waits where the card is.
    """
    shown = find_card_bot(session, contact, account) if is_shown else None
    working = chats.list_bots(session, account)
    return shown if shown in working or not working else working[0]


def find_card_bot(session: Session, contact: Contact, account: Account) -> int | None:
    """Return the bot of the latest card of the present assignment."""
    cards = select(Outbox.bot_id).filter_by(
        contact_id=contact.id,
        chat_id=account,
        assignment_no=contact.assignment_no,
        kind=OutboxKind.CARD,
    )
    return session.scalars(cards.order_by(Outbox.id.desc()).limit(1)).first()


def find_contact_of(session: Session, chat: ChatRef, message_id: int) -> int | None:
    """Return the contact that a Telegram message is about: one we sent, or one that was written to us."""
    return find_subject(session, chat, message_id)[0]


def find_subject(session: Session, chat: ChatRef, message_id: int) -> tuple[int | None, str | None]:
    """Return the contact that a Telegram message is about, and of a notice of ours which one it is."""
    place = {"bot_id": chat.bot_id, "chat_id": chat.chat_id, "message_id": message_id}
    key = Outbox.params["key"].as_string()
    here = (getattr(Outbox, name) == value for name, value in place.items())
    sent = select(Outbox.contact_id, key).where(*here, Outbox.contact_id.is_not(None))
    row = session.execute(sent).first()
    if row is not None:
        return row[0], row[1]
    return session.scalars(select(Message.contact_id).filter_by(**place)).first(), None
