"""The soak: the conversation again and again under a faulty Telegram, with kills at moments of chance.

Half of the time the bot asks for updates, half of it Telegram brings them.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from proofs.processes.conversation import converse, hire
from proofs.processes.office import open_office
from tests.ports import find_port
from tests.process.program import until

FAULTS = ("flood", "server_error", "bad_gateway", "drop_before", "slow")
SHARE = 0.03  # of all calls, of each fault
LONGEST = 6.0  # seconds that a process works before it is killed
CONNECTED = "is connected"  # in the log of a process that works


async def soak(folder: Path, seconds: float, tell: Callable[[str], None]) -> dict[str, int]:
    """Let that go on for so many seconds; returns the figures of the histories, raises Broken."""
    total = Counter[str]()
    for mode in ("brought", "asked for"):
        part = folder / mode.replace(" ", "-")
        part.mkdir()
        settings: dict[str, Any] = {}
        if mode == "brought":
            port = find_port()
            settings = {"api_port": port, "webhook_url": f"http://127.0.0.1:{port}/telegram"}
        total.update(await soak_one(part, seconds / 2, partial(tell_of, tell, mode), **settings))
    return dict(total)


def tell_of(tell: Callable[[str], None], mode: str, what: str) -> None:
    """Tell something of one way."""
    tell(f"{mode}: {what}")


async def soak_one(
    folder: Path, seconds: float, tell: Callable[[str], None], **settings: Any
) -> dict[str, int]:
    """Let it go on in one way."""
    random, ends = Random(3), time.monotonic() + seconds
    async with open_office(folder, **settings) as office:
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
                tell(f"{rounds} conversations, {office.deaths} kills")
        finally:
            killing.cancel()
        await office.telegram.clear_faults()
        await office.settle()
        _, figures = await office.judge()
        return figures
