"""The board at a moment, as plain values that can be compared: everything that somebody who watches sees."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, cast, func, select
from sqlalchemy.orm import Session, joinedload

from models import IS_OPEN, Actor, Chat, Contact, Event, Operator, OperatorSourceWeight
from models.actors import Role
from services import sources
from services.audit import tally
from services.audit.facts import find_span
from services.distribution.queue import explain
from services.events import Kind
from services.hours.working_time import is_at_work
from services.moment import Moment
from services.reports.periods import Period, find_today

MOST_CONTACTS = 1000
MOST_HAPPENED = 50
MOST_EXPLAINED = 30  # contacts whose reason to wait is looked for; others have that of their source
FIRST_WORDS = 120  # characters
SHOWN = [
    kind.value
    for kind in (
        *(Kind.CREATED, Kind.ASSIGNED, Kind.UNASSIGNED, Kind.TAKEN, Kind.ANSWERED, Kind.PASSED_ON),
        *(Kind.COMPLETED, Kind.REOPENED, Kind.NOTE, Kind.TIMED_OUT, Kind.SNOOZED, Kind.WOKEN, Kind.RATED),
    )
]
Row = dict[str, Any]


def read_state(session: Session, *, at: Moment) -> Row:
    """Return the whole board but for today's figures, which take longer."""
    contacts = read_contacts(session, at=at)
    return {
        "operators": read_operators(session, at=at),
        "contacts": contacts,
        "sources": read_sources(session),
        "happened": read_happened(session),
    }


def read_operators(session: Session, *, at: Moment) -> list[Row]:
    """Return everybody who works here, with load, state and who waits for an answer."""
    waits = select(Contact.operator_id, func.count(), func.min(Contact.unanswered_since))
    waiting = waits.where(IS_OPEN, Contact.unanswered_since.is_not(None), Contact.snoozed_at.is_(None))
    unanswered = {
        operator_id: (count, since)
        for operator_id, count, since in session.execute(waiting.group_by(Contact.operator_id))
        if operator_id is not None
    }
    reached = set(session.scalars(select(Chat.chat_id).where(Chat.is_reachable)))
    rows = select(Operator).where(Operator.dismissed_at.is_(None)).order_by(Operator.id)
    return [
        {
            "id": one.id,
            "name": one.name,
            "state": find_state(one, reached, at=at),
            "load": one.load,
            "limit": one.max_active_leads,
            "unanswered": unanswered.get(one.id, (0, None))[0],
            "oldest_unanswered_at": write(unanswered.get(one.id, (0, None))[1]),
        }
        for one in session.scalars(rows)
    ]


def find_state(operator: Operator, reached: set[int], *, at: Moment) -> str:
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


def read_contacts(session: Session, *, at: Moment) -> list[Row]:
    """Return what is open, at most the newest thousand, with why it waits."""
    rows = select(Contact).where(IS_OPEN).options(joinedload(Contact.lead)).order_by(Contact.id.desc())
    found = session.scalars(rows.limit(MOST_CONTACTS)).all()[::-1]
    waiting = [contact for contact in found if contact.is_waiting]
    own = {one.id: explain(session, one, at=at).value for one in waiting[:MOST_EXPLAINED]}
    of_source = {one.source_id: own[one.id] for one in waiting[:MOST_EXPLAINED]}
    return [_show_contact(one, own.get(one.id, of_source.get(one.source_id))) for one in found]


def _show_contact(contact: Contact, reason: str | None) -> Row:
    promised = contact.promised_seconds if contact.is_waiting else None
    return {
        "id": contact.id,
        "source_id": contact.source_id,
        "client": contact.lead.name,
        "operator_id": contact.operator_id,
        "status": contact.status.value,
        "created_at": write(contact.created_at),
        "waiting_since": write(contact.waiting_since),
        "unanswered_since": None if contact.is_asleep else write(contact.unanswered_since),
        "reason": reason if contact.is_waiting else None,
        "is_put_off": contact.snoozed_at is not None,
        "words": " ".join(contact.message.split())[:FIRST_WORDS],
        "wait_seconds": promised,
    }


