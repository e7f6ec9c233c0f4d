"""An operator's pause: it ends by itself at a moment that he has named, and is not forgotten over night."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from models import Operator, Source, actors
from services import sources
from services.distribution import locks
from services.hours.mornings import find_morning_of
from services.hours.schedule import Schedule
from services.hours.working_time import is_at_work, of_operator, of_source
from services.moment import Moment
from services.queues import outbox
from services.queues.recipients import Recipient, person_recipient
from services.refusals import Reason, Refused
from services.team import operators

LONGEST = timedelta(days=7)
BATCH = 50
DAY = timedelta(days=1)
PAUSED_SINCE = "paused_since"  # in the params of a notice that asks: since when, by the operator's clock


def begin(session: Session, operator_id: int | None, until: datetime | None, *, at: Moment) -> Operator:
    """Let an operator get nothing new until a moment, or until he is back; returns him.

    Raises Refused for a moment that is past, or more than a week ahead.
    """
    if until is not None and not at.now < until <= at.now + LONGEST:
        raise Refused(Reason.BAD_PAUSE, most=LONGEST.days)
    moment = until and until.astimezone(UTC)
    actor = actors.operator(operator_id)
    operators.set_shift(session, operator_id, False, until=moment, actor=actor, at=at)
    return session.get_one(Operator, operator_id)


def change(
    session: Session, operator_id: int | None, since: int, until: datetime | None, *, at: Moment
) -> Operator:
    """Let the pause that began at `since` end at another moment, None for when he is back; raises Refused."""
    operator = session.get_one(Operator, operator_id)
    operators.lock_served(session, operator)
    check(session, operator_id, since)
    return begin(session, operator_id, until, at=at)


def check(session: Session, operator_id: int | None, since: int) -> Operator:
    """Return an operator who is on the pause that began at `since`; raises Refused if he is not."""
    operator = session.get_one(Operator, operator_id)
    if operator.on_shift or find_number(operator) != since:
        raise Refused(Reason.NOT_PAUSED)
    return operator


def find_number(operator: Operator) -> int:
    """Return what tells an operator's pause from others: its first second."""
    return int(operator.paused_at.timestamp()) if operator.paused_at is not None else 0


def is_due(session: Session, *, at: Moment) -> bool:
    """Tell whether any pause is over, or forgotten."""
    paused = session.scalars(_list_paused()).all()
    return any(has_ended(one, at=at) or is_forgotten(session, one, at=at) for one in paused)


def see_to(session: Session, *, at: Moment) -> None:
    """End at most 50 pauses that are over, and ask at most 50 operators about theirs."""
    ended = [operator.id for operator in session.scalars(_list_paused()) if has_ended(operator, at=at)]
    # All at once: one after the other they would be locked in another order than others lock them.
    locks.lock(session, sources.sources_served_by(session, ended[:BATCH]))
    for operator_id in ended[:BATCH]:
        end(session, operator_id, at=at)
    # Whom another process is asking right now, it asks.
    rows = _list_paused().with_for_update(skip_locked=True).execution_options(populate_existing=True)
    forgotten = [one for one in session.scalars(rows).all() if is_forgotten(session, one, at=at)]
    for operator in forgotten[:BATCH]:
        ask(session, operator, at=at)


def end(session: Session, operator_id: int, *, at: Moment) -> None:
    """End a pause as /resume does, if it is over still, and tell its operator who gets requests by that."""
    operator = session.get_one(Operator, operator_id)
    operators.lock_served(session, operator)
    if operator.on_shift or not has_ended(operator, at=at):
        return
    operators.set_shift(session, operator_id, True, at=at)
    if operator.is_active and is_at_work(operator, at=at):  # else nothing comes yet
        outbox.notify(session, _find_own(session, operator), "pause-over", at=at, **{outbox.SILENT: True})


def ask(session: Session, operator: Operator, *, at: Moment) -> None:
    """Ask an operator once whether he has forgotten his pause."""
    operator.pause_asked_at = at.now
    assert operator.paused_at is not None
    since = operator.paused_at.astimezone(of_operator(operator, at=at).timezone)
    asked = {PAUSED_SINCE: since.isoformat()}
    outbox.notify(session, _find_own(session, operator), "pause-forgotten", at=at, **asked)


def has_ended(operator: Operator, *, at: Moment) -> bool:
    """Tell whether a pause is over; one that lasts too long was begun by a clock that was far ahead."""
    return operator.pause_until is not None and not at.now < operator.pause_until <= at.now + 2 * LONGEST


def is_forgotten(session: Session, operator: Operator, *, at: Moment) -> bool:
    """Tell whether a pause without an end has lasted into the hours of the next day, and nobody has asked."""
    if operator.paused_at is None or operator.pause_until is not None or operator.pause_asked_at is not None:
        return False
    is_away = operator.away_until is not None and operator.away_until > at.now
    if is_away or not operator.is_active or operator.telegram_id is None:
        return False
    paused_at, clocks = operator.paused_at, (at.policy.timezone, of_operator(operator, at=at).timezone)
    if all(at.now.astimezone(clock).date() <= paused_at.astimezone(clock).date() for clock in clocks):
        return False  # it is the same day, whatever the hours are
    return any(
        hours.is_open(at.now) and find_next_morning(hours, paused_at) <= at.now
        for hours in list_hours(session, operator, at=at)
    )


def find_next_morning(hours: Schedule, paused_at: datetime) -> datetime:
    """Return when hours begin on the day after a pause did."""
    return find_morning_of(hours, paused_at.astimezone(hours.timezone).date() + DAY)


def list_hours(session: Session, operator: Operator, *, at: Moment) -> list[Schedule]:
    """Return an operator's hours of work, else those of what he serves."""
    own = of_operator(operator, at=at)
    if operator.hours is not None:
        return [own]
    served = sources.sources_served_by(session, [operator.id])
    rows = session.scalars(select(Source).where(Source.id.in_(served)))
    return list({of_source(source, at=at) for source in rows}) or [own]


def _find_own(session: Session, operator: Operator) -> Recipient | None:
    account = operator.telegram_id
    return person_recipient(session, account) if account is not None else None


def _list_paused() -> Select[Operator]:
    rows = select(Operator).where(Operator.on_shift.is_(False), Operator.dismissed_at.is_(None))
    return rows.order_by(Operator.id)
