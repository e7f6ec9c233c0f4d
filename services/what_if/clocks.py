"""Clocks that run only at times: while an operator is there, or a source is open. Pure; in seconds."""

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

Stretch = tuple[float, float]  # from when until when; inf: without an end
ENDLESS = float("inf")
LONG_AGO = -4e9  # seconds; of an endless past nothing could be counted


class Clock:
    """A clock that runs in stretches, in their order and none over another."""

    def __init__(self, stretches: Iterable[Stretch]) -> None:
        self.stretches: Sequence[Stretch] = [one for one in stretches if one[0] < one[1]]
        self._starts = [start for start, _ in self.stretches]
        lengths = (end - start for start, end in self.stretches)
        self._sums = [0.0, *itertools.accumulate(lengths)]

    def runs(self, moment: float) -> bool:
        """Tell whether it runs at a moment; at the end of a stretch it does not."""
        place = bisect_right(self._starts, moment) - 1
        return place >= 0 and moment < self.stretches[place][1]

    def find_running(self, moment: float) -> float:
        """Return when it runs next, which may be now; inf if it never will."""
        if self.runs(moment):
            return moment
        place = bisect_right(self._starts, moment)
        return self._starts[place] if place < len(self._starts) else ENDLESS

    def count(self, moment: float) -> float:
        """Return how long it has run until a moment."""
        place = bisect_right(self._starts, moment) - 1
        if place < 0:
            return 0.0
        start, end = self.stretches[place]
        return self._sums[place] + min(moment, end) - start

    def find(self, since: float, length: float) -> float:
        """Return when it has run so long since a moment; inf if it never will."""
        wanted = self.count(since) + length
        place = max(bisect_left(self._sums, wanted) - 1, 0)
        if place >= len(self.stretches):
            return ENDLESS
        return max(since, self._starts[place] + wanted - self._sums[place])


ALWAYS = Clock([(LONG_AGO, ENDLESS)])


def intersect(some: Iterable[Stretch], others: Iterable[Stretch]) -> list[Stretch]:
    """Return when both of two clocks run, by their stretches."""
    found, left, right = [], list(some), list(others)
    n = m = 0
    while n < len(left) and m < len(right):
        start, end = max(left[n][0], right[m][0]), min(left[n][1], right[m][1])
        if start < end:
            found.append((start, end))
        if left[n][1] < right[m][1]:
            n += 1
        else:
            m += 1
    return found


def join(points: Iterable[tuple[float, bool]], begin: float) -> list[Stretch]:
    """Return when somebody was there who was seen there, or not, at these moments.

    What was seen holds until the next look, and before the first one, too.
    """
    found: list[Stretch] = []
    since, is_first = None, True
    for moment, is_there in points:
        if is_there and since is None:
            since = begin if is_first else moment
        elif not is_there and since is not None:
            found.append((since, moment))
            since = None
        is_first = False
    if since is not None:
        found.append((since, ENDLESS))
    return found
