"""Everything about a contact, for whoever asks: the person, what was said, what has happened, and why."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from models import IS_OPEN, Contact, Event, Message, Operator
from models.actors import Role
from services.distribution import decisions
from services.distribution.decisions import AssignmentReason, Decision
from services.distribution.order import lines
from services.distribution.order.lines import IS_WAITING
from services.distribution.queue import IS_ASLEEP, WaitReason, explain
from services.events import Kind
from services.moment import Moment
from services.queues import labels
from services.queues.labels import Labelled
from services.refusals import Reason, Refused

WHOLE = (joinedload(Contact.lead), joinedload(Contact.source), joinedload(Contact.operator))


@dataclass(frozen=True, slots=True)
class Record:
    """A contact with lead, source and operator, one page of its messages and its history, oldest first."""

    contact: Contact
    messages: Sequence[Message]
    page: int  # from 0, which holds the newest messages
    pages: int
    history: Sequence[Event]
    operators: dict[int, Operator]  # who is named in it
    others: int  # contacts of the same person
    labelled: Labelled


@dataclass(frozen=True, slots=True)
class Assignment:
    """One assignment of a contact, as it was decided; `number` counts them from 1."""

    contact: Contact
    event: Event
    reason: AssignmentReason
    decision: Decision
    number: int
    count: int
    operators: dict[int, Operator]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A contact that waits, and why it still does."""

    contact: Contact
    reason: WaitReason


def find_contact(session: Session, number: int) -> Contact:
    """Return a contact with lead, source and operator as they are now; raises Refused."""
    query = select(Contact).where(Contact.id == number).options(*WHOLE)
    contact = session.scalars(query.execution_options(populate_existing=True)).first()
    if contact is None:
        raise Refused(Reason.NO_SUCH_CONTACT, number=number)
    return contact


def find_latest(session: Session) -> int | None:
    """Return the number of the latest contact."""
    return session.scalars(select(func.max(Contact.id))).one()


def find_latest_explained(session: Session) -> int | None:
    """Return the number of the latest contact that waits or has ever been assigned."""
    explained = or_(IS_WAITING, Contact.assignment_no > 0)
    return session.scalars(select(func.max(Contact.id)).where(explained)).one()


def read(session: Session, number: int, *, page: int = 0, size: int = 10) -> Record:
    """Return everything about a contact; raises Refused."""
    contact = find_contact(session, number)
    of_contact = Message.contact_id == number
    count = session.scalars(select(func.count()).select_from(Message).where(of_contact)).one()
    pages = max(-(-count // size), 1)
    page = min(max(page, 0), pages - 1)
    newest = select(Message).where(of_contact).order_by(Message.id.desc()).offset(page * size).limit(size)
    history = session.scalars(select(Event).where(Event.contact_id == number).order_by(Event.id)).all()
    others = select(func.count()).select_from(Contact).where(Contact.lead_id == contact.lead_id)
    messages = session.scalars(newest).all()[::-1]
    named = {message.operator_id for message in messages} | set(_list_named(history))
    return Record(
        contact,
        messages,
        page,
        pages,
        history,
        read_operators(session, named),
        session.scalars(others.where(Contact.id != number)).one(),
        labels.read_one(session, contact),
    )


def read_card(session: Session, number: int) -> tuple[Contact, Message | None, int]:
    """Return what a card shows: the contact, its first message, how many contacts the person had before."""
    contact = find_contact(session, number)
    of_contact = select(Message).where(Message.contact_id == number)
    first = session.scalars(of_contact.order_by(Message.id).limit(1)).first()
    earlier = select(func.count()).where(Contact.lead_id == contact.lead_id, Contact.id < number)
    return contact, first, session.scalars(earlier).one()


def find_elsewhere(session: Session, contact: Contact) -> Contact | None:
    """Return the latest that the client of a contact has open besides, with source and operator."""
    others = select(Contact).where(Contact.lead_id == contact.lead_id, Contact.id != contact.id, IS_OPEN)
    return session.scalars(others.options(*WHOLE).order_by(Contact.id.desc()).limit(1)).first()


def read_assignment(session: Session, number: int, which: int | None = None) -> Assignment:
    """Return an assignment of a contact, the latest unless its number says otherwise; raises Refused."""
    contact = find_contact(session, number)
    query = select(Event).where(Event.contact_id == number, Event.kind == Kind.ASSIGNED.value)
    found = session.scalars(query.order_by(Event.id)).all()
    if not found:
        raise Refused(Reason.NOT_ASSIGNED_YET, number=number)
    place = len(found) if which is None else min(max(which, 1), len(found))
    event = found[place - 1]
    decision, reason = decisions.read(event.data), AssignmentReason(event.data["why"])
    named = {*decision.named, *_list_named([event])}
    operators = read_operators(session, named)
    return Assignment(contact, event, reason, decision, place, len(found), operators)


def list_waiting(session: Session, *, offset: int, limit: int, at: Moment) -> tuple[int, list[Waiting]]:
    """Return how many contacts wait, and some of them, as they are handed out, with the reason."""
    count = session.scalars(select(func.count()).select_from(Contact).where(IS_WAITING)).one()
    numbers = lines.list_waiting(session, offset=offset, limit=limit)
    query = select(Contact).where(Contact.id.in_(numbers)).options(*WHOLE)
    found = {contact.id: contact for contact in session.scalars(query)}
    return count, [Waiting(found[n], explain(session, found[n], at=at)) for n in numbers]


def count_asleep(session: Session) -> int:
    """Return how many contacts are put off while nobody has them."""
    return session.scalars(select(func.count()).where(IS_ASLEEP)).one()


def read_operators(session: Session, ids: Collection[int | None]) -> dict[int, Operator]:
    """Return operators by id."""
    found = session.scalars(select(Operator).where(Operator.id.in_([i for i in ids if i is not None])))
    return {operator.id: operator for operator in found}


def _list_named(history: Sequence[Event]) -> Iterator[int | None]:
    for event in history:
        data: dict[str, Any] = event.data
        yield data.get("operator_id")
        yield data.get("from_operator_id")
        if event.actor is not None and event.actor.role is Role.OPERATOR:
            yield event.actor.id
