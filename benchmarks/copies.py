"""What `leadbot backup` and `leadbot copy` take with 100,000 contacts, and what a caller of the API feels.

The bot's process serves the API from the same file, and somebody posts contacts one after another, before the
backup and while it is made. Prints a Markdown table; runs for five minutes and needs 1 GB of disk:
`python benchmarks/copies.py [contacts]`.
"""

import asyncio
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # run as a program, this file's own folder stands there

from benchmarks.growth import make
from benchmarks.latency import run
from benchmarks.programs.postgres import serve_postgres
from models.database.open import open_database
from tests.databases import create_database, find_binaries
from tests.ports import find_port

STORED, WAITING = 100_000, 200
ALONE = 10.0  # seconds in which nothing is backed up
KEY = "aK8-measured-alone-3f9Qz"


def call(*words: str, **settings: str) -> tuple[float, float]:
    """Run a `leadbot` command; returns seconds, and the most memory that it had, in MB."""
    began = time.monotonic()
    command = [sys.executable, "-m", "leadbot", *words]
    process = subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": str(ROOT), **settings}, stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, words
    return time.monotonic() - began, used.ru_maxrss / 1024


async def post(api: httpx.AsyncClient, took: list[float]) -> None:
    """Post contacts until cancelled, noting the milliseconds of each."""
    while True:
        number, began = len(took), time.perf_counter()
        form = {"source_id": 2, "message": f"Question {number}", "external_id": f"form-{began}"}
        answer = await api.post("/contacts/", json=form)
        assert answer.status_code == 201, answer.text
        took.append(1000 * (time.perf_counter() - began))


async def measure_backup(path: Path) -> list[str]:
    """Back the file of a running process up; returns lines of the table."""
    port, url = find_port(), f"sqlite:///{path}"
    settings = {"DATABASE_URL": url, "API_PORT": str(port), "API_KEY": KEY, "LOG_LEVEL": "ERROR"}
    lines = []
    with run("-m", "leadbot", "run", cwd=path.parent, **settings):
        headers = {"Authorization": f"Bearer {KEY}"}
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=60) as api:
            await wait_until_served(api)
            for backing_up in (False, True):
                took: list[float] = []
                posting = asyncio.create_task(post(api, took))
                if backing_up:
                    file = str(path.with_name("backup.db"))
                    seconds, memory = await asyncio.to_thread(call, "backup", file, DATABASE_URL=url)
                    lines.append(f"| backup of SQLite, beside a caller | {seconds:.1f} | {memory:.0f} |")
                else:
                    await asyncio.sleep(ALONE)
                assert not posting.done(), posting.exception()
                posting.cancel()
                when = "during the backup" if backing_up else "alone"
                median = sorted(took)[len(took) // 2]
                figures = f"median {median:.0f} ms, slowest {max(took):.0f} ms"
                print(f"a caller {when}: {len(took)} contacts, {figures}")
    return lines


async def wait_until_served(api: httpx.AsyncClient) -> None:
    """Wait until the API answers."""
    for _ in range(600):
        try:
            await api.get("/healthz")
            return
        except httpx.ConnectError:
            await asyncio.sleep(0.1)
    raise AssertionError("nobody serves the API")


def measure_copies(source: str, targets: Sequence[tuple[str, str]]) -> list[str]:
    """Copy from each address to the next; returns lines of the table."""
    lines = []
    for name, target in targets:
        seconds, memory = call("copy", source, target)
        lines.append(f"| copy, {name} | {seconds:.1f} | {memory:.0f} |")
        source = target
    return lines


async def fill(address: str, contacts: int) -> None:
    """Store what a business has."""
    database = await open_database(address)
    await make(database, contacts, WAITING)
    await database.close()


def main() -> None:
    """Measure all and print it."""
    contacts = int(sys.argv[1]) if len(sys.argv) > 1 else STORED
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
    with tempfile.TemporaryDirectory() as place:
        path = Path(place, "leadbot.db")
        asyncio.run(fill(f"sqlite:///{path}", contacts))
        lines = asyncio.run(measure_backup(path))
        targets = [("SQLite to SQLite", f"sqlite:///{place}/copy.db")]
        if find_binaries() is None:
            lines += measure_copies(f"sqlite:///{path}", targets)
        else:
            with serve_postgres({"listen_addresses": ""}) as socket:
                first, second = (create_database(socket, name) for name in ("first", "second"))
                targets += [("SQLite to PostgreSQL", first), ("PostgreSQL to PostgreSQL", second)]
                targets += [("PostgreSQL to SQLite", f"sqlite:///{place}/back.db")]
                lines += measure_copies(f"sqlite:///{path}", targets)
        print(f"\n| with {contacts:,} contacts | seconds | memory, MB |\n|---|---|---|")
        print("\n".join(lines))


if __name__ == "__main__":
    main()
