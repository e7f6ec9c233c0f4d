"""How soon a bot asks Telegram for messages, what `leadbot --help` costs, and the memory a process keeps.

Somebody has written before the bot starts, so that its first answer needs all that an answer needs. Beside it
the least bot. CPU differs less than time on the clock when the machine is busy. Runs for a minute.
"""

import asyncio
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # run as a program, this file's own folder stands there

from benchmarks.latency import CLIENTS, ROUNDS, START, Server, open_business, read_memory, run
from sandbox.client.person import Person
from sandbox.client.seen import ApiCall, Bot
from sandbox.client.telegram import Telegram

STARTS = 3
ECHO, OURS, WITH_API = KINDS = ("echo bot", "leadbot", "leadbot with its API")
ANSWERS = {"copyMessage", "sendMessage"}
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


@dataclass(frozen=True, slots=True)
class Begun:
    """How a bot started: seconds to its first poll and to its first answer, CPU until then, MB afterwards."""

    polled: float
    answered: float
    cpu: float
    memory: int

    @classmethod
    def best(cls, starts: Sequence["Begun"]) -> "Begun":
        """Return the least of each figure."""
        return cls(*map(min, zip(*map(astuple, starts), strict=True)))


async def measure_start(
    telegram: Telegram, bot: Bot, folder: Path, command: Sequence[str], settings: dict[str, str]
) -> Begun:
    """Start a bot to which somebody has written meanwhile."""
    somebody = await telegram.add_person("Somebody")
    await somebody.write(bot, "Is anybody there?")
    began = time.time()
    with run(*command, cwd=folder, **settings) as process:
        while not (answers := [call for call in await telegram.calls(bot) if answers_to(somebody, call)]):
            assert time.time() < began + START, "it answers nothing"
            await asyncio.sleep(0.02)
        cpu = read_cpu(process.pid)
        polls = [call.at for call in await telegram.calls(bot, "getUpdates") if call.at > began]
        await asyncio.sleep(1)
        memory = read_memory(process.pid)["VmRSS"]
    return Begun(polls[0] - began, answers[0].at - began, cpu, memory)


def answers_to(person: Person, call: ApiCall) -> bool:
    """Tell whether a call shows a person a message."""
    return call.method in ANSWERS and int(call.params["chat_id"]) == person.id


def read_cpu(pid: int) -> float:
    """Return the seconds of CPU that a process and its threads have used. Linux only.

    Its clock, as clock_getcpuclockid(3) numbers it, is finer than the hundredths of a second in /proc.
    """
    return time.clock_gettime((~pid << 3) | 2)


async def measure_starts(
    telegram: Telegram, folder: Path, kinds: Sequence[str] = KINDS, starts: int = STARTS
) -> dict[str, Begun]:
    """Return how each kind of bot starts, the best of some starts."""
    admin = await telegram.add_person("Olga")
    settings = {"ADMIN_IDS": str(admin.id), "TELEGRAM_API": telegram.url, "LOG_LEVEL": "WARNING"}
    begun = {}
    for number, kind in enumerate(kinds):
        bot = await telegram.add_bot(f"start_{number}_bot")
        await admin.open(bot)
        command = ["-m", "leadbot", "run"]
        if kind == ECHO:
            command = [str(ROOT / "benchmarks/programs/echo.py"), bot.token, telegram.url]
        own = {"BOT_TOKENS": bot.token, "DATABASE_URL": f"sqlite:///{folder}/{bot.username}.db"}
        given = settings | own | (API if kind == WITH_API else {})
        begun[kind] = Begun.best(
            [await measure_start(telegram, bot, folder, command, given) for _ in range(starts)]
        )
    return begun


def show_starts(begun: dict[str, Begun]) -> None:
    """Print the table."""
    print(f"\n{'':<24}{'first poll, s':>16}{'first answer, s':>18}{'CPU, s':>9}{'at rest, MB':>14}")
    for kind, best in begun.items():
        print(f"{kind:<24}{best.polled:>16.2f}{best.answered:>18.2f}{best.cpu:>9.2f}{best.memory:>14}")


async def main() -> int:
    """Measure all; returns the exit code."""
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    helped = measure_command("--help")
    print(f"\n`leadbot --help`: {helped:.2f} s of CPU (promised: {MOST_HELP})")
    with tempfile.TemporaryDirectory() as place, run("benchmarks/programs/telegram.py") as process:
        server, folder = Server(process), Path(place)
        async with Telegram(server.url) as telegram:
            begun = await measure_starts(telegram, folder)
            show_starts(begun)
            started = begun[OURS].polled
            async with open_business(server, telegram, folder) as business:
                clients = [await telegram.add_person(f"Client {n}") for n in range(CLIENTS)]
                await server.load(business.bots, clients, None)
                memory = read_memory(business.pid)["VmRSS"]
    print(f"\nStart to first poll: {started:.1f} s (promised: {MOST_START:.0f})")
    print(f"After {CLIENTS * ROUNDS:,} messages: {memory} MB (promised: {MOST_MEMORY})")
    return int(helped > MOST_HELP or started > MOST_START or memory > MOST_MEMORY)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
