"""Nobody is left with an operator who can't be reached any more, or who has left."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from models import IS_OPEN, Actor, Contact, Operator
from services import events, sources
from services.distribution import locks, queue
from services.distribution.assignment import assign, unassign
from services.distribution.decisions import AssignmentReason
from services.hours.first_answers import measure_left
from services.moment import Moment


def reassign(session: Session, operator: Operator, bot_id: int | None, *, at: Moment) -> int:
    """Move an operator's open contacts of a bot to others, or back to waiting; returns how many.

    Without a bot those of API sources.
    """
    of_bot = Contact.bot_id == bot_id
    return _reassign(session, operator, AssignmentReason.UNREACHABLE, of_bot, actor=None, at=at)


def reassign_all(
    session: Session, operator: Operator, reason: AssignmentReason, *, actor: Actor | None, at: Moment
) -> int:
    """Move all that an operator has open, who gets nothing new, to others or back to waiting."""
    return _reassign(session, operator, reason, actor=actor, at=at)


def _reassign(
    session: Session,
    operator: Operator,
    reason: AssignmentReason,
    *which: ColumnElement[bool],
    actor: Actor | None,
    at: Moment,
) -> int:
    held = (Contact.operator_id == operator.id, IS_OPEN, *which)
    # His weight may be none by now: the sources of what he holds are not among those he serves then.
    concerned = session.scalars(select(Contact.source_id).where(*held).distinct()).all()
    locks.lock(session, {*concerned, *sources.sources_served_by(session, [operator.id])})
    rows = select(Contact).where(*held).order_by(Contact.id).execution_options(populate_existing=True)
    left = list(session.scalars(rows))
    for contact in left:
        if not assign(session, contact, reason, actor=actor, at=at):
            left_unanswered = measure_left(session, contact, at=at)
            unassign(session, contact, at=at)
            events.record(
                session,
                contact.id,
                events.Kind.UNASSIGNED,
                actor=actor,
                at=at,
                operator_id=operator.id,
                reason=reason,
                **left_unanswered,
            )
    if left:
        queue.drain_for(session, [operator.id], at=at)
    return len(left)
