"""Changes of what was said: an edit is stored with what it replaces, an answer may be withdrawn."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, Author, Contact, Event, Message, Operator, actors
from services import bans, chats, events
from services.chats import ChatRef
from services.contacts import follow_ups, guards, messages, transitions
from services.contacts.messages import Incoming
from services.moment import Moment
from services.queues import floods, outbox, recipients, relays
from services.queues.claims import offering
from services.refusals import Reason, Refused

EDITS_KEPT = 10  # of each message; some people change their words a hundred times
DELETABLE = timedelta(hours=48)  # Telegram lets bots delete nothing older
OFFERED = 5


def edit(session: Session, incoming: Incoming, *, at: Moment) -> None:
    """Store a changed text or file with what it was, and tell the other side, as long as it is the same.

    Telegram reports changes that nobody can see, too: they do nothing. Of a banned client nothing is kept.
    An edit is an act: raises Refused, with nothing stored, if an operator may not change the answer any more.
    """
    message = messages.find(session, incoming.chat, incoming.message_id)
    if message is None or message.withdrawn_at is not None:
        return
    has_other_file = is_other_file(message, incoming)
    is_same = message.text == incoming.text and list_seen(message.entities) == list_seen(incoming.entities)
    if is_same and not has_other_file:
        return
    if message.author is Author.CLIENT:
        if bans.is_banned(session, incoming.chat.account):
            return
    else:
        check_own(session, incoming.chat.account, message, at=at)
    record_edit(session, message, incoming, has_other_file=has_other_file, at=at)
    contact = session.get_one(Contact, message.contact_id)
    if message.author is Author.CLIENT:
        if message.id == messages.find_first(session, contact).id:
            contact.message = message.text or ""
            outbox.redraw_card(session, contact, at=at)
        is_read = contact.is_open or follow_ups.find_reachable_operator(session, contact) is not None
        recipient = recipients.operator_recipient(session, contact) if is_read else None
    else:
        recipient = recipients.client_recipient(contact)
    if not floods.changes_too_much(session, message, at=at):
        relays.tell_edit(session, recipient, message, has_other_file=has_other_file, at=at)
        offering.offer(session, contact, recipient, [message], at=at)


def list_seen(entities: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    """Return the formatting without custom emoji, which were not always stored."""
    return [entity for entity in entities or () if entity["type"] != "custom_emoji"]


def check_own(session: Session, account: Account, message: Message, *, at: Moment) -> Contact:
    """Return the contact of an answer that its operator may still change, locked; raises Refused."""
    if message.operator_id is None:
        raise Refused(Reason.SIGNED)
    operator = chats.find_operator(session, account)
    contact = transitions.claim(session, message.contact_id, operator.id if operator else None)
    is_own = operator is not None and message.operator_id == operator.id
    guards.check_author(session, contact, operator if is_own else None, at=at)
    return contact


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
    message.text, message.entities, message.edited_at = incoming.text, incoming.entities, at.now
    if incoming.file_id is not None:
        message.file_id, message.file_unique_id = incoming.file_id, incoming.file_unique_id
    if has_other_file:
        message.kind = incoming.kind
        change["file_after"] = describe_file(message)
    events.record(session, message.contact_id, events.Kind.EDITED, actor=actor, at=at, **change)
    forget_old_edits(session, message)


def withdraw(session: Session, account: Account, message_id: int, *, at: Moment) -> None:
    """Begin to take an answer, with all parts of its album, back from the client (see settlement).

    `message_id` is ours. Raises Refused if it is no answer of this operator's, he may not change it any more,
    or it is withdrawn already.
    """
    operator, message = chats.find_operator(session, account), session.get(Message, message_id)
    if operator is None or message is None or message.operator_id != operator.id:
        raise Refused(Reason.NOT_YOUR_ANSWER)
    contact = check_own(session, account, message, at=at)
    session.refresh(message)
    recipient = recipients.client_recipient(contact)
    if message.withdrawn_at is not None or recipient is None:
        raise Refused(Reason.ALREADY_WITHDRAWN)
    for part in list_album(session, message):
        part.withdrawn_at = at.now
        relays.withdraw(session, recipient, part, is_named=part is message, at=at)


def withdraw_replied(session: Session, chat: ChatRef, message_id: int, *, at: Moment) -> None:
    """Withdraw the answer that is this Telegram message in the operator's chat; raises Refused."""
    message = messages.find(session, chat, message_id)
    withdraw(session, chat.account, message.id if message is not None else 0, at=at)


def list_album(session: Session, message: Message) -> Sequence[Message]:
    """Return all parts of the album that a message is a part of, or the message alone."""
    if message.media_group_id is None:
        return [message]
    parts = select(Message).filter_by(
        contact_id=message.contact_id, chat_id=message.chat_id, media_group_id=message.media_group_id
    )
    return session.scalars(parts.order_by(Message.id)).all()


def list_withdrawable(session: Session, account: Account, *, at: Moment) -> Sequence[Message]:
    """Return the latest answers of an operator that a client still sees and Telegram lets us delete.

    The newest first, at most five.
    """
    answers = (
        select(Message)
        .join(Operator, Operator.id == Message.operator_id)
        .join(Contact, Contact.id == Message.contact_id)
        .where(
            Operator.telegram_id == account,
            Operator.is_active,
            Contact.operator_id == Operator.id,
            Contact.chat_id.is_not(None),
            Message.withdrawn_at.is_(None),
            Message.created_at > at.now - DELETABLE,
        )
    )
    return session.scalars(answers.order_by(Message.id.desc()).limit(OFFERED)).all()


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
        earlier = sum(1 + event.data.get(events.EARLIER, 0) for event in surplus)
        oldest.data = {**oldest.data, events.EARLIER: earlier}
    for event in surplus:
        session.delete(event)


def describe_file(message: Message) -> dict[str, str | None]:
    """Return the file of a message as the history keeps it."""
    return {
        "kind": message.kind,
        "file_id": message.file_id,
        "file_unique_id": message.file_unique_id,
    }
