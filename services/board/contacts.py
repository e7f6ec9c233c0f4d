"""The open contacts of the board, with why they wait."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row as Found
from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from models import IS_OPEN, Contact, Lead, OperatorSourceWeight, Source, Status
from services.board.made import Made, Row, as_stored, write
from services.distribution.queue import explain
from services.moment import Moment

MOST_CONTACTS = 1000
MOST_EXPLAINED = 30  # waiting contacts whose reason is looked for; others have that of their source
FIRST_WORDS = 120  # characters
OPEN = (
    select(
        Contact.id,
        Contact.source_id,
        Contact.operator_id,
        as_stored(Contact.status).label("status"),
        as_stored(Contact.created_at),
        as_stored(Contact.waiting_since),
        as_stored(Contact.unanswered_since),
        as_stored(Contact.snoozed_at).label("snoozed_at"),
        Contact.promised_seconds,
        func.substr(Contact.message, 1, 4 * FIRST_WORDS),
        Lead.name,
        Contact.assignment_no,
    )
    .join(Lead, Lead.id == Contact.lead_id)
    .where(IS_OPEN)
    .order_by(Contact.id.desc())
    .limit(MOST_CONTACTS)
)


def read_contacts(session: Session, made: Made, *, at: Moment) -> list[Row]:
    """Return what is open, at most the newest thousand, with why it waits."""
    found = session.execute(OPEN).all()[::-1]
    reasons = _find_reasons(session, [row for row in found if _is_waiting(row)], at=at)
    return made.make("contacts", ((*row, reasons.get(row.id)) for row in found), _show)


def _show(
    id_: int,
    source_id: int,
    operator_id: int | None,
    status: str,
    created_at: Any,
    waiting_since: Any,
    unanswered_since: Any,
    snoozed_at: Any,
    promised_seconds: int | None,
    message: str,
    client: str | None,
    _assignment_no: int,
    reason: str | None,
) -> Row:
    has_nobody = status == Status.NEW.value and operator_id is None
    return {
        "id": id_,
        "source_id": source_id,
        "client": client,
        "operator_id": operator_id,
        "status": status,
        "created_at": write(created_at),
        "waiting_since": write(waiting_since),
        "unanswered_since": None if has_nobody and snoozed_at is not None else write(unanswered_since),
        "reason": reason,
        "is_put_off": snoozed_at is not None,
        "words": " ".join(message.split())[:FIRST_WORDS],
        "wait_seconds": promised_seconds if has_nobody and snoozed_at is None else None,
    }


def _is_waiting(found: Found[Any]) -> bool:
    return found.status == Status.NEW.value and found.operator_id is None and found.snoozed_at is None


def _find_reasons(session: Session, waiting: Sequence[Found[Any]], *, at: Moment) -> dict[int, str]:
    """Return why each of these waits. Those that nobody has had wait for the same in many sources."""
    if not waiting:
        return {}
    alike = _list_undiscerning(session)

    def find_kind(found: Found[Any]) -> tuple[int, int | None]:
        is_any = found.source_id in alike and not found.assignment_no
        return found.source_id, None if is_any else found.id

    kinds: dict[tuple[int, int | None], int] = {}
    for found in waiting:
        kinds.setdefault(find_kind(found), found.id)
    asked = select(Contact).where(Contact.id.in_(list(kinds.values())[:MOST_EXPLAINED]))
    reasons = {one.id: explain(session, one, at=at).value for one in session.scalars(asked)}
    of_source: dict[int, str] = {}
    for (source_id, _), number in kinds.items():
        if number in reasons:
            of_source.setdefault(source_id, reasons[number])
    named = {
        found.id: reasons.get(kinds[find_kind(found)], of_source.get(found.source_id)) for found in waiting
    }
    return {number: reason for number, reason in named.items() if reason is not None}


def _list_undiscerning(session: Session) -> set[int]:
    """Return the sources to which all clients are alike, and all who help at once."""
    if session.scalar(select(exists().where(OperatorSourceWeight.is_second))):
        return set()
    prefers_nobody = (Source.prefers_known.is_(None), Source.prefers_language.is_(None))
    return set(session.scalars(select(Source.id).where(*prefers_nobody)))
