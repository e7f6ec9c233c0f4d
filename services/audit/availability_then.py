"""When an operator could get nothing new, and why, to the second: from the events of switches, limits, hours
and loads.

It goes back from how things are now. Of a time before the record of an operator begins, or before something
about loads has been forgotten, it says nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from models import Event, Operator
from services.audit.facts import Span
from services.distribution.routing import Exclusion
from services.events import LOAD_CHANGES, Kind, list_load_changes
from services.hours import availability
from services.hours.availability import Availability
from services.hours.working_time import of_operator
from services.moment import Moment
from services.reports.periods import limit_events

SHORT = timedelta(minutes=1)
WHOSE = Event.data["operator_id"].as_integer()
IS_CHANGE = and_(Event.contact_id.is_(None), Event.kind == Kind.OPERATOR_SET.value)


@dataclass(slots=True)
class Stretch:
    """For one reason an operator got nothing new, and was left out of so many decisions."""

    reason: Exclusion
    since: datetime
    until: datetime
    count: int = 0

    @property
    def matters(self) -> bool:
        """Tell whether anything came meanwhile, or could well have come."""
        return self.count > 0 or self.until - self.since >= SHORT


@dataclass(frozen=True, slots=True)
class State:
    """How it was with an operator since a moment; `load` None: not known."""

    since: datetime
    available: Availability
    load: int | None


def list_stretches(session: Session, operator: Operator, span: Span, *, at: Moment) -> list[Stretch]:
    """Return when an operator could get nothing new in a span, in the order of time."""
    begin = find_beginning(session, operator)
    if begin is None:
        return []
    since = max(begin, span.since or begin)
    end = min(at.now, span.before or at.now)
    return _list_stretches(_go_back(session, operator, since), end, at=at)


def _list_stretches(states: list[State], end: datetime, *, at: Moment) -> list[Stretch]:
    ends = [*(state.since for state in states[1:]), end]
    found: list[Stretch] = []
    for state, until in zip(states, ends, strict=True):
        for start, stop, reason in _divide(state, min(until, end), at=at):
            last = found[-1] if found else None
            if reason is None or start >= stop:
                continue
            if last is not None and last.reason is reason and last.until == start:
                last.until = stop
            else:
                found.append(Stretch(reason, start, stop))
    return found


@dataclass(frozen=True, slots=True)
class Record:
    """Since when it is recorded how it is with an operator, and when the operator was away since then."""

    begin: datetime
    away: list[Stretch]


def read_records(
    session: Session, everybody: Sequence[Operator], since: datetime, *, at: Moment
) -> dict[int, Record]:
    """Return the records of operators since a moment, loads apart; who has none is left out."""
    begins = select(WHOSE, func.min(Event.at)).where(IS_CHANGE).group_by(WHOSE)
    known = {id_: max(begin, since) for id_, begin in session.execute(begins)}
    changes: dict[int, list[Event]] = defaultdict(list)
    for event in session.scalars(select(Event).where(IS_CHANGE, *limit_events(session, since, None))):
        changes[event.data["operator_id"]].append(event)
    found = {}
    for operator in everybody:
        if (begin := known.get(operator.id)) is not None:
            states = _undo(operator, None, changes[operator.id], begin)
            found[operator.id] = Record(begin, _list_stretches(states, at.now, at=at))
    return found


def find_beginning(session: Session, operator: Operator) -> datetime | None:
    """Return since when it is recorded how it is with an operator; None: it is not."""
    rows = _select_changes(operator).with_only_columns(Event.at).order_by(Event.id).limit(1)
    return session.scalar(rows)


def _select_changes(operator: Operator) -> Select[Event]:
    return select(Event).where(IS_CHANGE, WHOSE.in_([operator.id]))


def _go_back(session: Session, operator: Operator, since: datetime) -> list[State]:
    """Return the states since a moment, the first of them at that moment."""
    kinds = [kind.value for kind in LOAD_CHANGES]
    keys = {key for changes in LOAD_CHANGES.values() for key, _ in changes}
    is_his = or_(*(Event.data[key].as_integer() == operator.id for key in sorted(keys)))
    is_forgotten = (Event.kind == Kind.ASSIGNED.value) & WHOSE.is_(None)
    limits = limit_events(session, since, None)
    concerned = select(Event).where(Event.kind.in_(kinds), is_his | is_forgotten, *limits)
    changes = session.scalars(_select_changes(operator).where(*limits)).all()
    return _undo(operator, operator.load, [*changes, *session.scalars(concerned)], since)


def _undo(operator: Operator, load: int | None, events: Iterable[Event], since: datetime) -> list[State]:
    """Return the states of an operator after each of these events, and before the first of them."""
    available = Availability.of(operator)
    states: list[State] = []
    for event in sorted(events, key=lambda event: (event.at, event.id), reverse=True):
        states.append(State(event.at, available, load))
        if event.kind == Kind.OPERATOR_SET.value:
            if event.data["before"] is not None:
                available = replace(available, **availability.read(event.data["before"]))
            continue
        if event.data.get("operator_id") is None and event.kind == Kind.ASSIGNED.value:
            load = None
        for operator_id, change in list_load_changes(Kind(event.kind), event.data):
            if operator_id == operator.id and load is not None:
                load -= change
    return [State(since, available, load), *reversed(states)]


def _divide(
    state: State, until: datetime, *, at: Moment
) -> Iterator[tuple[datetime, datetime, Exclusion | None]]:
    """Yield from when until when what kept an operator away in one state: hours change by themselves."""
    since, available = state.since, state.available
    hours, away = of_operator(available, at=at), available.away_until
    is_full = state.load is not None and state.load >= available.max_active_leads
    while since < until:
        stop, is_at_work = until, True
        if away is not None and since < away:
            stop, is_at_work = min(until, away), False
        elif (change := hours.find_change(since)) is not None:
            stop, is_at_work = min(until, change), hours.is_open(since)
        elif not hours.is_open(since):
            is_at_work = False
        checks = (
            (not available.is_active, Exclusion.OFF),
            (not available.on_shift, Exclusion.PAUSED),
            (not is_at_work, Exclusion.OFF_HOURS),
            (is_full, Exclusion.FULL),
        )
        yield since, stop, next((reason for applies, reason in checks if applies), None)
        since = stop
