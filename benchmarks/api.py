"""How many contacts a second the API takes from 16 connections, beside the most that a web server can do,
and whether it stays as quick with 100,000 contacts stored; runs for a minute.

The echo server, an empty database and a full one take turns, so what else the machine does hits all alike.
Each is a process of its own.
"""

import asyncio
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from pathlib import Path
from typing import Any

import aiohttp

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # run as a program, this file's own folder stands there

from sqlalchemy import insert, make_url
from sqlalchemy.orm import Session

from benchmarks.latency import run
from models import Author, Contact, Event, Lead, Message, Status
from models.database.sqlite_file import create_writer, migrate
from services import sources
from services.distribution import weights
from services.team import operators
from tests.moments import make_moment
from tests.ports import find_port

CONNECTIONS = 16
ROUNDS, CONTACTS = 6, 600  # of each server
STORED = 100_000
OPERATORS, LIMIT = 10, 1000
START = 60.0  # seconds
PROMISED = 0.8  # of the rate with nothing stored
NUMBERS = count(1)


def write_contact(number: int, source: int = 1) -> dict[str, Any]:
    """Return the request of a new person."""
    return {
        "source_id": source,
        "message": f"Question {number}: do you deliver to Kazan, and what does it cost?",
        "phone": f"+7 912 {number:07d}",
        "email": f"person-{number}@example.com",
        "name": f"Person {number}",
    }


def found(session: Session, now: datetime) -> None:
    """Add operators and a source."""
    site = sources.add(session, "Website", at=make_moment(now))
    for number in range(1, OPERATORS + 1):
        operator = operators.add(session, f"Operator-{number}", LIMIT, at=make_moment(now))
        weights.set_weight(session, operator, site, number, at=make_moment(now))


def fill(path: Path, stored: int) -> None:
    """Make a database with operators, a source, and so many contacts that are completed."""
    path.parent.mkdir()
    url = make_url(f"sqlite:///{path}")
    migrate(url)
    engine, now = create_writer(url), datetime.now(UTC)
    with Session(engine) as session, session.begin():
        found(session, now)
        rows = make_rows(stored, now)
        while part := list(islice(rows, 5000)):
            for table in (Lead, Contact, Message, Event):
                session.execute(insert(table), [row[table] for row in part])
    engine.dispose()


def make_rows(stored: int, now: datetime) -> Iterator[dict[Any, dict[str, Any]]]:
    """Yield what is stored of each contact."""
    for number in range(1, stored + 1):
        at = now - timedelta(days=90) * (1 - number / stored)
        yield {
            Lead: {
                "id": number,
                "phone": f"+7903{number:07d}",
                "email": f"client-{number}@example.com",
                "name": f"Client {number}",
                "phone_verified": False,
                "created_at": at,
            },
            Contact: {
                "id": number,
                "lead_id": number,
                "source_id": 1,
                "operator_id": number % OPERATORS + 1,
                "status": Status.COMPLETED,
                "message": "What are your opening hours in December?",
                "assignment_no": 1,
                "created_at": at,
                "assigned_at": at,
                "taken_at": at,
                "completed_at": at,
            },
            Message: {
                "contact_id": number,
                "author": Author.CLIENT,
                "kind": "text",
                "text": "What are your opening hours in December?",
                "created_at": at,
            },
            Event: {"contact_id": number, "at": at, "kind": "created", "actor": "api", "data": {}},
        }


@dataclass(frozen=True, slots=True)
class Served:
    """A server at work: its process, and a caller with 16 connections."""

    pid: int
    caller: aiohttp.ClientSession


@asynccontextmanager
async def open_server(*command: str, port: int, **given: Any) -> AsyncIterator[Served]:
    """Run a server until the block ends, which begins once it answers."""
    with run(*command, **given) as process:
        async with aiohttp.ClientSession(
            f"http://127.0.0.1:{port}", connector=aiohttp.TCPConnector(limit=CONNECTIONS)
        ) as caller:
            ends = time.monotonic() + START
            while True:
                try:
                    async with caller.get("/openapi.json"):
                        break
                except aiohttp.ClientConnectionError:
                    assert time.monotonic() < ends, f"{command} does not answer"
                    await asyncio.sleep(0.1)
            yield Served(process.pid, caller)


@asynccontextmanager
async def open_echo() -> AsyncIterator[Served]:
    """Run the echo server."""
    port = find_port()
    async with open_server("benchmarks/programs/echo_api.py", str(port), port=port) as served:
        yield served


@asynccontextmanager
async def open_leadbot(folder: Path, address: str) -> AsyncIterator[Served]:
    """Run our API on a database that is there."""
    port = find_port()
    settings = {
        "BOT_TOKENS": "",
        "API_PORT": str(port),
        "DATABASE_URL": address,
        "LOG_LEVEL": "WARNING",
    }
    async with open_server("-m", "leadbot", "run", port=port, cwd=folder, **settings) as served:
        yield served


async def post_all(caller: aiohttp.ClientSession, contacts: int = CONTACTS) -> float:
    """Post contacts from all connections; returns how many a second were answered."""
    left = iter([write_contact(number) for number in islice(NUMBERS, contacts)])

    async def post() -> None:
        for body in left:
            async with caller.post("/contacts/", json=body) as answer:
                assert answer.status == 201, await answer.text()
                await answer.read()

    started = time.perf_counter()
    await asyncio.gather(*(post() for _ in range(CONNECTIONS)))
    return contacts / (time.perf_counter() - started)


async def main() -> int:
    """Measure all three; returns the exit code."""
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    rates: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name:
        async with AsyncExitStack() as opened:
            servers = {"echo": await opened.enter_async_context(open_echo())}
            for kind, stored in (("none", 0), (f"{STORED:,}", STORED)):
                path = Path(name, kind, "leadbot.db")
                await asyncio.to_thread(fill, path, stored)
                ours = open_leadbot(path.parent, f"sqlite:///{path}")
                servers[f"leadbot, {kind} stored"] = await opened.enter_async_context(ours)
            for served in servers.values():
                await post_all(served.caller)  # everything is imported and prepared after that
            for _ in range(ROUNDS):
                for server, served in servers.items():
                    rates.setdefault(server, []).append(await post_all(served.caller))
    return show(rates)


def show(rates: dict[str, list[float]]) -> int:
    """Print the table; returns the exit code."""
    print(f"\n{CONNECTIONS} connections, {ROUNDS} rounds of {CONTACTS} contacts of new people, per second:\n")
    middle = {server: statistics.median(found) for server, found in rates.items()}
    echo, none, full = middle.values()
    for server, found in rates.items():
        each = "  ".join(f"{rate:5.0f}" for rate in found)
        print(f"{server:<26}{middle[server]:>7.0f}   {middle[server] / echo:>5.2f} of echo   ({each})")
    print(f"\nWith {STORED:,} stored: {full / none:.2f} of the rate with none (promised: {PROMISED})")
    return int(full / none < PROMISED)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
