"""How long a client waits for the first answer, in the hours of the source: noted once, when that wait ends.

It ends with the first answer; a form is answered when it is taken, and nobody waits any longer whose contact
is completed or needs no answer. What leaves an operator without any of this counts for that operator, too.
"""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from models import Actor, Contact, Source
from models.actors import Role
from services import events
from services.hours.working_time import of_source
from services.moment import Moment

LEFT = "unanswered"  # in the data of `assigned` and `unassigned`: seconds that the former operator had it


def note(session: Session, contact: Contact, by: int | None, *, at: Moment) -> bool:
    """Note that a client's first wait has ended by an operator, or none of those; False if one has before."""
    if contact.answered_at is not None:
        return False
    contact.answered_at, contact.answered_by = at.now, by
    contact.answer_seconds = measure(session, contact, contact.created_at, at=at)
    if by is not None:
        contact.operator_seconds = measure(session, contact, find_start(contact), at=at)
    return True


def note_answer(
    session: Session, contact: Contact, by: int | None, *, actor: Actor | None = None, at: Moment
) -> None:
    """Note that an operator, or else `actor`, has answered a client; the first time is a fact."""
    if note(session, contact, by, at=at):
        seconds, kind = contact.answer_seconds, events.Kind.ANSWERED
        events.record(session, contact.id, kind, operator_id=by, seconds=seconds, actor=actor, at=at)


def find_author(contact: Contact, actor: Actor | None) -> int | None:
    """Return the operator whose act it is: what is done to a contact is its operator's, but by an admin.

    A supervisor counts as one here.
    """
    is_other = actor is not None and actor.role in (Role.ADMIN, Role.SUPERVISOR)
    return None if is_other else contact.operator_id


def measure_left(session: Session, contact: Contact, *, at: Moment) -> dict[str, Any]:
    """Return, for the fact that a contact leaves its operator, for how long it had no answer there."""
    if contact.operator_id is None or contact.answered_at is not None:
        return {}
    seconds = measure(session, contact, find_start(contact), at=at)
    return {LEFT: seconds} if seconds else {}


def find_start(contact: Contact) -> datetime:
    """Return since when an operator is to answer: since the contact is with that operator."""
    return max(contact.created_at, contact.assigned_at or contact.created_at)


def measure(session: Session, contact: Contact, since: datetime, *, at: Moment) -> int:
    """Return how many seconds of a contact's source's hours went by since a moment."""
    hours = of_source(session.get_one(Source, contact.source_id), at=at)
    return int(hours.count(since, at.now).total_seconds())
