"""What was decided to be sent and does not arrive, at people or at another system."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from models import IS_UNDELIVERED, WEBHOOKS, Outbox, OutboxState
from services.contacts.settlement import OURS, UNREACHABLE
from services.moment import Moment
from services.operations.trouble import MOST_NUMBERS, NUMBERS, Trouble

STUCK = timedelta(minutes=10)  # a message that fails so long is worth a look


def find_dead(session: Session, *, since: datetime) -> Iterable[Trouble]:
    """Tell of what can't be delivered any more, apart by whose fault it is, with the contacts."""
    error = func.coalesce(Outbox.error, "")
    is_ours = error.startswith(OURS)
    dead = select(func.count(), func.count().filter(is_ours)).where(
        Outbox.state == OutboxState.DEAD,
        Outbox.done_at > since,
        ~error.startswith(UNREACHABLE),
        Outbox.bot_id != WEBHOOKS,
    )
    count, ours = session.execute(dead).one()
    if count > ours:
        numbers = _list_dead(session, ~is_ours, since=since)
        yield Trouble("dead", "alert-dead", {"count": count - ours, NUMBERS: numbers})
    if ours:
        numbers = _list_dead(session, is_ours, since=since)
        yield Trouble("internal", "alert-internal", {"count": ours, NUMBERS: numbers})


def _list_dead(session: Session, which: ColumnElement[bool], *, since: datetime) -> list[int]:
    """Return the contacts that undelivered messages are about, at most as many as an alert names and one."""
    numbers = (
        select(Outbox.contact_id)
        .where(
            Outbox.state == OutboxState.DEAD,
            Outbox.done_at > since,
            Outbox.bot_id != WEBHOOKS,
            Outbox.contact_id.is_not(None),
            ~func.coalesce(Outbox.error, "").startswith(UNREACHABLE),
            which,
        )
        .distinct()
        .order_by(Outbox.contact_id)
        .limit(MOST_NUMBERS + 1)
    )
    return [number for number in session.scalars(numbers) if number is not None]


def find_stuck(session: Session, working: Collection[int], *, at: Moment) -> Iterable[Trouble]:
    """Tell of messages that have failed for long and are still tried."""
    failing = select(func.count(), func.min(Outbox.created_at)).where(
        IS_UNDELIVERED,
        Outbox.attempts > 0,
        Outbox.created_at < at.now - STUCK,
        Outbox.bot_id.in_(working),
    )
    count, oldest = session.execute(failing).one()
    if count:
        minutes = int((at.now - oldest).total_seconds() // 60)
        yield Trouble("stuck", "alert-stuck", {"count": count, "minutes": minutes})


def find_webhooks(session: Session, *, since: datetime, at: Moment) -> Iterable[Trouble]:
    """Tell of events that another system does not take."""
    lost = select(func.count()).where(
        Outbox.bot_id == WEBHOOKS, Outbox.state == OutboxState.DEAD, Outbox.done_at > since
    )
    if count := session.scalars(lost).one():
        yield Trouble("webhooks-dead", "alert-webhooks-dead", {"count": count})
    # While the endpoint takes nothing only some are tried: all of them wait for it.
    late = select(func.count(), func.min(Outbox.created_at), func.max(Outbox.attempts)).where(
        Outbox.bot_id == WEBHOOKS, IS_UNDELIVERED, Outbox.created_at < at.now - STUCK
    )
    count, oldest, tries = session.execute(late).one()
    if tries:
        minutes = int((at.now - oldest).total_seconds() // 60)
        yield Trouble("webhooks-stuck", "alert-webhooks-stuck", {"count": count, "minutes": minutes})
