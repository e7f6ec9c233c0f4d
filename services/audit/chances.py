"""How likely a difference is if every draw was fair: exact distributions, no normal approximation.

All is added up from positive numbers, so nothing cancels out: a tail is right to about ten digits. What is
cut off at the ends of a distribution is below 1e-25 a step.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROW = 256  # draws that are convolved one by one, many such rows at once; the rows pair by pair
NEGLIGIBLE = 1e-25
LARGEST_MATRIX = (
    300  # half of its side; with so many draws the bound differs from the truth by next to nothing
)

Chances = Mapping[tuple[int, int], int]  # (own tickets, all tickets) → how many draws were so


@dataclass(frozen=True, slots=True)
class Distribution:
    """How likely each number of draws won is: `masses[0]` belongs to `first`."""

    first: int
    masses: "NDArray[Any]"

    def tail_below(self, won: int) -> float:
        """Return the chance of so many or fewer."""
        return min(float(self.masses[: max(won - self.first + 1, 0)].sum()), 1.0)

    def tail_above(self, won: int) -> float:
        """Return the chance of so many or more."""
        return min(float(self.masses[max(won - self.first, 0) :].sum()), 1.0)


def count_wins(chances: Chances) -> Distribution:
    """Return the Poisson binomial distribution: of wins in draws of which each has its own chance."""
    import numpy as np

    sure = sum(count for (own, total), count in chances.items() if own == total)
    open_ones = [(own / total, count) for (own, total), count in chances.items() if 0 < own < total]
    each = np.repeat([chance for chance, _ in open_ones], [count for _, count in open_ones])
    rows = np.concatenate([each, np.zeros(-len(each) % ROW)]).reshape(-1, ROW)  # 0: a draw that none wins
    masses = np.zeros((len(rows), ROW + 1))
    masses[:, 0] = 1
    for place in range(min(ROW, len(each))):
        chance = rows[:, place, None]
        masses[:, 1:] = masses[:, 1:] * (1 - chance) + masses[:, :-1] * chance
        masses[:, 0] *= 1 - chance[:, 0]
    parts = [_trim(0, row) for row in masses] or [Distribution(0, np.ones(1))]
    while len(parts) > 1:
        odd = parts[len(parts) - 1 :] if len(parts) % 2 else []
        pairs = zip(parts[::2], parts[1::2], strict=False)
        parts = [_trim(a.first + b.first, np.convolve(a.masses, b.masses)) for a, b in pairs] + odd
    return Distribution(parts[0].first + sure, parts[0].masses)


def _trim(first: int, masses: "NDArray[Any]") -> Distribution:
    """Cut off the ends that are too unlikely to count."""
    import numpy as np

    kept = np.flatnonzero(masses > NEGLIGIBLE)
    return Distribution(first + int(kept[0]), masses[kept[0] : kept[-1] + 1])


def judge_wins(chances: Chances, won: int) -> float:
    """Return the two-sided p-value: twice the smaller of the chances of so few or fewer, so many or more."""
    wins = count_wins(chances)
    return min(1.0, 2 * min(wins.tail_below(won), wins.tail_above(won)))


def expect_wins(chances: Chances) -> float:
    """Return the sum of the chances."""
    return math.fsum(own * count / total for (own, total), count in chances.items())


def judge_uniform(places: Sequence[float]) -> float:
    """Return how likely it is that uniform places in [0, 1) leave the diagonal as far as these, or farther.

    That is Kolmogorov's test with its exact distribution; of what is far off, the bound 2·exp(-2nd²), which
    is never too small (Massart 1990).
    """
    import numpy as np

    count = len(places)
    if not count:
        return 1.0
    ordered, steps = np.sort(np.asarray(places)), np.arange(count + 1) / count
    farthest = float(max((steps[1:] - ordered).max(), (ordered - steps[:-1]).max()))
    bound = min(1.0, 2 * math.exp(-2 * count * farthest**2))
    if count * farthest > LARGEST_MATRIX or bound < 1e-9:  # beside 1 less would be rounding
        return bound
    return min(bound, max(1 - _stay_within(count, farthest), 0.0))


def _stay_within(count: int, distance: float) -> float:
    """Return Kolmogorov's distribution, as Marsaglia, Tsang and Wang evaluate it (2003)."""
    import numpy as np

    middle = int(count * distance) + 1
    side, rest = 2 * middle - 1, middle - count * distance
    steps = np.arange(side)
    lags = steps[:, None] - steps[None, :] + 1
    matrix = (lags >= 0).astype(float)
    powers = rest ** (steps + 1.0)
    matrix[:, 0] -= powers
    matrix[-1, :] -= powers[::-1]
    matrix[-1, 0] += max(2 * rest - 1, 0.0) ** side
    logs = np.cumsum(np.log(np.arange(1, side + 2)))  # of n!
    matrix *= np.where(lags > 0, np.exp(-logs[np.clip(lags, 1, side) - 1]), 1.0)
    # The power times count! / count ** count, each step scaled: both would leave what a float can hold.
    scale, power, base, scale_of_base, left = 0.0, np.eye(side), matrix, 0.0, count
    while left:
        if left % 2:
            power, scale = _rescale(power @ base, scale + scale_of_base)
        base, scale_of_base = _rescale(base @ base, 2 * scale_of_base)
        left //= 2
    found = power[middle - 1, middle - 1]
    if found <= 0:
        return 0.0
    return math.exp(math.log(found) + scale + math.lgamma(count + 1) - count * math.log(count))


def _rescale(matrix: "NDArray[Any]", scale: float) -> "tuple[NDArray[Any], float]":
    largest = float(abs(matrix).max())
    return matrix / largest, scale + math.log(largest)


def correct(values: Sequence[float]) -> list[float]:
    """Return p-values corrected for looking at all of them (Holm 1979): below 5 % one is flagged.

    If all was fair, the chance that any is flagged stays below 5 %, however they depend on each other.
    """
    corrected, highest = [1.0] * len(values), 0.0
    for rank, place in enumerate(sorted(range(len(values)), key=values.__getitem__)):
        highest = max(highest, min(1.0, (len(values) - rank) * values[place]))
        corrected[place] = highest
    return corrected
