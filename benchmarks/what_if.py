"""Whether what a forecast promises comes true: forecast, then really replayed through the services.

    python -m benchmarks.what_if [SEEDS]    0: only what it takes

For each seed a made-up office of five operators and two bots lives two weeks through the rules of the bot.
From its history alone a forecast says what Anna's weight of 5 instead of 2 would have done. Then the same
requests come again, with that weight, to operators who take other times of the same kind. Counted is how
often a share lies within its interval, which is to hold 95 of 100 (`services.what_if.forecast.LEVEL`).
The last lines are what a forecast of 10 days with 1,000 requests each takes.
"""

import asyncio
import sys
import time
from dataclasses import dataclass, replace
from random import Random

from benchmarks.live_office import ANNA_BEFORE, list_arrivals, live
from services.what_if.forecast import Forecast, forecast
from services.what_if.office import Office

ANNA_AFTER = 5


def change_anna(office: Office, weight: int) -> Office:
    """Return an office with another weight of the first operator."""
    anna = office.workers[0].id
    return replace(office, weights={id_: {**some, anna: weight} for id_, some in office.weights.items()})


@dataclass(slots=True)
class Hits:
    """How many of the shares were within their intervals."""

    inside: int = 0
    all: int = 0
    width: float = 0.0

    def count(self, promised: Forecast, came: Office) -> None:
        total = sum(came.got.values())
        for expected in promised.operators:
            share = sum(n for (_, id_), n in came.got.items() if id_ == expected.operator_id) / total
            self.inside += expected.share.low <= share <= expected.share.high
            self.all += 1
            self.width += expected.share.high - expected.share.low


def measure(seeds: int) -> tuple[Hits, Hits]:
    """Return how often shares were within their intervals: as it was, and with another weight."""
    same, changed = Hits(), Hits()
    for seed in range(seeds):
        arrivals = list_arrivals(Random(seed))
        office = asyncio.run(live(arrivals, ANNA_BEFORE, seed)).office
        same.count(forecast(office, Random), office)
        came = asyncio.run(live(arrivals, ANNA_AFTER, 1000 + seed)).office
        changed.count(forecast(change_anna(office, ANNA_AFTER), Random), came)
    return same, changed


def measure_time() -> str:
    """Return what a forecast of 10 days with 1,000 requests each takes, with 40 operators."""
    arrivals = list_arrivals(Random(1), days=10, per_day=1000)
    timed = asyncio.run(live(arrivals, ANNA_BEFORE, 1, teams=8))
    begin = time.process_time()
    found = forecast(timed.office, Random)
    forecast(change_anna(timed.office, ANNA_AFTER), Random)
    seconds = time.process_time() - begin
    return (
        f"{found.arrivals:,} requests, {len(timed.office.workers)} operators: read in {timed.seconds:.1f} s, "
        f"2 × {found.runs} runs in {seconds:.1f} s of a processor"
    )


def main() -> None:
    """Print how often a forecast holds, and what it takes."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    names = ("as it was", f"Anna {ANNA_AFTER} instead of {ANNA_BEFORE}")
    for name, hits in zip(names, measure(seeds) if seeds else (), strict=bool(seeds)):
        width = 100 * hits.width / hits.all
        print(f"{name}: {hits.inside} of {hits.all} shares within their intervals, {width:.1f} points wide")

    print(measure_time())


if __name__ == "__main__":
    main()
