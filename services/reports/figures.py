"""The figures of a period: what statistics consist of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from models import Source
from services.distribution.decisions import DecisionKind
from services.reports.measures.answering import Answering
from services.reports.measures.outcomes import OutcomeCount
from services.reports.measures.ratings import Thumbs
from services.reports.measures.waiting import HourOfDay
from services.reports.periods import Period


@dataclass(frozen=True, slots=True)
class Pace:
    """How long something took, in seconds: half of the times within `median`, nine of ten within `most`."""

    count: int
    median: int
    most: int


@dataclass(frozen=True, slots=True)
class Column:
    """One hour, day or week: what came in and what was completed then."""

    start: datetime
    received: int
    completed: int
    answering: Answering | None  # of who came then


@dataclass(frozen=True, slots=True)
class OperatorFigures:
    """An operator's contacts of the period, and how many draws were won of how many expected."""

    id: int
    name: str
    received: int
    completed: int
    taking: Pace | None
    answering: Answering | None  # since the operator had it
    won: int
    expected: float
    preferred: int  # got by a preference, counted apart from other draws
    ratings: Thumbs | None = None
    outcomes: Sequence[OutcomeCount] = ()


@dataclass(frozen=True, slots=True)
class SourceFigures:
    source: Source
    received: int
    completed: int
    waiting: int
    answering: Answering | None
    ratings: Thumbs | None = None
    outcomes: Sequence[OutcomeCount] = ()


@dataclass(frozen=True, slots=True)
class Promises:
    """How many who waited were told how long that usually takes, and how many waited no longer."""

    count: int
    kept: int

    @property
    def share(self) -> float:
        return self.kept / self.count


@dataclass(frozen=True, slots=True)
class Statistics:
    period: Period
    received: int
    completed: int
    waiting: int  # now
    answering: Answering | None  # from the client's first message until the first answer
    target: timedelta  # of a first answer; 0: none
    taking: Pace | None  # from the client's first message until an operator took it
    completing: Pace | None  # from the client's first message until it was completed
    promises: Promises | None  # to those who came then, and wait no longer
    columns: Sequence[Column]
    operators: Sequence[OperatorFigures]  # those who had or could have had something, in id order
    sources: Sequence[SourceFigures]  # those with something to tell, in id order
    draws: int
    preferred: int  # given out by a preference, counted apart from other draws
    hours: Sequence[HourOfDay]  # the queue over the day
    ratings: Thumbs | None = None  # by clients in the period
    ratings_by_kind: Mapping[DecisionKind, Thumbs] = field(default_factory=dict)  # of the last decision
    outcomes: Sequence[OutcomeCount] = ()  # of those completed in the period

    @property
    def is_empty(self) -> bool:
        return not (self.received or self.completed)
