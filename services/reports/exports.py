"""Contacts for a file, read in parts: neither memory nor one view of the database has to hold them all.

A part has one tuple for each column, as whoever writes a file works on a whole column at once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Text, bindparam, case, cast, extract, func, select, type_coerce
from sqlalchemy.orm import Session

from models import Contact, ContactTag, Event, Label, Lead, Message, Operator, Source
from services.distribution.queue import IS_ASLEEP
from services.events import Kind
from services.reports.periods import Period

PART = 1000  # contacts: so few that the loop is not held, so many that opening a view does not count

MESSAGES = select(func.count()).where(Message.contact_id == Contact.id).correlate(Contact).scalar_subquery()
SNOOZED = "snoozed"  # beside the words of a status: put off, and nobody has it meanwhile
SECONDS = (  # since 1970: a datetime for each of them would take the loop's time
    cast(extract("epoch", moment), BigInteger)
    for moment in (
        Contact.created_at,
        Contact.assigned_at,
        Contact.taken_at,
        Contact.answered_at,
        Contact.completed_at,
    )
)
READ_PART = (
    select(
        Contact.id,
        Source.name,
        Lead.name,
        Lead.username,
        Lead.phone,
        Lead.email,
        Contact.message,
        case((IS_ASLEEP, SNOOZED), else_=type_coerce(Contact.status, Text)),
        Operator.name,
        *SECONDS,
        Contact.answer_seconds,
        MESSAGES,
        Contact.typed_name,
        Contact.typed_phone,
        Contact.typed_email,
        Contact.typed_external_id,
        type_coerce(Contact.rating, Text),
        Contact.rating_comment,
        Label.name,
        Contact.origin,
    )
    # A left join, or SQLite reads source by source and sorts all that is left for each part.
    .outerjoin(Source, Source.id == Contact.source_id)
    .join(Lead, Lead.id == Contact.lead_id)
    .outerjoin(Label, Label.id == Contact.outcome_id)
    .outerjoin(Operator, Operator.id == Contact.operator_id)
    .where(
        Contact.id > bindparam("after"),
        Contact.id <= bindparam("last"),
        Contact.created_at >= bindparam("since", type_=Contact.created_at.type),
    )
    .order_by(Contact.id)
    .limit(bindparam("part"))
)


@dataclass(frozen=True, slots=True)
class Extent:
    """Which contacts an export has: so many that came in during a period, numbered from first to last."""

    period: Period
    count: int
    first: int = 0
    last: int = 0


class Part(NamedTuple):
    """Some contacts of an export, oldest first: the n-th of each column belongs to the n-th contact."""

    numbers: tuple[int, ...]
    sources: tuple[str, ...]
    clients: tuple[str | None, ...]
    usernames: tuple[str | None, ...]
    phones: tuple[str | None, ...]
    emails: tuple[str | None, ...]
    messages: tuple[str, ...]  # the first of each
    statuses: tuple[str, ...]
    operators: tuple[str | None, ...]
    created: tuple[int, ...]  # in seconds since 1970, as those that follow
    assigned: tuple[int | None, ...]
    taken: tuple[int | None, ...]
    answered: tuple[int | None, ...]
    completed: tuple[int | None, ...]
    answer_seconds: tuple[int | None, ...]  # of the source's hours
    counts: tuple[int, ...]  # of messages
    typed_names: tuple[str | None, ...]  # by a form, and nothing confirms it
    typed_phones: tuple[str | None, ...]
    typed_emails: tuple[str | None, ...]
    typed_ids: tuple[str | None, ...]
    ratings: tuple[str | None, ...]
    comments: tuple[str | None, ...]  # by the client to the rating
    outcomes: tuple[str | None, ...]
    origins: tuple[dict[str, str] | None, ...]  # how senders of forms came
    tags: tuple[str | None, ...]  # of each, one after the other
    notes: tuple[str | None, ...]  # of colleagues, each with who wrote it, in a line


def measure(session: Session, period: Period) -> Extent:
    """Return which contacts have come in during a period up to now."""
    found = select(func.count(), func.min(Contact.id), func.max(Contact.id))
    count, first, last = session.execute(found.where(Contact.created_at >= period.since)).one()
    return Extent(period, count, first, last) if count else Extent(period, 0)


def read_part(session: Session, extent: Extent, after: int | None = None) -> Part | None:
    """Return the contacts after one with this number, else the first ones; None if there are none."""
    given = {
        "after": extent.first - 1 if after is None else after,
        "last": extent.last,
        "since": extent.period.since,
        "part": PART,
    }
    rows = session.connection().execute(READ_PART, given).all()
    if not rows:
        return None
    columns = list(zip(*rows, strict=True))
    numbers = columns[0]
    tags, notes = _read_tags(session, numbers), _read_notes(session, numbers)
    return Part._make([*columns, tuple(map(tags.get, numbers)), tuple(map(notes.get, numbers))])


def _read_tags(session: Session, numbers: Sequence[int]) -> dict[int, str]:
    """Return the tags of those contacts that have some."""
    rows = select(ContactTag.contact_id, Label.name).join(Label, Label.id == ContactTag.label_id)
    wanted = rows.where(ContactTag.contact_id.between(numbers[0], numbers[-1]))
    return _join(session.execute(wanted.order_by(ContactTag.contact_id, Label.id)), ", ")


def _read_notes(session: Session, numbers: Sequence[int]) -> dict[int, str]:
    """Return what was noted about contacts, but for what is gone with the client."""
    rows = select(Event.contact_id, Event.data).where(
        Event.contact_id.between(numbers[0], numbers[-1]), Event.kind == Kind.NOTE.value
    )
    noted = session.execute(rows.order_by(Event.id))
    return _join(((id_, f"{said['name']}: {said['text']}") for id_, said in noted if said["text"]), "\n")


def _join(found: Iterable[Sequence[Any]], by: str) -> dict[int, str]:
    """Return all texts of each contact, one after the other."""
    joined = dict[int, str]()
    for number, text in found:
        joined[number] = f"{joined[number]}{by}{text}" if number in joined else text
    return joined
