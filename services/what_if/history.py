"""Reads an office out of the history: what came in some days, who was there, and how long each took.

Who was there is on record. Where the record does not reach, it is what the decisions say: who could take a
contact then, or was away. Where a contact waited, who had a free place and a weight was away. Between two
looks it is as at the first of them.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Contact, Event, Mode, Operator, OperatorSourceWeight, Source
from services import sources
from services.audit.availability_then import read_records
from services.audit.loads import Loads
from services.distribution import decisions
from services.distribution.decisions import (
    Decision,
    HandDecision,
    PreferenceDecision,
    ReturnDecision,
    TurnDecision,
)
from services.distribution.routing import Exclusion
from services.events import LOAD_CHANGES, Kind, list_load_changes
from services.hours import working_time
from services.moment import Moment
from services.reports.periods import limit_events
from services.what_if.clocks import ALWAYS, ENDLESS, Clock
from services.what_if.office import Arrival, Handling, Office, OperatorModel, SourceModel
from services.what_if.presence import BEFORE, Look, find_clock, list_hours

FEW = 5  # assignments: of who has fewer, everybody's count
MOST = 500  # of them, the latest
AWAY = {Exclusion.OFF, Exclusion.PAUSED, Exclusion.OFF_HOURS, Exclusion.UNREACHABLE}
PART = 500  # rows
KINDS = [kind.value for kind in (*LOAD_CHANGES, Kind.CREATED)]


@dataclass(frozen=True, slots=True)
class Held:
    """An assignment that goes on: whose, since when, and when the client had the first answer."""

    operator_id: int
    since: float
    answered: float | None


@dataclass(slots=True)
class Read:
    """What was read so far; moments are seconds since the first day's beginning."""

    limits: dict[int, int]
    weights: Mapping[int, Mapping[int, int]]
    loads: Loads = field(default_factory=lambda: Loads(is_complete=False))
    arrivals: dict[int, Arrival] = field(default_factory=dict)
    unplaced: dict[int, float] = field(default_factory=dict)  # contacts nobody has had yet
    placed: dict[int, float] = field(default_factory=dict)  # when somebody had it first
    seen: dict[int, list[Look]] = field(default_factory=lambda: defaultdict(list))
    held: dict[int, Held] = field(default_factory=dict)  # by contact
    ended: list[tuple[Held, float]] = field(default_factory=list)
    got: Counter[tuple[int, int]] = field(default_factory=Counter)


def read_office(session: Session, since: datetime, *, at: Moment) -> Office:
    """Return the office as it was from a moment until now; its limits, weights and modes are today's."""
    everybody = select(Operator).where(Operator.dismissed_at.is_(None)).order_by(Operator.id)
    operators, all_sources = session.scalars(everybody).all(), sources.list_sources(session)
    places = {source.id: _read_place(session, source, since, at=at) for source in all_sources}
    waits = {
        source.id
        for source in all_sources
        if source.prefers_known or source.prefers_language or source.mode is Mode.POOL
    }
    read = Read({one.id: one.max_active_leads for one in operators}, _read_weights(session))
    _read_events(session, read, since, places, waits)
    end = (at.now - since).total_seconds()
    records = read_records(session, operators, since - BEFORE, at=at)
    clocks = {
        one.id: find_clock(one, read.seen[one.id], records.get(one.id), since, at=at) for one in operators
    }
    handlings = _list_handlings(read, clocks, end)
    pooled = [one for some in handlings.values() for one in some]
    return Office(
        begin=0.0,
        end=end,
        workers=[_make_worker(one, clocks[one.id], handlings[one.id], pooled) for one in operators],
        places=places,
        weights=read.weights,
        arrivals=sorted(_list_arrivals(read), key=lambda arrival: arrival.at),
        second=_read_second(session),
        open_before=_list_open_before(read),
        got=dict(read.got),
    )


def _read_place(session: Session, source: Source, since: datetime, *, at: Moment) -> SourceModel:
    hours = working_time.of_source(source, at=at)
    return SourceModel(
        source.id,
        sources.show_name(source),
        sources.weights_source_id(session, source),
        source.mode,
        ALWAYS if hours.hours is None else Clock(list_hours(hours, since, at.now)),
        60.0 * source.priority_minutes,
        60.0 * source.second_after,
    )


def _read_weights(session: Session) -> dict[int, dict[int, int]]:
    found: dict[int, dict[int, int]] = defaultdict(dict)
    rows = select(OperatorSourceWeight).order_by(OperatorSourceWeight.operator_id)
    for row in session.scalars(rows.execution_options(populate_existing=True)):
        found[row.source_id][row.operator_id] = row.weight
    return dict(found)


def _read_second(session: Session) -> frozenset[tuple[int, int]]:
    second = select(OperatorSourceWeight.source_id, OperatorSourceWeight.operator_id)
    rows = session.execute(second.where(OperatorSourceWeight.is_second))
    return frozenset((source_id, operator_id) for source_id, operator_id in rows)


