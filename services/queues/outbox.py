"""What is decided and not delivered yet. A row is an intention: it is put into words when it is delivered.

Everything for one recipient (one person, about one contact) arrives in the order it was queued.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, func, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.selectable import Subquery

from models import IS_UNDELIVERED, Contact, Mode, Outbox, OutboxKind, OutboxState, Source
from models.database.unit import list_unwritten
from services import waits
from services.chats import ChatRef
from services.moment import Moment
from services.queues import turns
from services.queues.recipients import (
    PLACE,
    Recipient,
    client_recipient,
    number_in_pool,
    operator_recipient,
    person_recipient,
)

ALBUM_PAUSE = timedelta(seconds=1.5)  # Telegram never says which part of an album is the last
# After 1, 2, 3 … attempts; a restart must not wait for minutes.
RETRY_DELAYS = (*waits.double(1.0, 30.0),)
LONGEST_WAITS = tuple(max(wait, ALBUM_PAUSE) for wait in (timedelta(), *RETRY_DELAYS))
REDRAWN = "redrawn"  # in the params: how often a row was wanted anew while it was unsent
RECEIPT = "receipt"  # in the params of a notice of a version before: a line to add
WRITTEN = "written"  # in the params of a notice: when the client wrote, if that was long ago
FOR_ADMIN = "for_admin"  # in the params of a notice: only an admin may read it
BY_CARD = "by_card"  # in the params of a notice: it replies to the card, and may name the client
SILENT = "silent"  # in the params: it makes no sound
ASKS_TO_BAN = "asks_to_ban"  # in the params of a notice: a contact whose client the admin may ban
ASKS_RATING = "asks_rating"  # in the params of a notice: somebody has handled it, and its source may ask how
ASKS_ABOUT_SPAM = "asks_about_spam"  # in the params of a notice: a contact that is reported as spam
BUTTONS = "buttons"  # in the params of a notice by a card: it has the card's buttons
AT_ONCE_TO_ONE = 10  # sends to one chat: if it is slow, the others are not held up
Key = tuple[int, int | None]  # (chat_id, contact_id): what keeps its order
# Written once, and asked past the session: it is asked about every message.
UNSENT_OF_OPERATOR = select(func.count()).where(
    IS_UNDELIVERED,
    Outbox.kind == bindparam("kind"),
    *(getattr(Outbox, name) == bindparam(name) for name in PLACE),
)


def queue_card(session: Session, recipient: Recipient | None, *, at: Moment) -> None:
    """Show an assignment as it is now; a card that is unsent is not queued twice."""
    if recipient is None:
        return
    unsent = unsent_rows(recipient, OutboxKind.CARD)
    card = session.scalars(unsent.limit(1).with_for_update()).first()
    if card is None:
        add(session, recipient, OutboxKind.CARD, {}, at.now)
    else:
        want_again(card)


def redraw_card(session: Session, contact: Contact, *, at: Moment) -> None:
    """Show the current assignment as it is now to its operator; one that nobody has, to who could take it."""
    if contact.operator_id is None and session.get_one(Source, contact.source_id).mode is Mode.POOL:
        redraw_pool_cards(session, contact, number_in_pool(contact), at=at)
    queue_card(session, operator_recipient(session, contact), at=at)


def redraw_pool_cards(session: Session, contact: Contact, number: int, *, at: Moment) -> None:
    """Show all to whom a pool has shown a contact how that stands; unsent cards in the order of their ids."""
    is_card = (Outbox.contact_id == contact.id, Outbox.kind == OutboxKind.CARD)
    shown = select(Outbox).where(*is_card, Outbox.assignment_no == number).order_by(Outbox.id)
    rows = session.scalars(shown.with_for_update()).all()
    latest = {(row.bot_id, row.chat_id): row for row in rows}
    for (bot_id, chat_id), row in latest.items():
        if row.state is OutboxState.PENDING:
            want_again(row)
        else:
            add(session, Recipient(bot_id, chat_id, contact.id, number), OutboxKind.CARD, {}, at.now)


def redraw_former_cards(session: Session, contact: Contact, *, at: Moment) -> None:
    """Show what is left of a contact to those who had it before."""
    places = [getattr(Outbox, name) for name in PLACE]
    is_card = (
        Outbox.contact_id == contact.id,
        Outbox.kind == OutboxKind.CARD,
        Outbox.message_id.is_not(None),
    )
    for place in session.execute(select(*places).where(*is_card).distinct()).all():
        if place.assignment_no != contact.assignment_no:
            queue_card(session, Recipient(*place), at=at)


def notify(session: Session, recipient: Recipient | None, key: str, /, *, at: Moment, **params: Any) -> None:
    """Tell a person something: a text key and its parameters."""
    if recipient is not None:
        number = {} if recipient.contact_id is None else {"number": recipient.contact_id}
        add(session, recipient, OutboxKind.NOTICE, {"key": key, **number, **params}, at.now)


def notify_admins(
    session: Session,
    key: str,
    /,
    *,
    besides: int | None = None,
    about: int | None = None,
    at: Moment,
    **params: Any,
) -> None:
    """Tell every admin something, if it is `about` a contact, each through the first bot that he opened."""
    for admin in at.policy.admin_ids:
        recipient = None if admin == besides else person_recipient(session, admin, about)
        if recipient is not None:
            notify_admin(session, recipient, key, at=at, **params)


def notify_admin(session: Session, recipient: Recipient, key: str, /, *, at: Moment, **params: Any) -> None:
    """Tell an admin something; delivery drops it if he is none any more by then."""
    notify(session, recipient, key, at=at, **{FOR_ADMIN: True}, **params)


def tells_admin_of_client(session: Session, chat: ChatRef, message_id: int) -> bool:
    """Tell whether a Telegram message tells an admin what a client has said, and asks for no decision."""
    place = {"bot_id": chat.bot_id, "chat_id": chat.chat_id, "message_id": message_id}
    told = session.scalars(select(Outbox.params).filter_by(**place))
    return any(FOR_ADMIN in params and ASKS_ABOUT_SPAM not in params for params in told)


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


def list_due(
    session: Session,
    bot_id: int,
    *,
    busy: Collection[Key],
    limit: int,
    paused: Collection[int] = (),
    at: Moment,
) -> list[Outbox]:
    """Return the first unsent row for each recipient that is due, not busy and not paused.

    While there are more, the longest waits and the oldest contacts take turns: a crowd of strangers holds up
    no conversation. Of one chat there are no more at a time than are sent to it at once.
    """
    most = limit + len(busy)
    given = {"bot_id": bot_id, "paused": paused, "most": most + 1, **waits.list_ends(LONGEST_WAITS, at=at)}
    rows = list(session.scalars(FIRST_DUE, given))
    if len(rows) > most:
        placed = _place(DUE)
        in_turn = select(Outbox).join(placed, placed.c.id == Outbox.id)
        rows = list(session.scalars(in_turn.order_by(placed.c.place, Outbox.id).limit(most), given))
    return [row for row in rows if (row.chat_id, row.contact_id) not in busy][:limit]


def _ask_due() -> Select[Outbox]:
    pending = (Outbox.bot_id == bindparam("bot_id"), IS_UNDELIVERED)
    heads = select(func.min(Outbox.id)).where(*pending).group_by(Outbox.chat_id, Outbox.contact_id)
    is_due = waits.is_over(Outbox.due_at, Outbox.attempts, LONGEST_WAITS)
    is_paused = Outbox.chat_id.in_(bindparam("paused", expanding=True))
    return select(Outbox).where(*pending, Outbox.id.in_(heads), is_due, ~is_paused)


DUE = _ask_due()  # written once, as it is asked all the time
FIRST_DUE = DUE.order_by(Outbox.id).limit(bindparam("most"))


def _place(due: Select[Outbox]) -> Subquery:
    """Return the place of each row that is due."""
    age = func.coalesce(Outbox.contact_id, 0).label("age")  # what is about no contact answers somebody
    rows = due.with_only_columns(Outbox.id, Outbox.chat_id, age).subquery()
    waited = turns.count_in_chat(rows, rows.c.id) // AT_ONCE_TO_ONE
    aged = turns.count_in_chat(rows, rows.c.age, rows.c.id) // AT_ONCE_TO_ONE
    counted = select(rows.c.id, rows.c.age, waited.label("waited"), aged.label("aged")).subquery()
    longest, oldest = (counted.c.waited, counted.c.id), (counted.c.aged, counted.c.age, counted.c.id)
    return select(counted.c.id, turns.take_turns(longest, oldest).label("place")).subquery()


def find_next(session: Session, bot_id: int, *, paused: Collection[int] = (), at: Moment) -> datetime | None:
    """Return when the next of what was put off is due, but for chats that are paused."""
    put_off = (Outbox.bot_id == bot_id, IS_UNDELIVERED, Outbox.due_at > at.now)
    return session.scalar(select(func.min(Outbox.due_at)).where(*put_off, Outbox.chat_id.not_in(paused)))


def retry_now(session: Session, bot_id: int, *, at: Moment) -> None:
    """Make everything unsent due: what delayed it may have ended with the last process."""
    unsent = update(Outbox).where(Outbox.bot_id == bot_id, IS_UNDELIVERED)
    session.execute(unsent.values(due_at=at.now))


def want_again(row: Outbox) -> None:
    """Send a row that is unsent once more if it is on its way already, as it was."""
    row.params = {**row.params, REDRAWN: row.params.get(REDRAWN, 0) + 1}


def count_unsent(session: Session, recipient: Recipient, kind: OutboxKind) -> int:
    """Return how many rows of a kind for a recipient are unsent."""
    given = {"kind": kind} | recipient.place
    added = sum(
        all(getattr(row, name) == value for name, value in given.items())
        for row in list_unwritten(session, Outbox, recipient.contact_id)
    )
    counted: int = session.connection().execute(UNSENT_OF_OPERATOR, given).scalar_one()
    return counted + added


def unsent_rows(recipient: Recipient, kind: OutboxKind) -> Select[Outbox]:
    return select(Outbox).filter_by(state=OutboxState.PENDING, kind=kind, **recipient.place)


def add(
    session: Session,
    recipient: Recipient,
    kind: OutboxKind,
    params: dict[str, Any],
    now: datetime,
    *,
    due_at: datetime | None = None,
) -> None:
    session.add(Outbox(kind=kind, params=params, due_at=due_at or now, created_at=now, **recipient.place))
