"""Real processes on one database: a second writer is kept out, a killed one loses nothing acknowledged."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path

from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

ROOT = Path(__file__).resolve().parents[2]

OPEN = """
import asyncio, sys
from models.database.errors import DatabaseInUseError
from models.database.open import open_database

async def main():
    try:
        database = await open_database(sys.argv[1])
    except DatabaseInUseError as error:
        sys.exit(str(error))
    print("open", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await database.close()

asyncio.run(main())
"""

WRITE_PAIRS = """
import asyncio, sys
from datetime import UTC, datetime
from models import Lead
from models.database.open import open_database

def add(session, name):
    session.add(Lead(external_id=name, phone_verified=False, created_at=datetime.now(UTC)))
    session.flush()

async def main():
    database = await open_database(sys.argv[1])
    for n in range(1_000_000):
        async with database.writing() as unit:
            await unit.run_sync(add, f"{n} first")
            await unit.run_sync(add, f"{n} second")
        print(n, flush=True)

asyncio.run(main())
"""


def start(program: str, address: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", program, address],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def read_line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_second_process_is_refused_in_one_line_until_the_first_is_gone(sqlite_address: str) -> None:
    with start(OPEN, sqlite_address) as first:
        assert read_line(first) == "open"
        with start(OPEN, sqlite_address) as second:
            _, complaint = second.communicate(timeout=30)
        assert second.returncode == 1
        assert complaint.strip() == (
            f"{make_url(sqlite_address).database} is in use by another leadbot process; stop it first"
        )
        first.kill()
    with start(OPEN, sqlite_address) as third:
        assert read_line(third) == "open", "a killed process leaves no lock behind"
        third.communicate("", timeout=30)
    assert third.returncode == 0


def test_kill_9_keeps_every_acknowledged_unit_and_no_half_one(sqlite_address: str) -> None:
    with start(WRITE_PAIRS, sqlite_address) as writer:
        assert [read_line(writer) for _ in range(30)] == [str(n) for n in range(30)]
        writer.send_signal(signal.SIGKILL)
        rest, _ = writer.communicate(timeout=30)
    acknowledged = 30 + len(rest.split())
    path = make_url(sqlite_address).database
    with sqlite3.connect(str(path)) as connection:
        names = [name for (name,) in connection.execute("SELECT external_id FROM leads")]
    pairs = Counter(name.split()[0] for name in names)
    assert set(pairs.values()) == {2}
    assert pairs.keys() >= {str(n) for n in range(acknowledged)}
    assert len(pairs) <= acknowledged + 1


async def test_two_processes_may_migrate_one_postgresql_at_once(postgres: str) -> None:
    processes = [start(OPEN, postgres) for _ in range(2)]
    ended = await asyncio.gather(*(asyncio.to_thread(p.communicate, "", timeout=60) for p in processes))
    assert [out.strip() for out, _ in ended] == ["open", "open"], ended
    assert [process.returncode for process in processes] == [0, 0]
    engine = create_async_engine(postgres)
    async with engine.connect() as connection:
        assert len(list(await connection.scalars(text("SELECT version_num FROM alembic_version")))) == 1
    await engine.dispose()
