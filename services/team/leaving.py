"""How operators leave: cut off at once who is not meant, or dismissed for good. Nothing of theirs is lost."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from models import Account, Actor, Contact, Operator
from services.distribution import capacity, reassignment, weights
from services.distribution.decisions import AssignmentReason
from services.distribution.modes import pool
from services.hours.availability import recording
from services.moment import Moment
from services.refusals import Reason, Refused
from services.team import operators


@dataclass(frozen=True, slots=True)
class Left:
    """What became of the open contacts of who left: how many others have, and how many wait."""

    moved: int
    waiting: int


def cut_off(session: Session, operator: Operator, account: Account, *, actor: Actor, at: Moment) -> Left:
    """Take an operator from a Telegram account that has no right to it, until somebody joins by a fresh link.

    Raises Refused if it is another account's by now.
    """
    operators.lock(session, operator)
    if operator.telegram_id != account:
        raise Refused(Reason.CHANGED_SINCE)
    # Who has no account works by API, and gets requests from there.
    capacity.begin_pause(session, operator, actor=actor, at=at)
    return _let_go(session, operator, actor=actor, at=at)


def dismiss(session: Session, operator: Operator, *, actor: Actor, by: str, at: Moment) -> Left:
    """Dismiss an operator for good: off, out of all lists, the name free; the history keeps who did what.

    `by` is the name of who does it. Raises Refused for who has been dismissed already.
    """
    operators.lock(session, operator)
    operators.check_employed(operator)
    with recording(session, operator, actor=actor, at=at):
        operator.is_active, operator.dismissed_at = False, at.now
    operator.name_key = f"#{operator.id}"  # no name begins so
    left = _let_go(session, operator, actor=actor, at=at)
    weights.drop_all(session, operator, actor=actor, by=by, at=at)
    return left


def _let_go(session: Session, operator: Operator, *, actor: Actor, at: Moment) -> Left:
    """Give what an operator has open to others, or back to the queue, and unbind the account."""
    operator.link_hash = operator.link_expires_at = None
    held = operators.list_open(session, operator.id)
    reassignment.reassign_all(session, operator, AssignmentReason.CUT_OFF, actor=actor, at=at)
    former = operator.telegram_id
    operator.telegram_id = operator.grace_until = None
    session.flush()
    if former is not None:
        pool.close_cards_of(session, former, at=at)
    return Left(*_count(held))


def _count(held: list[Contact]) -> tuple[int, int]:
    waiting = sum(contact.operator_id is None for contact in held)
    return len(held) - waiting, waiting
