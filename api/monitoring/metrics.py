"""The counters for Prometheus: assignments, deliveries and times, counted as units of work commit them.

No service counts anything. A new row of `events` is an assignment, a taking, a completion or a rating; a
changed row of `outbox` is an attempt to deliver (commits.py). What a bulk UPDATE or INSERT writes past the
session's objects is not seen: events, and what becomes of deliveries, have to be written on rows. Counting
costs no query, and goes by ids: who gets another name goes on in the same series. A process counts all it
commits.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from typing import Any

from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.registry import Collector
from sqlalchemy import inspect
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key

from api.monitoring.commits import Fact, following
from models import Contact, Event, Outbox, OutboxKind, OutboxState
from models.database.unit import UnitSession
from services.events import Kind

MINUTE, HOUR, DAY = 60, 3600, 86_400
TIMES = (
    *(10, 30, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE),
    *(HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, DAY, 2 * DAY, 4 * DAY, 7 * DAY),
)
RETRIED = "retried"
OUTCOMES = (OutboxState.SENT.value, OutboxState.DROPPED.value, OutboxState.DEAD.value, RETRIED)


# Else beside each counter stands the moment since when it counts.
disable_created_metrics()  # type: ignore[no-untyped-call]  # the library has no types for it


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
        self._ratings = Counter(
            "leadbot_ratings",
            "Thumbs by which clients said how it was; another thumb counts once more.",
            ("source", "rating"),
            registry=registry,
        )
        self._answers = Histogram(
            "leadbot_first_answer_seconds",
            "From the client's first message until the first wait ended, in hours of the source.",
            ("source",),
            buckets=TIMES,
            registry=registry,
        )
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
        return b"".join(map(generate_latest, (readings, self._registry)))

    def _look(self, session: Session) -> Iterator[Fact]:
        for row in session.new:
            if isinstance(row, Event) and row.contact_id is not None:
                yield from self._read_event(session, row, row.contact_id)
        for row in session.dirty:
            if isinstance(row, Outbox) and was_tried(row):
                yield Delivery(row, self._deliveries)
            elif isinstance(row, Contact) and was_answered(row):
                yield partial(observe, self._answers, row.source_id, row.answer_seconds or 0)

    def _read_event(self, session: Session, event: Event, contact_id: int) -> Iterator[Fact]:
        contact = find_known(session, contact_id)
        if event.kind == Kind.ASSIGNED.value:
            yield partial(
                count, self._assignments, contact["source_id"], event.data["operator_id"], event.data["why"]
            )
        elif event.kind == Kind.RATED.value:
            yield partial(count, self._ratings, contact["source_id"], event.data["rating"])
        elif event.kind in self._times and (created_at := contact.get("created_at")) is not None:
            seconds = (event.at - created_at).total_seconds()
            yield partial(self._times[event.kind].observe, max(seconds, 0.0))


def count(counter: Counter, *labels: str) -> None:
    """Count one more."""
    counter.labels(*labels).inc()


def observe(histogram: Histogram, source_id: int, seconds: int) -> None:
    """Count one more time of a source."""
    histogram.labels(source_id).observe(seconds)


@dataclass(frozen=True, slots=True)
class Delivery:
    """An attempt to deliver a row. A unit writes in steps: what came of it is known at the commit."""

    row: Outbox
    counter: Counter

    def __call__(self) -> None:
        """Count it by what came of it."""
        known = inspect(self.row).dict
        outcome = known["state"].value
        if known["state"] is OutboxState.PENDING:
            # A card that was wanted anew while it was sent stays unsent, to be shown once more.
            outcome = RETRIED if known["error"] else OutboxState.SENT.value
        count(self.counter, known["kind"].value, outcome)


def was_tried(row: Outbox) -> bool:
    """Tell whether a row was tried or given up since the last flush."""
    changes = inspect(row).attrs
    was_settled = OutboxState.PENDING in (changes.state.history.deleted or ())
    return was_settled or (row.state is OutboxState.PENDING and changes.attempts.history.has_changes())


def was_answered(contact: Contact) -> bool:
    """Tell whether a client's first wait has ended since the last flush."""
    return contact.answered_at is not None and inspect(contact).attrs.answered_at.history.has_changes()


def find_known(session: Session, contact_id: int) -> dict[str, Any]:
    """Return the columns of a contact as far as the session has them: nothing is read for a count."""
    added = session.memory.added if isinstance(session, UnitSession) else {}
    contact = added.get((Contact, contact_id)) or session.identity_map.get(identity_key(Contact, contact_id))
    return inspect(contact).dict if contact is not None else {}
