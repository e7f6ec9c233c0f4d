"""Which messages of Telegram show our messages to whom: what a reply answers, and what a change changes."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Message, Outbox, OutboxKind, OutboxState
from services.queues import relays

Copies = Mapping[tuple[int, int, int], tuple[int, ...]]  # by (bot_id, chat_id, id of a message of ours)


def read_replied(session: Session, messages: Mapping[int, Message]) -> dict[int, Message]:
    """Return what these messages reply to, by id."""
    ids = {message.reply_to_id for message in messages.values() if message.reply_to_id is not None}
    return read_messages(session, ids) if ids else {}


def read_messages(session: Session, ids: Collection[int]) -> dict[int, Message]:
    return {message.id: message for message in session.scalars(select(Message).where(Message.id.in_(ids)))}


def is_about_a_change(row: Outbox) -> bool:
    is_changed = (
        row.kind is OutboxKind.NOTICE or relays.EDITED in row.params or relays.WITHDRAWN in row.params
    )
    return is_changed and "message" in row.params


def read_copies(session: Session, ids: Collection[int]) -> Copies:
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


def find_shown(
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
