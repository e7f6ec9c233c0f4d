"""Some minutes for an operator with a new Telegram account, who has not opened all bots by it yet.

What he has through the others stays his meanwhile, so his places do not fill up. What is still out of reach
then goes to others, or back to the queue.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import IS_OPEN, Contact, Operator
from services import chats, sources
from services.chats import ChatRef
from services.distribution import locks, queue, reassignment
from services.moment import Moment
from services.queues import introducing

GRACE = timedelta(minutes=15)


def begin(session: Session, operator: Operator, *, at: Moment) -> None:
    """Let what an operator has through bots out of his reach be his for some minutes more."""
    operator.grace_until = at.now + GRACE
    session.flush()


def list_kept(session: Session, operator: Operator) -> dict[int | None, list[Contact]]:
    """Return what an operator has open that he can't reach, by bot."""
    account = operator.telegram_id
    if account is None:
        return {}
    held = _list_by_bot(session, operator.id)
    return {bot_id: found for bot_id, found in held.items() if not chats.is_reached(session, account, bot_id)}


def welcome(session: Session, operator: Operator, chat: ChatRef, *, at: Moment) -> None:
    """Show an operator who has opened a bot, if he is in his grace, what he has there; then hand out more."""
    kept = _list_by_bot(session, operator.id).get(chat.bot_id, []) if operator.grace_until else []
    assignments = {contact.id: contact.assignment_no for contact in kept}
    queue.drain_for(session, [operator.id], at=at)
    for contact in kept:
        session.refresh(contact)  # others may have got it until the sources were locked
        if contact.operator_id == operator.id and contact.assignment_no == assignments[contact.id]:
            introducing.introduce(session, contact, at=at)


def list_over(session: Session, *, at: Moment) -> Sequence[int]:
    """Return whose grace has ended; one that is to last for longer than any was begun by another clock."""
    ends = Operator.grace_until
    rows = select(Operator.id).where(ends.is_not(None), or_(ends <= at.now, ends > at.now + 2 * GRACE))
    return session.scalars(rows.order_by(Operator.id)).all()


def end(session: Session, operator_id: int, *, at: Moment) -> None:
    """Let others have what an operator still can't reach; nothing if his grace goes on."""
    operator = session.get_one(Operator, operator_id)
    held = _list_by_bot(session, operator_id)
    of_held = {contact.source_id for found in held.values() for contact in found}
    locks.lock(session, {*of_held, *sources.sources_served_by(session, [operator_id])})
    session.refresh(operator, with_for_update=True)
    if operator_id not in list_over(session, at=at):
        return
    operator.grace_until = None
    session.flush()
    for bot_id in list_kept(session, operator):
        reassignment.reassign(session, operator, bot_id, at=at)


def _list_by_bot(session: Session, operator_id: int) -> dict[int | None, list[Contact]]:
    rows = select(Contact).where(Contact.operator_id == operator_id, IS_OPEN).order_by(Contact.id)
    found: dict[int | None, list[Contact]] = {}
    for contact in session.scalars(rows):
        found.setdefault(contact.bot_id, []).append(contact)
    return found
