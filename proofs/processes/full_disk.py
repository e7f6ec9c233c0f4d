"""A disk without room, again and again, under a crowd: what was confirmed is there, and everything goes on.

Every second time SQLite may have no page more, as on a full disk; else no file of the process may be written
beyond a size of chance, which ends a write half-way. Some of these times the process is killed as well.
"""

import asyncio
import resource
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from proofs.processes.office import Office, open_office
from proofs.processes.small_office import begin_work, end_work
from tests.ports import find_port

WITH_ROOM, WITHOUT = 2.5, 3.5  # seconds
KILLED = 0.25  # of the times without room
SETTLES = 60.0
FEWEST = 4  # times, however slow the machine is
RULES: dict[str, Any] = {"reopen_window_minutes": 0, "accept_timeout_minutes": 0}


async def fill_disk(folder: Path, *, ends: float, tell: Callable[[str], None]) -> dict[str, int]:
    """Let the disk be full again and again; returns the figures of the history, raises Broken."""
    random, times = Random(5), 0
    async with open_office(folder, **RULES, api_port=find_port()) as office:
        crowd = await begin_work(office)
        while times < FEWEST or time.monotonic() < ends - SETTLES / 2:
            await asyncio.sleep(WITH_ROOM)
            times += 1
            take_room(office, random.random() if times % 2 else None)
            await asyncio.sleep(WITHOUT)
            if random.random() < KILLED:
                office.kill()
            give_room(office)
            tell(f"disk full: {times} times")
        figures = await end_work(office, crowd, SETTLES)
        return {**figures, "times without room": times}


def take_room(office: Office, part: float | None) -> None:
    """Leave no page in the database, or no byte beyond a part of its log."""
    if part is None:
        office.set_full(True)
        return
    log = office.path.with_name(f"{office.path.name}-wal")
    at_most = int(part * log.stat().st_size) if log.exists() else 0
    limit(office, at_most)


def give_room(office: Office) -> None:
    """Let everything be as before."""
    office.set_full(False)
    limit(office, None)


def limit(office: Office, size: int | None) -> None:
    """Let no file of the process be written beyond a size."""
    assert office.program is not None
    if office.program.poll() is not None:
        return  # another one starts without a limit
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.prlimit(office.program.pid, resource.RLIMIT_FSIZE, (hard if size is None else size, hard))
