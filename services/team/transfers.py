"""Contacts that an admin transfers by hand: one to an operator, or all that an operator has open.

A preview shows what would go where: it does everything and undoes it. The same chance leads to the same
result afterwards.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from zlib import crc32

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import IS_OPEN, Actor, Contact, Operator, Status
from services import sources
from services.contacts import guards, transitions
from services.contacts.states import Action
from services.distribution import assignment, locks, queue
from services.distribution.candidates import evaluate
from services.distribution.decisions import AssignmentReason
from services.distribution.routing import Exclusion
from services.hours.working_time import is_at_work
from services.moment import Moment
from services.refusals import Reason, Refused
from services.team import operators, passing

LOOKED_AT = 20  # newest open contacts, for an example


@dataclass(frozen=True, slots=True)
class Transfer:
    """Where a contact goes; without an operator it waits, or stays: with the refusal of a named target."""

    contact_id: int
    operator_id: int | None
    waits: bool = False
    refusal: Refused | None = field(default=None, compare=False)


class _UndoError(Exception):
    """Ends a preview."""


def give(session: Session, number: int, operator: Operator, *, actor: Actor, at: Moment) -> Contact:
    """Give an open contact, waiting or somebody's, to an operator; raises Refused."""
    contact = transitions.claim(session, number, operator.id)
    transitions.check(session, contact, Action.GIVE, at=at)
    former = contact.operator_id
    assignment.give(session, contact, operator, actor=actor, at=at)
    if former is not None:
        queue.drain_for(session, [former], at=at)
    return contact


def reopen_with(session: Session, number: int, operator: Operator, *, actor: Actor, at: Moment) -> Contact:
    """Reopen a completed contact with an operator who has a place, its own or another one; raises Refused."""
    contact = transitions.claim(session, number, operator.id)
    if contact.operator_id == operator.id:
        transitions.move(session, contact, Action.REOPEN, actor=actor, at=at)
        return contact
    transitions.check(session, contact, Action.REQUEUE, at=at)
    decision = assignment.reserve_by_hand(session, contact, operator, at=at)
    transitions.let_wait(session, contact, actor=actor, at=at)
    assignment.hand_over(session, contact, decision, AssignmentReason.MANUAL, actor=actor, at=at)
    return contact


def list_takers(session: Session, number: int, *, at: Moment) -> list[tuple[Operator, int]]:
    """Return who else could take a contact now, with their free places."""
    contact = session.get_one(Contact, number)
    return passing.list_able(session, contact, evaluate(session, contact, at=at).candidates)


def raise_limit_and_give(
    session: Session, number: int, operator: Operator, limit: int, *, actor: Actor, at: Moment
) -> Contact:
    """Give a contact to an operator who is full, and raise the limit to what that takes, which is `limit`.

    Raises Refused, with nothing changed, if it can't be given all the same, or takes another limit by now.
    """
    transitions.claim(session, number, operator.id)
    operators.check_limit(limit)
    try:
        with session.begin_nested():
            session.refresh(operator)
            if operator.load >= operator.max_active_leads:
                if limit != operator.load + 1:
                    raise Refused(Reason.CHANGED_SINCE)
                # Nobody who waits gets this place: only now, and for this contact, there is one.
                operators.write_limit(session, operator, limit, actor=actor, at=at)
            return give(session, number, operator, actor=actor, at=at)
    except Refused:
        read_again(session, operator)
        raise


def find_possible(session: Session, *, at: Moment) -> tuple[Contact, Operator] | None:
    """Return an open contact, one of the newest, and somebody else to whom it can be given.

    If need be that takes a higher limit, which is offered then.
    """
    rows, full = select(Contact).where(IS_OPEN).order_by(Contact.id.desc()), None
    for contact in session.scalars(rows.limit(LOOKED_AT)).all():
        for candidate in evaluate(session, contact, at=at).candidates:
            if candidate.operator_id == contact.operator_id:
                continue
            obstacle = assignment.find_obstacle(candidate)
            if obstacle is None:
                return contact, session.get_one(Operator, candidate.operator_id)
            if obstacle is Exclusion.FULL and full is None:
                full = contact, session.get_one(Operator, candidate.operator_id)
    return full


