"""A contact that its operator does not take in time goes to somebody else; with nobody else it stays."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from models import Contact, Operator, OperatorSourceWeight, Outbox, OutboxKind, OutboxState, Source, Status
from models.database import UnitConflictError
from services import events, outbox, queue, sources
from services.assignment import assign
from services.routing import Chance
from services.standings import survey

BATCH = 50


def list_overdue(session: Session, *, patience: timedelta, now: datetime, after: int = 0) -> list[int]:
    """Return the next 50 contacts that were not taken in time, as long as somebody else has a place.

    This only looks, so that contacts nobody else can take cost the writer nothing.
    """
    other = aliased(Source)
    somebody_else = exists().where(
        OperatorSourceWeight.operator_id == Operator.id,
        OperatorSourceWeight.weight > 0,
        OperatorSourceWeight.source_id == other.id,
        (other.id == Source.id) | (other.bot_id == Source.bot_id),
        Operator.id != Contact.operator_id,
        Operator.is_active,
        Operator.on_shift,
        Operator.load < Operator.max_active_leads,
    )
    rows = _overdue(patience, now).join(Source, Source.id == Contact.source_id)
    rows = rows.where(somebody_else, Contact.id > after).order_by(Contact.id).limit(BATCH)
    return list(session.scalars(rows.with_only_columns(Contact.id)))


def offer_to_others(
    session: Session, ids: Collection[int], *, patience: timedelta, now: datetime, chance: Chance
) -> int:
    """Give those of some contacts that are still overdue to others by the normal draw; returns how many."""
    held = session.execute(select(Contact.source_id, Contact.operator_id).where(Contact.id.in_(ids))).all()
    operator_ids = {operator_id for _, operator_id in held if operator_id is not None}
    served = sources.sources_served_by(session, operator_ids)
    sources.lock(session, {*served, *(source_id for source_id, _ in held)})
    # Read again under the locks: somebody may have taken one at the last moment.
    rows = _overdue(patience, now).where(Contact.id.in_(ids), Contact.operator_id.in_(operator_ids))
    rows = rows.order_by(Contact.id).with_for_update(of=Contact)
    overdue = session.scalars(rows.execution_options(populate_existing=True)).all()
    moved = [contact for contact in overdue if offer(session, contact, now=now, chance=chance)]
    if moved:
        queue.drain_for(session, operator_ids, now=now, chance=chance)
    return len(moved)


def offer(session: Session, contact: Contact, *, now: datetime, chance: Chance) -> bool:
    """Give a contact to somebody else; False, and nothing changed, if nobody else can take it."""
    if not survey(session, contact).candidates:
        return False
    former, thread = contact.operator_id, outbox.operator_thread(session, contact)
    events.record(session, contact.id, events.Kind.TIMED_OUT, now=now, operator_id=former)
    if not assign(session, contact, why="timeout", now=now, chance=chance):
        raise UnitConflictError
    if thread is not None:
        # Not for the ended assignment: what belongs to that nobody is told any more.
        told = outbox.Thread(thread.bot_id, thread.chat_id, contact.id)
        outbox.notify(session, told, "operator-timed-out", now=now)
    return True


def _overdue(patience: timedelta, now: datetime) -> Select[Contact]:
    delivered = (
        select(func.min(Outbox.done_at))
        .join(Operator, Operator.telegram_id == Outbox.chat_id)
        .where(
            Operator.id == Contact.operator_id,
            Outbox.contact_id == Contact.id,
            Outbox.assignment_no == Contact.assignment_no,
            Outbox.kind == OutboxKind.CARD,
            Outbox.state == OutboxState.SENT,
        )
        .scalar_subquery()
    )
    return select(Contact).where(
        Contact.status == Status.NEW,
        Contact.status != Status.COMPLETED,  # says nothing new, but names the index of open contacts
        Contact.operator_id.is_not(None),
        Contact.assigned_at <= now - patience,
        delivered <= now - patience,
    )
