"""A database that is gone for a while, or locked by somebody else, is two lines of the log."""

import asyncio
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import httpx

from sandbox.client.person import Person
from tests.databases import run_postgres, write_address
from tests.ports import find_port
from tests.process.company import open_company
from tests.process.program import until
from tests.process.stage import ProcessStage, open_process_stage
from tests.process.test_company import gather_people

TROUBLE = re.compile(r"^[0-9-]+ [0-9:,]+ (?:WARNING|ERROR|CRITICAL) ")
BEGINS, ENDS = "the database is busy or gone", "the database works again"
LASTS = 6.0  # seconds, more than a tick of the scheduler
NOTICED = 60.0  # seconds, on a busy machine


def list_troubles(log: str) -> list[str]:
    """Return all lines of the log that no quiet day has, and all that are no line: of traces and reprs."""
    lines = [line for line in log.splitlines() if TROUBLE.match(line) or not re.match(r"^[0-9-]{10} ", line)]
    return [TROUBLE.sub("", line) for line in lines]


def check_two_lines(log: str) -> None:
    """See to it that the log says that the database went, when it came back, and nothing else."""
    begun, ended = list_troubles(log)
    assert re.fullmatch(f"leadbot: {BEGINS}, what needs it is tried again: [A-Za-z]+.*", begun)
    assert re.fullmatch(f"leadbot: {ENDS}, after [0-9]+ seconds", ended)
    assert "coroutine" not in log


async def test_a_postgresql_that_stops_under_load_is_two_lines(tmp_path: Path, own_postgres: Path) -> None:
    async with open_company(tmp_path, write_address(own_postgres, "postgres")) as company:
        process = await company.launch(*company.bots)
        company.begin_load(await gather_people(company), company.bots)
        vera = await company.client()
        for bot in company.bots:
            await company.time_storing(bot, vera, NOTICED)
        assert list_troubles(process.read_log()) == []

        await asyncio.to_thread(run_postgres, own_postgres, "stop", "-m", "immediate")
        await until(lambda: BEGINS in process.read_log(), process.read_log, NOTICED)
        async with asyncio.timeout(NOTICED):  # what monitors hear may be a second old
            while (await process.api.get("/healthz")).status_code == 200:
                continue
        ends = asyncio.get_running_loop().time() + LASTS
        while asyncio.get_running_loop().time() < ends:
            answers = [await process.api.get(path) for path in ("/healthz", "/metrics", "/leads/")]
            assert answers[0].status_code == answers[2].status_code == 503
        await asyncio.to_thread(run_postgres, own_postgres, "start")
        for bot in company.bots:
            await company.time_storing(bot, vera, NOTICED)
        await until(lambda: ENDS in process.read_log(), process.read_log, NOTICED)
        await company.end_load()
        await company.settle()
        await company.check()
        await process.stop()
        check_two_lines(process.read_log())


async def write_on(stage: ProcessStage, client: Person, http: httpx.AsyncClient, over: asyncio.Event) -> None:
    """Let a client write, and a form send requests, until it is over."""
    while not over.is_set():
        await client.write(stage.bot, "Is anybody there?")
        await http.post("/leads/", json={"source_id": 1, "name": "Vera", "message": "Hello"})
        await asyncio.sleep(0.1)


async def test_a_file_that_somebody_else_has_locked_is_two_lines(tmp_path: Path) -> None:
    port = find_port()
    async with open_process_stage(tmp_path, api_port=port, messages_per_minute=0) as stage:
        await stage.hire("Anna", limit=20)
        client, over = await stage.client("Vera"), asyncio.Event()
        await stage.settle()
        assert list_troubles(stage.read_log()) == []
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=90) as http:
            writing = asyncio.create_task(write_on(stage, client, http, over))
            with closing(sqlite3.connect(stage.path, isolation_level=None)) as other:
                other.execute("PRAGMA busy_timeout=20000")
                other.execute("BEGIN IMMEDIATE")
                await until(lambda: BEGINS in stage.read_log(), stage.read_log, NOTICED)
                await asyncio.sleep(LASTS)
                other.execute("ROLLBACK")
            await until(lambda: ENDS in stage.read_log(), stage.read_log, NOTICED)
            over.set()
            await writing
        await stage.settle()
        await stage.stop()
        check_two_lines(stage.read_log())
