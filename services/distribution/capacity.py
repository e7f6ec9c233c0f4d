"""An operator's capacity: reserved by a conditional update, so the limit holds whatever else runs.

The statements are written once, and on the table: putting one together, and letting the session keep its
objects in step with it, takes several times what the database needs.
"""

from datetime import datetime
from typing import cast

from sqlalchemy import Table, bindparam, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key
from sqlalchemy.sql.dml import ReturningUpdate

from models import Actor, Operator
from models.database.unit import seeing
from services.hours.availability import recording
from services.moment import Moment
from services.refusals import Reason

TABLE = cast(Table, Operator.__table__)
IS_HIS = TABLE.c.id == bindparam("operator_id")
HAS_ROOM = (TABLE.c.load < TABLE.c.max_active_leads) & TABLE.c.is_active & TABLE.c.on_shift
TAKE = update(TABLE).where(IS_HIS, HAS_ROOM).values(load=TABLE.c.load + 1).returning(TABLE.c.load)
FREE = update(TABLE).where(IS_HIS).values(load=TABLE.c.load - 1).returning(TABLE.c.load)


def reserve(session: Session, operator_id: int) -> bool:
    """Count one more contact for an operator, if there is a free place at this very moment."""
    return _count(session, TAKE, operator_id) is not None


def release(session: Session, operator_id: int) -> None:
    """Count one contact less for an operator."""
    _count(session, FREE, operator_id)


def find_refusal(operator: Operator) -> Reason:
    """Return why an operator could not get one more contact."""
    if not operator.is_active:
        return Reason.OFF
    return Reason.FULL if operator.on_shift else Reason.PAUSED


def begin_pause(
    session: Session,
    operator: Operator,
    until: datetime | None = None,
    *,
    actor: Actor | None = None,
    at: Moment,
) -> None:
    """Let an operator get nothing new, until a moment or until he is back; one pause goes on in another."""
    if operator.on_shift:
        with recording(session, operator, actor=actor, at=at):
            operator.on_shift, operator.paused_at, operator.pause_asked_at = False, at.now, None
    operator.pause_until = until


def end_pause(session: Session, operator: Operator, *, actor: Actor | None = None, at: Moment) -> None:
    """Let an operator get contacts again."""
    with recording(session, operator, actor=actor, at=at):
        operator.on_shift, operator.missed = True, 0
    operator.paused_at = operator.pause_until = operator.pause_asked_at = None


def _count(session: Session, change: "ReturningUpdate[int]", operator_id: int) -> int | None:
    with seeing(session, Operator):  # a switch or limit that has just been changed counts
        load: int | None = session.scalar(change, {"operator_id": operator_id})
    operator = session.identity_map.get(identity_key(Operator, operator_id))
    if operator is not None and load is not None:
        set_committed_value(operator, "load", load)
    return load
