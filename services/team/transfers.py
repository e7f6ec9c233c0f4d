"""Contacts that an admin gives away by hand: one to an operator, or all that somebody has open to others.

What will move where is rehearsed first: the real thing, undone. The same chance then leads to the same moves.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zlib import crc32

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Contact, Operator, Status
from services import sources
from services.contacts import transitions
from services.distribution import assignment, queue
from services.distribution.candidates import evaluate
from services.distribution.routing import Chance
from services.refusals import Reason, Refused
from services.team import operators

LOOKED_AT = 20  # newest open contacts, for an example


@dataclass(frozen=True, slots=True)
class Move:
    """Where a contact goes; to nobody: it stays, with the target's obstacle if there was a target."""

    contact_id: int
    operator_id: int | None
    refusal: Refused | None = field(default=None, compare=False)


class _UndoError(Exception):
    """Ends a rehearsal."""


def give(
    session: Session, number: int, operator: Operator, *, now: datetime, chance: Chance, actor: str
) -> Contact:
    """Give an open contact, waiting or somebody's, to an operator; raises Refused."""
    contact = transitions.claim(session, number, operator.id)
    if contact.status is Status.COMPLETED:
        raise Refused(Reason.COMPLETED, number=number)
    former = contact.operator_id
    assignment.give(session, contact, operator, now=now, actor=actor)
    if former is not None:
        queue.drain_for(session, [former], now=now, chance=chance)
    return contact


def find_possible(session: Session) -> tuple[Contact, Operator] | None:
    """Return an open contact, one of the newest, and somebody else to whom it can be given."""
    rows = select(Contact).where(Contact.status != Status.COMPLETED).order_by(Contact.id.desc())
    for contact in session.scalars(rows.limit(LOOKED_AT)).all():
        for candidate in evaluate(session, contact).candidates:
            has_it = candidate.operator_id == contact.operator_id
            if not has_it and assignment.find_obstacle(candidate) is None:
                return contact, session.get_one(Operator, candidate.operator_id)
    return None


def rehearse(
    session: Session, operator: Operator, target: Operator | None, *, now: datetime, chance: Chance
) -> list[Move]:
    """Return where an operator's open contacts would go, to the target or by draw, changing nothing.

    Raises Refused if there is nothing to move, or nowhere.
    """
    if target is not None and target.id == operator.id:
        raise Refused(Reason.SAME_OPERATOR, name=operator.name)
    if not operators.list_open(session, operator.id):
        raise Refused(Reason.NOTHING_TO_MOVE, name=operator.name)
    moves: list[Move] = []
    try:
        with session.begin_nested():
            moves = _move_each(session, operator, target, now=now, chance=chance, actor="rehearsal")
            raise _UndoError
    except _UndoError:
        forget_attempt(session, operator, target)
    return moves


def forget_attempt(session: Session, *operators_concerned: Operator | None) -> None:
    """Read anew what an attempt that was undone has changed: no edge may read the database by itself."""
    session.expire_all()
    for operator in operators_concerned:
        if operator is not None:
            session.refresh(operator)


def carry_out(
    session: Session,
    operator: Operator,
    target: Operator | None,
    plan: int,
    *,
    now: datetime,
    rehearsing: Chance,
    chance: Chance,
    actor: str,
) -> list[Move]:
    """Move as rehearsed, and give the places that get free to who waits; raises Refused if things changed.

    `plan` numbers the rehearsed moves; `rehearsing` draws as the rehearsal did.
    """
    moves: list[Move] = []
    try:
        with session.begin_nested():
            moves = _move_each(session, operator, target, now=now, chance=rehearsing, actor=actor)
            if number_plan(moves) != plan:
                raise Refused(Reason.CHANGED_SINCE)
    except Refused:
        forget_attempt(session, operator, target)
        raise
    queue.drain_for(session, [operator.id], now=now, chance=chance)
    return moves


def number_plan(moves: Sequence[Move]) -> int:
    """Return a number that tells these moves from others; it fits on a button."""
    return crc32(repr([(m.contact_id, m.operator_id) for m in moves]).encode()) & 0x7FFFFFFF


def _move_each(
    session: Session,
    operator: Operator,
    target: Operator | None,
    *,
    now: datetime,
    chance: Chance,
    actor: str,
) -> list[Move]:
    held = operators.list_open(session, operator.id)
    concerned = [operator.id, *([target.id] if target else [])]
    sources.lock(session, {*(c.source_id for c in held), *sources.sources_served_by(session, concerned)})
    moves = []
    for contact in held:
        session.refresh(contact)
        if contact.operator_id != operator.id or contact.status is Status.COMPLETED:
            continue
        refusal = _move_one(session, contact, target, now=now, chance=chance, actor=actor)
        has_moved = contact.operator_id != operator.id
        moves.append(Move(contact.id, contact.operator_id if has_moved else None, refusal))
    return moves


def _move_one(
    session: Session,
    contact: Contact,
    target: Operator | None,
    *,
    now: datetime,
    chance: Chance,
    actor: str,
) -> Refused | None:
    if target is None:
        assignment.assign(session, contact, why="moved", now=now, chance=chance, actor=actor)
        return None
    try:
        assignment.give(session, contact, target, now=now, actor=actor)
    except Refused as refusal:
        return refusal
    return None
