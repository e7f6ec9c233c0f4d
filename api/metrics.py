"""The counters for Prometheus: assignments, deliveries and times, counted as units of work commit them.

No service counts anything. A new row of `events` is an assignment, a taking or a completion; a changed row of
`outbox` is an attempt to deliver (api/commits.py). What a bulk UPDATE or INSERT writes past the session's
objects is not seen: events, and what becomes of deliveries, have to be written on rows. Names for labels are
those that the unit has read anyway, so counting costs no query. A process counts all that it commits.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.registry import Collector
from sqlalchemy import inspect
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key

from api.commits import Fact, following
from models import Base, Contact, Event, Operator, Outbox, OutboxKind, OutboxState, Source
from services.events import Kind

MINUTE, HOUR, DAY = 60, 3600, 86_400
TIMES = (
    *(10, 30, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE),
    *(HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, DAY, 2 * DAY, 4 * DAY, 7 * DAY),
)
RETRIED = "retried"
OUTCOMES = (OutboxState.SENT.value, OutboxState.DROPPED.value, OutboxState.DEAD.value, RETRIED)


class Metrics:
    """The counters of one application, with those of its process, in a registry of their own."""

    def __init__(self) -> None:
        registry = self._registry = CollectorRegistry()
        for collector in (ProcessCollector, GCCollector, PlatformCollector):
            collector(registry=registry)
        self._assignments = Counter(
            "leadbot_assignments",
            "Contacts given to an operator, by what led to it.",
            ("source", "operator", "why"),
            registry=registry,
        )
        self._deliveries = Counter(
            "leadbot_deliveries",
            "Attempts to deliver what was decided, by what came of them.",
            ("kind", "outcome"),
            registry=registry,
        )
        for kind in OutboxKind:
            for outcome in OUTCOMES:
                self._deliveries.labels(kind.value, outcome)  # from the start: a rate has to see the 0
        self._times = {
            Kind.TAKEN.value: Histogram(
                "leadbot_taking_seconds",
                "From the client's first message until an operator took the contact, at every taking.",
                buckets=TIMES,
                registry=registry,
            ),
            Kind.COMPLETED.value: Histogram(
                "leadbot_handling_seconds",
                "From the client's first message until the contact was completed, at every completion.",
                buckets=TIMES,
                registry=registry,
            ),
        }

    def counting(self) -> AbstractContextManager[None]:
        """Count what is committed meanwhile."""
        return following(self._look)

    def tell(self, readings: Collector) -> bytes:
        """Return these readings and all that was counted, in Prometheus' text format."""
        return generate_latest(readings) + generate_latest(self._registry)

    def _look(self, session: Session) -> Iterator[Fact]:
        for row in session.new:
            if isinstance(row, Event) and row.contact_id is not None:
                yield from self._read_event(session, row, row.contact_id)
        for row in session.dirty:
            if isinstance(row, Outbox) and (outcome := find_outcome(row)) is not None:
                yield partial(count, self._deliveries, row.kind.value, outcome)

    def _read_event(self, session: Session, event: Event, contact_id: int) -> Iterator[Fact]:
        contact = find_known(session, Contact, contact_id)
        if event.kind == Kind.ASSIGNED.value:
            source = name(session, Source, contact.get("source_id"))
            operator = name(session, Operator, event.data["operator_id"])
            yield partial(count, self._assignments, source, operator, event.data["why"])
        elif event.kind in self._times and (created_at := contact.get("created_at")) is not None:
            seconds = (event.at - created_at).total_seconds()
            yield partial(self._times[event.kind].observe, max(seconds, 0.0))


def count(counter: Counter, *labels: str) -> None:
    """Count one more."""
    counter.labels(*labels).inc()


def find_outcome(row: Outbox) -> str | None:
    """Return what has become of a row at this flush, None if it was not tried."""
    changes = inspect(row).attrs
    before = changes.state.history.deleted
    if row.state is not OutboxState.PENDING:
        return row.state.value if OutboxState.PENDING in (before or ()) else None
    if not changes.attempts.history.has_changes() or row.attempts == 0:
        return None
    # A card that was wanted anew while it was sent stays unsent, to be shown once more.
    return RETRIED if row.error else OutboxState.SENT.value


def find_known(session: Session, table: type[Base], id_: Any) -> dict[str, Any]:
    """Return the columns of a row as far as the session has them: nothing is read for a count."""
    row = session.identity_map.get(identity_key(table, id_))
    return inspect(row).dict if row is not None else {}


def name(session: Session, table: type[Source] | type[Operator], id_: Any) -> str:
    """Return the name of a row, its number if the session does not know the name."""
    known: str = find_known(session, table, id_).get("name", f"#{id_}")
    return known
