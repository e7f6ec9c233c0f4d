"""Several processes on one PostgreSQL, in trouble and under load: others go on, nothing is lost."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import make_url

from sandbox.client.person import Person
from sandbox.client.seen import Bot
from tests.databases import run_postgres, write_address
from tests.process.company import STOP, Company, Process, open_company
from tests.process.swallowing import Swallowing

TAKEOVER = 12.0  # seconds until others work for the bots of a process that is frozen or cut off
WRITES = 8.0  # seconds until others write all the same
SHIFT = 60.0  # seconds until bots have evened out
MOVE = 3.0  # seconds for which nobody works for a bot that moves
BESIDE = 40.0  # seconds that a busy machine takes beside
SOON = 20.0  # without any of it: 30 s later


async def wait_for_shares(company: Company, *shares: int) -> None:
    """Wait until processes work for so many bots, and no two of them for one."""

    async def is_so() -> bool:
        owned = [await process.list_owned() for process in company.processes]
        are_single = len(set().union(*owned)) == sum(map(len, owned))
        return are_single and sorted(map(len, owned)) == sorted(shares)

    await company.wait_until(is_so, f"shares of {shares}", SHIFT)


async def gather_people(company: Company) -> list[Person]:
    """Hire two who can't take all that clients will want; returns the clients."""
    for name in ("Anna", "Boris"):
        await company.hire(name, limit=4)
    return [await company.client(f"Client {number}.") for number in range(12)]


async def check_others_go_on(company: Company, trouble: Callable[[Process], None]) -> Process:
    """Make trouble for the owner of a bot: others take it over in time, and write meanwhile."""
    vera, (theirs, other) = await company.client(), company.bots
    troubled = await company.find_owner(theirs)
    trouble(troubled)
    await asyncio.gather(
        company.time_storing(theirs, vera, TAKEOVER + BESIDE),
        company.time_storing(other, vera, WRITES + BESIDE),
    )
    return troubled


async def test_a_frozen_process_holds_up_nobody_and_comes_back_in_peace(
    tmp_path: Path, migrated_postgres: str
) -> None:
    async with open_company(tmp_path, migrated_postgres) as company:
        await asyncio.gather(*(company.launch(*company.bots) for _ in range(3)))
        await wait_for_shares(company, 0, 1, 1)
        company.begin_load(await gather_people(company), company.bots)
        frozen = await check_others_go_on(company, Process.freeze)
        frozen.thaw()
        await wait_for_shares(company, 0, 1, 1)
        await company.end_load()
        await company.settle()
        await company.check()
        assert "Conflict" not in "".join(process.read_log() for process in company.processes)
        await asyncio.gather(*(process.stop() for process in company.processes))


async def test_others_take_over_from_a_process_that_is_cut_off_and_it_ends_in_time(
    tmp_path: Path, migrated_postgres: str
) -> None:
    url = make_url(migrated_postgres)
    wired = url.update_query_dict({"host": str(tmp_path)}).render_as_string(hide_password=False)
    async with (
        Swallowing(Path(str(url.query["host"])), tmp_path) as wire,
        open_company(tmp_path, migrated_postgres) as company,
    ):
        first = await company.launch(*company.bots, database_url=wired)
        await wait_for_shares(company, 2)
        company.begin_load(await gather_people(company), company.bots)
        await company.launch(*company.bots)
        await wait_for_shares(company, 1, 1)
        vera = await company.client()
        wire.swallow()
        await asyncio.gather(*(company.time_storing(bot, vera, TAKEOVER + BESIDE) for bot in company.bots))
        first.running.terminate()
        began = time.monotonic()
        await asyncio.to_thread(first.running.wait, STOP)
        assert time.monotonic() - began < STOP
        assert "Traceback" not in first.read_log()
        await company.end_load()
        await company.settle()
        await company.check()


async def test_a_database_that_falls_over_twice_loses_nothing(tmp_path: Path, own_postgres: Path) -> None:
    async with open_company(tmp_path, write_address(own_postgres, "postgres")) as company:
        await asyncio.gather(*(company.launch(*company.bots) for _ in range(2)))
        await wait_for_shares(company, 1, 1)
        company.begin_load(await gather_people(company), company.bots)
        vera = await company.client()
        for _ in range(2):
            await asyncio.to_thread(run_postgres, own_postgres, "restart", "-m", "immediate")
            for bot in company.bots:
                await company.time_storing(bot, vera, TAKEOVER + BESIDE)
        await company.end_load()
        await wait_for_shares(company, 1, 1)
        await company.settle()
        await company.check()


async def test_bots_come_and_go_with_a_rolling_deployment(tmp_path: Path, migrated_postgres: str) -> None:
    async with open_company(tmp_path, migrated_postgres, bots=3) as company:
        goes, stays, comes = company.bots
        old = await company.launch(goes, stays)
        await wait_for_shares(company, 2)
        await gather_people(company)
        vera = await company.client()
        async with asking(company, stays, vera) as pauses:
            await company.launch(stays, comes)
            await wait_for_shares(company, 1, 2)
            connected = "SELECT count(*) FROM sources WHERE is_connected"
            assert (await company.select(connected))[0][0] == 3, "a newer list has switched a bot off"
            await old.stop()
            await wait_for_shares(company, 0, 2)
            await company.launch(stays, comes)
            await wait_for_shares(company, 0, 1, 1)
        assert max(pauses) < MOVE + BESIDE
        for bot in (stays, comes):
            await company.time_storing(bot, vera, SOON)
        await vera.write(goes, "Where are you?")
        await company.check()
        assert await company.telegram.pending(goes) == 1, "somebody works for a bot whose token is gone"


@asynccontextmanager
async def asking(company: Company, bot: Bot, person: Person) -> AsyncIterator[list[float]]:
    """Let somebody write to a bot again and again; yields how long each message took to be stored."""
    took: list[float] = []
    enough = asyncio.Event()

    async def ask() -> None:
        while not enough.is_set():
            took.append(await company.time_storing(bot, person, SHIFT))

    task = asyncio.create_task(ask())
    try:
        yield took
    finally:
        enough.set()
        await task


async def test_a_machine_whose_clock_is_ahead_delays_nothing(tmp_path: Path, migrated_postgres: str) -> None:
    async with open_company(tmp_path, migrated_postgres, bots=1) as company:
        right = await company.launch(company.bot)
        await wait_for_shares(company, 1)
        anna = await company.hire("Anna")
        await company.command("/sources add site")
        await company.command("/weight Anna site 1")
        ahead = await company.launch(company.bot, skew=30)
        assert 29 < (await ahead.health())["clock_skew_seconds"] < 31
        assert abs((await right.health())["clock_skew_seconds"]) < 1
        [[site]] = await company.select("SELECT id FROM sources WHERE name = 'site'")
        form = {"source_id": site, "message": "By form", "phone": "+79161234567"}
        posted = await ahead.api.post("/contacts", json=form)
        assert posted.status_code == 201, posted.text
        await anna.wait_for(company.bot, "By form", timeout=SOON)
        assert "30 s off" in ahead.read_log()
