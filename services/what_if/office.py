"""An office as a model tries it: what came, who was there, and how long each took. Pure values, in seconds.

The model: requests come as they came; who was there then is there; each assignment takes as long as one of
the operator's own, drawn among those, by the operator's own clock. Who gets it is decided as the bot does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from models import Mode
from services.what_if.clocks import ALWAYS, Clock


@dataclass(frozen=True, slots=True)
class Handling:
    """What one assignment took of its operator's time: until the answer (None: of others), and in all."""

    answer: float | None
    whole: float


@dataclass(frozen=True, slots=True)
class OperatorModel:
    """An operator: when there, how many at once, and what each assignment took so far."""

    id: int
    name: str
    limit: int
    clock: Clock
    handlings: Sequence[Handling]
    is_own: bool = True  # whether the handlings are the operator's own; else everybody's, for want of them


@dataclass(frozen=True, slots=True)
class SourceModel:
    """A source: whose weights count for it, how it decides, and when it is open."""

    id: int
    name: str
    weights_id: int
    mode: Mode = Mode.DRAW
    hours: Clock = ALWAYS
    ahead: float = 0.0  # its priority
    second_after: float = 0.0


@dataclass(frozen=True, slots=True)
class Arrival:
    """A request that came; whom somebody named for it, or whom its source preferred then."""

    at: float
    source_id: int
    by_hand: int | None = None
    preferred: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Office:
    """All of it, between two moments; `open_before`: who had what at the first, and until when."""

    begin: float
    end: float
    workers: Sequence[OperatorModel]  # in the order of their ids, as the draw counts
    places: Mapping[int, SourceModel]
    weights: Mapping[int, Mapping[int, int]]  # source → operator → weight
    arrivals: Sequence[Arrival]  # in the order in which they came
    second: frozenset[tuple[int, int]] = frozenset()  # (source, operator): who helps after a while
    open_before: Sequence[tuple[int, float]] = ()
    got: Mapping[tuple[int, int], int] = field(default_factory=dict)  # really: (source, operator) → how many
