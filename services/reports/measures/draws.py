"""How many draws each operator won, and how many were to be expected: exact, from the stored decisions."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from math import fsum

from pydantic import BaseModel
from sqlalchemy import ColumnElement, Text, cast, select
from sqlalchemy.orm import Session

from models import Event
from services import events
from services.distribution import decisions
from services.distribution.decisions import Decision, PreferenceDecision

PART = 200  # rows


class Draws(BaseModel):
    """Of some draws: how many each operator won, and {sum of scores: {operator: own scores added up}}.

    Draws with the same sum are added up as whole numbers, so that next to nothing is rounded.
    """

    won: Counter[int] = Counter()
    preferred: Counter[int] = Counter()  # what each got by a preference, which is counted apart
    scores: dict[int, Counter[int]] = {}

    @property
    def count(self) -> int:
        """How many they are."""
        return self.won.total()

    @property
    def expected(self) -> dict[int, float]:
        """How many each operator was to win: the sum of the chances."""
        chances = defaultdict[int, list[float]](list)
        for total, added in self.scores.items():
            for operator_id, score in added.items():
                chances[operator_id].append(score / total)
        return {operator_id: fsum(parts) for operator_id, parts in chances.items()}


def count_draws(session: Session, limits: Iterable[ColumnElement[bool]]) -> Draws:
    """Return the draws within limits of events; what was decided in another way was no draw."""
    won, scores = Counter[int](), defaultdict[int, Counter[int]](Counter)
    preferred = Counter[int]()
    for decision in _read_decisions(session, limits):
        if isinstance(decision, PreferenceDecision):
            preferred[decision.operator_id] += 1
        elif tickets := decision.tickets:
            won[decision.operator_id] += 1
            scores[sum(tickets.values())].update(tickets)
    return Draws(won=won, preferred=preferred, scores=scores)


def add_up(each: Iterable[Draws]) -> Draws:
    """Return all of them together."""
    won, scores = Counter[int](), defaultdict[int, Counter[int]](Counter)
    preferred = Counter[int]()
    for draws in each:
        won.update(draws.won)
        preferred.update(draws.preferred)
        for total, added in draws.scores.items():
            scores[total].update(added)
    return Draws(won=won, preferred=preferred, scores=scores)


def _read_decisions(session: Session, limits: Iterable[ColumnElement[bool]]) -> Iterator[Decision]:
    rows = (
        select(cast(Event.data, Text))  # read as text: a value from it takes less time than one from a dict
        .where(*limits, Event.kind == events.Kind.ASSIGNED.value)
        .execution_options(yield_per=PART)
    )
    for part in session.scalars(rows).partitions():
        yield from map(decisions.read_text, part)
