"""The crash sweep: a real process dies at each commit, send and poll of the conversation, one after another."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from proofs.processes.conversation import converse, hire
from proofs.processes.office import open_office
from proofs.processes.points import KINDS


@dataclass(slots=True)
class Swept:
    """What a sweep has done."""

    points: Counter[str]  # of one conversation
    deaths: int = 0
    missed: int = 0  # points that a later conversation did not come to
    figures: dict[str, int] | None = None


def choose(points: Counter[str], most: int | None) -> list[tuple[str, int]]:
    """Return the points to die at, evenly chosen if there are too many, in an order of chance.

    So those that a slow machine comes to are a fair sample.
    """
    all_points = sorted(
        ((number / points[kind], kind, number) for kind in KINDS for number in range(1, points[kind] + 1)),
    )
    step = 1.0 if most is None else max(1.0, len(all_points) / most)
    chosen = [all_points[int(place * step)] for place in range(int(len(all_points) / step))]
    Random(1).shuffle(chosen)
    return [(kind, number) for _, kind, number in chosen]


async def sweep(
    folder: Path, address: str | None, *, most: int | None, ends: float, tell: Callable[[str], None]
) -> Swept:
    """Play the conversation once, then once for each point; raises Broken when a promise broke."""
    async with open_office(folder, address) as office:
        staff = await hire(office)
        await office.settle()
        office.arm("none", 0)
        await converse(office, staff, 0)
        swept = Swept(Counter(office.list_passed()))
        _, swept.figures = await office.judge()
        chosen = choose(swept.points, most)
        tell(f"{sum(swept.points.values())} points {dict(swept.points)}, {len(chosen)} chosen")
        for done, (kind, number) in enumerate(chosen, 1):
            if time.monotonic() > ends:
                tell(f"out of time after {done - 1} of {len(chosen)} points")
                break
            before = office.deaths
            office.arm(kind, number)
            tell(f"point {done} of {len(chosen)}: {kind} {number}")
            await converse(office, staff, done)
            office.list_passed()
            swept.missed += office.deaths == before
            _, swept.figures = await office.judge()
        swept.deaths = office.deaths
        return swept
