"""The board at a moment, as plain values that can be compared: everything that somebody who watches sees.

All that may have changed is read, each in one statement of a few columns, however it was changed and by
whichever process; only what reads otherwise than the last time is made anew.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import IS_OPEN, Actor, Chat, Contact, Event, Lead, Operator, OperatorSourceWeight, Source
from models.actors import Role
from services import sources
from services.board.contacts import read_contacts
from services.board.made import Made, Raw, Row, write
from services.events import Kind
from services.hours.schedule import Schedule
from services.hours.working_time import is_at_work
from services.moment import Moment

MOST_HAPPENED = 50
SHOWN = [
    kind.value
    for kind in (
        *(Kind.CREATED, Kind.ASSIGNED, Kind.UNASSIGNED, Kind.TAKEN, Kind.ANSWERED, Kind.PASSED_ON),
        *(Kind.COMPLETED, Kind.REOPENED, Kind.NOTE, Kind.TIMED_OUT, Kind.SNOOZED, Kind.WOKEN, Kind.RATED),
    )
]
# Written once, and of a few columns: they are read whenever anything was committed.
OPERATORS: Any = (
    select(
        Operator.id,
        Operator.name,
        Operator.telegram_id,
        Operator.is_active,
        Operator.on_shift,
        Operator.load,
        Operator.max_active_leads,
        Operator.hours,
        Operator.timezone,
        Operator.away_until,
    )
    .where(Operator.dismissed_at.is_(None))
    .order_by(Operator.id)
)
UNANSWERED = (
    select(Contact.operator_id, func.count(), func.min(Contact.unanswered_since))
    .where(IS_OPEN, Contact.unanswered_since.is_not(None), Contact.snoozed_at.is_(None))
    .group_by(Contact.operator_id)
)
REACHED = select(Chat.chat_id).join(Operator, Operator.telegram_id == Chat.chat_id).where(Chat.is_reachable)
SOURCES: Any = select(
    Source.id,
    Source.name,
    Source.mode,
    Source.bot_id,
    Source.code,
    Source.hours,
    Source.priority_minutes,
).order_by(Source.id)
WEIGHTS = (
    select(
        OperatorSourceWeight.source_id,
        OperatorSourceWeight.operator_id,
        OperatorSourceWeight.weight,
        Operator.dismissed_at,
    )
    .join(Operator, Operator.id == OperatorSourceWeight.operator_id)
    .order_by(OperatorSourceWeight.operator_id)
)
HAPPENED = (
    select(
        Event.id,
        Event.at,
        Event.kind,
        Event.contact_id,
        Contact.source_id,
        Lead.name,
        Event.data["operator_id"].as_integer(),
        Event.actor,
    )
    .join(Contact, Contact.id == Event.contact_id)
    .join(Lead, Lead.id == Contact.lead_id)
    .where(Event.kind.in_(SHOWN))
    .order_by(Event.id.desc())
    .limit(MOST_HAPPENED)
)


class Timed(NamedTuple):
    """What the clock alone changes: operators and sources with hours."""

    operators: Sequence[Any]
    sources: Sequence[Any]

    def list_closed(self, *, at: Moment) -> list[tuple[str, int]]:
        """Return who is not at work, and what is closed."""
        zone, country = at.policy.timezone, at.policy.phone_region
        away = [("operator", one.id) for one in self.operators if not is_at_work(one, at=at)]
        hours = [(one.id, Schedule(one.hours, zone, country)) for one in self.sources]
        return [*away, *(("source", number) for number, open_ in hours if not open_.is_open(at.now))]


@dataclass(frozen=True, slots=True)
class Picture:
    """The board: its lists as they are sent, and what of it changes though nothing is committed."""

    lists: Row
    timed: Timed


def read_picture(session: Session, made: Made, *, at: Moment) -> Picture:
    """Return the whole board but for today's figures, which take longer."""
    operators = session.execute(OPERATORS).all()
    found = session.execute(SOURCES).all()
    lists: Row = {
        "operators": _show_operators(session, operators, made, at=at),
        "contacts": read_contacts(session, made, at=at),
        "sources": _show_sources(session, found, made),
        "happened": _show_happened(session, made),
    }
    timed = Timed(
        [one for one in operators if one.hours is not None or one.away_until is not None],
        [one for one in found if one.hours is not None],
    )
    return Picture(lists, timed)


