"""A crowd without a key at the port of the API: bots and callers go on, and the log stays short."""

import asyncio
import os
import resource
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import httpx
import pytest

from api.accepting import SHARE, raise_file_limit
from sandbox.client.person import Person
from tests.api.raw_connection import RawConnection, connect
from tests.api.test_health import until_well
from tests.api_stage import KEY
from tests.ports import find_port
from tests.process.program import until
from tests.process.stage import ProcessStage, open_process_stage

FILES = 1024  # as many systems allow
CROWD = 1100
AT_ONCE = 100
SOON = 3  # seconds


@asynccontextmanager
async def open_business(
    folder: Path, files: int | None = None
) -> AsyncIterator[tuple[ProcessStage, Person, httpx.AsyncClient]]:
    """Open a business with an operator, and an API that answers."""
    port = find_port()
    headers = {"Authorization": f"Bearer {KEY}"}
    async with (
        open_process_stage(folder, running=False, api_port=port, api_key=KEY) as stage,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=SOON) as api,
    ):
        stage.files = files
        await stage.open()
        anna = await stage.hire("Anna", limit=20)
        await until_well(api)
        yield stage, anna, api


async def test_a_crowd_that_says_nothing_stops_neither_the_bots_nor_the_callers(tmp_path: Path) -> None:
    assert raise_file_limit() > CROWD * 2, "this process has as many connections"
    async with open_business(tmp_path, FILES) as (stage, anna, api), AsyncExitStack() as opened:
        crowd: list[RawConnection] = []
        while len(crowd) < CROWD:
            coming = [opened.enter_async_context(connect(api)) for _ in range(AT_ONCE)]
            crowd += await asyncio.gather(*coming)
            await serve_client(stage, anna, f"Hello no. {len(crowd)}")
            assert (await api.get("/operators/")).status_code == 200
        await until(lambda: count_open(crowd) <= FILES // SHARE, "the rest is closed")
        async with connect(api) as another:
            await another.send(b"GET /healthz HTTP/1.1\r\nHost: here\r\n\r\n")
            assert (await another.read_answer())[0] == 200
        await stage.stop()
        log = stage.read_log()
    assert log.count("as many connections as it may") <= 2
    assert "Traceback" not in log
    assert len(log) < 5_000


async def test_a_failing_accept_is_one_line_and_ends_with_its_cause(tmp_path: Path) -> None:
    async with open_business(tmp_path) as (stage, anna, api):
        assert stage.program is not None
        pid = stage.program.pid
        _, hard = resource.prlimit(pid, resource.RLIMIT_NOFILE)
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (find_free(pid), hard))
        async with httpx.AsyncClient(base_url=api.base_url, timeout=SOON) as caller:
            with pytest.raises(httpx.ReadTimeout):
                await caller.get("/healthz")
        said = [line for line in stage.read_log().splitlines() if "can't accept" in line]
        assert [line.partition("leadbot.api: ")[2] for line in said] == [
            "the API can't accept connections: Too many open files (tries: 1)"
        ]
        assert "Traceback" not in stage.read_log()
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (hard, hard))
        async with httpx.AsyncClient(base_url=api.base_url, timeout=SOON) as caller:
            assert (await caller.get("/healthz")).status_code == 200
        await serve_client(stage, anna, "Hello again")
        await stage.stop()


async def serve_client(stage: ProcessStage, anna: Person, text: str) -> None:
    """Let a client write, and see the card soon."""
    started = time.monotonic()
    await stage.client(text=text)
    await stage.card(anna, text)
    assert time.monotonic() - started < SOON


def count_open(crowd: list[RawConnection]) -> int:
    """Return how many have not been closed by the other side."""
    return sum(not connection.reader.at_eof() for connection in crowd)


def find_free(pid: int) -> int:
    """Return the lowest number of a file that a process does not use."""
    used = {int(name) for name in os.listdir(f"/proc/{pid}/fd")}
    return min(set(range(len(used) + 1)) - used)
