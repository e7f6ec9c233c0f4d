"""Which weight each operator had at which event, from the changes: so it shows who was left out."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Event
from services.events import Kind

UNSETTLED = timedelta(minutes=1)  # around a change, in which two transactions may have seen either weight


@dataclass(frozen=True, slots=True)
class Change:
    event_id: int
    at: datetime
    before: int
    after: int


@dataclass(slots=True)
class WeightsThen:
    """The changes of all weights, by source and operator."""

    changes: dict[int, dict[int, list[Change]]] = field(default_factory=lambda: defaultdict(dict))

    def find(self, source_id: int, operator_id: int, event_id: int, at: datetime) -> int | None:
        """Return a weight just before an event; None if it was just changed, or no change is known."""
        changes = self.changes.get(source_id, {}).get(operator_id)
        if not changes:
            return None
        place = bisect_left(changes, event_id, key=lambda change: change.event_id)
        if any(abs(change.at - at) < UNSETTLED for change in changes[max(place - 1, 0) : place + 1]):
            return None
        return changes[place - 1].after if place else changes[0].before

    def list_weighted(self, source_id: int, event_id: int, at: datetime) -> Iterator[tuple[int, int]]:
        """Yield who had a weight for a source just before an event, and which."""
        for operator_id in self.changes.get(source_id, {}):
            if weight := self.find(source_id, operator_id, event_id, at):
                yield operator_id, weight


def read_weights(session: Session) -> WeightsThen:
    """Return every change that is kept."""
    found = WeightsThen()
    rows = select(Event.id, Event.at, Event.data).where(
        Event.contact_id.is_(None), Event.kind == Kind.WEIGHT_SET.value
    )
    for id_, at, data in session.execute(rows.order_by(Event.id)):
        by_operator = found.changes[data["source_id"]]
        change = Change(id_, at, data["before"] or 0, data["after"] or 0)
        by_operator.setdefault(data["operator_id"], []).append(change)
    return found
