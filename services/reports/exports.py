"""Contacts as rows for a file, packed while they are read: so many fit into memory.

Neither reading nor packing holds up the loop, in which a reading view works.
"""

import pickle
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import BigInteger, cast, extract, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models import Contact, Lead, Message, Operator, Source, Status
from services.reports.periods import Period

PART = 200  # rows


class Row(NamedTuple):
    """A contact with all that a line of the file says about it."""

    number: int
    source: str
    client: str | None
    username: str | None
    phone: str | None
    email: str | None
    message: str
    status: Status
    operator: str | None
    created_at: datetime
    assigned_at: datetime | None
    taken_at: datetime | None
    completed_at: datetime | None
    messages: int
    typed_name: str | None = None
    typed_phone: str | None = None
    typed_email: str | None = None
    typed_external_id: str | None = None


MOMENTS = slice(Row._fields.index("created_at"), Row._fields.index("messages"))


@dataclass(frozen=True, slots=True)
class Export:
    """The contacts of a period, oldest first."""

    period: Period
    count: int
    parts: list[bytes]

    def __iter__(self) -> Iterator[Row]:
        for part in self.parts:
            for row in pickle.loads(zlib.decompress(part)):
                known, moments, rest = row[: MOMENTS.start], row[MOMENTS], row[MOMENTS.stop :]
                yield Row._make((*known, *map(_read_seconds, moments), *rest))


def read(session: Session, period: Period) -> Export:
    """Read the contacts that came in during a period."""
    messages = (
        select(func.count()).where(Message.contact_id == Contact.id).correlate(Contact).scalar_subquery()
    )
    rows = (
        select(
            Contact.id,
            Source.name,
            Lead.name,
            Lead.username,
            Lead.phone,
            Lead.email,
            Contact.message,
            Contact.status,
            Operator.name,
            *(
                cast(extract("epoch", moment), BigInteger)  # datetimes are made later, elsewhere
                for moment in _moments()
            ),
            messages,
            Contact.typed_name,
            Contact.typed_phone,
            Contact.typed_email,
            Contact.typed_external_id,
        )
        .join(Source, Source.id == Contact.source_id)
        .join(Lead, Lead.id == Contact.lead_id)
        .outerjoin(Operator, Operator.id == Contact.operator_id)
        .where(Contact.created_at >= period.since)
        .order_by(Contact.id)
        .execution_options(yield_per=PART)
    )
    count, parts = 0, []
    for part in session.execute(rows).partitions():
        count += len(part)
        parts.append(zlib.compress(pickle.dumps([tuple(row) for row in part]), 1))
    return Export(period, count, parts)


def _moments() -> tuple[InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None], ...]:
    return (Contact.created_at, Contact.assigned_at, Contact.taken_at, Contact.completed_at)


def _read_seconds(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