def read_sources(session: Session) -> list[Row]:
    """Return the sources with the weights that count for them."""
    weights: dict[int, list[Row]] = {}
    rows = select(OperatorSourceWeight).join(Operator, Operator.id == OperatorSourceWeight.operator_id)
    living = rows.where(Operator.dismissed_at.is_(None)).order_by(OperatorSourceWeight.operator_id)
    for row in session.scalars(living.execution_options(populate_existing=True)):
        weights.setdefault(row.source_id, []).append({"operator_id": row.operator_id, "weight": row.weight})
    return [
        {
            "id": source.id,
            "name": sources.show_name(source),
            "mode": source.mode.value,
            "weights": weights.get(sources.weights_source_id(session, source), []),
        }
        for source in sources.list_sources(session)
    ]


def read_happened(session: Session) -> list[Row]:
    """Return the last things that have happened to contacts, newest first; none of anybody's words."""
    last = session.scalar(select(func.max(Event.id))) or 0
    recent = Event.id > last - 40 * MOST_HAPPENED  # of all kinds, so that no index is needed
    rows = (
        select(Event)
        .where(recent, Event.contact_id.is_not(None), Event.kind.in_(SHOWN))
        .order_by(Event.id.desc())
        .limit(MOST_HAPPENED)
        .options(joinedload(Event.contact).joinedload(Contact.lead))
    )
    found = session.scalars(rows).all()
    names = read_names(session)
    return [
        {
            "id": event.id,
            "at": write(event.at),
            "kind": event.kind,
            "contact_id": event.contact_id,
            "source_id": event.contact.source_id if event.contact else None,
            "client": event.contact.lead.name if event.contact else None,
            "operator": names.get(event.data.get("operator_id") or 0),
            "actor": name_actor(event.actor, names),
        }
        for event in found
    ]


def read_names(session: Session) -> dict[int, str]:
    """Return the names of all operators there ever were."""
    return dict(session.execute(select(Operator.id, Operator.name)).all())


def name_actor(actor: Actor | None, names: Mapping[int, str]) -> str | None:
    """Return an operator's name, of others the role; None: it came by itself."""
    if actor is None:
        return None
    return names.get(actor.id or 0) if actor.role is Role.OPERATOR else actor.role.value


def read_today(session: Session, *, at: Moment) -> Row:
    """Return today's figures: what came and became of it, and everybody's share beside what was expected."""
    today = find_today(at=at)
    period = Period(today, today, at.policy.timezone)
    return {**read_counts(session, at=at), "shares": read_shares(session, period, at=at)}


def read_counts(session: Session, source_ids: Collection[int] | None = None, *, at: Moment) -> Row:
    """Return what came today and became of it, of some sources or of all."""
    today = find_today(at=at)
    came_today: list[ColumnElement[bool]] = [
        Contact.created_at >= Period(today, today, at.policy.timezone).since
    ]
    if source_ids is not None:
        came_today.append(Contact.source_id.in_(source_ids))
    came = select(
        func.count(),
        func.count(Contact.answered_at),
        func.coalesce(func.sum(cast(~IS_OPEN, Integer)), 0),
    ).where(*came_today)
    count, answered, completed = session.execute(came).one()
    return {
        "came": count,
        "answered": answered,
        "completed": completed,
        "median_seconds": _find_median(session, came_today),
    }


def _find_median(session: Session, came_today: Collection[ColumnElement[bool]]) -> int | None:
    answered = (*came_today, Contact.answer_seconds.is_not(None))
    count = session.scalar(select(func.count()).where(*answered)) or 0
    if not count:
        return None
    ordered = select(Contact.answer_seconds).where(*answered).order_by(Contact.answer_seconds)
    return session.scalar(ordered.offset(count // 2).limit(1))


def read_shares(session: Session, period: Period, *, at: Moment) -> Sequence[Row]:
    """Return of each source with draws who has won which part of them, and which was to be expected."""
    found = tally.tally(session, find_span(period, at=at))
    draws = Counter[int]()
    for (source_id, _), won in found.won.items():
        draws[source_id] += won
    return [
        {
            "source_id": source_id,
            "operator_id": operator_id,
            "expected": sum(n * score / total for (score, total), n in chances.items()) / draws[source_id],
            "actual": found.won[source_id, operator_id] / draws[source_id],
        }
        for (source_id, operator_id), chances in sorted(found.chances.items())
        if draws[source_id]
    ]


def write(moment: datetime | None) -> str | None:
    """Return a moment as it is sent."""
    return None if moment is None else moment.isoformat()
