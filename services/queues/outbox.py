"""What is decided and not delivered yet. A row is an intention: it is put into words when it is delivered.

Everything for one recipient (one person, about one contact) arrives in the order it was queued. The parts
of an album have a row each and are sent as one when no further part has come for a moment.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from models import Author, Contact, Message, Outbox, OutboxKind, OutboxState
from services import waits
from services.moment import Moment
from services.queues.recipients import Recipient, client_recipient, operator_recipient

UNSENT_RELAYS = 30  # for one recipient; of what comes after them only the number is told
HANDOVER_MESSAGES = 20
CARD_TEXT = 1000  # characters of the first message that the card shows
ALBUM_PAUSE = timedelta(seconds=1.5)  # Telegram never says which part of an album is the last
# After 1, 2, 3 … attempts; a restart must not wait for minutes.
RETRY_DELAYS = (*waits.double(1.0, 30.0),)
LONGEST_WAITS = tuple(max(wait, ALBUM_PAUSE) for wait in (timedelta(), *RETRY_DELAYS))
ALBUM = "album"  # in the params of a relay: the album that its message is a part of
ALONE = "alone"  # in the params of such a relay: its album can't be sent as one
EDITED = "edited"  # in the params of a relay: the message has another file now than when it was relayed
REDRAWN = "redrawn"  # in the params: how often a row was wanted anew while it was unsent
RECEIPT = "receipt"  # in the params of a notice: a line of the business itself to add
BY_CARD = "by_card"  # in the params of a notice: it replies to the card, and may name the client
SILENT = "silent"  # in the params: it makes no sound
BUTTONS = "buttons"  # in the params of a notice by a card: it has the card's buttons
MORE = "more-messages"
EARLIER = "earlier-messages"
Key = tuple[int, int | None]  # (chat_id, contact_id): what keeps its order


def queue_card(session: Session, recipient: Recipient | None, *, at: Moment) -> None:
    """Show an assignment as it is now; a card that is unsent is not queued twice."""
    if recipient is None:
        return
    unsent = _unsent(recipient, OutboxKind.CARD)
    card = session.scalars(unsent.limit(1).with_for_update()).first()
    if card is None:
        _add(session, recipient, OutboxKind.CARD, {}, at.now)
    else:
        _want_again(card)


def redraw_card(session: Session, contact: Contact, *, at: Moment) -> None:
    """Show the current assignment as it is now to its operator."""
    queue_card(session, operator_recipient(session, contact), at=at)


def notify(session: Session, recipient: Recipient | None, key: str, /, *, at: Moment, **params: Any) -> None:
    """Tell a person something: a text key and its parameters."""
    if recipient is not None:
        number = {} if recipient.contact_id is None else {"number": recipient.contact_id}
        _add(session, recipient, OutboxKind.NOTICE, {"key": key, **number, **params}, at.now)


def notify_by_card(
    session: Session,
    recipient: Recipient | None,
    key: str,
    *,
    buttons: bool = False,
    at: Moment,
    **params: Any,
) -> None:
    """Tell an operator something in reply to the card; delivery adds the client's name as `client`."""
    look = {BY_CARD: True, BUTTONS: True} if buttons else {BY_CARD: True}
    notify(session, recipient, key, at=at, **look, **params)


def notify_client(session: Session, contact: Contact, key: str, *, at: Moment, **params: Any) -> None:
    """Tell the client of a contact something; nothing for a contact without a chat."""
    notify(session, client_recipient(contact), key, at=at, **params)


def relay(
    session: Session,
    recipient: Recipient | None,
    message: Message,
    *,
    is_edited: bool = False,
    is_silent: bool = False,
    at: Moment,
) -> None:
    """Copy a message to the other side; beyond 30 unsent ones only their number is told.

    An edited one is copied once more, as the changed version of what was copied before.
    """
    if recipient is None:
        return
    unsent = _unsent(recipient, OutboxKind.RELAY).with_only_columns(func.count())
    if session.scalars(unsent).one() < UNSENT_RELAYS:
        if is_edited:
            _add(session, recipient, OutboxKind.RELAY, {"message": message.id, EDITED: True}, at.now)
        else:
            _add_relay(session, recipient, message, {SILENT: True} if is_silent else {}, at=at)
        return
    notices = session.scalars(_unsent(recipient, OutboxKind.NOTICE))
    more = next((row for row in notices if row.params["key"] == MORE), None)
    if more is None:
        notify(session, recipient, MORE, count=1, at=at)
    else:
        more.params = {**more.params, "count": more.params["count"] + 1}


def tell_edit(
    session: Session, recipient: Recipient | None, message: Message, *, has_other_file: bool, at: Moment
) -> None:
    """Tell what a message is now; an edit that is unsent will show that, and is not queued twice."""
    if recipient is None:
        return
    kind = OutboxKind.RELAY if has_other_file else OutboxKind.NOTICE
    of_message = _unsent(recipient, kind).where(Outbox.params["message"].as_integer() == message.id)
    unsent = session.scalars(of_message.order_by(Outbox.id).with_for_update())
    shown = [row for row in unsent if kind is OutboxKind.NOTICE or EDITED in row.params]
    for row in shown:
        _want_again(row)
    if not shown and has_other_file:
        relay(session, recipient, message, is_edited=True, at=at)
    elif not shown:
        notify(session, recipient, "edited", message=message.id, at=at)


