"""An operator who has just got a contact sees it: the card, and the end of what was said; more on request."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Contact, Message, OutboxKind
from services.moment import Moment
from services.queues import floods, notes, outbox, relays
from services.queues.claims import offering
from services.queues.recipients import Recipient, operator_recipient

HANDOVER_MESSAGES = 20
CARD_TEXT = 1000  # characters of the first message that the card shows
EARLIER = "earlier-messages"
CAME, CAME_FROM = "came", "came_from"  # in the params of a card: why, and whose it was before


def introduce(
    session: Session,
    contact: Contact,
    said: Sequence[Message] | None = None,
    *,
    is_shown: bool = True,
    came: Mapping[str, str] = relays.EMPTY,
    at: Moment,
) -> None:
    """Show a contact to an operator who has just got it: the card, then what the card doesn't show.

    That is the last 20 messages, with the whole album if the first of them is a part of one, and how many
    came before them. `said` is the whole conversation, if the caller has it at hand; `is_shown`: the operator
    may have its card already; `came` says why it is no longer whose it was.
    """
    recipient = operator_recipient(session, contact, is_shown=is_shown)
    if recipient is None:
        return
    unseen = list(_list_lines(session, contact) if said is None else said)
    outbox.add(session, recipient, OutboxKind.CARD, dict(came), at.now)
    if said is None:  # else the contact has just come
        notes.show_all(session, contact, recipient, at=at)
    contact.held = contact.held_since = None
    lines, opens = unseen, unseen[0].id if unseen else None
    if unseen and unseen[0].kind == "text" and len(unseen[0].text or "") <= CARD_TEXT:
        unseen = unseen[1:]
    earlier = max(len(unseen) - HANDOVER_MESSAGES, 0)
    while earlier and unseen[earlier].media_group_id == unseen[earlier - 1].media_group_id is not None:
        earlier -= 1
    if earlier:
        outbox.notify(session, recipient, EARLIER, count=earlier, at=at, **{floods.SHOWS_MORE: True})
    shown = [line.id for line in unseen[earlier:]]
    if said is None and shown:
        said = session.scalars(select(Message).where(Message.id.in_(shown)).order_by(Message.id)).all()
    for message in [message for message in said or () if message.id in shown]:
        if message.id != opens:  # of that one the card says it
            relays.tell_carried(session, recipient, message, at=at)
        relays.add_relay(session, recipient, message, {outbox.SILENT: True}, at=at)
    offering.offer(session, contact, recipient, lines, at=at)


def _list_lines(session: Session, contact: Contact) -> Sequence[Any]:
    """Return of the messages of a contact what they are and how they begin; they may be thousands."""
    begins = func.substr(Message.text, 1, CARD_TEXT + 1).label("text")
    whose = (Message.author, Message.forwarded_from)
    lines = select(Message.id, Message.media_group_id, Message.kind, begins, *whose)
    of_contact = lines.where(Message.contact_id == contact.id, Message.withdrawn_at.is_(None))
    return session.execute(of_contact.order_by(Message.id)).all()


def show_unseen(session: Session, contact: Contact, recipient: Recipient, *, at: Moment) -> int:
    """Show the next 20 messages that an operator has not been shown; returns how many are left."""
    unseen = floods.list_unseen(session, contact, recipient)
    shown = select(Message).where(Message.id.in_(unseen[:HANDOVER_MESSAGES])).order_by(Message.id)
    for message in session.scalars(shown):
        relays.tell_carried(session, recipient, message, at=at)
        relays.add_relay(session, recipient, message, {outbox.SILENT: True}, at=at)
    left = max(len(unseen) - HANDOVER_MESSAGES, 0)
    if left:
        floods.notify_more(session, recipient, left, at=at)
    return left
