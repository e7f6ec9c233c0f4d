"""Whom a row of the outbox is for: which bot writes to whom, about which contact."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Contact, Operator, Outbox, OutboxKind
from services import chats


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a bot writes to about a contact; with an assignment_no only the operator of that assignment."""

    bot_id: int
    chat_id: int
    contact_id: int | None = None
    assignment_no: int | None = None


def client_recipient(contact: Contact) -> Recipient | None:
    """Return the client of a contact as a recipient, None for a contact that came by API."""
    if contact.bot_id is None or contact.chat_id is None:
        return None
    return Recipient(contact.bot_id, contact.chat_id, contact.id)


def operator_recipient(session: Session, contact: Contact) -> Recipient | None:
    """Return the operator of a contact as a recipient, None without an operator who has a chat."""
    if contact.operator_id is None:
        return None
    telegram_id = session.get_one(Operator, contact.operator_id).telegram_id
    bot_id = telegram_id and (contact.bot_id or choose_bot(session, contact, telegram_id))
    if not telegram_id or not bot_id:
        return None
    return Recipient(bot_id, telegram_id, contact.id, contact.assignment_no)


def choose_bot(session: Session, contact: Contact, telegram_id: int) -> int | None:
    """Return the bot that shows a contact of an API source to its operator: the one that has shown it, while
    that one works, else the first that does; if none does the change waits where the card is.
    """
    shown, working = find_card_bot(session, contact, telegram_id), chats.list_bots(session, telegram_id)
    return shown if shown in working or not working else working[0]


def find_card_bot(session: Session, contact: Contact, telegram_id: int) -> int | None:
    """Return the bot of the latest card of the present assignment."""
    cards = select(Outbox.bot_id).filter_by(
        contact_id=contact.id,
        chat_id=telegram_id,
        assignment_no=contact.assignment_no,
        kind=OutboxKind.CARD,
    )
    return session.scalars(cards.order_by(Outbox.id.desc()).limit(1)).first()
