"""How many draws each operator won, and how many were to be expected: exact, from the stored decisions."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from json import loads
from math import fsum

from sqlalchemy import Text, cast, func, select
from sqlalchemy.orm import Session

from models import Event
from services import events

PART = 500  # rows
# A draw as `assignment.describe` has it and the database spells it. The same candidate with the same load
# comes again and again: to read each spelling once takes a fraction of the time of reading it all as JSON.
DRAWN = re.compile(r'"operator_id": (\d+), "ticket": \d+, "total": (\d+), [^[]*"candidates": \[\{([^]]*)\}\]')
CLOCKS_DIFFER = timedelta(days=1)  # between processes, at most


@dataclass(frozen=True, slots=True)
class Shares:
    """Of `draws`: how many each operator won, and the sum of each one's chances."""

    draws: int
    won: dict[int, int]
    expected: dict[int, float]


def count_shares(session: Session, since: datetime) -> Shares:
    """Return the shares in all draws since then; what an admin assigned by hand was no draw."""
    won, seen = Counter[int](), defaultdict[int, Counter[str]](Counter)
    for text in _read_decisions(session, since):
        if drawn := DRAWN.search(text):
            won[int(drawn[1])] += 1
            seen[int(drawn[2])].update(drawn[3].split("}, {"))
    return Shares(won.total(), dict(won), add_chances(seen))


def add_chances(seen: dict[int, Counter[str]]) -> dict[int, float]:
    """Return the expected number of draws won from {total: {candidate: how often}}."""
    chances = defaultdict[int, list[float]](list)
    for total, candidates in seen.items():
        scores = Counter[int]()
        for text, times in candidates.items():
            candidate = loads(f"{{{text}}}")
            scores[candidate["operator_id"]] += candidate["score"] * times
        for operator_id, score in scores.items():
            chances[operator_id].append(score / total)
    return {operator_id: fsum(parts) for operator_id, parts in chances.items()}


def _read_decisions(session: Session, since: datetime) -> Iterator[str]:
    rows = (
        select(cast(Event.data, Text))
        .where(
            Event.id >= _find_first(session, since - CLOCKS_DIFFER),
            Event.kind == events.Kind.ASSIGNED.value,
            Event.at >= since,
        )
        .execution_options(yield_per=PART)
    )
    for part in session.scalars(rows).partitions():
        yield from part


def _find_first(session: Session, since: datetime) -> int:
    """Return the id of the first event since then: events have the order of time, and no index on it."""
    low, high = 0, (session.scalar(select(func.max(Event.id))) or 0) + 1
    while low < high:
        middle = (low + high) // 2
        at = session.scalar(select(Event.at).where(Event.id >= middle).order_by(Event.id).limit(1))
        if at is None or at >= since:
            high = middle
        else:
            low = middle + 1
    return low
