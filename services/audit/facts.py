"""What a proof reads of the history, as a stream in the order of events: decisions, loads and weights.

A view sees one moment, so it may be read while others write; memory holds a part of it at a time.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, func, select
from sqlalchemy.orm import Session

from models import Actor, Contact, Event
from services import events
from services.events import LOAD_CHANGES, Kind
from services.moment import Moment
from services.reports.periods import OUT_OF_ORDER, Period, limit_events

PART = 500  # rows


@dataclass(frozen=True, slots=True)
class Fact:
    """An event that changes a load, or decides; `data` as the database spells it."""

    id: int
    contact_id: int
    source_id: int
    at: datetime
    kind: Kind
    actor: Actor | None
    data: str

    def read(self) -> dict[str, Any]:
        """Return its data; what is no object, or can't be read, has none."""
        return self._parse() or {}

    @property
    def is_decision(self) -> bool:
        return self.kind is Kind.ASSIGNED

    @property
    def is_forgotten(self) -> bool:
        """Tell whether it is a decision of which nothing is kept."""
        data = self._parse()
        return self.is_decision and data is not None and "operator_id" not in data

    def _parse(self) -> dict[str, Any] | None:
        try:
            found = json.loads(self.data)
        except ValueError:
            return None
        return found if isinstance(found, dict) else {}


@dataclass(frozen=True, slots=True)
class Span:
    """From when until when decisions are looked at; None: no limit."""

    since: datetime | None = None
    before: datetime | None = None

    def holds(self, moment: datetime) -> bool:
        """Tell whether a moment is in it."""
        return (self.since is None or moment >= self.since) and (self.before is None or moment < self.before)


ALWAYS = Span()


def find_span(period: Period | None, *, at: Moment) -> Span:
    """Return when a period begins and, if it is over, ends; None: all that is kept."""
    return Span(period.since, period.find_end(at=at)) if period else ALWAYS


def read_facts(session: Session, *limits: ColumnElement[bool]) -> Iterator[Fact]:
    """Yield the facts about contacts within limits, in their order."""
    kinds = [kind.value for kind in LOAD_CHANGES]
    rows = (
        select(
            Event.id,
            Event.contact_id,
            Contact.source_id,
            Event.at,
            Event.kind,
            Event.actor,
            cast(Event.data, Text),
        )
        .join(Contact, Contact.id == Event.contact_id)
        .where(Event.kind.in_(kinds), *limits)
        .order_by(Event.id)
        .execution_options(yield_per=PART)
    )
    for part in session.execute(rows).partitions():
        for id_, contact_id, source_id, at, kind, actor, data in part:
            assert contact_id is not None
            yield Fact(id_, contact_id, source_id, at, Kind(kind), actor, data)


def read_span(session: Session, span: Span) -> Iterator[Fact]:
    """Yield the facts of a span."""
    limits = limit_events(session, span.since, span.before) if span.since else []
    return (fact for fact in read_facts(session, *limits) if span.holds(fact.at))


def read_until(session: Session, span: Span) -> Iterator[Fact]:
    """Yield the facts until the end of a span: what came before it changes loads, too."""
    for fact in read_facts(session):
        if span.before is not None and fact.at >= span.before + OUT_OF_ORDER:
            return
        yield fact


def is_complete(session: Session) -> bool:
    """Tell whether the history is kept from its beginning: then nobody had anything before it."""
    first = select(func.min(Contact.id)).scalar_subquery()
    created = select(Event.id).where(Event.contact_id == first, Event.kind == events.Kind.CREATED.value)
    is_empty = session.scalar(select(func.min(Contact.id))) is None
    return is_empty or session.scalar(created.limit(1)) is not None
