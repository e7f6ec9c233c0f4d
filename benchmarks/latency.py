"""How long a client's message takes to its operator, beside the least a bot can do; runs for three minutes.

From the moment the message is available to the bot to the moment its card or relay is requested. The echo bot
goes first, on the same server. Server and bot are processes of their own.
"""

import asyncio
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[0] = str(ROOT)  # run as a program, this file's own folder stands there

from sandbox.client.person import Person
from sandbox.client.seen import Bot
from sandbox.client.telegram import Telegram

CLIENTS, ROUNDS = 50, 20
OPERATORS, LIMIT = 5, 40
SHAPES: dict[str, int | None] = {"25 a second": 25, "all at once": None}
START = 60.0  # seconds
MOST_MEMORY = 260  # MB


@dataclass(frozen=True, slots=True)
class Figures:
    """Latencies of one load, in milliseconds; one that comes at once takes as long as the longest."""

    p50: float
    p95: float
    longest: float
    count: int

    @classmethod
    def of(cls, latencies: Sequence[float], count: int) -> "Figures":
        """Sum up; every message must have been shown."""
        assert len(latencies) == count, f"only {len(latencies)} of {count} messages were shown in time"
        ordered = sorted(latencies)
        return cls(ordered[len(ordered) // 2], ordered[len(ordered) * 95 // 100], ordered[-1], count)


@dataclass(frozen=True, slots=True)
class Business:
    """Our bots at work, with their process and their operators."""

    bots: Sequence[Bot]
    pid: int
    operators: Sequence[Person] = ()
    admin: Person | None = None

    @property
    def bot(self) -> Bot:
        """The first bot, to which admins write."""
        return self.bots[0]


class Server:
    """The local Telegram, driven by lines."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._orders: IO[str] = process.stdin
        self._results: IO[str] = process.stdout
        self.url = self._results.readline().strip()

    async def load(
        self, bots: Sequence[Bot], clients: Sequence[Person], rate: int | None, rounds: int = ROUNDS
    ) -> Figures:
        """Let the clients write, all at once or so many a second, and see how long it takes."""
        return Figures.of(await self.write(bots, clients, rate, rounds), rounds * len(clients))

    async def write(
        self, bots: Sequence[Bot], clients: Sequence[Person], rate: int | None, rounds: int = 1
    ) -> list[float]:
        """Let the clients write; returns the latency of each message that was shown, in milliseconds."""
        count = rounds * len(clients)
        order = {"clients": [client.id for client in clients], "rate": rate, "count": count}
        return await self.ask(order | list_names(bots))

    async def press(self, bots: Sequence[Bot], button: str, count: int) -> Figures:
        """Let operators press a button on so many cards at once, and see how long it takes."""
        order = {"button": button, "count": count}
        return Figures.of(await self.ask(order | list_names(bots)), count)

    async def ask(self, order: dict[str, Any]) -> list[float]:
        """Give an order; returns the latencies it has led to, in milliseconds."""
        self._orders.write(json.dumps(order) + "\n")
        self._orders.flush()
        latencies: list[float] = json.loads(await asyncio.to_thread(self._results.readline))
        return latencies


def list_names(bots: Sequence[Bot]) -> dict[str, Any]:
    """Return which bots an order is about."""
    return {"bots": [bot.username for bot in bots]}


@contextmanager
def run(*command: str, cwd: Path = ROOT, **settings: str) -> Iterator["subprocess.Popen[str]"]:
    """Run a program of ours until the block ends."""
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **settings},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=30)


async def measure(server: Server, telegram: Telegram, bot: Bot) -> dict[str, Figures]:
    """Run every load on a bot that works, each with clients of its own."""
    figures = {}
    for shape, rate in SHAPES.items():
        clients = [await telegram.add_person(f"Client {n}", language_code="en") for n in range(CLIENTS)]
        figures[shape] = await server.load([bot], clients, rate)
    return figures


@asynccontextmanager
async def open_echo(server: Server, telegram: Telegram) -> AsyncIterator[Business]:
    """Run the echo bot."""
    bot = await telegram.add_bot("echo_bot")
    with run("benchmarks/programs/echo.py", bot.token, server.url) as process:
        somebody = await telegram.add_person("Somebody")
        await somebody.write(bot, "Are you there?")
        await somebody.wait_for(bot, "Are you there?", timeout=START)
        yield Business([bot], process.pid)


@asynccontextmanager
async def open_business(
    server: Server,
    telegram: Telegram,
    folder: Path,
    *,
    names: Sequence[str] = ("acme_sales_bot",),
    limit: int = LIMIT,
    more: Mapping[str, str] = MappingProxyType({}),
) -> AsyncIterator[Business]:
    """Run our bots in one process, with operators for everybody who will write, and `more` settings."""
    bots = [await telegram.add_bot(name) for name in names]
    admin = await telegram.add_person("Olga", language_code="en")
    settings = {
        "BOT_TOKENS": ",".join(bot.token for bot in bots),
        "ADMIN_IDS": str(admin.id),
        "TELEGRAM_API": server.url,
        "DATABASE_URL": f"sqlite:///{folder}/leadbot.db",
        "SENDS_PER_SECOND": "0",
        "REOPEN_WINDOW_MINUTES": "0",
        "LOG_LEVEL": "WARNING",
        **more,
    }
    with run("-m", "leadbot", "run", cwd=folder, **settings) as process:
        for bot in bots:
            await admin.open(bot)
            await admin.wait_for(bot, lambda m: bool(m.buttons), timeout=START)
        operators = [await hire(telegram, admin, bots, n, limit) for n in range(1, OPERATORS + 1)]
        yield Business(bots, process.pid, operators, admin)


async def hire(telegram: Telegram, admin: Person, bots: Sequence[Bot], number: int, limit: int) -> Person:
    """Add an operator, who joins, opens all bots and has a weight for each."""
    first = bots[0]
    sent = await admin.write(first, f"/operators add Operator-{number} {limit}")
    answer = await admin.wait_for(first, "?start=", after=sent)
    operator = await telegram.add_person(f"Operator {number}", language_code="en")
    await operator.open(first, start=re.findall(r"\?start=([\w-]+)", answer.text)[0])
    await operator.wait_for(first, f"Operator-{number}")
    for bot in bots:
        if bot is not first:
            await operator.wait_for(bot, lambda message: True, after=await operator.open(bot))
        sent = await admin.write(first, f"/weight Operator-{number} {bot.username} 1")
        await admin.wait_for(first, f"Operator-{number}", after=sent)
    return operator


def read_memory(pid: int) -> dict[str, int]:
    """Return the memory that a process uses now (VmRSS) and has used at most (VmHWM), in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return {name: int(kilobytes) // 1024 for name, kilobytes in re.findall(r"(Vm\w+):\s+(\d+) kB", status)}


def show(echo: dict[str, Figures], ours: dict[str, Figures]) -> None:
    """Print the table."""
    print(f"\n{CLIENTS} clients × {ROUNDS} messages, in milliseconds from available to requested:\n")
    print(f"{'load':<14}{'':<12}{'p50':>9}{'p95':>9}{'max':>9}")
    for shape in SHAPES:
        one, other = echo[shape], ours[shape]
        for name, f in (("echo bot", one), ("leadbot", other)):
            print(f"{shape:<14}{name:<12}{f.p50:>9.1f}{f.p95:>9.1f}{f.longest:>9.1f}")
        ratios = (other.p50 / one.p50, other.p95 / one.p95, other.longest / one.longest)
        print(f"{'':<14}{'ratio':<12}" + "".join(f"{ratio:>9.1f}" for ratio in ratios) + "\n")


async def main() -> int:
    """Measure both bots; returns the exit code."""
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder, run("benchmarks/programs/telegram.py") as process:
        server = Server(process)
        async with Telegram(server.url) as telegram:
            async with open_echo(server, telegram) as bare:
                echo = await measure(server, telegram, bare.bot)
            async with open_business(server, telegram, Path(folder)) as business:
                ours = await measure(server, telegram, business.bot)
                memory = read_memory(business.pid)
    show(echo, ours)
    print(f"Memory of leadbot at the end: {memory['VmRSS']} MB, at most {memory['VmHWM']} MB", end=" ")
    print(f"(promised: {MOST_MEMORY} MB)")
    return int(memory["VmRSS"] > MOST_MEMORY)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
