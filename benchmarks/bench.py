"""What a message costs us beside the least that a bot or an API can be, as Markdown; runs for five minutes.

All that is measured takes turns, each in a process of its own: what else the machine does hits all alike.
CPU is that of the bot's process alone. Linux only. `--quick` takes a minute, to see whether it works.
"""

import argparse
import asyncio
import os
import platform
import sys
import tempfile
import time
from collections.abc import Awaitable, Mapping, Sequence
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # run as a program, this file's own folder stands there

from benchmarks import api, counts, start
from benchmarks.figures import (
    BY_THREE,
    ECHO,
    FOLLOW_UPS,
    NEW,
    PACED,
    POSTGRES,
    POSTS,
    PRESSES,
    SQLITE,
    Cost,
    Measured,
)
from benchmarks.latency import Business, Figures, Server, open_business, open_echo, read_memory, run
from benchmarks.programs.postgres import AT_WORK, count_deadlocks, serve_postgres
from benchmarks.tables import write_tables
from models.database.open import open_database
from sandbox.client.person import Person
from sandbox.client.telegram import Telegram
from tests.databases import create_database, find_binaries

LIMIT = 1000  # contacts of an operator: nobody waits
PACE = 25  # messages a second


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured, and how often."""

    rounds: int  # that count; one comes before them, in which everything is imported and prepared
    clients: int  # who write in a burst, new ones in each round
    follow_ups: int  # of each of them
    talkers: int  # clients who write at a pace
    words: int  # of each of them
    posts: int
    starts: int

    @property
    def messages(self) -> int:
        """Return how many a bot has got after a round of bursts."""
        return self.clients * (1 + self.follow_ups)


WHOLE = Size(rounds=3, clients=200, follow_ups=4, talkers=10, words=20, posts=600, starts=3)
QUICK = Size(rounds=1, clients=40, follow_ups=4, talkers=3, words=20, posts=160, starts=1)


@dataclass(frozen=True, slots=True)
class Bench:
    """Where things stand, and what has been found so far."""

    size: Size
    folder: Path
    postgres: Path | None  # the folder of its socket, if it is installed
    measured: Measured = field(default_factory=Measured)

    def make_addresses(self, name: str) -> dict[str, str]:
        """Return the address of a new database of each kind."""
        addresses = {SQLITE: f"sqlite:///{self.folder}/{name}.db"}
        if self.postgres:
            addresses[POSTGRES] = create_database(self.postgres, name)
        return addresses


async def cost(pid: int, load: Awaitable[Figures]) -> Cost:
    """Let a load come to a bot; returns what a message of it costs."""
    before = start.read_cpu(pid)
    figures = await load
    used = start.read_cpu(pid) - before
    return Cost(used / figures.count, figures.longest / 1000 / figures.count, figures.p50, figures.p95)


async def invite(telegram: Telegram, number: int) -> list[Person]:
    """Add people who have never written."""
    return [await telegram.add_person(f"Client {n}", language_code="en") for n in range(number)]


async def open_ours(
    opened: AsyncExitStack, bench: Bench, server: Server, telegram: Telegram, bots: int
) -> dict[str, Business]:
    """Run a process with so many bots on each database, until `opened` ends."""
    found = {}
    for who, address in bench.make_addresses(f"bots_{bots}").items():
        names = [f"{who}_{number}_of_{bots}_bot" for number in range(1, bots + 1)]
        more = {"DATABASE_URL": address}
        ours = open_business(server, telegram, bench.folder, names=names, limit=LIMIT, more=more)
        found[who] = await opened.enter_async_context(ours)
    return found


async def measure_bots(bench: Bench, server: Server, telegram: Telegram) -> None:
    """Measure the echo bot and ours, a bot in a process."""
    async with AsyncExitStack() as opened:
        bots = {ECHO: await opened.enter_async_context(open_echo(server, telegram))}
        bots |= await open_ours(opened, bench, server, telegram, 1)
        await burst(bench, server, telegram, bots, Measured())
        for who, business in bots.items():
            bench.measured.memory[who] = read_memory(business.pid)["VmRSS"]
        for _ in range(bench.size.rounds):
            await burst(bench, server, telegram, bots, bench.measured)
            await talk(bench, server, telegram, bots)


async def burst(
    bench: Bench, server: Server, telegram: Telegram, bots: Mapping[str, Business], measured: Measured
) -> None:
    """Let each bot in turn get first messages, then those that follow, then presses, all at once."""
    size = bench.size
    clients = {who: await invite(telegram, size.clients) for who in bots}
    for load, rounds in ((NEW, 1), (FOLLOW_UPS, size.follow_ups)):
        for who, business in bots.items():
            writing = server.load(business.bots, clients[who], None, rounds)
            measured.results.add(load, who, await cost(business.pid, writing))
    for who, business in bots.items():
        if business.operators:
            pressing = server.press(business.bots, "Take", size.clients)
            measured.results.add(PRESSES, who, await cost(business.pid, pressing))


async def talk(bench: Bench, server: Server, telegram: Telegram, bots: Mapping[str, Business]) -> None:
    """Let each bot in turn get messages at a pace."""
    for who, business in bots.items():
        talkers = await invite(telegram, bench.size.talkers)
        writing = server.load(business.bots, talkers, PACE, bench.size.words)
        found = await cost(business.pid, writing)
        bench.measured.results.add(PACED, who, Cost(found.cpu, 1 / PACE, found.p50, found.p95))


async def measure_three(bench: Bench, server: Server, telegram: Telegram) -> None:
    """Measure new contacts of three bots in a process, which share their operators."""
    async with AsyncExitStack() as opened:
        bots = await open_ours(opened, bench, server, telegram, 3)
        for number in range(bench.size.rounds + 1):
            for who, business in bots.items():
                clients = await invite(telegram, bench.size.clients)
                found = await cost(business.pid, server.load(business.bots, clients, None, 1))
                if number:
                    bench.measured.results.add(BY_THREE, who, found)


async def measure_api(bench: Bench) -> None:
    """Measure the echo server and our API."""
    async with AsyncExitStack() as opened:
        servers = {ECHO: await opened.enter_async_context(api.open_echo())}
        for who, address in bench.make_addresses("api").items():
            database = await open_database(address)
            async with database.writing() as unit:
                await unit.run_sync(api.found, datetime.now(UTC))
            await database.close()
            servers[who] = await opened.enter_async_context(api.open_leadbot(bench.folder, address))
        for number in range(bench.size.rounds + 1):
            for who, served in servers.items():
                before = start.read_cpu(served.pid)
                rate = await api.post_all(served.caller, bench.size.posts)
                used = (start.read_cpu(served.pid) - before) / bench.size.posts
                if number:
                    bench.measured.results.add(POSTS, who, Cost(used, 1 / rate))


async def measure_telegram(bench: Bench) -> None:
    """Measure all that takes a local Telegram."""
    with run("benchmarks/programs/telegram.py") as process:
        server = Server(process)
        async with Telegram(server.url) as telegram:
            tell("starts")
            kinds = (start.ECHO, start.OURS)
            bench.measured.begun = await start.measure_starts(
                telegram, bench.folder, kinds, bench.size.starts
            )
            tell("one bot")
            await measure_bots(bench, server, telegram)
            tell("three bots")
            await measure_three(bench, server, telegram)


async def measure(bench: Bench) -> None:
    """Measure everything."""
    for who, address in bench.make_addresses("counts").items():
        tell(f"statements and calls on {who}")
        bench.measured.counted[who] = await counts.count_all(address)
    await measure_telegram(bench)
    tell("API")
    await measure_api(bench)
    if bench.postgres:
        bench.measured.deadlocks = count_deadlocks(bench.postgres)


def tell(what: str) -> None:
    """Say what is measured now, beside what is printed."""
    print(f"{time.strftime('%X')} {what} …", file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="take a minute")
    size = QUICK if parser.parse_args(arguments).quick else WHOLE
    load = os.getloadavg()[0]
    with ExitStack() as opened:
        postgres = opened.enter_context(serve_postgres(AT_WORK)) if find_binaries() else None
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory(dir="/tmp")))
        bench = Bench(size, folder, postgres)
        asyncio.run(measure(bench))
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {load:.1f} before it;", end=" ")
    print(f"the least of {size.rounds} rounds.\n")
    print(write_tables(bench.measured, size.messages))


if __name__ == "__main__":
    main()
