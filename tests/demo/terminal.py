"""`leadbot demo` as a process of its own: typed to, read from, stopped by signals."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0  # seconds; the machine may be busy with other tests


class Terminal:
    """A running demo and everything it has printed so far."""

    def __init__(self, process: Process) -> None:
        self.process, self.printed = process, ""

    async def type(self, line: str) -> None:
        """Type a line."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n".encode())
        await self.process.stdin.drain()

    async def read_until(self, *wanted: str) -> str:
        """Wait until all of this was printed since the last time; returns what was."""
        assert self.process.stdout is not None
        read = ""
        async with asyncio.timeout(PATIENCE):
            while not all(text in read for text in wanted):
                line = await self.process.stdout.readline()
                assert line, f"it ended without {wanted}:\n{self.printed}"
                read += line.decode()
                self.printed += line.decode()
        return read

    async def end(self) -> int:
        """Wait for the end; returns the exit code."""
        async with asyncio.timeout(PATIENCE):
            assert self.process.stdout is not None
            self.printed += (await self.process.stdout.read()).decode()
            return await self.process.wait()


@asynccontextmanager
async def run_demo(folder: Path, *options: str, typed: bool = False) -> AsyncIterator[Terminal]:
    """Start the demo in a folder, with settings of a real business lying about that it must not touch."""
    real = f"DATABASE_URL=sqlite+aiosqlite:///{folder}/real.db\nBOT_TOKENS=123456:real\nADMIN_IDS=1\n"
    (folder / ".env").write_text(real)
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "LANG": "C.UTF-8",
        "PYTHONUTF8": "1",
        "TMPDIR": str(folder),
        "BOT_TOKENS": "nonsense",
        "SENDS_PER_SECOND": "nonsense",
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "leadbot", "demo", *options),
        cwd=folder,
        env=environment,
        stdin=PIPE if typed else DEVNULL,
        stdout=PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        yield Terminal(process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


def left_in(folder: Path) -> list[str]:
    """Return what lies in the folder now, but for the settings that were there before."""
    return [path.name for path in folder.iterdir() if path.name != ".env"]
