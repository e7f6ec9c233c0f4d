"""What is copied from one side of a conversation to the other: messages, their changes, and whole albums.

The parts of an album have a row each and are sent as one when no further part has come for a moment.
"""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Author, Contact, Message, Outbox, OutboxKind, OutboxState
from services.moment import Moment
from services.queues import floods, outbox
from services.queues.recipients import Recipient

UNSENT_RELAYS = 30  # for one operator; of what comes after them only the number is told
FOUND_LATE = timedelta(minutes=10)  # a message that has taken longer to reach us is shown with its time
ALBUM = "album"  # in the params of a relay: the album that its message is a part of
ALONE = "alone"  # in the params of such a relay: its album can't be sent as one
EDITED = "edited"  # in the params of a relay: the message has another file now than when it was relayed
WITHDRAWN = "withdrawn"  # in the params of a relay: its copies go; true if its author named this message
SIGNED = "signed"  # in the params of a relay: the admin who wrote it
CARRIED = "carried"  # the notice of what a copy can't show: whose the message was first, when it was written
CAPTION = "caption"  # the notice with the words of a file that was shown without them
LOOK = "look"  # in the params of a relay: what else the author of an answer chose
LATE = "late"  # in the params of such a notice: the message has reached us late
EMPTY: Mapping[str, Any] = MappingProxyType({})


def relay(
    session: Session,
    recipient: Recipient | None,
    message: Message,
    *,
    is_edited: bool = False,
    is_silent: bool = False,
    look: Mapping[str, Any] | None = None,
    at: Moment,
) -> None:
    """Copy a message to the other side; of a flood, and beyond 30 unsent ones, an operator hears the number.

    An edited one is copied once more, as the changed version of what was copied before.
    """
    if not is_edited and floods.is_flood(session, message, at=at):
        floods.hold(session, session.get_one(Contact, message.contact_id), at=at)
        return
    if recipient is None:
        return
    if recipient.assignment_no is not None and has_enough(session, recipient):
        floods.count_more(session, recipient, at=at)
    elif is_edited:
        outbox.add(session, recipient, OutboxKind.RELAY, {"message": message.id, EDITED: True}, at.now)
    else:
        silent = {outbox.SILENT: True} if is_silent else {}
        is_late = at.now - message.created_at > FOUND_LATE
        tell_carried(session, recipient, message, is_late=is_late, look=silent, at=at)
        add_relay(session, recipient, message, silent | ({LOOK: look} if look else {}), at=at)


def has_enough(session: Session, recipient: Recipient) -> bool:
    """Tell whether so much is on its way to an operator that more would only be read late."""
    return outbox.count_unsent(session, recipient, OutboxKind.RELAY) >= UNSENT_RELAYS


def relay_signed(
    session: Session,
    recipient: Recipient | None,
    message: Message,
    *,
    name: str,
    look: Mapping[str, Any] | None = None,
    at: Moment,
) -> None:
    """Copy what an admin wrote, with the name: a line before it, or with a text in the same message."""
    if recipient is None:
        return
    if message.kind == "text":
        outbox.add(session, recipient, OutboxKind.RELAY, {"message": message.id, SIGNED: name}, at.now)
        return
    is_client = recipient.assignment_no is None
    key = "signed-to-client" if is_client else "signed-to-operator"
    outbox.notify(session, recipient, key, name=name, at=at)
    relay(session, recipient, message, look=look, at=at)


