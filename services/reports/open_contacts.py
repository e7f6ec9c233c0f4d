"""What operators have open, the longest unanswered first, for who sees to it that nobody is forgotten."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
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
    """A page of what is open, how many there are, and to how many of them nobody has answered."""

    count: int
    unanswered: int
    page: Sequence[Held]


def list_open(
    session: Session, *, operator_id: int | None = None, offset: int = 0, limit: int
) -> OpenContacts:
    """Return what all operators have open, or one of them."""
    held = [IS_OPEN, Contact.operator_id.is_not(None)]
    if operator_id is not None:
        held.append(Contact.operator_id == operator_id)
    counted = select(func.count(Contact.id), func.count(UNANSWERED_SINCE)).where(*held)
    count, unanswered = session.execute(counted).one()
    rows = select(Contact, UNANSWERED_SINCE).where(*held).options(*WHOLE)
    in_order = rows.order_by(UNANSWERED_SINCE.is_(None), UNANSWERED_SINCE, Contact.id)
    found = session.execute(in_order.offset(offset).limit(limit)).all()
    return OpenContacts(count, unanswered, [Held(contact, since) for contact, since in found])
