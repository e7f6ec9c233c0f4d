"""How many draws each operator won, and how many were to be expected: exact, from the stored decisions."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import fsum
from typing import Any

from sqlalchemy import ColumnElement, Integer, cast, func, select, true
from sqlalchemy.orm import Session

from models import Event
from services import events
from services.distribution.decisions import DecisionKind

CLOCKS_DIFFER = timedelta(days=1)  # between processes, at most


@dataclass(frozen=True, slots=True)
class Shares:
    """Of `draws`: how many each operator won, and the sum of each one's chances."""

    draws: int
    won: dict[int, int]
    expected: dict[int, float]


def count_shares(session: Session, since: datetime) -> Shares:
    """Return the shares in all draws since then; what was decided in another way was no draw."""
    drawn = _select_draws(session, since)
    won = _count_won(session, drawn)
    return Shares(sum(won.values()), won, _add_chances(session, drawn))


def _count_won(session: Session, drawn: list[ColumnElement[bool]]) -> dict[int, int]:
    wins = select(Event.data["operator_id"].as_integer().label("winner")).where(*drawn).subquery()
    rows = session.execute(select(wins.c.winner, func.count()).group_by(wins.c.winner))
    return dict(rows.all())


def _add_chances(session: Session, drawn: list[ColumnElement[bool]]) -> dict[int, float]:
    """Return the expected number of draws won by operator.

    The database adds up the scores of draws with the same total: whole numbers, so nothing is rounded.
    """
    candidates, read = _unfold_candidates(session)
    scores = (
        select(
            Event.data["total"].as_integer().label("total"),
            read("operator_id").label("operator_id"),
            read("score").label("score"),
        )
        .select_from(Event)
        .join(candidates, true())
        .where(*drawn)
        .subquery()
    )
    of_each = (scores.c.total, scores.c.operator_id)
    chances = defaultdict[int, list[float]](list)
    for total, operator_id, score in session.execute(
        select(*of_each, func.sum(scores.c.score)).group_by(*of_each)
    ):
        chances[operator_id].append(score / total)
    return {operator_id: fsum(parts) for operator_id, parts in chances.items()}


def _unfold_candidates(session: Session) -> tuple[Any, Callable[[str], ColumnElement[int]]]:
    """Return a row for each candidate of a decision, and what reads a number of it."""
    if session.get_bind().dialect.name == "sqlite":
        each = func.json_each(Event.data, "$.candidates").table_valued("value")
        return each, lambda key: func.json_extract(each.c.value, f"$.{key}", type_=Integer)
    element = func.json_array_elements(Event.data["candidates"]).table_valued("value")
    return element, lambda key: cast(element.c.value.op("->>")(key), Integer)


def _select_draws(session: Session, since: datetime) -> list[ColumnElement[bool]]:
    return [
        Event.id >= _find_first(session, since - CLOCKS_DIFFER),
        Event.kind == events.Kind.ASSIGNED.value,
        Event.at >= since,
        Event.data["kind"].as_string() == DecisionKind.DRAW.value,
    ]


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
