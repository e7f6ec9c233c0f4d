"""What is steered from the board alone: several weights at once, and answers that may be notes."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Actor, Event
from services import sources
from services.contacts import conversation
from services.distribution import locks, weights
from services.events import Kind
from services.moment import Moment
from services.queues import notes
from services.refusals import Reason, Refused
from services.team import operators


def set_weights(
    session: Session,
    source_id: int,
    wanted: Mapping[int, int],
    *,
    actor: Actor,
    by: str,
    at: Moment,
) -> None:
    """Set the weights of a source by operator where they differ; all or, raising Refused, none."""
    locks.lock_all(session)
    source = sources.get(session, source_id)
    people = [operators.get(session, operator_id) for operator_id in sorted(wanted)]
    for operator in people:
        operators.check_employed(operator)
    for operator in people:
        if (weights.find_weight(session, operator, source) or 0) != wanted[operator.id]:
            weights.set_weight(session, operator, source, wanted[operator.id], actor=actor, by=by, at=at)


def undo_weights(session: Session, source_id: int, *, actor: Actor, by: str, at: Moment) -> None:
    """Put back what somebody has changed last of a source's weights; raises Refused if that is not so now."""
    locks.lock_all(session)
    is_weight = (Event.contact_id.is_(None), Event.kind == Kind.WEIGHT_SET.value)
    mine = (*is_weight, Event.data["source_id"].as_integer() == source_id, Event.actor == actor)
    last = session.scalars(select(Event).where(*mine).order_by(Event.id.desc()).limit(1)).first()
    if last is None:
        raise Refused(Reason.CHANGED_SINCE)
    together = select(Event.id).where(*mine, Event.at == last.at).order_by(Event.id.desc())
    for event_id in session.scalars(together).all():
        weights.undo(session, event_id, actor=actor, by=by, at=at)


def answer(session: Session, number: int, text: str, *, actor: Actor, name: str, at: Moment) -> None:
    """Write to the client of a contact, signed with this name; raises Refused.

    What begins as a note does in Telegram is one here, too: no client reads it by mistake.
    """
    words = notes.read_text("text", text)
    if text.lstrip().startswith(notes.MARK):
        conversation.note_text(session, number, text, actor=actor, name=name, at=at)
    else:
        conversation.write_text(session, number, words, actor=actor, name=name, at=at)
