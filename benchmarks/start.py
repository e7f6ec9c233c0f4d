"""How soon a bot asks Telegram for messages, what `leadbot --help` costs, and the memory a process keeps.

Beside each what the least bot needs. CPU differs little on a busy machine; time on the clock does. Runs for a
minute.
"""

import asyncio
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # run as a program, this file's own folder stands there

from benchmarks.latency import CLIENTS, ROUNDS, START, Server, open_business, read_memory, run
from sandbox.client.telegram import Telegram

STARTS = 3
TICK = os.sysconf("SC_CLK_TCK")
MOST_HELP, MOST_START, MOST_MEMORY = 0.5, 3.0, 180  # seconds of CPU, seconds, MB
API = {"API_PORT": "18080", "API_KEY": "aK8-measured-alone-3f9Qz"}


def measure_command(*words: str) -> float:
    """Return the seconds of CPU that a `leadbot` command uses, the least of some runs."""
    took = []
    for _ in range(STARTS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, "-m", "leadbot", *words], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        took.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(took)


async def measure_start(
    telegram: Telegram, name: str, folder: Path, *command: str, **settings: str
) -> tuple[float, float, int]:
    """Start a bot; returns seconds to its first poll, those of CPU, and the MB it has a second later."""
    bot = await telegram.add_bot(name)
    given = {"token": bot.token, "url": telegram.url}
    settings = {key: value.format(**given) for key, value in settings.items()}
    began = time.time()
    with run(*(word.format(**given) for word in command), cwd=folder, **settings) as process:
        while not (polls := await telegram.calls(bot, "getUpdates")):
            assert time.time() < began + START, "it asks for nothing"
            await asyncio.sleep(0.02)
        cpu = read_cpu(process.pid)
        await asyncio.sleep(1)
        return polls[0].at - began, cpu, read_memory(process.pid)["VmRSS"]


def read_cpu(pid: int) -> float:
    """Return the seconds of CPU that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


async def measure_starts(telegram: Telegram, folder: Path) -> float:
    """Print how each kind of process starts, the quickest of some; returns how long our bot takes."""
    echo = ("benchmarks/echo.py", "{token}", "{url}")
    ours = ("-m", "leadbot", "run")
    settings = {"BOT_TOKENS": "{token}", "TELEGRAM_API": "{url}", "LOG_LEVEL": "WARNING"}
    kinds: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
        "echo bot": ((str(ROOT / echo[0]), *echo[1:]), {}),
        "leadbot": (ours, settings),
        "leadbot with its API": (ours, settings | API),
    }
    quickest = {}
    print(f"\n{'':<24}{'to first poll, s':>18}{'CPU, s':>9}{'at rest, MB':>14}")
    for place, (kind, (command, given)) in enumerate(kinds.items()):
        given = given and given | {"DATABASE_URL": f"sqlite:///{folder}/{place}.db"}
        starts = [
            await measure_start(telegram, f"start_{place}_{number}_bot", folder, *command, **given)
            for number in range(STARTS)
        ]
        wall, cpu, memory = map(min, zip(*starts, strict=True))
        quickest[kind] = wall
        print(f"{kind:<24}{wall:>18.2f}{cpu:>9.2f}{memory:>14}")
    return quickest["leadbot"]


async def main() -> int:
    """Measure all; returns the exit code."""
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    helped = measure_command("--help")
    print(f"\n`leadbot --help`: {helped:.2f} s of CPU (promised: {MOST_HELP})")
    with tempfile.TemporaryDirectory() as place, run("benchmarks/telegram.py") as process:
        server, folder = Server(process), Path(place)
        async with Telegram(server.url) as telegram:
            started = await measure_starts(telegram, folder)
            async with open_business(server, telegram, folder) as business:
                clients = [await telegram.add_person(f"Client {n}") for n in range(CLIENTS)]
                await server.load(business.bot, clients, None)
                memory = read_memory(business.pid)["VmRSS"]
    print(f"\nStart to first poll: {started:.1f} s (promised: {MOST_START:.0f})")
    print(f"After {CLIENTS * ROUNDS:,} messages: {memory} MB (promised: {MOST_MEMORY})")
    return int(helped > MOST_HELP or started > MOST_START or memory > MOST_MEMORY)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
