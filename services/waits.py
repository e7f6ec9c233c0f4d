"""What waits when the wall clock is set back: at most as long again, never until the clock has caught up.

A row that was put off has a longest wait by the number of its attempts: what is due later than that was put
off by a clock that was ahead, so it is due. What people wait for has no such number: it begins anew, now.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, bindparam, case, func, or_, select, update
from sqlalchemy.orm import Session

from models import IS_NEW, IS_OPEN, Contact, Inbox, InboxState, Outbox, OutboxState
from models.base import UtcDateTime
from services.moment import Moment

CLOCKS_DIFFER = timedelta(minutes=1)  # between the processes of a business, at most
NO_BOT = 0  # as the id of the bot of what came by API
WAITS = ("assigned_at", "waiting_since", "unanswered_since")  # of a contact
# Since when the client of an open contact waits for an answer. Who has filled in a form can't be answered
# here: he waits until somebody has taken his request.
UNANSWERED_SINCE = case(
    (Contact.chat_id.is_not(None), Contact.unanswered_since),
    (IS_NEW & Contact.snoozed_at.is_(None), Contact.created_at),
)
DONE = (OutboxState.SENT, OutboxState.DROPPED, OutboxState.DEAD)


def double(first: float, longest: float) -> Iterator[timedelta]:
    """Return the waits after 1, 2, 3 … failures, each twice as long as the last; arguments in seconds."""
    while first < longest:
        yield timedelta(seconds=first)
        first *= 2
    yield timedelta(seconds=longest)


def is_over(
    due_at: SQLColumnExpression[datetime],
    attempts: SQLColumnExpression[int],
    longest: Sequence[timedelta],
) -> ColumnElement[bool]:
    """Tell whether a row that was put off is due; `longest` are the longest waits after 0, 1, 2 … attempts.

    The last of them is that of all further attempts. A query with it is given `list_ends` when it is asked.
    """
    tries = [attempts == n for n, _ in enumerate(longest)]
    tries[-1] = attempts >= len(longest) - 1
    ends = [bindparam(name, type_=UtcDateTime) for name in _name_ends(longest)]
    too_late = [and_(tried, due_at > end) for tried, end in zip(tries, ends, strict=True)]
    return or_(due_at <= bindparam("now", type_=UtcDateTime), *too_late)


def list_ends(longest: Sequence[timedelta], *, at: Moment) -> dict[str, datetime]:
    """Return the moments that a query with `is_over` compares with."""
    ends = (at.now + wait for wait in longest)
    return {"now": at.now, **dict(zip(_name_ends(longest), ends, strict=True))}


def _name_ends(longest: Sequence[timedelta]) -> list[str]:
    return [f"end_{n}" for n, _ in enumerate(longest)]


def begin_anew(session: Session, *, bots: Collection[int], at: Moment) -> None:
    """Let what people wait for in these bots, or with no bot, begin now if it is to begin later."""
    ahead = at.now + CLOCKS_DIFFER
    held_or_waiting = (Contact.assigned_at > ahead) | (Contact.waiting_since > ahead)
    _begin_in_contacts(session, IS_OPEN & held_or_waiting, bots, at=at)
    _begin_in_contacts(session, Contact.unanswered_since > ahead, bots, at=at)
    for moment, states in (
        (Outbox.done_at, DONE),  # since when a card lies with an operator, or a question is asked
        (Outbox.created_at, (OutboxState.PENDING,)),  # since when it is held up, of which admins hear
        (Inbox.next_at, (InboxState.PENDING,)),
    ):
        table = moment.class_
        ours = func.coalesce(table.bot_id, NO_BOT).in_(bots)  # by no index: few lie ahead
        rows = update(table).where(table.state.in_(states), moment > ahead, ours)
        session.execute(rows.values({moment: at.now}))


def _begin_in_contacts(
    session: Session, ahead: ColumnElement[bool], bots: Collection[int], *, at: Moment
) -> None:
    ours = func.coalesce(Contact.bot_id, NO_BOT).in_((NO_BOT, *bots))  # as above
    # What somebody is changing right now can wait for the next time.
    rows = select(Contact).where(ahead, ours).with_for_update(skip_locked=True)
    for contact in session.scalars(rows):
        for name in WAITS:
            moment = getattr(contact, name)
            setattr(contact, name, moment and min(moment, at.now))
