"""Raw updates: stored before Telegram is told that we have them, handled once, kept when they fail."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeGuard, cast

from sqlalchemy import Select, Table, bindparam, case, func, select, update
from sqlalchemy.orm import Session

from models import IS_OPEN, IS_UNHANDLED, Contact, Inbox, InboxState, Operator
from models.base import insert_unless_exists
from models.database.unit import FORGETS
from services import waits
from services.moment import Moment
from services.queues import turns

ATTEMPTS = 3
BLANK = "{}"
RETRY_DELAYS = (timedelta(seconds=1), timedelta(seconds=5))
LONGEST_WAITS = (timedelta(), *RETRY_DELAYS)  # after 0, 1, 2 attempts
HIGHEST_ID = 2**63 - 1  # that a column holds
# Written once, and on the table: nobody holds the objects of what is handled.
TABLE = cast(Table, Inbox.__table__)
COLUMNS = (Inbox.id, Inbox.update_id, Inbox.chat_id, Inbox.body)  # of Due
FINISH = (
    update(TABLE)
    .where(TABLE.c.id.in_(bindparam("ids", expanding=True)))
    .values(state=InboxState.DONE, handled_at=bindparam("now"), error=None)
)
FINISH_BLANK = FINISH.values(body=BLANK, chat_id=None)


def is_update_id(value: object) -> TypeGuard[int]:
    """Tell whether a value can be the id of an update: a number from 0 that a column holds."""
    return type(value) is int and 0 <= value <= HIGHEST_ID


class Due(NamedTuple):
    """An update to be handled: what a unit that fails has read is still known."""

    id: int
    update_id: int
    chat_id: int | None
    body: str


class Arrived(NamedTuple):
    """An update as it came, and the chat it is from if that is known."""

    update_id: int
    body: str
    chat_id: int | None = None


def is_update(update: object) -> TypeGuard[dict[str, Any]]:
    """Tell whether this is an update that can be kept: what has no usable id can't be."""
    return isinstance(update, dict) and is_update_id(update.get("update_id"))


def is_inline_query(update: object) -> TypeGuard[dict[str, Any]]:
    """Tell what somebody types behind the bot's name: worth nothing seconds later, so nobody keeps it."""
    return is_update(update) and "inline_query" in update


def read(update: object) -> Arrived | None:
    """Return an update in the form in which it is stored, None for what can't be kept."""
    if not is_update(update):
        return None
    # ASCII, so that half an emoji can't keep a whole batch out of the database.
    return Arrived(update["update_id"], json.dumps(update), find_chat(update))


def find_message(update: dict[str, Any]) -> tuple[int, int] | None:
    """Return chat and id of the message that an update is, None if it is none that can be kept."""
    message, chat_id = update.get("message"), find_chat(update)
    message_id = message.get("message_id") if isinstance(message, dict) else None
    return None if chat_id is None or not is_update_id(message_id) else (chat_id, message_id)


def find_chat(update: dict[str, Any]) -> int | None:
    """Return the chat that an update is from, None if it has none that can be kept."""
    about = next((value for value in update.values() if isinstance(value, dict)), {})
    message = about.get("message")
    chat = (message if isinstance(message, dict) else about).get("chat")
    chat_id = chat.get("id") if isinstance(chat, dict) else None
    return chat_id if type(chat_id) is int and abs(chat_id) < HIGHEST_ID else None


def store(session: Session, bot_id: int, updates: Sequence[Arrived], *, at: Moment) -> None:
    """Store a batch of updates; what is there already is left as it is."""
    rows = [
        {
            "bot_id": bot_id,
            **update._asdict(),
            "state": InboxState.PENDING,
            "attempts": 0,
            "next_at": at.now,
            "received_at": at.now,
        }
        for update in updates
    ]
    if rows:
        session.connection().execute(insert_unless_exists(session, TABLE), rows)


def list_due(session: Session, bot_id: int, *, limit: int, at: Moment) -> list[Due]:
    """Return what is to be handled now, each chat in its order: what is tried again holds up its chat.

    While more is due, chats take turns, and every second turn is of who works here or has an open contact.
    """
    given = {"bot_id": bot_id, "most": limit + 1, **waits.list_ends(LONGEST_WAITS, at=at)}
    rows = [Due(*row) for row in session.execute(FIRST_DUE, given)]
    if len(rows) <= limit:
        return rows
    chosen = _choose(DUE, limit, at=at)
    in_order = select(*COLUMNS).where(Inbox.id.in_(chosen)).order_by(Inbox.id)
    return [Due(*row) for row in session.execute(in_order, given)]


