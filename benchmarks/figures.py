"""What a run of `make bench` has found.

Of the rounds the least counts, figure by figure: what else the machine does only ever adds, to all alike.
"""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, field

from benchmarks.counts import Counted
from benchmarks.start import Begun

ECHO, SQLITE, POSTGRES = "echo", "SQLite", "PostgreSQL"
NEW, FOLLOW_UPS, PRESSES = "new contacts in a burst", "follow-ups in a burst", "presses in a burst"
PACED, BY_THREE = "25 messages a second", "new contacts by 3 bots"
POSTS = "contacts by API, 16 connections"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a message costs: seconds of CPU and on the clock, and milliseconds until it is shown."""

    cpu: float
    wall: float
    p50: float = 0
    p95: float = 0

    @property
    def rate(self) -> float:
        """Return how many there are in a second."""
        return 1 / self.wall


class Results:
    """What has been measured, by load and by whose it is."""

    def __init__(self) -> None:
        self._costs: dict[tuple[str, str], list[Cost]] = {}

    def add(self, load: str, who: str, cost: Cost) -> None:
        """Note a round."""
        self._costs.setdefault((load, who), []).append(cost)

    def least(self, load: str, who: str) -> Cost:
        """Return the least of each figure."""
        return Cost(*map(min, zip(*map(astuple, self._costs[load, who]), strict=True)))

    def list_rounds(self) -> Iterable[tuple[str, str, Sequence[Cost]]]:
        """Return all there is: load, whose, and each round."""
        return [(*key, costs) for key, costs in self._costs.items()]


@dataclass(slots=True)
class Measured:
    """All that a run has found: costs of loads, megabytes, starts, and counts by whose, kind and batch."""

    results: Results = field(default_factory=Results)
    memory: dict[str, int] = field(default_factory=dict)
    begun: dict[str, Begun] = field(default_factory=dict)
    counted: dict[str, dict[tuple[str, int], Counted]] = field(default_factory=dict)
    deadlocks: int = 0
