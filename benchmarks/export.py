"""How long both files of /export take with 100,000 contacts stored, until the first of them can be sent.

Beside it what phonenumbers alone takes to write as many phones: both feel alike what else the machine does.
Meanwhile the loop is looked at, as nobody else may have to wait. Runs for a minute.
"""

import asyncio
import os
import platform
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # run as a program, this file's own folder stands there

from bot.aiogram_models import import_aiogram

import_aiogram()

from aiogram.client.session.base import BaseSession
from aiogram.methods import SendDocument
from aiogram.types import Chat, Message
from sqlalchemy import make_url

from benchmarks.api import STORED, fill
from bot.intake.long_answers import make_long
from bot.runtime.worker import Worker
from bot.serve import tune_interpreter
from bot.ui.phones import write_any
from bot.ui.texts import speak
from bot.views.export.answer import Upload, answer_export
from bot.work import create_workers
from edges.signals import Signal
from models.database.sqlite import SqliteDatabase
from services.policy import BusinessRules, Policy
from services.reports.periods import count_back

ROUNDS = 3
DAYS = 100
LOOK = 0.001  # seconds between two looks at the loop
PROMISED = 1.5  # times what phonenumbers takes


class Nowhere(BaseSession):
    """What the bot sends with: it notes when the first file comes, and how large each one is."""

    def __init__(self) -> None:
        super().__init__()
        self.first: tuple[float, float] | None = None
        self.sizes: dict[str, int] = {}

    async def make_request(self, bot: Any, method: Any, timeout: int | None = None) -> Any:  # noqa: ASYNC109 (its name)
        """Take what is sent; nobody answers."""
        if isinstance(method, SendDocument):
            assert isinstance(method.document, Upload)
            self.first = self.first or read_clocks()
            name = str(method.document.filename)
            chunks = [chunk async for chunk in method.document.read(bot)]
            self.sizes[name] = sum(map(len, chunks))
        return Message(message_id=1, date=datetime.now(UTC), chat=Chat(id=1, type="private"))

    async def close(self) -> None:
        """Do nothing."""

    async def stream_content(self, *_given: Any, **_named: Any) -> Any:
        """Have nothing to give."""
        yield b""


def read_clocks() -> tuple[float, float]:
    """Return the seconds that this process has used, and those on the clock."""
    return time.process_time(), time.perf_counter()


async def look_at_loop(waits: list[float]) -> None:
    """Note how much later than asked for the loop comes back, until cancelled."""
    while True:
        before = time.perf_counter()
        await asyncio.sleep(LOOK)
        waits.append(time.perf_counter() - before - LOOK)


async def export(worker: Worker) -> tuple[float, float, list[float], dict[str, int]]:
    """Answer an export; returns seconds of CPU and of the clock, the loop's waits, and the files' sizes."""
    session, waits = Nowhere(), list[float]()
    worker.bot.session = session
    answer = answer_export(1, speak("en"), count_back(DAYS, at=worker.take_moment()))
    looking = asyncio.create_task(look_at_loop(waits))
    cpu, wall = read_clocks()
    await make_long(worker, answer, asyncio.Event())
    looking.cancel()
    assert session.first is not None
    return session.first[0] - cpu, session.first[1] - wall, sorted(waits), session.sizes


def write_phones() -> float:
    """Return the seconds of CPU that phonenumbers takes for as many phones."""
    before = time.process_time()
    for number in range(STORED):
        write_any(f"+7903{number:07d}")
    return time.process_time() - before


async def main() -> int:
    """Measure both in turn; returns the exit code."""
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    ratios = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "stored", "leadbot.db")
        await asyncio.to_thread(fill, path, STORED)
        database = await SqliteDatabase.open(make_url(f"sqlite+aiosqlite:///{path}"))
        rules = BusinessRules(Policy())
        [worker] = create_workers(
            ["1:benchmark"], "http://localhost", None, rules, database, Signal(), sends_per_second=0
        )
        await worker.bot.session.close()
        tune_interpreter()
        print(f"\n{STORED:,} contacts, {ROUNDS} rounds, in seconds; the loop's waits in milliseconds:\n")
        print(f"{'CPU':>9}{'wall':>9}{'p50':>9}{'p99':>9}{'max':>9}{'phonenumbers':>15}")
        for _ in range(ROUNDS):
            cpu, wall, waits, sizes = await export(worker)
            phones = await asyncio.to_thread(write_phones)
            ratios.append(cpu / phones)
            shown = [1000 * waits[place] for place in (len(waits) // 2, len(waits) * 99 // 100, -1)]
            print(
                f"{cpu:>9.2f}{wall:>9.2f}" + "".join(f"{wait:>9.1f}" for wait in shown) + f"{phones:>15.2f}"
            )
        await database.close()
    print("\n" + ", ".join(f"{name}: {size / 1e6:.1f} MB" for name, size in sizes.items()))
    print(f"CPU of the export: {min(ratios):.1f} times that of phonenumbers (promised: {PROMISED})")
    return int(min(ratios) > PROMISED)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