def _ask_due() -> Select[int, int, int | None, str]:
    pending = (Inbox.bot_id == bindparam("bot_id"), IS_UNHANDLED)
    is_due = waits.is_over(Inbox.next_at, Inbox.attempts, LONGEST_WAITS)
    held_up = select(Inbox.chat_id).where(*pending, ~is_due, Inbox.chat_id.is_not(None))
    in_order = Inbox.chat_id.is_(None) | Inbox.chat_id.not_in(held_up)
    return select(*COLUMNS).where(*pending, is_due, in_order).order_by(Inbox.id)


DUE = _ask_due()  # written once, as it is asked all the time
FIRST_DUE = DUE.limit(bindparam("most"))


def _choose(due: Select[int, int, int | None, str], limit: int, *, at: Moment) -> Select[int]:
    """Return the ids of the updates whose turn it is."""
    of_chat = (Contact.bot_id == Inbox.bot_id) & (Contact.chat_id == Inbox.chat_id)
    talks = select(Contact.id).where(of_chat, IS_OPEN).exists()
    accounts = select(Operator.telegram_id).where(Operator.telegram_id.is_not(None))
    is_known = talks | Inbox.chat_id.in_(accounts)
    is_stranger = case((is_known | Inbox.chat_id.in_(at.policy.admin_ids), 0), else_=1)
    rows = (
        due.with_only_columns(
            Inbox.id,
            func.coalesce(Inbox.chat_id, -Inbox.id).label("chat_id"),
            is_stranger.label("is_stranger"),
        )
        .order_by(None)
        .subquery()
    )
    turn = turns.count_in_chat(rows, rows.c.id)
    counted = select(rows.c.id, rows.c.is_stranger, turn.label("turn")).subquery()
    fair = (counted.c.turn, counted.c.id)
    place = turns.take_turns(fair, (counted.c.is_stranger, *fair)).label("place")
    placed = select(counted.c.id, place).subquery()
    return select(placed.c.id).order_by(placed.c.place, placed.c.id).limit(limit)


def find_next(session: Session, bot_id: int, *, at: Moment) -> datetime | None:
    """Return when the next of what was put off is due."""
    put_off = (Inbox.bot_id == bot_id, IS_UNHANDLED, Inbox.next_at > at.now)
    return session.scalar(select(func.min(Inbox.next_at)).where(*put_off))


def list_idle(session: Session, bot_ids: Collection[int]) -> list[int]:
    """Return those of some bots whose updates are all handled."""
    pending = select(Inbox.bot_id).where(Inbox.bot_id.in_(bot_ids), IS_UNHANDLED)
    return sorted(set(bot_ids) - set(session.scalars(pending.distinct())))


def list_pending(session: Session, ids: Collection[int]) -> list[Due]:
    """Return those of some updates that are not handled yet, in the order they came."""
    rows = select(*COLUMNS).where(Inbox.id.in_(ids), IS_UNHANDLED)
    return [Due(*row) for row in session.execute(rows.order_by(Inbox.id).with_for_update())]


def finish(session: Session, ids: Collection[int], *, at: Moment) -> None:
    """Mark updates as handled, in the transaction of what they did."""
    # What is handled in a unit that forgets somebody may quote the person.
    statement = FINISH_BLANK if session.info.get(FORGETS) else FINISH
    session.flush()
    session.connection().execute(statement, {"ids": ids, "now": at.now})


def fail(session: Session, row_id: int, error: str, *, at: Moment) -> bool:
    """Note a failure: tried again a little later, quarantined the third time; returns whether it is now."""
    row = session.get_one(Inbox, row_id)
    row.attempts += 1
    row.error = error
    if row.attempts >= ATTEMPTS:
        quarantine(session, row_id, error, at=at)
        return True
    row.next_at = at.now + RETRY_DELAYS[row.attempts - 1]
    return False


def quarantine(session: Session, row_id: int, error: str, *, at: Moment) -> None:
    """Set an update aside with its error; each start tries it again, until retention takes it."""
    row = session.get_one(Inbox, row_id)
    row.state, row.error = InboxState.QUARANTINED, error
    row.handled_at = row.handled_at or at.now  # the first time counts: admins are told once


def retry_quarantined(session: Session, bot_id: int, *, at: Moment) -> None:
    """Give quarantined updates another chance: a new version may understand them."""
    aside = update(Inbox).where(Inbox.bot_id == bot_id, Inbox.state == InboxState.QUARANTINED)
    session.execute(aside.values(state=InboxState.PENDING, attempts=0, next_at=at.now))
