"""Edits: the change is stored with what it replaces, and the other side is told."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Author, Contact, Event, Message, actors
from services import bans, events
from services.contacts import messages
from services.contacts.messages import Incoming
from services.moment import Moment
from services.queues import outbox, recipients

EDITS_KEPT = 10  # of each message; some people change their words a hundred times
EARLIER = "earlier"  # in the data of an edit: how many came before it and are not kept


def edit(session: Session, incoming: Incoming, *, at: Moment) -> None:
    """Store a changed text or file with what it was, and tell the other side, as long as it is the same.

    Telegram reports changes that nobody can see, too: they do nothing. Of a banned client nothing is kept.
    """
    message = messages.find(session, incoming.chat, incoming.message_id)
    if message is None:
        return
    has_other_file = is_other_file(message, incoming)
    if message.text == incoming.text and not has_other_file:
        return
    if message.author is Author.CLIENT and bans.is_banned(session, incoming.chat.account):
        return
    record_edit(session, message, incoming, has_other_file=has_other_file, at=at)
    contact = session.get_one(Contact, message.contact_id)
    if message.author is Author.CLIENT:
        if message.id == messages.find_first(session, contact).id:
            contact.message = message.text or ""
            outbox.redraw_card(session, contact, at=at)
        recipient = recipients.operator_recipient(session, contact)
    elif message.operator_id == contact.operator_id:
        recipient = recipients.client_recipient(contact)
    else:
        return
    outbox.tell_edit(session, recipient, message, has_other_file=has_other_file, at=at)


def is_other_file(message: Message, incoming: Incoming) -> bool:
    """Tell whether an edit put another file into a message; one that we don't know is no other one."""
    if incoming.file_unique_id is None:
        return False
    if message.file_unique_id is None:
        return message.kind == "text"  # a file can be added to a text
    return message.file_unique_id != incoming.file_unique_id


def record_edit(
    session: Session, message: Message, incoming: Incoming, *, has_other_file: bool, at: Moment
) -> None:
    """Write down what a message was and is, and make it that."""
    is_client = message.author is Author.CLIENT
    actor = actors.CLIENT if is_client else actors.operator(message.operator_id)
    change: dict[str, Any] = {"message_id": message.id, "before": message.text, "after": incoming.text}
    if has_other_file:
        change["file_before"] = describe_file(message)
    message.text, message.edited_at = incoming.text, at.now
    if incoming.file_id is not None:
        message.file_id, message.file_unique_id = incoming.file_id, incoming.file_unique_id
    if has_other_file:
        message.kind = incoming.kind
        change["file_after"] = describe_file(message)
    events.record(session, message.contact_id, events.Kind.EDITED, actor=actor, at=at, **change)
    forget_old_edits(session, message)


def forget_old_edits(session: Session, message: Message) -> None:
    """Keep the last edits of a message in the history; the first of these says how many came before."""
    session.flush()
    rows = select(Event).where(
        Event.contact_id == message.contact_id,
        Event.kind == events.Kind.EDITED.value,
        Event.data["message_id"].as_integer() == message.id,
    )
    edits = list(session.scalars(rows.order_by(Event.id)))
    surplus = edits[:-EDITS_KEPT]
    if surplus:
        oldest = edits[-EDITS_KEPT]
        earlier = sum(1 + event.data.get(EARLIER, 0) for event in surplus)
        oldest.data = {**oldest.data, EARLIER: earlier}
    for event in surplus:
        session.delete(event)


def describe_file(message: Message) -> dict[str, str | None]:
    """Return the file of a message as the history keeps it."""
    return {
        "kind": message.kind,
        "file_id": message.file_id,
        "file_unique_id": message.file_unique_id,
    }
