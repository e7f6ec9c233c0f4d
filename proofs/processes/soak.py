"""The soak: the conversation again and again under a faulty Telegram, with a kill at a moment of chance."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from proofs.processes.conversation import converse, hire
from proofs.processes.office import open_office
from tests.process.program import until

FAULTS = ("flood", "server_error", "bad_gateway", "drop_before", "slow")
SHARE = 0.03  # of all calls, of each fault
LONGEST = 12.0  # seconds that a process works before it is killed
CONNECTED = "is connected"  # in the log of a process that works


async def soak(folder: Path, seconds: float, tell: Callable[[str], None]) -> dict[str, int]:
    """Let that go on for so many seconds; returns the figures of the history, raises Broken."""
    random, ends = Random(3), time.monotonic() + seconds
    async with open_office(folder) as office:
        staff = await hire(office)
        for number, fault in enumerate(FAULTS):
            more = {"retry_after": 1} if fault == "flood" else {"seconds": 0.2} if fault == "slow" else {}
            await office.telegram.post("faults", fault=fault, share=SHARE, seed=number, **more)

        async def kill() -> None:
            while True:
                # A process that is killed before it works proves nothing, and a busy machine starts it slowly.
                await until(lambda: office.read_log().count(CONNECTED) > office.deaths, "a start", 120)
                await asyncio.sleep(random.uniform(0, LONGEST))
                office.kill()

        killing = asyncio.create_task(kill())
        rounds = 0
        try:
            while time.monotonic() < ends:
                rounds += 1
                await converse(office, staff, rounds)
                tell(f"soak: {rounds} conversations, {office.deaths} kills")
        finally:
            killing.cancel()
        await office.telegram.clear_faults()
        await office.settle()
        _, figures = await office.judge()
        return figures
