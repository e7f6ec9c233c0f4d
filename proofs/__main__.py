"""`make prove`: every promise tried, with a figure for each; ends with 1 when one broke.

`--bugs` plants bugs instead.
"""

import argparse
import asyncio
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from proofs import planting, seeded
from proofs.processes.clocks import step_clocks
from proofs.processes.company import trouble_company
from proofs.processes.full_disk import fill_disk
from proofs.processes.soak import soak
from proofs.processes.sweep import sweep
from tests.databases import create_database, find_binaries, run_postgres, start_postgres
from tests.once import FOLDER
from tests.process.program import ROOT

NO_POSTGRES = "skipped: no PostgreSQL in /usr/lib/postgresql"
RACES = (
    "tests/services/test_parallel.py",
    "tests/services/test_parallel_pool.py",
    "tests/services/test_parallel_precedence.py",
    "tests/services/test_interleaving.py",
)
# part: seconds it may take
PARTS = {
    "sweep-sqlite": 255,
    "sweep-postgres": 255,
    "seeds": 330,
    "four-processes": 140,
    "soak": 60,
    "disk-full": 60,
    "clocks": 60,
    "races": 60,
}
SWEEPS = ("sweep-sqlite", "sweep-postgres")  # they come last, and take what is left of the whole time
WHOLE = 870
AT_ONCE = (
    ("seeds",),
    ("four-processes",),
    ("soak", "disk-full", "clocks", "races"),
    SWEEPS,
)
PROCESSORS = max(2, os.cpu_count() or 2)


def tell(what: str) -> None:
    print(f"{datetime.now(UTC):%H:%M:%S} {what}", flush=True)


class Run:
    """What is proved, and where."""

    def __init__(self, folder: Path, given: argparse.Namespace) -> None:
        self.folder, self.given = folder, given
        self.postgres = folder / "postgres"
        self.began = time.monotonic()

    def find_end(self, part: str) -> float:
        """Return until when a part may take that begins now."""
        own = time.monotonic() + PARTS[part]
        return max(own, self.began + WHOLE) if part in SWEEPS and not self.given.part else own

    def start_postgres(self) -> None:
        if find_binaries() is not None:
            start_postgres(self.postgres)

    def stop_postgres(self) -> None:
        if self.postgres.exists():
            run_postgres(self.postgres, "stop", "-m", "immediate")

    def make_folder(self, name: str) -> Path:
        made = self.folder / name
        made.mkdir()
        return made

    async def prove(self, part: str) -> str:
        """Do one part; returns its figures, raises what broke."""
        ends = self.find_end(part)
        match part:
            case "sweep-sqlite":
                return await self.sweep(part, None, ends)
            case "sweep-postgres" | "four-processes" | "races" if not self.postgres.exists():
                return NO_POSTGRES
            case "sweep-postgres":
                return await self.sweep(part, create_database(self.postgres, "sweep"), ends)
            case "four-processes":
                create_database(self.postgres, "company")
                folder = self.make_folder(part)
                found = await trouble_company(folder, self.postgres, "company", ends=ends, tell=tell)
                return write(found)
            case "soak":
                return write(await soak(self.make_folder(part), PARTS[part], lambda s: tell(f"soak, {s}")))
            case "seeds":
                return await asyncio.to_thread(self.play_seeds, ends)
            case "disk-full":
                return write(await fill_disk(self.make_folder(part), ends=ends, tell=tell))
            case "clocks":
                return write(await step_clocks(self.make_folder(part), ends=ends, tell=tell))
            case _:
                return await asyncio.to_thread(run_tests, RACES, PARTS[part] * 3)

    async def sweep(self, part: str, address: str | None, ends: float) -> str:
        def say(what: str) -> None:
            tell(f"{part}: {what}")

        swept = await sweep(self.make_folder(part), address, most=self.given.points, ends=ends, tell=say)
        died = f"died at {swept.deaths} of {sum(swept.points.values())} points ({write(swept.points)})"
        return f"{died}, {swept.missed} not met again; {write(swept.figures or {})}"

    def play_seeds(self, ends: float) -> str:
        """Play as many histories as there is time for, one on each processor."""
        total, done = Counter[str](), 0
        with tempfile.TemporaryDirectory(prefix="proofs-seeds-", dir=seeded.find_memory()) as name:
            folder = Path(name)
            template = folder / "template.db"
            seeded.make_template(template)
            with ProcessPoolExecutor(PROCESSORS, mp_context=get_context("spawn")) as pool:
                waiting = {
                    pool.submit(seeded.play_figures, template, folder, seed): seed
                    for seed in range(self.given.seeds)
                }
                for played in as_completed(waiting):
                    try:
                        total.update(played.result())
                    except BaseException as error:
                        pool.shutdown(cancel_futures=True)
                        repeat = f"python -m proofs.seeded {waiting[played]}"
                        raise AssertionError(
                            f"{type(error).__name__}: {error}; repeat it: {repeat}"
                        ) from error
                    done += 1
                    if done % 100 == 0:
                        tell(f"seeds: {done} histories")
                    if time.monotonic() > ends:
                        pool.shutdown(cancel_futures=True)
                        break
        return f"{done} of {self.given.seeds} histories; {write(total)}"


