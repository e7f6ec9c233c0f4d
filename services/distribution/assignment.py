"""The one way a contact gets its operator; every assignment stores the decision that made it.

Capacity is reserved in one step (capacity.py), so no operator is ever put above the limit.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from models import Actor, Contact, Message, Mode, Operator, Source, Status
from models.database.errors import UnitConflictError
from services import events
from services.distribution import capacity, decisions, snoozes
from services.distribution.candidates import Evaluation, evaluate
from services.distribution.decisions import (
    AssignmentReason,
    Decision,
    HandDecision,
    ReturnDecision,
    TurnDecision,
)
from services.distribution.modes import credits, deciding, pool
from services.distribution.routing import Candidate, Exclusion
from services.hours import estimates
from services.hours.first_answers import measure_left
from services.moment import Moment
from services.queues import introducing, outbox, recipients
from services.refusals import Reason, Refused

PRIORITY = "priority"  # in the data of `assigned`: by how many minutes its source came first in the queue
NO_NEWS = (AssignmentReason.TAKEN_BACK, AssignmentReason.WOKEN)  # to who has it back
REDRAWS = 5  # when another transaction took the last place meanwhile; only PostgreSQL ever needs one
NOT_TO_BE_GIVEN = {
    Exclusion.OFF: Reason.OPERATOR_OFF,
    Exclusion.PAUSED: Reason.OPERATOR_PAUSED,
    Exclusion.OFF_HOURS: Reason.OPERATOR_OFF_HOURS,
    Exclusion.UNREACHABLE: Reason.OPERATOR_UNREACHABLE,
    Exclusion.OWN_CONTACT: Reason.OWN_CONTACT,
    Exclusion.FULL: Reason.OPERATOR_FULL,
}
NOT_TO_BE_TAKEN: dict[str, Reason] = {  # by oneself, out of a pool
    Exclusion.OFF: Reason.OFF,
    Exclusion.PAUSED: Reason.PAUSED,
    Exclusion.FULL: Reason.FULL,
}


def assign(
    session: Session,
    contact: Contact,
    reason: AssignmentReason,
    *,
    actor: Actor | None = None,
    said: Sequence[Message] | None = None,
    at: Moment,
) -> bool:
    """Give a contact to who is decided on, taking it from its operator; False if nobody may take it.

    In a shared pool it is shown to all who may take it, and nobody has it yet. The caller has locked the
    sources concerned. `reason` says in the history what led here. `said` is the whole conversation so far,
    if the caller has it at hand.
    """
    for _ in range(REDRAWS):
        evaluation = evaluate(session, contact, at=at)
        contact.widens_at = evaluation.waits_until
        if evaluation.mode is Mode.POOL:
            return put_into_pool(session, contact, evaluation, reason, actor=actor, at=at)
        decision = deciding.decide(evaluation, at=at)
        if decision is None:
            return False
        if capacity.reserve(session, decision.operator_id):
            if isinstance(decision, TurnDecision):
                credits.note(session, decision)
            hand_over(session, contact, decision, reason, actor=actor, said=said, at=at)
            return True
    return False


def put_into_pool(
    session: Session,
    contact: Contact,
    evaluation: Evaluation,
    reason: AssignmentReason,
    *,
    actor: Actor | None,
    at: Moment,
) -> bool:
    """Show a contact to all who may take it, taking it from its operator; False if there is nobody."""
    if not evaluation.eligible:
        return False
    if contact.operator_id is not None:
        left = measure_left(session, contact, at=at)
        former, kind = unassign(session, contact, at=at), events.Kind.UNASSIGNED
        events.record(
            session, contact.id, kind, actor=actor, operator_id=former, reason=reason, at=at, **left
        )
        session.flush()
    pool.show(session, contact, evaluation, at=at)
    return True


def take(session: Session, contact: Contact, operator: Operator, *, actor: Actor, at: Moment) -> None:
    """Give a claimed contact to the first who takes it out of its pool; raises Refused."""
    evaluation = evaluate(session, contact, at=at)
    candidate = next((c for c in evaluation.candidates if c.operator_id == operator.id), None)
    if candidate is None or candidate.exclusion is not None:
        why = Exclusion.NO_WEIGHT if candidate is None else candidate.exclusion
        full: dict[str, str | int] = {"limit": operator.max_active_leads, "load": operator.load}
        raise Refused(NOT_TO_BE_TAKEN.get(why or "", Reason.NOT_OFFERED), number=contact.id, **full)
    if not capacity.reserve(session, operator.id):
        raise UnitConflictError
    decision = deciding.describe_taking(evaluation, operator.id)
    hand_over(session, contact, decision, AssignmentReason.TAKEN, actor=actor, at=at)


def give(
    session: Session,
    contact: Contact,
    operator: Operator,
    reason: AssignmentReason = AssignmentReason.MANUAL,
    *,
    actor: Actor | None,
    at: Moment,
) -> None:
    """Give a contact to an operator whom somebody has chosen, weight or not; raises Refused."""
    decision = reserve_by_hand(session, contact, operator, at=at)
    hand_over(session, contact, decision, reason, actor=actor, at=at)


def reserve_by_hand(session: Session, contact: Contact, operator: Operator, *, at: Moment) -> HandDecision:
    """Reserve a place for a contact with an operator whom somebody has chosen; `hand_over` is to follow.

    Everything but the weight and the draw counts: nobody is put above the limit by hand either. Raises
    Refused, with nothing changed.
    """
    candidates = evaluate(session, contact, at=at).candidates
    candidate = next(c for c in candidates if c.operator_id == operator.id)
    if contact.operator_id == operator.id:
        raise Refused(Reason.HAS_IT, number=contact.id, name=operator.name)
    obstacle = find_obstacle(candidate)
    if obstacle is not None:
        full: dict[str, str | int] = {"limit": operator.max_active_leads, "load": operator.load}
        raise Refused(NOT_TO_BE_GIVEN[obstacle], name=operator.name, **full)
    if not capacity.reserve(session, operator.id):
        raise UnitConflictError
    return HandDecision(
        operator_id=operator.id, weight=candidate.weight, load=candidate.load, limit=candidate.limit
    )


def give_back(
    session: Session,
    contact: Contact,
    operator_id: int,
    *,
    is_wish: bool = False,
    actor: Actor | None,
    at: Moment,
) -> bool:
    """Give a contact that was put off back to whose it was; False, and nothing changed, if that can't be.

    It needs a free place, as all do; and unless it is the operator's own wish, presence, a chat and a weight.
    """
    candidates = evaluate(session, contact, at=at).candidates
    candidate = next((c for c in candidates if c.operator_id == operator_id), None)
    if candidate is None:  # dismissed
        return False
    if (
        not is_wish
        and replace(candidate, had_it=False, gave_back=False, is_preferred=True, is_held_back=False).exclusion
        is not None
    ):
        return False
    if not capacity.reserve(session, operator_id):
        return False
    snoozes.end(session, contact, snoozes.find_cause(actor), actor=actor, at=at)
    decision = ReturnDecision(
        operator_id=operator_id, weight=candidate.weight, load=candidate.load, limit=candidate.limit
    )
    hand_over(session, contact, decision, AssignmentReason.WOKEN, actor=actor if is_wish else None, at=at)
    return True


def find_obstacle(candidate: Candidate) -> Exclusion | None:
    """Return why a contact can't be given to somebody by hand, None if it can."""
    by_hand = replace(
        candidate,
        weight=max(candidate.weight, 1),
        had_it=False,
        gave_back=False,
        is_preferred=True,
        is_held_back=False,
    )
    return by_hand.exclusion


