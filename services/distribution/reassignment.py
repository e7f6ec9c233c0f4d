"""Nobody is left with an operator who can't be reached any more."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Contact, Operator, Status
from services import events, sources
from services.distribution import queue
from services.distribution.assignment import assign, unassign
from services.distribution.decisions import AssignmentReason
from services.moment import Moment


def reassign(session: Session, operator: Operator, bot_id: int | None, *, at: Moment) -> int:
    """Move an operator's open contacts of a bot to others, or back to waiting; returns how many.

    Without a bot those of API sources.
    """
    held = (Contact.operator_id == operator.id, Contact.status != Status.COMPLETED, Contact.bot_id == bot_id)
    # His weight may be none by now: the sources of what he holds are not among those he serves then.
    concerned = session.scalars(select(Contact.source_id).where(*held).distinct()).all()
    sources.lock(session, {*concerned, *sources.sources_served_by(session, [operator.id])})
    rows = select(Contact).where(*held).order_by(Contact.id).execution_options(populate_existing=True)
    left = list(session.scalars(rows))
    for contact in left:
        if not assign(session, contact, AssignmentReason.UNREACHABLE, at=at):
            unassign(session, contact, at=at)
            events.record(
                session,
                contact.id,
                events.Kind.UNASSIGNED,
                at=at,
                operator_id=operator.id,
                reason=AssignmentReason.UNREACHABLE,
            )
    if left:
        queue.drain_for(session, [operator.id], at=at)
    return len(left)