def introduce(session: Session, contact: Contact, *, at: Moment) -> None:
    """Show a contact to an operator who has just got it: the card, then what the card doesn't show.

    That is the last 20 messages, with the whole album if the first of them is a part of one, and how many
    came before them.
    """
    recipient = operator_recipient(session, contact)
    if recipient is None:
        return
    lines = select(Message.id, Message.media_group_id, Message.kind, func.length(Message.text)).where(
        Message.contact_id == contact.id
    )
    unseen = list(session.execute(lines.order_by(Message.id)))
    _add(session, recipient, OutboxKind.CARD, {}, at.now)
    if unseen and unseen[0][2] == "text" and unseen[0][3] <= CARD_TEXT:
        unseen = unseen[1:]
    earlier = max(len(unseen) - HANDOVER_MESSAGES, 0)
    while earlier and unseen[earlier][1] and unseen[earlier][1] == unseen[earlier - 1][1]:
        earlier -= 1
    if earlier:
        notify(session, recipient, EARLIER, count=earlier, at=at)
    if shown := [message_id for message_id, *_ in unseen[earlier:]]:
        for message in session.scalars(select(Message).where(Message.id.in_(shown)).order_by(Message.id)):
            _add_relay(session, recipient, message, {}, at=at)


def find_parts(session: Session, recipient: Recipient, album: str) -> list[Outbox]:
    """Return the relays of an album's parts to a recipient, whatever became of them."""
    rows = select(Outbox).filter_by(
        bot_id=recipient.bot_id,
        chat_id=recipient.chat_id,
        contact_id=recipient.contact_id,
        assignment_no=recipient.assignment_no,
        kind=OutboxKind.RELAY,
    )
    of_album = rows.where(Outbox.params[ALBUM].as_string() == album)
    return list(session.scalars(of_album.order_by(Outbox.id)))


def list_due(
    session: Session,
    bot_id: int,
    *,
    busy: Collection[Key],
    limit: int,
    paused: Collection[int] = (),
    at: Moment,
) -> list[Outbox]:
    """Return the first unsent row for each recipient that is due, not busy and not paused; relays last."""
    pending = (Outbox.bot_id == bot_id, Outbox.state == OutboxState.PENDING)
    heads = select(func.min(Outbox.id)).where(*pending).group_by(Outbox.chat_id, Outbox.contact_id)
    is_due = waits.is_over(Outbox.due_at, Outbox.attempts, LONGEST_WAITS, at=at)
    rows = select(Outbox).where(*pending, Outbox.id.in_(heads), is_due, Outbox.chat_id.not_in(paused))
    in_order = rows.order_by(Outbox.kind == OutboxKind.RELAY, Outbox.id).limit(limit + len(busy))
    return [row for row in session.scalars(in_order) if (row.chat_id, row.contact_id) not in busy][:limit]


def retry_now(session: Session, bot_id: int, *, at: Moment) -> None:
    """Make everything unsent due: what delayed it may have ended with the last process."""
    unsent = update(Outbox).where(Outbox.bot_id == bot_id, Outbox.state == OutboxState.PENDING)
    session.execute(unsent.values(due_at=at.now))


def _want_again(row: Outbox) -> None:
    """Send a row that is unsent once more if it is on its way already, as it was."""
    row.params = {**row.params, REDRAWN: row.params.get(REDRAWN, 0) + 1}


def _unsent(recipient: Recipient, kind: OutboxKind) -> Select[Outbox]:
    return select(Outbox).filter_by(
        state=OutboxState.PENDING,
        bot_id=recipient.bot_id,
        chat_id=recipient.chat_id,
        contact_id=recipient.contact_id,
        assignment_no=recipient.assignment_no,
        kind=kind,
    )


def _add_relay(
    session: Session, recipient: Recipient, message: Message, look: dict[str, Any], *, at: Moment
) -> None:
    album = message.media_group_id
    if album is None:
        _add(session, recipient, OutboxKind.RELAY, {"message": message.id, **look}, at.now)
        return
    parts = find_parts(session, recipient, album)
    if not parts and recipient.assignment_no is not None:
        # Albums can't be sent as a reply to the card: a line says whose it is.
        by_client = message.author is Author.CLIENT
        notify(session, recipient, "album-from-client" if by_client else "album-from-operator", at=at)
    quiet_at = max(at.now, message.created_at + ALBUM_PAUSE)
    for part in parts:
        if part.state is OutboxState.PENDING:
            part.due_at = max(part.due_at, quiet_at)
    params = {"message": message.id, ALBUM: album, **look}
    _add(session, recipient, OutboxKind.RELAY, params, at.now, due_at=quiet_at)


def _add(
    session: Session,
    recipient: Recipient,
    kind: OutboxKind,
    params: dict[str, Any],
    now: datetime,
    *,
    due_at: datetime | None = None,
) -> None:
    session.add(
        Outbox(
            bot_id=recipient.bot_id,
            chat_id=recipient.chat_id,
            contact_id=recipient.contact_id,
            assignment_no=recipient.assignment_no,
            kind=kind,
            params=params,
            due_at=due_at or now,
            created_at=now,
        )
    )
