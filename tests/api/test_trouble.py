"""A database in trouble: callers hear so within ten seconds, and what they heard is done is there, once."""

import asyncio
import os
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from itertools import count
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from api.monitoring import watch
from api.monitoring.monitor import NO_ANSWER
from edges.outages import noticing
from models.database.open import open_database
from models.database.protocol import Database
from tests.api.conftest import open_api
from tests.complaints import read_complaints
from tests.databases import create_database, run_postgres
from tests.process.program import until

CALLERS = 6
PROMISED = 10.0  # seconds
BUSY_MACHINE = 5.0  # seconds more, of a machine that has other things to do
PAUSE = 0.05

Trouble = Callable[[Database], AbstractAsyncContextManager[str]]


class Crowd:
    """Callers that post again, with the same key, until they hear that it is done; then the next thing."""

    def __init__(self, api: httpx.AsyncClient) -> None:
        self.api = api
        self.done: list[str] = []
        self.heard: Counter[int | str] = Counter()
        self.longest = 0.0
        self.is_over = False
        self._names = count(1)

    async def post_on(self) -> None:
        """Be one caller."""
        while not self.is_over:
            name = f"Source {next(self._names)}"
            while not await self.post(name):  # noqa: ASYNC110 (callers have nothing to wait for)
                await asyncio.sleep(PAUSE)

    async def post(self, name: str) -> bool:
        """Post once; tell whether that is done."""
        began = time.monotonic()
        answer = await self.api.post("/sources/", json={"name": name}, headers={"Idempotency-Key": name})
        self.longest = max(self.longest, time.monotonic() - began)
        self.heard[answer.status_code] += 1
        if answer.status_code == 503:
            assert answer.headers["Retry-After"], "when to come again"
            self.heard[answer.json()["detail"][0]["type"]] += 1
            return False
        assert answer.status_code == 201, answer.text
        self.done.append(name)
        return True


@asynccontextmanager
async def full(database: Database) -> AsyncIterator[str]:
    """Let the file have no page more."""

    def limit(session: Session, pages: int) -> None:
        now = session.scalar(text("PRAGMA page_count")) or 0
        session.execute(text(f"PRAGMA max_page_count={now + pages}"))

    await database.write(limit, 0)
    yield "disk full"
    await database.write(limit, 100_000)


@asynccontextmanager
async def locked(database: Database) -> AsyncIterator[str]:
    """Let another program have the file for itself."""
    path = str(database.url.database)
    with closing(sqlite3.connect(path, isolation_level=None, timeout=20, check_same_thread=False)) as other:
        await asyncio.to_thread(other.execute, "BEGIN EXCLUSIVE")  # it may wait for a unit of ours
        yield "locked"


@asynccontextmanager
async def moved(database: Database) -> AsyncIterator[str]:
    """Let the file be somewhere else."""
    path = str(database.url.database)
    os.rename(path, f"{path}.away")
    yield "the file is gone"
    os.rename(f"{path}.away", path)


async def check_outage(database: Database, trouble: Trouble, seconds: float = 20) -> Counter[int | str]:
    """Let callers post through a trouble; returns what they heard."""
    async with open_api(database) as api:
        crowd = Crowd(api)
        callers = [asyncio.create_task(crowd.post_on()) for _ in range(CALLERS)]
        try:
            await until(lambda: len(crowd.done) >= CALLERS, "callers who are served")
            async with trouble(database) as word:
                before = crowd.heard[503]
                await until(lambda: crowd.heard[503] >= before + CALLERS, f"refusals: {crowd.heard}", seconds)
                if word != "disk full":  # a row that is there already has room
                    health = await api.get("/healthz")
                    assert health.status_code == 503
                    assert health.json()["database"] == word
            so_far = len(crowd.done)
            await until(lambda: len(crowd.done) >= so_far + 2 * CALLERS, "callers who are served again", 40)
        finally:
            crowd.is_over = True
            await asyncio.gather(*callers)
        listed = await list_all(api)
        health = await api.get("/healthz")
        assert (health.status_code, health.json()["database"]) == (200, "ok")
    assert sorted(listed) == sorted(crowd.done), "what was acknowledged is there exactly once"
    assert crowd.longest < PROMISED + BUSY_MACHINE
    return crowd.heard