def write(figures: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in figures.items() if count)


def run_tests(paths: tuple[str, ...], seconds: float) -> str:
    """Let tests run that set two transactions against each other; returns how many passed."""
    with tempfile.NamedTemporaryFile(suffix=".xml") as report:
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            f"--junitxml={report.name}",
        ]
        environment = {name: value for name, value in os.environ.items() if name != FOLDER}
        done = subprocess.run(
            [*command, *paths],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        assert done.returncode == 0, "; ".join(
            line for line in done.stdout.splitlines() if line.startswith("E  ")
        )
        [suite] = ElementTree.parse(report.name).getroot()
    return f"{suite.get('tests')} races of two transactions"


async def prove_all(run: Run, parts: list[str]) -> bool:
    """Do the parts, some at once; prints the report, and returns whether every promise was kept."""
    began, lines, is_kept = time.monotonic(), list[str](), True

    async def prove(part: str, work: Coroutine[Any, Any, str]) -> None:
        nonlocal is_kept
        started = time.monotonic()
        try:
            async with asyncio.timeout(run.find_end(part) - started + 90):
                found = await work
        except BaseException as error:
            is_kept = False
            found = f"BROKEN: {type(error).__name__}: {str(error)[:500]}"
        lines.append(f"| {part} | {time.monotonic() - started:.0f} s | {found} |")
        tell(f"{part}: {found}")

    for together in AT_ONCE:
        await asyncio.gather(*(prove(part, run.prove(part)) for part in together if part in parts))
    machine = f"{os.cpu_count()} processors, Python {platform.python_version()}"
    print(f"\n{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {machine}, {time.monotonic() - began:.0f} s")
    print("\n| part | took | found |\n|---|---|---|", *lines, sep="\n")
    print("\nEvery promise was kept." if is_kept else "\nbroken: a promise was not kept, see above.")
    return is_kept


def main(say: Callable[[str], None] = tell) -> int:
    parser = argparse.ArgumentParser(prog="make prove", description=__doc__)
    parser.add_argument("--part", action="append", choices=list(PARTS), help="only this part")
    parser.add_argument("--points", type=int, default=None, help="at most so many points of each sweep")
    parser.add_argument("--seeds", type=int, default=1000, help="so many histories")
    parser.add_argument("--bugs", nargs="*", metavar="NAME", help="plant bugs, all unless named")
    given = parser.parse_args()
    if given.bugs is not None:
        return 0 if planting.plant_all(say, given.bugs) else 1
    parts = given.part or list(PARTS)
    with tempfile.TemporaryDirectory(prefix="proofs-", dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o711)
        os.environ[FOLDER] = name
        run = Run(folder, given)
        try:
            if {"sweep-postgres", "four-processes", "races"} & set(parts):
                run.start_postgres()
            return 0 if asyncio.run(prove_all(run, parts)) else 1
        finally:
            run.stop_postgres()


if __name__ == "__main__":
    sys.exit(main())
