"""The history of a contact. Loads can be rebuilt from it: `LOAD_CHANGES` says how each kind counts."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Event


class Kind(enum.StrEnum):
    CREATED = "created"
    ASSIGNED = "assigned"  # data: the whole decision; operator_id, from_operator_id
    UNASSIGNED = "unassigned"  # back to waiting; data: operator_id, reason
    TAKEN = "taken"
    PASSED_ON = "passed_on"  # data: operator_id (who passed it on); an `assigned` follows
    COMPLETED = "completed"
    REOPENED = "reopened"
    EDITED = "edited"  # data: message_id, before, after; file_before and file_after of another file


# kind → (key in data, change of that operator's load)
LOAD_CHANGES: dict[Kind, tuple[tuple[str, int], ...]] = {
    Kind.ASSIGNED: (("operator_id", +1), ("from_operator_id", -1)),
    Kind.UNASSIGNED: (("operator_id", -1),),
    Kind.COMPLETED: (("operator_id", -1),),
    Kind.REOPENED: (("operator_id", +1),),
}


def record(
    session: Session, contact_id: int, kind: Kind, *, now: datetime, actor: str | None = None, **data: Any
) -> None:
    """Add a fact to a contact's history."""
    session.add(Event(contact_id=contact_id, at=now, kind=kind.value, actor=actor, data=data))


def operators_who_had(session: Session, contact_id: int) -> set[int]:
    """Return the ids of the operators to whom this contact has ever been assigned."""
    facts = session.scalars(
        select(Event.data).where(Event.contact_id == contact_id, Event.kind == Kind.ASSIGNED.value)
    )
    return {data["operator_id"] for data in facts}


def rebuild_loads(events: list[Event]) -> dict[int, int]:
    """Return the load of each operator after these events, oldest first."""
    loads: dict[int, int] = {}
    for event in events:
        for key, change in LOAD_CHANGES.get(Kind(event.kind), ()):
            operator_id = event.data.get(key)
            if operator_id is not None:
                loads[operator_id] = loads.get(operator_id, 0) + change
    return loads
