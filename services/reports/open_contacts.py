"""What operators have open, the longest unanswered first, for who sees to it that nobody is forgotten."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from models import IS_OPEN, Contact
from services.reports.records import WHOLE
from services.waits import UNANSWERED_SINCE


@dataclass(frozen=True, slots=True)
class Held:
    """A contact with lead, source and operator; `since`: its client waits for an answer since then."""

    contact: Contact
    since: datetime | None


@dataclass(frozen=True, slots=True)
class OpenContacts:
    """A page of what is open, how many there are, how many of them nobody has answered or are put off."""

    count: int
    unanswered: int
    put_off: int
    page: Sequence[Held]


def list_open(
    session: Session, *, operator_id: int | None = None, offset: int = 0, limit: int
) -> OpenContacts:
    """Return what all operators have open, or one of them: last what is put off, with a place or without."""
    has_it: ColumnElement[bool]
    gets_it_back: ColumnElement[bool]
    has_it, gets_it_back = Contact.operator_id.is_not(None), Contact.snoozed_for.is_not(None)
    if operator_id is not None:
        has_it, gets_it_back = Contact.operator_id == operator_id, Contact.snoozed_for == operator_id
    held = (IS_OPEN, has_it | gets_it_back)
    counted = select(func.count(Contact.id), func.count(UNANSWERED_SINCE), func.count(Contact.snoozed_at))
    count, unanswered, put_off = session.execute(counted.where(*held)).one()
    rows = select(Contact, UNANSWERED_SINCE).where(*held).options(*WHOLE)
    is_put_off = Contact.snoozed_at.is_not(None)
    in_order = rows.order_by(is_put_off, UNANSWERED_SINCE.is_(None), UNANSWERED_SINCE, Contact.id)
    found = session.execute(in_order.offset(offset).limit(limit)).all()
    return OpenContacts(count, unanswered, put_off, [Held(contact, since) for contact, since in found])
