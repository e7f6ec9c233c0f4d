"""`python -m leadbot run` in a process of its own, with its settings in the environment and nothing else."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from leadbot.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
START = 60.0  # seconds; the libraries take most of it on a busy machine


class Running(Protocol):
    """A process as we watch and end it, however it was started."""

    pid: int

    def poll(self) -> int | None: ...
    def wait(self) -> int: ...
    def send_signal(self, sig: int, /) -> None: ...
    def kill(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended, and what it said to people."""

    code: int
    out: str
    err: str


def start(
    folder: Path,
    log: Any = subprocess.PIPE,
    *,
    files: object = None,
    skew: object = 0,
    **settings: object,
) -> "subprocess.Popen[str]":
    """Start the bot in a folder of its own; it may open so many files, its clock is some seconds ahead."""
    ours = {name.upper() for name in Settings.model_fields}
    inherited = {name: value for name, value in os.environ.items() if name.upper() not in ours}
    given = {name.upper(): str(value) for name, value in settings.items()}
    leadbot = ["tests.process.skewed", str(skew)] if skew else ["leadbot"]
    limit = ["sh", "-c", 'ulimit -n "$0" && exec "$@"', str(files)] if files else []
    return subprocess.Popen(
        [*limit, sys.executable, "-m", *leadbot, "run"],
        cwd=folder,
        env={**inherited, "PYTHONPATH": str(ROOT), **given},
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        text=True,
    )


def read_end(program: "subprocess.Popen[str]") -> Ended:
    """Wait until a program has ended by itself; one that doesn't is killed, and that is an error."""
    try:
        out, err = program.communicate(timeout=START)
    except subprocess.TimeoutExpired:
        program.kill()
        out, err = program.communicate()
        raise AssertionError(f"it still runs, and says:\n{out}\n{err}") from None
    return Ended(program.returncode, out, err)


async def run(folder: Path, **settings: object) -> Ended:
    """Run the bot until it ends by itself."""
    return await asyncio.to_thread(read_end, start(folder, **settings))


async def until(wanted: Callable[[], object], what: str | Callable[[], str], seconds: float = 20) -> None:
    """Wait until something is so; fails when the time is over, and says what was wanted, as it is then."""
    ends = time.monotonic() + seconds
    while not wanted():
        if time.monotonic() >= ends:
            raise AssertionError(f"not within {seconds} s: {what() if callable(what) else what}")
        await asyncio.sleep(0.02)
