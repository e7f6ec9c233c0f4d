"""What it takes to put rows of the outbox into words, read for a whole batch in a handful of queries."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session, aliased, joinedload

from models import Chat, Contact, Message, Outbox, OutboxKind, OutboxState
from services.queues import recipients, relays

Copies = Mapping[tuple[int, int, int], tuple[int, ...]]  # by (bot_id, chat_id, id of a message of ours)


@dataclass(frozen=True, slots=True)
class AlbumPart:
    """One relay of an album, sent before or not, with its message."""

    row: Outbox
    message: Message


class Reader(NamedTuple):
    """What is known of who reads a row."""

    language: str | None = None
    seen_at: datetime | None = None  # the last sign of life, None of who has no chat with the bot


NOBODY = Reader()


@dataclass(frozen=True, slots=True)
class RenderData:
    """An outbox row with all that its text needs, read at one moment."""

    row: Outbox
    language: str | None = None
    seen_at: datetime | None = None  # the reader's last sign of life
    contact: Contact | None = None  # with lead, source and operator
    message: Message | None = None  # relayed, or edited
    first_message: Message | None = None  # for a card
    card_id: int | None = None  # the Telegram message that shows this assignment
    copies: tuple[int, ...] = ()  # the Telegram messages that show a changed `message`, its last copy first
    replied_id: int | None = None  # the Telegram message that shows the reader what `message` replies to
    earlier: int = 0  # contacts of this lead before this one, for a card
    album: tuple[AlbumPart, ...] = ()  # in the order of the album; empty if fewer than two parts are known

    @property
    def copy_id(self) -> int | None:
        """Return the Telegram message that copied `message`."""
        return next(iter(self.copies), None)

    @property
    def is_current(self) -> bool:
        """Tell whether the row is meant for its reader still: what belongs to an ended assignment isn't."""
        if self.row.assignment_no is None or self.contact is None:
            return True
        operator = self.contact.operator
        return (
            operator is not None
            and operator.telegram_id == self.row.chat_id
            and self.contact.assignment_no == self.row.assignment_no
        )


def read(session: Session, rows: Sequence[Outbox]) -> list[RenderData]:
    """Read all that the texts of these rows need, in a handful of queries for the whole batch."""
    contact_ids = {row.contact_id for row in rows if row.contact_id is not None}
    card_contacts = {row.contact_id for row in rows if row.kind is OutboxKind.CARD}
    message_ids = {row.params["message"] for row in rows if "message" in row.params}
    found = _read_contacts(session, contact_ids)
    messages = _read_messages(session, Message.id.in_(message_ids)) if message_ids else {}
    first = _read_first_messages(session, card_contacts)
    cards = _read_cards(session, contact_ids)
    replied = _read_replied(session, messages)
    changed = {row.params["message"] for row in rows if _is_about_a_change(row)}
    copies = _read_copies(session, {*changed, *replied})
    readers = _read_readers(session, rows)
    earlier = _count_earlier(session, card_contacts)
    return [
        RenderData(
            row,
            language=readers.get((row.bot_id, row.chat_id), NOBODY).language,
            seen_at=readers.get((row.bot_id, row.chat_id), NOBODY).seen_at,
            contact=found.get(row.contact_id or 0),
            message=messages.get(row.params.get("message", 0)),
            first_message=first.get(row.contact_id or 0),
            card_id=cards.get((row.bot_id, row.chat_id, row.contact_id, row.assignment_no)),
            copies=copies.get((row.bot_id, row.chat_id, row.params.get("message", 0)), ()),
            replied_id=_find_shown(row, messages, replied, copies),
            earlier=earlier.get(row.contact_id or 0, 0),
            album=_read_album(session, row),
        )
        for row in rows
    ]


def _read_contacts(session: Session, ids: Collection[int]) -> dict[int, Contact]:
    whole = (joinedload(Contact.lead), joinedload(Contact.source), joinedload(Contact.operator))
    rows = session.scalars(select(Contact).where(Contact.id.in_(ids)).options(*whole))
    return {contact.id: contact for contact in rows}


def _read_messages(session: Session, condition: Any) -> dict[int, Message]:
    return {message.id: message for message in session.scalars(select(Message).where(condition))}


def _read_first_messages(session: Session, contact_ids: Collection[int | None]) -> dict[int, Message]:
    if not contact_ids:
        return {}
    of_contact = Message.contact_id.in_(contact_ids)
    first = select(func.min(Message.id)).where(of_contact).group_by(Message.contact_id)
    found = _read_messages(session, Message.id.in_(first))
    return {message.contact_id: message for message in found.values()}