def preview(session: Session, operator: Operator, target: Operator | None, *, at: Moment) -> list[Transfer]:
    """Return where an operator's open contacts would go, to the target or by draw, changing nothing.

    Raises Refused if there is nothing to move, or nowhere.
    """
    if target is not None and target.id == operator.id:
        raise Refused(Reason.SAME_OPERATOR, name=operator.name)
    if not operators.list_open(session, operator.id):
        raise Refused(Reason.NOTHING_TO_MOVE, name=operator.name)
    transfers: list[Transfer] = []
    try:
        with session.begin_nested():
            transfers = _transfer_each(session, operator, target, actor=None, at=at)
            raise _UndoError
    except _UndoError:
        read_again(session, operator, target)
    return transfers


def read_again(session: Session, *operators_concerned: Operator | None) -> None:
    """Read again what was changed and undone: no edge may read the database by itself."""
    session.expire_all()
    for operator in operators_concerned:
        if operator is not None:
            session.refresh(operator)


def transfer(
    session: Session,
    operator: Operator,
    target: Operator | None,
    plan: int,
    *,
    planned_chance: Callable[[int], int],
    actor: Actor,
    at: Moment,
) -> list[Transfer]:
    """Transfer as the preview showed, then assign what waits; raises Refused if things have changed.

    `plan` is the hash of the preview; `planned_chance` draws as the preview did.
    """
    transfers: list[Transfer] = []
    try:
        with session.begin_nested():
            transfers = _transfer_each(
                session, operator, target, actor=actor, at=replace(at, chance=planned_chance)
            )
            if hash_plan(transfers) != plan:
                raise Refused(Reason.CHANGED_SINCE)
    except Refused:
        read_again(session, operator, target)
        raise
    queue.drain_for(session, [operator.id], at=at)
    return transfers


def hash_plan(transfers: Sequence[Transfer]) -> int:
    """Return a number that tells these transfers from others and fits on a button."""
    return crc32(repr([(m.contact_id, m.operator_id, m.waits) for m in transfers]).encode()) & 0x7FFFFFFF


def _transfer_each(
    session: Session, operator: Operator, target: Operator | None, *, actor: Actor | None, at: Moment
) -> list[Transfer]:
    held = operators.list_open(session, operator.id)
    concerned = [operator.id, *([target.id] if target else [])]
    locks.lock(session, {*(c.source_id for c in held), *sources.sources_served_by(session, concerned)})
    transfers = []
    for contact in held:
        session.refresh(contact)
        if contact.operator_id != operator.id or contact.status is Status.COMPLETED:
            continue
        refusal = _transfer_one(session, contact, operator, target, actor=actor, at=at)
        new = contact.operator_id if contact.operator_id != operator.id else None
        transfers.append(Transfer(contact.id, new, waits=contact.is_waiting, refusal=refusal))
    return transfers


def _transfer_one(
    session: Session,
    contact: Contact,
    operator: Operator,
    target: Operator | None,
    *,
    actor: Actor | None,
    at: Moment,
) -> Refused | None:
    """Give a contact to the target, or by draw; nobody is kept waiting by an operator who is away."""
    if target is None:
        is_given = assignment.assign(session, contact, AssignmentReason.MOVED, actor=actor, at=at)
        is_away = not (operator.is_active and operator.on_shift and is_at_work(operator, at=at))
        if not is_given and is_away and guards.has_successor(session, contact, at=at):
            transitions.put_back(session, contact, actor=actor, at=at)
        return None
    try:
        assignment.give(session, contact, target, actor=actor, at=at)
    except Refused as refusal:
        return refusal
    return None