def _read_events(
    session: Session, read: Read, since: datetime, places: Mapping[int, SourceModel], waits: Collection[int]
) -> None:
    rows = (
        select(Event.contact_id, Contact.source_id, Contact.answered_at, Event.at, Event.kind, Event.data)
        .join(Contact, Contact.id == Event.contact_id)
        .where(Event.kind.in_(KINDS), *limit_events(session, since - BEFORE, None))
        .order_by(Event.id)
        .execution_options(yield_per=PART)
    )
    for part in session.execute(rows).partitions():
        for contact_id, source_id, answered_at, at, kind, data in part:
            now = (at - since).total_seconds()
            answered = None if answered_at is None else (answered_at - since).total_seconds()
            _see_who_was_away(read, now, places, waits)
            if kind == Kind.CREATED.value:
                read.arrivals[contact_id] = Arrival(now, source_id)
                read.unplaced[contact_id] = now
            else:
                _read_change(read, contact_id, Kind(kind), data, now, answered)


def _see_who_was_away(
    read: Read, now: float, places: Mapping[int, SourceModel], waits: Collection[int]
) -> None:
    """See who was away when a contact came: nobody got it though there were free places."""
    for contact_id, came in list(read.unplaced.items()):
        source_id = read.arrivals[contact_id].source_id
        if came >= now:
            continue
        read.unplaced.pop(contact_id)
        if source_id in waits or not places[source_id].hours.runs(came):  # for other reasons
            continue
        for id_, weight in read.weights.get(places[source_id].weights_id, {}).items():
            load = read.loads.find(id_)
            if weight and load is not None and load < read.limits.get(id_, 0):
                read.seen[id_].append(Look(came, False))


def _read_change(
    read: Read, contact_id: int, kind: Kind, data: Mapping[str, Any], now: float, answered: float | None
) -> None:
    """Note what a fact says, and whose place it frees or takes."""
    if kind is Kind.ASSIGNED:
        read.unplaced.pop(contact_id, None)
        _read_decision(read, contact_id, data, now)
    for operator_id, change in sorted(list_load_changes(kind, data), key=itemgetter(1)):  # who had it, first
        if change < 0 and contact_id in read.held:
            read.ended.append((read.held.pop(contact_id), now))
        elif change > 0:
            is_first = answered is not None and answered >= now
            read.held[contact_id] = Held(operator_id, now, answered if is_first else None)
    read.loads.apply(kind, data)


def _read_decision(read: Read, contact_id: int, data: Mapping[str, Any], now: float) -> None:
    try:
        decision = decisions.read(data)
    except ValueError:  # forgotten
        return
    _see_who_was_there(read, decision, now)
    arrival = read.arrivals.get(contact_id)
    if arrival is None or contact_id in read.placed:
        return
    read.placed[contact_id] = now
    match decision:
        case HandDecision():
            read.arrivals[contact_id] = replace(arrival, at=now, by_hand=decision.operator_id)
        case PreferenceDecision() | TurnDecision() if decision.preference is not None:
            preferred = frozenset(candidate.operator_id for candidate in decision.candidates)
            read.arrivals[contact_id] = replace(arrival, preferred=preferred)
    if arrival.at >= 0:
        read.got[arrival.source_id, decision.operator_id] += 1


def _see_who_was_there(read: Read, decision: Decision, now: float) -> None:
    if isinstance(decision, HandDecision | ReturnDecision):
        read.seen[decision.operator_id].append(Look(now, True))
        return
    for candidate in decision.candidates:
        read.seen[candidate.operator_id].append(Look(now, True))
        read.loads.counts[candidate.operator_id] = candidate.load
        read.limits[candidate.operator_id] = candidate.limit
    for excluded in decision.excluded:
        if excluded.reason is not Exclusion.NO_WEIGHT:  # which comes first, and says nothing of the rest
            is_reached = excluded.reason is not Exclusion.UNREACHABLE
            read.seen[excluded.operator_id].append(Look(now, excluded.reason not in AWAY, is_reached))


def _list_handlings(read: Read, clocks: Mapping[int, Clock], end: float) -> dict[int, list[Handling]]:
    """Return what each operator's assignments took; of those that go on, so much as it is by now."""
    found: dict[int, list[Handling]] = defaultdict(list)
    for held, until in (*read.ended, *((held, end) for held in read.held.values())):
        if (clock := clocks.get(held.operator_id)) is not None:
            began = clock.count(held.since)
            is_answered = held.answered is not None and held.answered <= until
            answer = clock.count(held.answered) - began if is_answered and held.answered is not None else None
            found[held.operator_id].append(Handling(answer, clock.count(until) - began))
    return found


def _make_worker(
    operator: Operator, clock: Clock, own: Sequence[Handling], pooled: Sequence[Handling]
) -> OperatorModel:
    is_own = len(own) >= FEW
    handlings = (own if is_own else pooled)[-MOST:] or [Handling(None, 0.0)]
    return OperatorModel(operator.id, operator.name, operator.max_active_leads, clock, handlings, is_own)


def _list_arrivals(read: Read) -> Iterator[Arrival]:
    """Yield what came, and what had come before and nobody had by then."""
    for contact_id, arrival in read.arrivals.items():
        if arrival.at >= 0 or read.placed.get(contact_id, -1.0) >= 0:
            yield arrival


def _list_open_before(read: Read) -> list[tuple[int, float]]:
    """Return who had what at the beginning, and until when."""
    going_on = [(held, ENDLESS) for held in read.held.values()]
    both = [*read.ended, *going_on]
    return [(held.operator_id, until) for held, until in both if held.since < 0 <= until]