async def list_all(api: httpx.AsyncClient) -> list[str]:
    """Return the names of all sources, of all pages."""
    names: list[str] = []
    path: str | None = "/sources/"
    while path is not None:
        page = await api.get(path)
        names += [row["name"] for row in page.json()]
        path = page.links.get("next", {}).get("url")
    return names


@pytest.mark.parametrize("trouble", [full, locked, moved])
async def test_nothing_acknowledged_is_lost_on_a_file_in_trouble(
    database: Database, trouble: Trouble
) -> None:
    heard = await check_outage(database, trouble)
    assert heard["busy"] + heard["unknown_outcome"] == heard[503]


@pytest.fixture
async def own_database(own_postgres: Path) -> AsyncIterator[Database]:
    """A database of a server of the test's own."""
    opened = await open_database(create_database(own_postgres, "leads"))
    yield opened
    await opened.close()


async def test_nothing_acknowledged_is_lost_while_postgresql_is_frozen(
    own_database: Database, own_postgres: Path
) -> None:
    @asynccontextmanager
    async def frozen(_database: Database) -> AsyncIterator[str]:
        frozen_ones = list_processes(own_postgres)
        for pid in frozen_ones:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield NO_ANSWER
        finally:
            for pid in frozen_ones:
                os.kill(pid, signal.SIGCONT)

    await check_outage(own_database, frozen, 40)


async def test_nothing_acknowledged_is_lost_while_postgresql_is_away(
    own_database: Database, own_postgres: Path
) -> None:
    @asynccontextmanager
    async def away(_database: Database) -> AsyncIterator[str]:
        await asyncio.to_thread(run_postgres, own_postgres, "stop", "-m", "immediate")
        yield "no connection"
        await asyncio.to_thread(run_postgres, own_postgres, "start")

    await check_outage(own_database, away)


def list_processes(folder: Path) -> list[int]:
    """Return a server and all that work for it."""
    server = int((folder / "data/postmaster.pid").read_text().split()[0])
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    return [server, *map(int, children)]


async def test_a_caller_without_a_key_hears_in_time_that_nothing_was_done_and_nothing_is_later(
    database: Database,
) -> None:
    async with open_api(database) as api:
        assert (await api.post("/sources/", json={"name": "First"})).status_code == 201
        async with locked(database):
            began = time.monotonic()
            refused = await api.post("/sources/", json={"name": "Second"})
            assert time.monotonic() - began < PROMISED + BUSY_MACHINE
            assert (refused.status_code, refused.json()["detail"][0]["type"]) == (503, "busy")
            assert refused.headers["Retry-After"] == "1"
        assert (await api.post("/sources/", json={"name": "Third"})).status_code == 201
        assert await list_all(api) == ["First", "Third"]


async def test_monitors_hear_of_a_file_that_takes_nothing_though_it_can_be_read(database: Database) -> None:
    def make_read_only(session: Session) -> None:
        session.execute(text("PRAGMA query_only=ON"))

    async with open_api(database) as api:
        assert (await api.get("/healthz")).status_code == 200
        await database.write(make_read_only)
        health = await api.get("/healthz")
        assert (health.status_code, health.json()["troubles"]) == (503, ["database: read-only"])
        posted = await api.post("/sources/", json={"name": "First"})
        assert posted.status_code == 503
        assert posted.json()["detail"][0]["msg"] == "the database can't be used now: read-only; try again"


async def test_what_was_seen_is_good_for_some_time_however_many_ask() -> None:
    looks = count(1)

    async def read() -> int:
        return next(looks)

    fresh, stale = watch.Watch(read, fresh=60), watch.Watch(read)
    assert [await fresh.look() for _ in range(5)] == [1] * 5
    assert [await stale.look() for _ in range(2)] == [2, 3]


async def test_callers_who_have_waited_too_long_are_one_line_of_the_log(
    database: Database, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.requests.writer.LONGEST_ANSWER", 0.2)  # less than SQLite waits for its lock
    with noticing():
        async with open_api(database) as api, locked(database):
            crowd = Crowd(api)
            assert not any(await asyncio.gather(*(crowd.post(f"Source {n}") for n in range(CALLERS))))
    [line] = read_complaints(caplog)
    assert line == "the database is busy or gone, what needs it is tried again: NoAnswerError"
