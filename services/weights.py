"""An operator's share of a source."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Operator, OperatorSourceWeight, Source
from services import queue, sources
from services.refusals import Reason, Refused
from services.routing import Chance

WEIGHTS = range(0, 1001)


@dataclass(frozen=True, slots=True)
class Row:
    """A source with who shares it: (operator, weight) in operator order; `inherited`: these are its bot's."""

    source: Source
    shares: list[tuple[Operator, int]]
    inherited: bool


def set_weight(
    session: Session, operator: Operator, source: Source, weight: int, *, now: datetime, chance: Chance
) -> None:
    """Set a weight, 0 for none; what waits and can be assigned by it is assigned. Raises Refused."""
    if weight not in WEIGHTS:
        raise Refused(Reason.BAD_WEIGHT, most=WEIGHTS[-1])
    row = session.get(OperatorSourceWeight, (source.id, operator.id))
    if row is None:
        row = OperatorSourceWeight(source_id=source.id, operator_id=operator.id)
        session.add(row)
    row.weight = weight
    session.flush()
    queue.drain_for(session, [operator.id], now=now, chance=chance)


def table(session: Session) -> list[Row]:
    """Return every source with the weights that count for it."""
    operators = {o.id: o for o in session.scalars(select(Operator).order_by(Operator.id))}
    weights: dict[int, list[tuple[Operator, int]]] = {}
    for row in session.scalars(select(OperatorSourceWeight).order_by(OperatorSourceWeight.operator_id)):
        weights.setdefault(row.source_id, []).append((operators[row.operator_id], row.weight))
    rows = []
    for source in sources.list_sources(session):
        counted = sources.weights_source_id(session, source)
        rows.append(Row(source, weights.get(counted, []), inherited=counted != source.id))
    return rows
