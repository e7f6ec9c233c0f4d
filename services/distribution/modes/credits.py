"""What operators are owed where contacts go in turn: noted with each contact, cleared to begin anew."""

from collections.abc import Collection
from typing import cast

from sqlalchemy import Table, bindparam, update
from sqlalchemy.orm import Session

from models import OperatorSourceWeight
from services.distribution.decisions import TurnDecision
from services.distribution.modes import turns

TABLE = cast(Table, OperatorSourceWeight.__table__)
NOTE = (
    update(TABLE)
    .where(TABLE.c.source_id == bindparam("of_source"), TABLE.c.operator_id == bindparam("of_operator"))
    .values(credit=bindparam("owed"))
)


def note(session: Session, decision: TurnDecision) -> None:
    """Note what everybody is owed who could have taken a contact.

    The caller has locked the source and so its operators: links of one bot go on one after the other.
    """
    owed = turns.settle(decision.turns, decision.operator_id)
    of_source = decision.weights_source_id
    session.connection().execute(
        NOTE,
        [{"of_source": of_source, "of_operator": id_, "owed": credit} for id_, credit in owed.items()],
    )


def clear(session: Session, source_ids: Collection[int]) -> None:
    """Owe nobody anything, so that all begin alike."""
    session.flush()
    session.execute(update(TABLE).where(TABLE.c.source_id.in_(source_ids)).values(credit=0))
