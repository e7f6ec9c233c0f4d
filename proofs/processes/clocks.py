"""A clock that is set forward and back by hours while people talk: nothing is lost, and nothing waits for it."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from proofs.processes.office import open_office
from proofs.processes.small_office import begin_work, end_work
from tests.ports import find_port

STAYS = 3.0  # seconds
HOURS = (-11, -5, -1, -0.1, 0.1, 1, 5, 11)  # a key of the API holds for 24 hours
SETTLES = 60.0
FEWEST = 4  # times, however slow the machine is


async def step_clocks(folder: Path, *, ends: float, tell: Callable[[str], None]) -> dict[str, int]:
    """Set the clock again and again; returns the figures of the history, raises Broken."""
    random, times, hours = Random(7), 0, 0.0
    async with open_office(folder, pause_after_missed=0, api_port=find_port()) as office:
        crowd = await begin_work(office)
        while times < FEWEST or time.monotonic() < ends - SETTLES / 2:
            await asyncio.sleep(STAYS)
            times += 1
            hours = random.choice([one for one in HOURS if one != hours])
            office.set_clock(hours)
            tell(f"clock: {hours:+.1f} hours")
        office.set_clock(hours - 5)  # what is to be tried again then must not wait for that
        crowd.facts.append({"fact": "clock"})
        return {**await end_work(office, crowd, SETTLES), "steps of the clock": times + 1}