def _show_operators(session: Session, found: Sequence[Any], made: Made, *, at: Moment) -> list[Row]:
    """Return everybody who works here, with load, state and who waits for an answer."""
    waiting = {operator_id: (count, since) for operator_id, count, since in session.execute(UNANSWERED)}
    reached: Collection[int] = set(session.scalars(REACHED))

    def read(one: Any) -> Raw:
        state = find_state(one, reached, at=at)
        return one.id, one.name, state, one.load, one.max_active_leads, *waiting.get(one.id, (0, None))

    return made.make("operators", map(read, found), _show_operator)


def _show_operator(
    id_: int, name: str, state: str, load: int, limit: int, unanswered: int, oldest: Any
) -> Row:
    return {
        "id": id_,
        "name": name,
        "state": state,
        "load": load,
        "limit": limit,
        "unanswered": unanswered,
        "oldest_unanswered_at": write(oldest),
    }


def find_state(operator: Any, reached: Collection[int], *, at: Moment) -> str:
    """Return why an operator gets nothing now, or that he may."""
    if not operator.is_active:
        return "off"
    if not operator.on_shift:
        return "paused"
    if not is_at_work(operator, at=at):
        return "off_hours"
    if operator.telegram_id is not None and operator.telegram_id not in reached:
        return "unreachable"
    return "on"


def _show_sources(session: Session, found: Sequence[Any], made: Made) -> list[Row]:
    """Return the sources with the weights that count for them: a campaign without its own has its bot's."""
    weights: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for source_id, operator_id, weight, dismissed_at in session.execute(WEIGHTS):
        weights[source_id] += [(operator_id, weight)] if dismissed_at is None else []
    bots = {one.bot_id: one.id for one in found if one.bot_id is not None and one.code is None}

    def read(one: Any) -> Raw:
        own = one.id if one.id in weights or one.code is None else bots.get(one.bot_id, one.id)
        name, shared = sources.show_name(one), tuple(weights.get(own, ()))
        return one.id, name, one.mode.value, one.priority_minutes, shared

    return made.make("sources", map(read, found), _show_source)


def _show_source(id_: int, name: str, mode: str, priority: int, weights: Sequence[tuple[int, int]]) -> Row:
    shown = [{"operator_id": operator_id, "weight": weight} for operator_id, weight in weights]
    return {"id": id_, "name": name, "mode": mode, "priority_minutes": priority, "weights": shown}


def _show_happened(session: Session, made: Made) -> list[Row]:
    """Return the last things that have happened to contacts, newest first; none of anybody's words."""
    names = read_names(session)
    last = session.scalar(select(func.max(Event.id))) or 0
    recent = HAPPENED.where(Event.id > last - 40 * MOST_HAPPENED)  # of all kinds, so no index is needed
    found = session.execute(recent).all()
    return made.make(
        "happened",
        ((*row, names.get(operator_id or 0), name_actor(actor, names)) for *row, operator_id, actor in found),
        _show_event,
    )


def _show_event(
    id_: int,
    at: Any,
    kind: str,
    contact_id: int,
    source_id: int,
    client: str | None,
    operator: str | None,
    actor: str | None,
) -> Row:
    return {
        "id": id_,
        "at": write(at),
        "kind": kind,
        "contact_id": contact_id,
        "source_id": source_id,
        "client": client,
        "operator": operator,
        "actor": actor,
    }


def read_names(session: Session) -> dict[int, str]:
    """Return the names of all operators there ever were."""
    return dict(session.execute(select(Operator.id, Operator.name)).all())


def name_actor(actor: Actor | None, names: Mapping[int, str]) -> str | None:
    """Return an operator's name, of others the role; None: it came by itself."""
    if actor is None:
        return None
    return names.get(actor.id or 0) if actor.role is Role.OPERATOR else actor.role.value