def tell_carried(
    session: Session,
    recipient: Recipient,
    message: Message,
    *,
    is_late: bool = False,
    look: Mapping[str, Any] = EMPTY,
    at: Moment,
) -> None:
    """Tell an operator what the copy of a client's message can't show; nothing if the one before said it.

    That is who wrote it first, what it quotes from elsewhere, and that it `is_late`.
    """
    if recipient.assignment_no is None or message.author is not Author.CLIENT:
        return
    quotes = message.quote is not None and message.reply_to_id is None
    if not (is_late or quotes or message.forwarded_from):
        return
    earlier = select(Message).where(Message.contact_id == message.contact_id, Message.id < message.id)
    former = session.scalars(earlier.order_by(Message.id.desc()).limit(1)).first()
    is_said = former is not None and former.forwarded_from == message.forwarded_from
    if quotes or not is_said or (is_late and not is_shown_late(session, recipient, former)):
        late = {LATE: True} if is_late else {}
        outbox.notify(session, recipient, CARRIED, message=message.id, at=at, **late, **look)


def is_shown_late(session: Session, recipient: Recipient, message: Message | None) -> bool:
    """Tell whether a message, too, was late when its copy was queued."""
    if message is None:
        return False
    queued = select(Outbox.created_at).filter_by(
        bot_id=recipient.bot_id,
        chat_id=recipient.chat_id,
        contact_id=recipient.contact_id,
        kind=OutboxKind.RELAY,
    )
    of_message = queued.where(Outbox.params["message"].as_integer() == message.id)
    queued_at = session.scalars(of_message.order_by(Outbox.id).limit(1)).first()
    return queued_at is not None and queued_at - message.created_at > FOUND_LATE


def withdraw(session: Session, recipient: Recipient, message: Message, *, is_named: bool, at: Moment) -> None:
    """Take back all that a recipient has got of a message; `is_named`: its author is told of this one."""
    params = {"message": message.id, WITHDRAWN: is_named}
    outbox.add(session, recipient, OutboxKind.RELAY, params, at.now)


def tell_edit(
    session: Session, recipient: Recipient | None, message: Message, *, has_other_file: bool, at: Moment
) -> None:
    """Tell what a message is now; an edit that is unsent will show that, and is not queued twice."""
    if recipient is None:
        return
    kind = OutboxKind.RELAY if has_other_file else OutboxKind.NOTICE
    of_message = outbox.unsent_rows(recipient, kind).where(
        Outbox.params["message"].as_integer() == message.id
    )
    unsent = session.scalars(of_message.order_by(Outbox.id).with_for_update())
    shown = [row for row in unsent if EDITED in (row.params.get("key"), *row.params)]
    for row in shown:
        outbox.want_again(row)
    if not shown and has_other_file:
        relay(session, recipient, message, is_edited=True, at=at)
    elif not shown:
        outbox.notify(session, recipient, EDITED, message=message.id, at=at)


def find_parts(session: Session, recipient: Recipient, album: str) -> list[Outbox]:
    """Return the relays of an album's parts to a recipient, whatever became of them."""
    rows = select(Outbox).filter_by(kind=OutboxKind.RELAY, **recipient.place)
    of_album = rows.where(Outbox.params[ALBUM].as_string() == album)
    return list(session.scalars(of_album.order_by(Outbox.id)))


def add_relay(
    session: Session, recipient: Recipient, message: Message, look: dict[str, Any], *, at: Moment
) -> None:
    """Queue the copy of a message; the parts of an album wait for each other."""
    album = message.media_group_id
    if album is None:
        outbox.add(session, recipient, OutboxKind.RELAY, {"message": message.id, **look}, at.now)
        return
    parts = find_parts(session, recipient, album)
    if not parts and recipient.assignment_no is not None:
        # Albums can't be sent as a reply to the card: a line says whose it is.
        by_client = message.author is Author.CLIENT
        outbox.notify(session, recipient, "album-from-client" if by_client else "album-from-operator", at=at)
    quiet_at = max(at.now, message.created_at + outbox.ALBUM_PAUSE)
    for part in parts:
        if part.state is OutboxState.PENDING:
            part.due_at = max(part.due_at, quiet_at)
    silent = {outbox.SILENT: True} if parts else {}  # what comes late adds to an album that has been heard
    params = {"message": message.id, ALBUM: album, **look, **silent}
    outbox.add(session, recipient, OutboxKind.RELAY, params, at.now, due_at=quiet_at)
