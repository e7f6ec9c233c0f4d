"""What admins try: a plan that is shown, then applied by the same services as any change, or given up.

A plan can run beside what counts for some days: then it is compared with what really came meanwhile.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import assert_never

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from models import Account, Actor, Operator, Source, Trial
from services.distribution import locks, weights
from services.distribution.modes import choice
from services.moment import Moment
from services.queues import outbox
from services.queues.recipients import person_recipient
from services.refusals import Reason, Refused
from services.team import operators, working_hours
from services.what_if import plans
from services.what_if.plans import (
    Change,
    HireChange,
    HoursChange,
    LimitChange,
    ModeChange,
    OffChange,
    Plan,
    WeightChange,
)

KEY = "trial-over"  # of the notice
TRIAL = "trial"  # in its params
BESIDE = timedelta(days=7)  # for which a plan runs beside what counts
FORGOTTEN = timedelta(days=30)  # after which what was only looked at is deleted


def draft(session: Session, plan: Plan, *, admin: Account, by: str, at: Moment) -> Trial:
    """Store a plan that an admin wants to see."""
    old = Trial.created_at < at.now - FORGOTTEN
    session.execute(delete(Trial).where(old, Trial.beside_until.is_(None)))
    trial = Trial(plan=plans.write(plan), admin_id=admin, by=by, created_at=at.now)
    session.add(trial)
    session.flush()
    return trial


def find(session: Session, trial_id: int) -> Trial:
    """Return a trial that is not over; raises Refused."""
    trial = session.get(Trial, trial_id, with_for_update=True, populate_existing=True)
    if trial is None or trial.ended_at is not None:
        raise Refused(Reason.TRIAL_OVER)
    return trial


def give_up(session: Session, trial_id: int, *, at: Moment) -> Trial:
    """Leave everything as it is; raises Refused."""
    trial = find(session, trial_id)
    trial.ended_at = at.now
    return trial


def run_beside(session: Session, trial_id: int, *, at: Moment) -> Trial:
    """Let a plan run beside what counts from now on; raises Refused."""
    trial = find(session, trial_id)
    if trial.beside_since is None:
        trial.beside_since, trial.beside_until = at.now, at.now + BESIDE
    return trial


def list_beside(session: Session) -> Sequence[Trial]:
    """Return the trials that run beside what counts, or have and wait for a word."""
    running = select(Trial).where(Trial.beside_since.is_not(None), Trial.ended_at.is_(None))
    return session.scalars(running.order_by(Trial.id)).all()


def apply(session: Session, trial_id: int, *, actor: Actor, by: str, at: Moment) -> Trial:
    """Make a plan count, all of it or, raising Refused, nothing: what it replaces must be as it was."""
    locks.lock_all(session)
    trial = find(session, trial_id)
    plan = plans.read(trial.plan)
    for change in plan:
        _check(session, change)
    for change in plan:
        _apply(session, change, actor=actor, by=by, at=at)
    trial.ended_at = at.now
    return trial


def can_be_applied(plan: Plan) -> bool:
    """Tell whether a plan is of such changes only as a press can make."""
    return not any(isinstance(change, HireChange) for change in plan)


def _check(session: Session, change: Change) -> None:
    match change:
        case HireChange():
            raise Refused(Reason.NOT_TO_BE_APPLIED)
        case ModeChange():
            is_same = session.get_one(Source, change.source_id).mode is change.before
        case WeightChange() | LimitChange() | OffChange() | HoursChange():
            operator = session.get_one(Operator, change.operator_id)
            operators.check_employed(operator)
            is_same = _is_as_before(session, change, operator)
    if not is_same:
        raise Refused(Reason.CHANGED_SINCE)


def _is_as_before(
    session: Session, change: WeightChange | LimitChange | OffChange | HoursChange, operator: Operator
) -> bool:
    match change:
        case WeightChange():
            source = session.get_one(Source, change.source_id)
            return weights.find_weight(session, operator, source) == change.before
        case LimitChange():
            return operator.max_active_leads == change.before
        case OffChange():
            return operator.is_active
        case HoursChange():
            return operator.hours == change.before
    assert_never(change)


def _apply(session: Session, change: Change, *, actor: Actor, by: str, at: Moment) -> None:
    match change:
        case WeightChange():
            operator = session.get_one(Operator, change.operator_id)
            source = session.get_one(Source, change.source_id)
            weights.set_weight(session, operator, source, change.after, actor=actor, by=by, at=at)
        case LimitChange():
            operators.change(session, change.operator_id, limit=change.after, actor=actor, at=at)
        case OffChange():
            operators.change(session, change.operator_id, is_active=False, actor=actor, at=at)
        case HoursChange():
            operator = session.get_one(Operator, change.operator_id)
            working_hours.change_work(session, operator, {"hours": change.after}, actor=actor, at=at)
        case ModeChange():
            source = session.get_one(Source, change.source_id)
            choice.choose(session, source, change.after, actor=actor, by=by, at=at)
        case HireChange():
            raise Refused(Reason.NOT_TO_BE_APPLIED)
        case _:
            assert_never(change)


# By the clock


def is_due(session: Session, *, at: Moment) -> bool:
    """Tell whether a plan has run beside for long enough, and nobody was told."""
    return session.scalar(_due(at).limit(1)) is not None


def tell(session: Session, *, at: Moment) -> None:
    """Tell who has let a plan run beside that its days are over."""
    for trial in session.scalars(_due(at).with_for_update()).all():
        trial.told_at = at.now
        recipient = person_recipient(session, Account(trial.admin_id))
        if recipient is not None:
            outbox.notify_admin(session, recipient, KEY, at=at, **{TRIAL: trial.id})


def _due(at: Moment) -> Select[Trial]:
    return select(Trial).where(
        Trial.beside_until <= at.now, Trial.told_at.is_(None), Trial.ended_at.is_(None)
    )
