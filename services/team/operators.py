"""Operators: their names, switches and limits, and what they have open."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models import IS_OPEN, Actor, Chat, Contact, Operator
from services import sources
from services.distribution import capacity, changes, locks, queue
from services.hours.availability import begin_record, recording
from services.moment import Moment
from services.names import clean, find_named, find_twin, fold, is_good_name
from services.refusals import Reason, Refused

DEFAULT_LIMIT = 5
LIMITS = range(0, 1001)


def add(session: Session, name: str, limit: int, *, is_active: bool = True, at: Moment) -> Operator:
    """Add an operator; raises Refused for a name that is taken or useless, or a limit out of range."""
    name = choose_name(session, name)
    check_limit(limit)
    operator = Operator(name=name, name_key=fold(name), max_active_leads=limit, load=0, created_at=at.now)
    operator.is_active, operator.on_shift = is_active, True
    session.add(operator)
    session.flush()
    begin_record(session, operator, at=at)
    return operator


def choose_name(session: Session, name: str, *, besides: int | None = None) -> str:
    """Return a name as it is stored; raises Refused if it is useless or somebody else's."""
    name = clean(name)
    if not is_good_name(name):
        raise Refused(Reason.BAD_NAME, name=name)
    taken = session.scalar(select(Operator.id).where(Operator.name_key == fold(name)))
    if taken not in (None, besides):
        raise Refused(Reason.NAME_TAKEN, name=name, number=taken)
    twin = find_twin(name, (other for other in list_operators(session) if other.id != besides))
    if twin is not None:
        raise Refused(Reason.NAME_LOOKS_ALIKE, name=name, other=twin.name, number=twin.id)
    return name


def rename(session: Session, operator: Operator, name: str) -> None:
    """Give an operator another name; open cards and lists show it from now on. Raises Refused."""
    name = choose_name(session, name, besides=operator.id)
    operator.name, operator.name_key = name, fold(name)
    session.flush()


def change(
    session: Session,
    operator_id: int,
    *,
    name: str | None = None,
    is_active: bool | None = None,
    limit: int | None = None,
    actor: Actor | None = None,
    at: Moment,
) -> Operator:
    """Change what is given of an operator, all of it or, raising Refused, nothing."""
    operator = get(session, operator_id)
    check_employed(operator)
    if limit is not None:
        check_limit(limit)
    if name is not None:
        rename(session, operator, name)
    if limit is not None:
        set_limit(session, operator, limit, actor=actor, at=at)
    if is_active is not None:
        set_active(session, operator, is_active, actor=actor, at=at)
    return operator


def check_limit(limit: int) -> None:
    """Refuse a limit out of range."""
    if limit not in LIMITS:
        raise Refused(Reason.BAD_LIMIT, most=LIMITS[-1])


def find(session: Session, word: str) -> Operator:
    """Return the operator a person names by `7`, `#7` or a name in any case; raises Refused."""
    operator = find_named(session, Operator, word, fold(word))
    if operator is None:
        raise Refused(Reason.NO_SUCH_OPERATOR, name=clean(word))
    check_employed(operator)
    return operator


def get(session: Session, operator_id: int) -> Operator:
    """Return the operator with this id as he is now, dismissed or not; raises Refused."""
    operator = session.get(Operator, operator_id, populate_existing=True)
    if operator is None:
        raise Refused(Reason.NO_SUCH_OPERATOR, name=str(operator_id))
    return operator


def check_employed(operator: Operator) -> None:
    """Refuse an operator who has been dismissed: there is no way back."""
    if operator.dismissed_at is not None:
        raise Refused(Reason.DISMISSED, name=operator.name)


def list_operators(session: Session) -> list[Operator]:
    """Return all operators who work here in the order they came."""
    rows = select(Operator).where(Operator.dismissed_at.is_(None)).order_by(Operator.id)
    return list(session.scalars(rows.execution_options(populate_existing=True)))


def list_reached(session: Session) -> dict[int, set[int]]:
    """Return by operator the ids of the bots that can write to him; without any he is not listed."""
    rows = select(Operator.id, Chat.bot_id).join(Chat, Chat.chat_id == Operator.telegram_id)
    reached: dict[int, set[int]] = {}
    for operator_id, bot_id in session.execute(rows.where(Chat.is_reachable)):
        reached.setdefault(operator_id, set()).add(bot_id)
    return reached


def lock(session: Session, operator: Operator) -> None:
    """Keep others from changing an operator, and what the operator serves or holds, and read it as it is."""
    held = {contact.source_id for contact in list_open(session, operator.id)}
    locks.lock(session, {*held, *sources.sources_served_by(session, [operator.id])})
    session.refresh(operator, with_for_update=True)


def lock_served(session: Session, operator: Operator) -> None:
    """Lock what an operator serves, then the operator, as whoever assigns does, and read it as it is."""
    locks.lock(session, sources.sources_served_by(session, [operator.id]))
    session.refresh(operator, with_for_update=True)


def list_open(session: Session, operator_id: int | None) -> list[Contact]:
    """Return an operator's open contacts with their leads, oldest first."""
    rows = select(Contact).where(Contact.operator_id == operator_id, IS_OPEN)
    return list(session.scalars(rows.options(joinedload(Contact.lead)).order_by(Contact.id)))


def set_active(
    session: Session, operator: Operator, active: bool, *, actor: Actor | None = None, at: Moment
) -> None:
    """Turn the admin's switch: off keeps what is open and gives nothing new; the operator hears of it."""
    lock_served(session, operator)
    former = operator.is_active
    with recording(session, operator, actor=actor, at=at):
        operator.is_active = active
    session.flush()
    if active != former:
        told = "you-switched-on" if active else "you-switched-off"
        state = {"count": operator.load, "pause": "no" if operator.on_shift else "yes"}
        changes.tell_operator(session, operator, "switch", told, **state, actor=actor, at=at)
    queue.drain_for(session, [operator.id], at=at)  # also what waits for this one alone, and need not now


def set_shift(
    session: Session,
    operator_id: int | None,
    on_shift: bool,
    *,
    until: datetime | None = None,
    actor: Actor | None = None,
    at: Moment,
) -> None:
    """Turn the operator's own switch; a pause may end by itself."""
    operator = session.get_one(Operator, operator_id)
    lock_served(session, operator)
    if on_shift:
        capacity.end_pause(session, operator, actor=actor, at=at)
    else:
        capacity.begin_pause(session, operator, until, actor=actor, at=at)
    session.flush()
    queue.drain_for(session, [operator.id], at=at)  # also what waits for this one alone, and need not now


def set_limit(
    session: Session, operator: Operator, limit: int, *, actor: Actor | None = None, at: Moment
) -> None:
    """Change how many contacts an operator, who hears of it, may have open; below the load: nothing new."""
    check_limit(limit)
    lock_served(session, operator)
    write_limit(session, operator, limit, actor=actor, at=at)
    queue.drain_for(session, [operator.id], at=at)


def write_limit(session: Session, operator: Operator, limit: int, *, actor: Actor | None, at: Moment) -> None:
    """Set the limit of an operator whom the caller has locked, give nothing out, and tell of another one."""
    former = operator.max_active_leads
    with recording(session, operator, actor=actor, at=at):
        operator.max_active_leads = limit
    session.flush()
    if limit != former:
        set_to = {"before": former, "after": limit}
        changes.tell_operator(session, operator, "limit", "you-limit-set", **set_to, actor=actor, at=at)
