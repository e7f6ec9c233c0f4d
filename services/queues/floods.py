"""A client who writes more in a minute than anybody can read: the operator hears how much more there is.

All of it is stored, and nothing is lost on the way to the operator: a button shows what was held back.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Row, Select, bindparam, func, or_, select
from sqlalchemy.orm import Session

from models import Author, Contact, Event, Message, Outbox, OutboxKind
from models.actors import CLIENT
from models.database.unit import list_unwritten
from services import events
from services.moment import Moment
from services.queues import outbox
from services.queues.recipients import Recipient, operator_recipient
from services.waits import CLOCKS_DIFFER, NO_BOT

MINUTE = timedelta(minutes=1)
BATCH = 50  # contacts
MORE = "more-messages"
# Written once, and asked past the session: it is asked about every message.
EARLIER_OF_CLIENT = (
    select(Message.created_at, Message.media_group_id)
    .where(
        Message.contact_id == bindparam("contact_id"),
        Message.author == Author.CLIENT,
        Message.id < bindparam("id"),
    )
    .order_by(Message.id.desc())
    .offset(bindparam("skipped"))
    .limit(1)
)
SHOWS_MORE = "shows_more"  # in the params of a notice: a button shows what its operator has not seen


def is_flood(session: Session, message: Message, *, at: Moment) -> bool:
    """Tell whether a client has written too much within the minute before a message; an album stays whole."""
    most = at.policy.messages_per_minute
    if not most or message.author is not Author.CLIENT:
        return False
    first = find_earlier(session, message, most)
    if first is None or message.created_at - first.created_at >= MINUTE:
        return False
    former, album = find_earlier(session, message, 1), message.media_group_id
    is_part = former is not None and album is not None and former.media_group_id == album
    return not is_part or session.get_one(Contact, message.contact_id).held_since is not None


def find_earlier(session: Session, message: Message, back: int) -> Message | Row[datetime, str | None] | None:
    """Return the message of a client that came so many before another one, None if there is none.

    Of one that is written already, when it was and to which album it belongs.
    """
    unwritten = [
        row
        for row in list_unwritten(session, Message, message.contact_id)
        if row.author is Author.CLIENT and row.id < message.id
    ]
    if len(unwritten) >= back:
        return unwritten[-back]
    given = {"contact_id": message.contact_id, "id": message.id, "skipped": back - len(unwritten) - 1}
    return session.connection().execute(EARLIER_OF_CLIENT, given).first()


def changes_too_much(session: Session, message: Message, *, at: Moment) -> bool:
    """Tell whether a client edits faster than anybody can read.

    Of one message the last edits are kept: what came before them counts as if it were as new.
    """
    most = at.policy.messages_per_minute
    if not most or message.author is not Author.CLIENT:
        return False
    edits = select(func.count() + func.coalesce(func.sum(Event.data[events.EARLIER].as_integer()), 0)).where(
        Event.contact_id == message.contact_id,
        Event.kind == events.Kind.EDITED,
        Event.at > at.now - MINUTE,
        Event.at <= at.now + CLOCKS_DIFFER,
    )
    return session.scalars(edits).one() > most


def hold(session: Session, contact: Contact, *, at: Moment) -> None:
    """Do not show one more message of a flood; the first time admins hear of it, who may ban the client."""
    if contact.held_since is None:
        contact.held, contact.held_since = 0, at.now
    contact.held = (contact.held or 0) + 1
    if events.has(session, contact.id, events.Kind.FLOODED):
        return
    events.record(session, contact.id, events.Kind.FLOODED, actor=CLIENT, at=at)
    asks = {"number": contact.id, "count": at.policy.messages_per_minute, outbox.ASKS_TO_BAN: contact.id}
    outbox.notify_admins(session, "flood-to-admins", at=at, **asks)


def tell_held(session: Session, *, bots: Collection[int], at: Moment) -> int:
    """Tell operators how much of a flood they were not shown, once a minute; returns of how many contacts.

    At most 50 of them: then there may be more.
    """
    rows = _due(bots, at).order_by(Contact.held_since)
    contacts = session.scalars(rows.limit(BATCH).with_for_update(skip_locked=True)).all()
    for contact in contacts:
        notify_more(session, operator_recipient(session, contact), contact.held or 0, at=at)
        contact.held = contact.held_since = None
    return len(contacts)


def is_due(session: Session, *, bots: Collection[int], at: Moment) -> bool:
    """Tell whether there is anything that operators were not shown a minute ago."""
    return session.scalars(_due(bots, at).limit(1)).first() is not None


def _due(bots: Collection[int], at: Moment) -> Select[Contact]:
    is_over = or_(Contact.held_since <= at.now - MINUTE, Contact.held_since > at.now + CLOCKS_DIFFER)
    ours = func.coalesce(Contact.bot_id, NO_BOT).in_(bots)  # by no index: few are held
    return select(Contact).where(Contact.held_since.is_not(None), is_over, ours)


def notify_more(session: Session, recipient: Recipient | None, count: int, *, at: Moment) -> None:
    """Tell an operator how much more there is, with a button that shows it."""
    outbox.notify(session, recipient, MORE, count=count, at=at, **{SHOWS_MORE: True})


def count_more(session: Session, recipient: Recipient, *, at: Moment) -> None:
    """Tell an operator of one more message that is not shown, in the notice that is unsent if any is."""
    notices = session.scalars(outbox.unsent_rows(recipient, OutboxKind.NOTICE))
    more = next((row for row in notices if row.params["key"] == MORE), None)
    if more is None:
        notify_more(session, recipient, 1, at=at)
    else:
        more.params = {**more.params, "count": more.params["count"] + 1}


def list_unseen(session: Session, contact: Contact, recipient: Recipient) -> list[int]:
    """Return what an operator was not shown of a client, oldest first; the card shows the first message."""
    own = select(Outbox.params).where(
        Outbox.contact_id == contact.id,
        Outbox.chat_id == recipient.chat_id,
        Outbox.assignment_no == recipient.assignment_no,
        Outbox.kind == OutboxKind.RELAY,
    )
    seen = {params.get("message") for params in session.scalars(own)}
    said = select(Message.id).where(Message.contact_id == contact.id, Message.author == Author.CLIENT)
    after_first = session.scalars(said.order_by(Message.id).offset(1))
    return [number for number in after_first if number not in seen]