def _read_cards(
    session: Session, contact_ids: Collection[int]
) -> dict[tuple[int, int, int | None, int | None], int]:
    """Return the Telegram message that shows an assignment, by (bot, chat, contact, assignment_no)."""
    rows = _sent_of(contact_ids, OutboxKind.CARD)
    return {
        (row.bot_id, row.chat_id, row.contact_id, row.assignment_no): row.message_id or 0
        for row in session.scalars(rows)
    }


def _read_replied(session: Session, messages: Mapping[int, Message]) -> dict[int, Message]:
    """Return what these messages reply to, by id."""
    ids = {message.reply_to_id for message in messages.values() if message.reply_to_id is not None}
    return _read_messages(session, Message.id.in_(ids)) if ids else {}


def _is_about_a_change(row: Outbox) -> bool:
    is_changed = (
        row.kind is OutboxKind.NOTICE or relays.EDITED in row.params or relays.WITHDRAWN in row.params
    )
    return is_changed and "message" in row.params


def _read_copies(session: Session, ids: Collection[int]) -> Copies:
    """Return the Telegram messages that show one of ours, by (bot, chat, id of ours): its last copy first."""
    if not ids:
        return {}
    contact_ids = select(Message.contact_id).where(Message.id.in_(ids))
    of_messages = Outbox.params["message"].as_integer().in_(ids)
    rows = select(Outbox).where(
        Outbox.contact_id.in_(contact_ids), Outbox.message_id.is_not(None), of_messages
    )
    found: dict[tuple[int, int, int], list[Outbox]] = {}
    for row in session.scalars(rows.order_by(Outbox.id.desc())):
        found.setdefault((row.bot_id, row.chat_id, row.params["message"]), []).append(row)
    return {
        key: tuple(row.message_id or 0 for row in sorted(shown, key=_is_no_copy))
        for key, shown in found.items()
    }


def _is_no_copy(row: Outbox) -> bool:
    """Tell what only speaks of a message from its copies; what an album sent anew has replaced is none."""
    return row.kind is not OutboxKind.RELAY or row.state is OutboxState.DROPPED


def _find_shown(
    row: Outbox, messages: Mapping[int, Message], replied: Mapping[int, Message], copies: Copies
) -> int | None:
    """Return the Telegram message that shows the reader of a row what its message replies to."""
    message = messages.get(row.params.get("message", 0))
    original = replied.get((message.reply_to_id if message else None) or 0)
    if original is None:
        return None
    if (original.bot_id, original.chat_id) == (row.bot_id, row.chat_id):
        return original.message_id
    return next(iter(copies.get((row.bot_id, row.chat_id, original.id), ())), None)


def _sent_of(contact_ids: Collection[int | None], kind: OutboxKind) -> Select[Outbox]:
    rows = select(Outbox).where(Outbox.contact_id.in_(contact_ids), Outbox.kind == kind)
    return rows.where(Outbox.message_id.is_not(None)).order_by(Outbox.id)


def _read_album(session: Session, row: Outbox) -> tuple[AlbumPart, ...]:
    if relays.ALBUM not in row.params or relays.ALONE in row.params:
        return ()
    recipient = recipients.Recipient(row.bot_id, row.chat_id, row.contact_id, row.assignment_no)
    found = relays.find_parts(session, recipient, row.params[relays.ALBUM])
    together = (OutboxState.PENDING, OutboxState.SENT)
    rows = [part for part in found if part.state in together and relays.ALONE not in part.params]
    if len(rows) < 2:
        return ()
    messages = _read_messages(session, Message.id.in_([part.params["message"] for part in rows]))
    parts = [AlbumPart(part, messages[part.params["message"]]) for part in rows]
    return tuple(sorted(parts, key=lambda part: part.message.message_id or 0))


def _read_readers(session: Session, rows: Sequence[Outbox]) -> dict[tuple[int, int], Reader]:
    readers = {(row.bot_id, row.chat_id) for row in rows}
    chats = select(Chat.bot_id, Chat.chat_id, Chat.language, Chat.reachable_changed_at)
    found = session.execute(chats.where(tuple_(Chat.bot_id, Chat.chat_id).in_(readers)))
    return {(bot_id, chat_id): Reader(language, seen_at) for bot_id, chat_id, language, seen_at in found}


def _count_earlier(session: Session, contact_ids: Collection[int | None]) -> dict[int, int]:
    if not contact_ids:
        return {}
    earlier = aliased(Contact)
    counted = (
        select(Contact.id, func.count())
        .join(earlier, (earlier.lead_id == Contact.lead_id) & (earlier.id < Contact.id))
        .where(Contact.id.in_(contact_ids))
        .group_by(Contact.id)
    )
    return dict(session.execute(counted).all())