def hand_over(
    session: Session,
    contact: Contact,
    decision: Decision,
    reason: AssignmentReason,
    *,
    actor: Actor | None,
    said: Sequence[Message] | None = None,
    at: Moment,
) -> None:
    """Give a contact to the operator of a decision, whose capacity is reserved, and tell everybody."""
    left = measure_left(session, contact, at=at)
    former = unassign(session, contact, at=at)
    was_pooled = former is None and pool.is_pooled(session, contact)
    if former is None:
        estimates.note_end(session, contact, at=at)
    contact.operator_id, contact.assigned_at, contact.waiting_since = decision.operator_id, at.now, None
    contact.reminded_at = contact.widens_at = None
    came = {}
    if former is not None and reason not in NO_NEWS:
        came = {introducing.CAME: reason.value, introducing.CAME_FROM: session.get_one(Operator, former).name}
    ahead = session.get_one(Source, contact.source_id).priority_minutes
    came_first = {PRIORITY: ahead} if ahead and reason is AssignmentReason.QUEUE else {}
    if was_pooled:
        pool.close(session, contact, at=at)
    introducing.introduce(session, contact, said, is_shown=False, came=came, at=at)
    events.record(
        session,
        contact.id,
        events.Kind.ASSIGNED,
        actor=actor,
        at=at,
        why=reason,
        from_operator_id=former,
        assignment_no=contact.assignment_no,
        **came_first,
        **left,
        **decisions.write(decision),
    )


def unassign(session: Session, contact: Contact, *, at: Moment) -> int | None:
    """End the present assignment: release its capacity, close the card; returns whose it was."""
    former, recipient = contact.operator_id, recipients.operator_recipient(session, contact)
    snoozes.end(session, contact, snoozes.Cause.MOVED, at=at)
    contact.operator_id, contact.status = None, Status.NEW
    contact.assigned_at = contact.taken_at = None
    contact.waiting_since = at.now
    contact.assignment_no += 1
    if former is not None:
        capacity.release(session, former)
        outbox.queue_card(session, recipient, at=at)
    return former
