"""Everything about a contact, for whoever asks: the person, what was said, what has happened, and why."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from models import TYPED, Contact, Event, Lead, Message, Operator
from models.actors import Role
from services.distribution import decisions
from services.distribution.decisions import AssignmentReason, Decision
from services.distribution.queue import IS_WAITING, WaitReason, explain
from services.events import Kind
from services.moment import Moment
from services.phones import MARK, join_extension, list_same, normalize_phone, split_extension, split_typed
from services.refusals import Reason, Refused

WHOLE = (joinedload(Contact.lead), joinedload(Contact.source), joinedload(Contact.operator))
FOUND = 20
FEWEST_DIGITS = 4  # of a part of a phone; fewer are in too many


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
    )


def read_card(session: Session, number: int) -> tuple[Contact, Message | None, int]:
    """Return what a card shows: the contact, its first message, how many contacts the person had before."""
    contact = find_contact(session, number)
    of_contact = select(Message).where(Message.contact_id == number)
    first = session.scalars(of_contact.order_by(Message.id).limit(1)).first()
    earlier = select(func.count()).where(Contact.lead_id == contact.lead_id, Contact.id < number)
    return contact, first, session.scalars(earlier).one()


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


def list_waiting(session: Session, *, offset: int, limit: int) -> tuple[int, list[Waiting]]:
    """Return how many contacts wait, and some of them, oldest first, with the reason."""
    count = session.scalars(select(func.count()).select_from(Contact).where(IS_WAITING)).one()
    query = select(Contact).where(IS_WAITING).options(*WHOLE).order_by(Contact.id)
    found = session.scalars(query.offset(offset).limit(limit)).all()
    return count, [Waiting(contact, explain(session, contact)) for contact in found]


def search(session: Session, text: str, *, at: Moment) -> list[Contact]:
    """Return contacts whose phone, email, client's name, @username, ID elsewhere or words contain a text.

    So does what a form says and nothing confirms.

    The newest first, at most 20. Capital letters don't matter, nor do the dots of ё.
    """
    spellings = list_spellings(session, text.replace("ё", "е").replace("Ё", "Е"))
    named = or_(*(fold_yo(Lead.name).icontains(word, autoescape=True) for word in spellings))
    said = or_(*(fold_yo(Message.text).icontains(word, autoescape=True) for word in spellings))
    known = or_(
        *(field.icontains(text, autoescape=True) for field in (Lead.email, Lead.external_id)),
        Lead.username.icontains(text.removeprefix("@"), autoescape=True),
    )
    region = at.policy.phone_region
    person = [named, known, *list_phone_matches(Lead.phone, text, region)]
    of_person = select(Contact.id).join(Lead, Lead.id == Contact.lead_id).where(or_(*person))
    with_words = select(Message.contact_id).where(said)
    fields = [getattr(Contact, f"typed_{field}") for field in TYPED]
    claimed = [fold_yo(field).icontains(word, autoescape=True) for field in fields for word in spellings]
    claimed += list_phone_matches(Contact.typed_phone, text, region)
    said_any = or_(*(field.is_not(None) for field in fields))
    as_typed = select(Contact.id).where(said_any, or_(*claimed))  # by its index
    query = select(Contact).where(or_(*(Contact.id.in_(ids) for ids in (of_person, with_words, as_typed))))
    return list(session.scalars(query.options(*WHOLE).order_by(Contact.id.desc()).limit(FOUND)))


def fold_yo(column: InstrumentedAttribute[str | None]) -> ColumnElement[str]:
    """Return a text with е for ё, as most people write it."""
    return func.replace(func.replace(column, "ё", "е"), "Ё", "Е")


def list_spellings(session: Session, text: str) -> set[str]:
    """Return how a text may be written, beside other capitals where the database doesn't mind them.

    SQLite minds none (models.database.sqlite). PostgreSQL may fold Latin letters only, as with the locale C.
    """
    if session.get_bind().dialect.name == "sqlite":
        return {text}
    return {text, text.lower(), text.upper(), text.capitalize(), text.title()}


def list_phone_matches(
    column: InstrumentedAttribute[str | None], text: str, region: str
) -> list[ColumnElement[bool]]:
    """Return what is true of who has a phone, whole or its last digits, if that is what a text is.

    Without an extension it is any of the number's, with one it is that one.
    """
    try:
        same = list_same(normalize_phone(text, region))
    except ValueError:
        return _list_part_matches(column, text)
    anywhere = [] if split_extension(same[0])[1] else [column.startswith(f"{one}{MARK}") for one in same]
    return [column.in_(same), *anywhere]


def _list_part_matches(column: InstrumentedAttribute[str | None], text: str) -> list[ColumnElement[bool]]:
    typed, extension = split_typed(text)
    if any(c.isalpha() for c in typed):
        return []
    digits = "".join(c for c in typed if c in "0123456789")
    if len(digits + extension) < FEWEST_DIGITS:
        return []
    together = column.contains(digits + extension)  # a comma may also stand between digits of a number
    return [together, column.endswith(join_extension(digits, extension))] if extension else [together]


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
