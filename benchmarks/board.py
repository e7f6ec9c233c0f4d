"""What the live board costs the bot, and how soon it shows what happens; runs for three minutes.

`python -m benchmarks.board`. The bot, the local Telegram and those who watch are processes of their own, on
127.0.0.1. Loads with nobody, one and a hundred who watch come in turns, so that what else the machine does
falls on all alike. Ends with 1 if the bot is slowed down by more than a fifth, or a change takes a second.
"""

import asyncio
import os
import platform
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # run as a program, this file's own folder stands there

from benchmarks.board_large import measure_large, show_large
from benchmarks.latency import Business, Server, open_business, run
from benchmarks.programs.postgres import serve_postgres
from benchmarks.start import read_cpu
from sandbox.client.person import Person
from sandbox.client.seen import Bot
from sandbox.client.telegram import Telegram
from tests.databases import find_binaries, write_address
from tests.once import FOLDER
from tests.ports import find_port
from tests.process.company import open_company

COUNTS = (0, 1, 100)  # who watch
ROUNDS, CLIENTS, RATE = 7, 40, 20  # of the load: people who write for the first time, so many a second
IDLE_ROUNDS, IDLE = 3, 2.0  # seconds
LONGEST = 75.0  # seconds; then no round begins
ACTS = 20
MOST_SLOWER, MOST_BEHIND = 1.2, 1.0  # times, seconds


@dataclass(slots=True)
class Cost:
    """What was measured with so many who watch: CPU in percent of a core, milliseconds of each round."""

    idle: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    latencies: list[list[float]] = field(default_factory=list)

    @property
    def p50(self) -> float:
        """The median of the best round: what else the machine does only ever adds."""
        return min(map(statistics.median, self.latencies))

    @property
    def all(self) -> list[float]:
        """All milliseconds in their order."""
        return sorted(took for latencies in self.latencies for took in latencies)


async def enter(bot: Bot, admin: Person, port: int) -> str:
    """Let the admin ask for the board, and follow the link; returns the cookie of the session."""
    sent = await admin.write(bot, "/board")
    answer = await admin.wait_for(bot, "/board/#in=", after=sent)
    found = re.search(r"#in=([\w-]+)", answer.text)
    assert found is not None, answer.text
    address = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(base_url=address, headers={"Origin": address}) as browser:
        entered = await browser.post("/board/api/enter", json={"token": found[1]})
        assert entered.status_code == 204, entered.text
        return "; ".join(f"{name}={value}" for name, value in entered.cookies.items())


