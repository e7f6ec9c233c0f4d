"""What an office would come to: many runs of it, each with its own seed, and how far one of them may be off.

An interval is one in which a further run would lie in 95 of 100 cases, if runs are normally distributed:
Student's prediction interval. Pure; slow (seconds): for a thread or a process of its own.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from random import Random
from statistics import NormalDist, fmean, quantiles, stdev

from services.what_if.engine import Run, run
from services.what_if.office import Office

WORK = 100_000  # arrivals in all runs of a forecast
RUNS = (10, 60)  # at least and at most
LEVEL = 0.95
TWENTY = 20
SEED = 1


@dataclass(frozen=True, slots=True)
class Range:
    """A figure to be expected, and between which it lies."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Expected:
    """What one operator is to expect: the share of the requests, and the part of the time at the limit."""

    operator_id: int
    name: str
    share: Range
    full: Range
    really: float | None  # the share that there really was; None: nobody got anything


@dataclass(frozen=True, slots=True)
class Forecast:
    """What an office would come to; times are in seconds of the sources' hours, None: there was none."""

    arrivals: int
    runs: int
    operators: Sequence[Expected]
    waited: Range  # the part of the requests for which nobody was free at once
    longest_wait: Range | None  # of nine in ten, for an operator
    answer: Range | None  # half of the first answers came within it
    longest_answer: Range | None  # nine in ten did
    answers: Sequence[float]  # within how long each twentieth more of them came, the last one left out

    def find_error(self) -> float:
        """Return by how much a share by the model differs most from what really came."""
        gaps = (abs(one.share.mean - one.really) for one in self.operators if one.really is not None)
        return max(gaps, default=0.0)


def forecast(
    office: Office,
    make_random: Callable[[int], Random],
    source_ids: Iterable[int] | None = None,
    *,
    seed: int = SEED,
) -> Forecast:
    """Return what an office would come to; shares are of all sources, or of some."""
    count = min(max(WORK // max(len(office.arrivals), 1), RUNS[0]), RUNS[1])
    runs = [run(office, make_random(seed * 1_000_003 + number)) for number in range(count)]
    chosen = set(office.places if source_ids is None else source_ids)
    return Forecast(
        arrivals=len(office.arrivals),
        runs=count,
        operators=list(_list_expected(office, runs, chosen)),
        waited=estimate([_divide(sum(wait > 0 for wait in one.waits), len(one.waits)) for one in runs]),
        longest_wait=_estimate_some(find_nine_in_ten(one.waits) for one in runs),
        answer=_estimate_some(find_half(one.answers) for one in runs),
        longest_answer=_estimate_some(find_nine_in_ten(one.answers) for one in runs),
        answers=_list_quantiles([one.answers for one in runs if len(one.answers) > 1]),
    )


def _list_expected(office: Office, runs: Sequence[Run], chosen: set[int]) -> Iterable[Expected]:
    totals = [sum(n for (source, _), n in one.got.items() if source in chosen) for one in runs]
    really = sum(n for (source, _), n in office.got.items() if source in chosen)
    for worker in office.workers:
        counts = [sum(one.got[source, worker.id] for source in chosen) for one in runs]
        was = sum(office.got.get((source, worker.id), 0) for source in chosen)
        shares = [_divide(n, total) for n, total in zip(counts, totals, strict=True)]
        yield Expected(
            worker.id,
            worker.name,
            share=estimate(shares),
            full=estimate([one.full.get(worker.id, 0.0) for one in runs]),
            really=was / really if really else None,
        )


def estimate(values: Sequence[float]) -> Range:
    """Return what a further value is to be expected to be, from some; never below 0."""
    mean = fmean(values)
    if len(values) < 2:
        return Range(mean, mean, mean)
    reach = find_t(len(values) - 1) * stdev(values) * math.sqrt(1 + 1 / len(values))
    return Range(mean, max(mean - reach, 0.0), mean + reach)


def find_t(freedom: int) -> float:
    """Return Student's quantile for LEVEL, by the expansion of Cornish and Fisher; exact to 1 % from 5 on."""
    z = NormalDist().inv_cdf((1 + LEVEL) / 2)
    terms: tuple[float, ...] = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
    )
    return z + math.fsum(term / freedom**power for power, term in enumerate(terms, 1))


def find_half(values: Sequence[float]) -> float | None:
    """Return the median; None of nothing."""
    return sorted(values)[len(values) // 2] if values else None


def find_nine_in_ten(values: Sequence[float]) -> float | None:
    """Return what nine in ten are at most; None of nothing."""
    if len(values) < 2:
        return values[0] if values else None
    return quantiles(values, n=10, method="inclusive")[-1]


def _estimate_some(values: Iterable[float | None]) -> Range | None:
    known = [value for value in values if value is not None]
    return estimate(known) if known else None


def _list_quantiles(several: Sequence[Sequence[float]]) -> list[float]:
    curves = [quantiles(values, n=TWENTY, method="inclusive") for values in several]
    return [fmean(some) for some in zip(*curves, strict=True)]


def _divide(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
