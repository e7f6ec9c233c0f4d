"""How many draws each operator won, and how many were to be expected: exact, from the stored decisions."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import fsum

from sqlalchemy import Text, cast, func, select
from sqlalchemy.orm import Session

from models import Event
from services import events
from services.distribution import decisions
from services.distribution.decisions import Decision

PART = 200  # rows
OUT_OF_ORDER = timedelta(days=1)  # at most, in time: a clock was set back, or two differ


@dataclass(frozen=True, slots=True)
class Shares:
    """Of `draws`: how many each operator won, and the sum of each one's chances."""

    draws: int
    won: dict[int, int]
    expected: dict[int, float]


def count_shares(session: Session, since: datetime) -> Shares:
    """Return the shares in all draws since then; what was decided in another way was no draw."""
    won, scores = Counter[int](), defaultdict[int, Counter[int]](Counter)
    for decision in _read_decisions(session, since):
        if tickets := decision.tickets:
            won[decision.operator_id] += 1
            scores[sum(tickets.values())].update(tickets)
    return Shares(won.total(), dict(won), add_chances(scores))


def add_chances(scores: dict[int, Counter[int]]) -> dict[int, float]:
    """Return the expected number of draws won from {total: {operator: scores added up}}.

    Draws with the same total are added up as whole numbers, so that next to nothing is rounded.
    """
    chances = defaultdict[int, list[float]](list)
    for total, added in scores.items():
        for operator_id, score in added.items():
            chances[operator_id].append(score / total)
    return {operator_id: fsum(parts) for operator_id, parts in chances.items()}


def _read_decisions(session: Session, since: datetime) -> Iterator[Decision]:
    rows = (
        select(cast(Event.data, Text))  # read as text: a value from it takes less time than one from a dict
        .where(
            Event.id >= find_first(session, since - OUT_OF_ORDER),
            Event.kind == events.Kind.ASSIGNED.value,
            Event.at >= since,
        )
        .execution_options(yield_per=PART)
    )
    for part in session.scalars(rows).partitions():
        yield from map(decisions.read_text, part)


def find_first(session: Session, since: datetime) -> int:
    """Return the id of the first event since then: they are about in the order of time, without an index."""
    low, high = 0, (session.scalar(select(func.max(Event.id))) or 0) + 1
    while low < high:
        middle = (low + high) // 2
        at = session.scalar(select(Event.at).where(Event.id >= middle).order_by(Event.id).limit(1))
        if at is None or at >= since:
            high = middle
        else:
            low = middle + 1
    return low