class Viewers:
    """Those who watch."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._orders, self._answers = process.stdin, process.stdout

    async def be(self, count: int) -> None:
        """Be so many, each of whom has got the whole board."""
        self._orders.write(f"{count}\n")
        self._orders.flush()
        assert await asyncio.to_thread(self._answers.readline) == f"{count}\n"


@contextmanager
def open_viewers(port: int, cookie: str) -> Iterator[Viewers]:
    """Start the process of those who watch; nobody does yet."""
    with run("benchmarks/programs/viewers.py", "127.0.0.1", str(port), cookie) as process:
        yield Viewers(process)


async def use_cpu(pid: int, seconds: float) -> float:
    """Return which part of a core a process uses meanwhile, in percent."""
    before, began = read_cpu(pid), time.monotonic()
    await asyncio.sleep(seconds)
    return 100 * (read_cpu(pid) - before) / (time.monotonic() - began)


async def measure_cost(
    server: Server, telegram: Telegram, business: Business, viewers: Viewers
) -> dict[int, Cost]:
    """Return what it costs with nobody, one and many who watch."""
    costs: dict[int, Cost] = defaultdict(Cost)
    ends = time.monotonic() + LONGEST
    for number in range(ROUNDS + 1):  # the first only warms up
        if number > IDLE_ROUNDS and time.monotonic() > ends:
            break
        for count in COUNTS[:: 1 - 2 * (number % 2)]:  # there and back
            clients = [await telegram.add_person(f"Client {n}", language_code="en") for n in range(CLIENTS)]
            await viewers.be(count)
            await asyncio.sleep(1)
            idle = await use_cpu(business.pid, IDLE) if 0 < number <= IDLE_ROUNDS else None
            before, began = read_cpu(business.pid), time.monotonic()
            latencies = await server.write(business.bots, clients, RATE)
            busy = 100 * (read_cpu(business.pid) - before) / (time.monotonic() - began)
            if number:
                costs[count].idle += [] if idle is None else [idle]
                costs[count].busy.append(busy)
                costs[count].latencies.append(latencies)
    await viewers.be(0)
    return costs


@asynccontextmanager
async def watch(port: int, cookie: str) -> AsyncIterator[AsyncIterator[str]]:
    """Watch the board; yields the lines of the stream after the whole board."""
    async with (
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers={"Cookie": cookie}) as browser,
        browser.stream("GET", "/board/api/stream", timeout=60) as answer,
    ):
        lines = answer.aiter_lines()
        async for line in lines:
            if line.startswith("data: "):
                break
        yield lines


async def measure_delay(acting: int, watching: int, cookie: str) -> list[float]:
    """Return the seconds from a commit by one port to the line that tells of it at another."""
    took = list[float]()
    async with (
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{acting}", timeout=30) as api,
        watch(watching, cookie) as lines,
    ):
        added = await api.post("/sources/", json={"name": "Measured"})
        source: int = added.json()["id"]
        for number in range(ACTS):
            mark = f"⟨mark {number}⟩"
            form = {"source_id": source, "message": mark, "external_id": f"visitor-{number}"}
            posted = await api.post("/contacts/", json=form)
            began = time.monotonic()
            assert posted.status_code == 201, posted.text
            async for line in lines:
                if mark in line:
                    break
            took.append(time.monotonic() - began)
            await asyncio.sleep(random.uniform(0.1, 1.0))
    return took


async def measure_crossing(socket: Path) -> list[float]:
    """Return the seconds until what one of two processes on PostgreSQL does is seen at the other."""
    async with open_company(socket.parent, write_address(socket, "postgres"), bots=1) as company:
        one, other = await asyncio.gather(*(company.launch(*company.bots) for _ in range(2)))
        await company.find_owner(company.bot)
        await company.admin.open(company.bot)
        cookie = await enter(company.bot, company.admin, one.port)
        return await measure_delay(one.port, other.port, cookie)


def show_costs(costs: dict[int, Cost]) -> float:
    """Print what it costs; returns how much slower the bot is with many who watch."""
    print(f"\n| who watch | CPU idle, % of a core | at {RATE} messages a second | latency, ms, p50 | p95 |")
    print("|---|---|---|---|---|")
    for count in COUNTS:
        cost, took = costs[count], costs[count].all
        idle, busy, p95 = min(cost.idle), statistics.median(cost.busy), took[len(took) * 95 // 100]
        print(f"| {count} | {idle:.1f} | {busy:.0f} | {cost.p50:.1f} | {p95:.1f} |")
    none, many = costs[0], costs[COUNTS[-1]]
    ratio = many.p50 / none.p50
    pairs = zip(none.latencies, many.latencies, strict=True)
    paired = [statistics.median(after) / statistics.median(before) for before, after in pairs]
    low, middle, high = statistics.quantiles(paired, n=4)
    print(f"\nLatency with {COUNTS[-1]} who watch: × {ratio:.2f} (promised: {MOST_SLOWER}).", end=" ")
    print(f"Round by round × {middle:.2f}, half of them × {low:.2f} to {high:.2f}.")
    return ratio


def show_delays(delays: dict[str, Sequence[float]]) -> float:
    """Print how soon changes are seen; returns the longest."""
    print("\n| a change shows after, ms | median | worst |\n|---|---|---|")
    for name, took in delays.items():
        print(f"| {name} | {1000 * statistics.median(took):.0f} | {1000 * max(took):.0f} |")
    return max(max(took) for took in delays.values())


async def main() -> int:
    """Measure all; returns the exit code."""
    began = time.monotonic()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    delays: dict[str, Sequence[float]] = {}
    with tempfile.TemporaryDirectory() as place, run("benchmarks/programs/telegram.py") as process:
        server, port = Server(process), find_port()
        async with Telegram(server.url) as telegram:
            more = {"API_PORT": str(port), "MESSAGES_PER_MINUTE": "0"}
            async with open_business(server, telegram, Path(place), limit=200, more=more) as business:
                assert business.admin is not None
                cookie = await enter(business.bot, business.admin, port)
                with open_viewers(port, cookie) as viewers:
                    costs = await measure_cost(server, telegram, business, viewers)
                delays["one process, SQLite"] = await measure_delay(port, port, cookie)
    if find_binaries() is not None:
        with serve_postgres() as socket:
            os.environ[FOLDER] = str(socket.parent)
            delays["two processes, PostgreSQL"] = await measure_crossing(socket)
    ratio, longest = show_costs(costs), show_delays(delays)
    show_large(await measure_large())
    print(f"\nIt took {time.monotonic() - began:.0f} s.")
    return int(ratio > MOST_SLOWER or longest > MOST_BEHIND)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
