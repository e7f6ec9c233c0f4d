"""What is tried from the board before it counts: other weights of a source, and limits, as with /whatif."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from models import Account, Actor, Trial
from services import sources
from services.board import rights
from services.distribution import weights
from services.moment import Moment
from services.refusals import Reason, Refused
from services.team import operators
from services.what_if import plans, trials
from services.what_if.plans import Plan, WeightChange


def draft(
    session: Session,
    source_id: int,
    wanted: Mapping[int, int],
    limits: Mapping[int, int],
    *,
    account: Account,
    by: str,
    at: Moment,
) -> tuple[int, Plan]:
    """Store what somebody wants to see, by operator; returns its number and the plan.

    Raises Refused, as for what nobody may set, for limits of who is no admin, and if all is so already.
    """
    rights.check_source(session, account, source_id, at=at)
    source = sources.get(session, source_id)
    plan: Plan = ()
    for operator_id, weight in sorted(wanted.items()):
        operator = operators.get(session, operator_id)
        operators.check_employed(operator)
        if (weights.find_weight(session, operator, source) or 0) != weight:
            plan += plans.change_weight(session, operator, source, weight)
    for operator_id, limit in sorted(limits.items()):
        operator = operators.get(session, operator_id)
        operators.check_employed(operator)
        if operator.max_active_leads != limit:
            plan += plans.change_limit(operator, limit)
    if not plan:
        raise Refused(Reason.CHANGED_SINCE)
    _check(session, plan, account, at=at)
    return trials.draft(session, plan, admin=account, by=by, at=at).id, plan


def apply(session: Session, trial_id: int, *, account: Account, actor: Actor, by: str, at: Moment) -> Trial:
    """Make count what somebody has tried; raises Refused."""
    _check_own(session, trial_id, account, at=at)
    return trials.apply(session, trial_id, actor=actor, by=by, at=at)


def run_beside(session: Session, trial_id: int, *, account: Account, at: Moment) -> Trial:
    """Let what an admin has tried run beside what counts for a week, and ask then; raises Refused."""
    _check_own(session, trial_id, account, at=at)
    if not rights.check_steering(session, account, at=at).is_admin:  # who will be asked in Telegram
        raise Refused(Reason.NOT_ALLOWED)
    return trials.run_beside(session, trial_id, at=at)


def _check_own(session: Session, trial_id: int, account: Account, *, at: Moment) -> None:
    """Refuse what somebody else tries: it is not there."""
    trial = trials.find(session, trial_id)
    if trial.admin_id != account:
        raise Refused(Reason.TRIAL_OVER)
    _check(session, plans.read(trial.plan), account, at=at)


def _check(session: Session, plan: Plan, account: Account, *, at: Moment) -> None:
    """Refuse a plan of more than weights of what somebody may steer, but for an admin."""
    for change in plan:
        if isinstance(change, WeightChange):
            rights.check_source(session, account, change.source_id, at=at)
        elif not rights.check_steering(session, account, at=at).is_admin:
            raise Refused(Reason.NOT_ALLOWED)
