"""At the end of the hours of work an operator who has something open is asked whether to pass it on."""

from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from models import Operator
from services.hours.working_time import find_return, of_operator
from services.moment import Moment
from services.queues import outbox, recipients

BATCH = 50
RECENTLY = timedelta(hours=1)  # a shift that ended earlier is no news
BREAK = timedelta(hours=4)  # who comes back so soon has only a break
SHIFT_OVER = "shift_over"  # in the params of a notice: a button shows where all would go


def is_due(session: Session, *, at: Moment) -> bool:
    """Tell whether any operator is to be asked."""
    return any(has_ended(operator, at=at) for operator in session.scalars(_list_working()))


def ask(session: Session, *, at: Moment) -> int:
    """Ask at most 50 operators whose hours have just ended; returns how many."""
    # Whom another process is asking right now, it asks.
    rows = _list_working().with_for_update(skip_locked=True).execution_options(populate_existing=True)
    due = [operator for operator in session.scalars(rows) if has_ended(operator, at=at)][:BATCH]
    for operator in due:
        operator.shift_told_at = at.now
        account = operator.telegram_id
        own = recipients.person_recipient(session, account) if account is not None else None
        outbox.notify(session, own, "operator-shift-over", count=operator.load, at=at, **{SHIFT_OVER: True})
    return len(due)


def has_ended(operator: Operator, *, at: Moment) -> bool:
    """Tell whether an operator's hours have just ended, and nobody has said so yet."""
    if operator.away_until is not None and operator.away_until > at.now:
        return False
    back = find_return(operator, at=at)
    if back is not None and back <= at.now + BREAK:
        return False
    ended = of_operator(operator, at=at).find_closing(at.now - RECENTLY, at.now)
    return ended is not None and not _was_told(operator, ended, at=at)


def _was_told(operator: Operator, ended: datetime, *, at: Moment) -> bool:
    # Told later than now is told by a clock that has been set back.
    return operator.shift_told_at is not None and ended <= operator.shift_told_at <= at.now + RECENTLY


def _list_working() -> Select[Operator]:
    rows = select(Operator).where(Operator.hours.is_not(None), Operator.load > 0, Operator.is_active)
    return rows.where(Operator.telegram_id.is_not(None), Operator.dismissed_at.is_(None)).order_by(
        Operator.id
    )
