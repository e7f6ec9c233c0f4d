"""In which states a contact may be: what its columns say of it fits together."""

from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from models import IS_COMPLETED, IS_NEW, IS_OPEN, Contact, Event, Status
from services import events
from services.distribution import assignment
from services.distribution.order.lines import IS_WAITING
from services.events import Kind
from services.moment import Moment
from services.operations.doctor.invariants import Find, Found, Item, find_rows

REPAIRED = "repaired"  # the reason in the data of `unassigned`: it had been with nobody


def ask(which: ColumnElement[bool]) -> Any:
    """Return a query for contacts, each with its status."""
    return select(Contact.id, Contact.status.label("status")).where(which).order_by(Contact.id + 0)


def finding(which: ColumnElement[bool]) -> Find:
    """Return what finds contacts of which this is true."""
    query = ask(which)

    def find(session: Session, *, limit: int, at: Moment) -> Found:
        return find_rows(session, query, "contact", limit=limit)

    return find


IS_AT_WORK = IS_OPEN & (Contact.status != Status.NEW)
find_unowned = finding(and_(IS_AT_WORK, Contact.operator_id.is_(None)))
find_completed_at = finding(
    or_(and_(IS_COMPLETED, Contact.completed_at.is_(None)), and_(IS_OPEN, Contact.completed_at.is_not(None)))
)
find_taken_at = finding(and_(IS_AT_WORK, Contact.operator_id.is_not(None), Contact.taken_at.is_(None)))
find_assigned_at = finding(
    and_(IS_OPEN, IS_NEW, Contact.operator_id.is_not(None), Contact.assigned_at.is_(None))
)
find_waiting_since = finding(
    and_(
        IS_OPEN,
        or_(
            and_(IS_WAITING, Contact.waiting_since.is_(None)),
            and_(Contact.operator_id.is_not(None), Contact.waiting_since.is_not(None)),
        ),
    )
)
# What is put off is in progress, or new and with nobody.
find_snoozed = finding(
    and_(
        Contact.snoozed_at.is_not(None),
        or_(IS_COMPLETED, and_(IS_NEW, Contact.operator_id.is_not(None))),
    )
)


def let_wait(session: Session, item: Item, *, at: Moment) -> None:
    """Put what is with nobody into the queue; a place that becomes free is given away by that."""
    contact = session.get_one(Contact, item.number)
    contact.operator_id = None
    assignment.unassign(session, contact, at=at)
    holder = _find_holder(session, contact)
    events.record(session, contact.id, Kind.UNASSIGNED, operator_id=holder, reason=REPAIRED, at=at)


def repair_completed_at(session: Session, item: Item, *, at: Moment) -> None:
    """Take from the history when it was completed, now if it does not say; what is open was not."""
    contact = session.get_one(Contact, item.number)
    contact.completed_at = None if contact.is_open else _find(session, contact, Kind.COMPLETED, at=at)


def repair_taken_at(session: Session, item: Item, *, at: Moment) -> None:
    """Take from the history when it was taken, now if it does not say."""
    contact = session.get_one(Contact, item.number)
    contact.taken_at = _find(session, contact, Kind.TAKEN, at=at)


def repair_assigned_at(session: Session, item: Item, *, at: Moment) -> None:
    """Take from the history when it was assigned, now if it does not say."""
    contact = session.get_one(Contact, item.number)
    contact.assigned_at = _find(session, contact, Kind.ASSIGNED, at=at)


def repair_waiting_since(session: Session, item: Item, *, at: Moment) -> None:
    """Let it wait since it came; who has an operator does not wait."""
    contact = session.get_one(Contact, item.number)
    contact.waiting_since = contact.created_at if contact.is_waiting else None


def repair_snoozed(session: Session, item: Item, *, at: Moment) -> None:
    """Put it off no more."""
    contact = session.get_one(Contact, item.number)
    contact.snoozed_at = contact.snoozed_until = contact.snoozed_for = None


def _find_holder(session: Session, contact: Contact) -> int | None:
    """Return who has a contact by its history: there its load ends with that, too."""
    history = select(Event).where(Event.contact_id == contact.id).order_by(Event.id)
    loads = events.rebuild_loads(list(session.scalars(history)))
    return next((operator_id for operator_id, load in loads.items() if load > 0), None)


def _find(session: Session, contact: Contact, kind: Kind, *, at: Moment) -> Any:
    last = select(func.max(Event.at)).where(Event.contact_id == contact.id, Event.kind == kind.value)
    return session.scalar(last) or at.now
