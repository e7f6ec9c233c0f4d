"""What is to be tried, and what it makes of an office. Each change knows what it replaces, as it was then."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Literal, assert_never

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter
from sqlalchemy.orm import Session

from models import Mode, Operator, OperatorSourceWeight, Source
from services import sources
from services.distribution.weights import WEIGHTS, find_weight
from services.hours.schedule import ALWAYS as ALWAYS_OPEN
from services.hours.schedule import Schedule, spell
from services.hours.working_time import of_operator
from services.moment import Moment
from services.refusals import Reason, Refused
from services.team import operators
from services.what_if.clocks import Clock
from services.what_if.office import Office, OperatorModel
from services.what_if.presence import list_hours

HIRED = 1_000_000_000  # the ids of who would be hired begin after it


class Stored(BaseModel):
    model_config = ConfigDict(frozen=True)


class WeightChange(Stored):
    """Another weight of an operator for a source."""

    kind: Literal["weight"] = "weight"
    operator_id: int
    source_id: int
    before: int | None
    after: int


class LimitChange(Stored):
    """Another limit of an operator."""

    kind: Literal["limit"] = "limit"
    operator_id: int
    before: int
    after: int


class OffChange(Stored):
    """An operator gets nothing."""

    kind: Literal["off"] = "off"
    operator_id: int


class HoursChange(Stored):
    """Other hours of an operator's work; None: always."""

    kind: Literal["hours"] = "hours"
    operator_id: int
    before: str | None
    after: str | None


class ModeChange(Stored):
    """Another mode of a source and its campaigns."""

    kind: Literal["mode"] = "mode"
    source_id: int
    alike: tuple[int, ...]  # the source, and what has its mode
    before: Mode
    after: Mode


class HireChange(Stored):
    """One more operator, who is as one there is."""

    kind: Literal["hire"] = "hire"
    operator_id: int


Change = Annotated[
    WeightChange | LimitChange | OffChange | HoursChange | ModeChange | HireChange,
    Field(discriminator="kind"),
]
Plan = tuple[Change, ...]
_PLAN = TypeAdapter(Plan)


def read(data: object) -> Plan:
    """Return a plan as it was stored."""
    return _PLAN.validate_python(data)


def write(plan: Plan) -> list[dict[str, object]]:
    """Return a plan as it is stored."""
    return [change.model_dump(mode="json") for change in plan]


# Saying what is to be tried


def change_weight(session: Session, operator: Operator, source: Source | None, weight: int) -> Plan:
    """Return the change of a weight, for all sources the operator has one for if none is named.

    Raises Refused.
    """
    if weight not in WEIGHTS:
        raise Refused(Reason.BAD_WEIGHT, most=WEIGHTS[-1])
    if source is not None:
        return (_change_weight(session, operator, source, weight),)
    own = [
        one
        for one in sources.list_sources(session)
        if (row := session.get(OperatorSourceWeight, (one.id, operator.id))) is not None and row.weight
    ]
    if not own:
        raise Refused(Reason.NO_WEIGHTS, name=operator.name)
    return tuple(_change_weight(session, operator, one, weight) for one in own)


def _change_weight(session: Session, operator: Operator, source: Source, weight: int) -> WeightChange:
    before = find_weight(session, operator, source)
    return WeightChange(operator_id=operator.id, source_id=source.id, before=before, after=weight)


def change_limit(operator: Operator, limit: int) -> Plan:
    """Return the change of a limit; raises Refused."""
    operators.check_limit(limit)
    return (LimitChange(operator_id=operator.id, before=operator.max_active_leads, after=limit),)


def switch_off(operator: Operator) -> Plan:
    """Return that an operator gets nothing."""
    return (OffChange(operator_id=operator.id),)


def change_hours(operator: Operator, hours: str, *, at: Moment) -> Plan:
    """Return other hours of work, by the operator's clock; raises Refused for what says none."""
    schedule = replace(of_operator(operator, at=at), hours=hours)
    try:
        spelled = spell(schedule, at.now)
    except ValueError:
        raise Refused(Reason.BAD_HOURS) from None
    return (HoursChange(operator_id=operator.id, before=operator.hours, after=spelled),)


def change_mode(session: Session, source: Source, mode: Mode) -> Plan:
    """Return another mode of a source, and so of its bot and campaigns."""
    alike = [
        one.id
        for one in sources.list_sources(session)
        if one.id == source.id or (source.bot_id is not None and one.bot_id == source.bot_id)
    ]
    return (ModeChange(source_id=source.id, alike=tuple(alike), before=source.mode, after=mode),)


def hire(operator: Operator) -> Plan:
    """Return one more operator, who is as this one."""
    return (HireChange(operator_id=operator.id),)


# What it makes of an office


@dataclass(frozen=True, slots=True)
class Times:
    """What a plan needs besides an office: which moments it lies between, and by which clock all work."""

    since: datetime
    now: datetime
    schedules: Mapping[int, Schedule]


def read_times(session: Session, since: datetime, *, at: Moment) -> Times:
    """Return what a plan needs for an office that is read since a moment."""
    everybody = operators.list_operators(session)
    return Times(since, at.now, {one.id: of_operator(one, at=at) for one in everybody})


def apply(office: Office, plan: Plan, times: Times) -> Office:
    """Return an office as it would be; a change of who has left meanwhile changes nothing."""
    there = {worker.id for worker in office.workers}
    for number, change in enumerate(plan):
        if isinstance(change, ModeChange) or change.operator_id in there:
            office = _apply(office, change, times, number)
    return office


def _apply(office: Office, change: Change, times: Times, number: int) -> Office:
    match change:
        case WeightChange():
            return _weigh(office, change)
        case LimitChange():
            return _replace(office, change.operator_id, lambda one: replace(one, limit=change.after))
        case OffChange():
            return _replace(office, change.operator_id, lambda one: replace(one, clock=Clock([])))
        case HoursChange():
            schedule = replace(times.schedules[change.operator_id], hours=change.after or ALWAYS_OPEN)
            clock = Clock(list_hours(schedule, times.since, times.now))
            return _replace(office, change.operator_id, lambda one: replace(one, clock=clock))
        case ModeChange():
            changed = {
                id_: replace(place, mode=change.after) if id_ in change.alike else place
                for id_, place in office.places.items()
            }
            return replace(office, places=changed)
        case HireChange():
            return _hire(office, change.operator_id, HIRED + number)
    assert_never(change)


def _replace(office: Office, operator_id: int, make: Callable[[OperatorModel], OperatorModel]) -> Office:
    return replace(office, workers=[make(one) if one.id == operator_id else one for one in office.workers])


def _weigh(office: Office, change: WeightChange) -> Office:
    """Return an office with another weight; a campaign that had its bot's weights has its own then."""
    place = office.places.get(change.source_id)
    if place is None:
        return office
    own = office.weights.get(place.id, {})
    return replace(
        office,
        weights={**office.weights, place.id: {**own, change.operator_id: change.after}},
        places={**office.places, place.id: replace(place, weights_id=place.id)},
    )


def _hire(office: Office, like: int, new_id: int) -> Office:
    model = next((one for one in office.workers if one.id == like), None)
    if model is None:
        return office
    weights = {
        source_id: {**some, new_id: some[like]} if like in some else some
        for source_id, some in office.weights.items()
    }
    second = {(source_id, new_id) for source_id, id_ in office.second if id_ == like}
    return replace(
        office,
        second=office.second | second,
        workers=[*office.workers, replace(model, id=new_id, name=f"+1 {model.name}")],
        weights=weights,
    )
