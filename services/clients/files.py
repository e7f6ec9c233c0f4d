"""The photos and files of a conversation, sent to an admin who looks at the request."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from models import IS_UNDELIVERED, Account, Contact, Message, Outbox, OutboxKind
from services import chats, sources
from services.moment import Moment
from services.queues import outbox
from services.queues.recipients import Recipient
from services.refusals import Reason, Refused

FILE = "file"  # the notice that is a copy of a message with a file
MOST = 20  # the newest
NOT_WORTH_IT = ("text", "phone", "sticker", "dice")  # the page says it, or there is nothing in it


def count(session: Session, contact: Contact) -> int:
    """Return how many messages with something to look at a contact has."""
    return session.scalars(select(func.count()).select_from(Message).where(*_is_file(contact))).one()


def send(session: Session, number: int, admin: Account, *, at: Moment) -> tuple[str, int]:
    """Send an admin what there is to look at, the newest last; returns through which bot, and how many.

    Only the bot of a conversation has its files. Raises Refused if there are none, for an admin who has not
    opened that bot, and while those that were asked for before are on their way.
    """
    contact = session.get(Contact, number)
    if contact is None:
        raise Refused(Reason.NO_SUCH_CONTACT, number=number)
    found = _find(session, contact)
    if not found or contact.bot_id is None:
        raise Refused(Reason.NO_FILES, number=number)
    name = sources.name_bot(session, contact.bot_id)
    if not chats.is_reached(session, admin, contact.bot_id):
        raise Refused(Reason.OPEN_BOT_FIRST, name=name)
    recipient = Recipient(contact.bot_id, admin, number)
    if _is_on_its_way(session, recipient):
        raise Refused(Reason.FILES_ON_THEIR_WAY, name=name)
    for message in found:
        params = {"key": FILE, "message": message.id, outbox.FOR_ADMIN: True, outbox.SILENT: True}
        outbox.add(session, recipient, OutboxKind.NOTICE, params, at.now)
    return name, len(found)


def _is_file(contact: Contact) -> tuple[ColumnElement[bool], ...]:
    # What is forgotten has neither an id nor a file left.
    return (
        Message.contact_id == contact.id,
        Message.kind.not_in(NOT_WORTH_IT),
        Message.message_id.is_not(None),
        Message.withdrawn_at.is_(None),
    )


def _find(session: Session, contact: Contact) -> Sequence[Message]:
    newest = select(Message).where(*_is_file(contact)).order_by(Message.id.desc()).limit(MOST)
    return session.scalars(newest).all()[::-1]


def _is_on_its_way(session: Session, recipient: Recipient) -> bool:
    rows = select(Outbox.params).where(IS_UNDELIVERED).filter_by(**recipient.place)
    return any(params.get("key") == FILE for params in session.scalars(rows))
