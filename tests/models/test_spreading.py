"""Several processes on one PostgreSQL: bots spread and even out, and what one announces wakes the others."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from sqlalchemy import text

from models.database.errors import is_transient
from models.database.open import open_database
from models.database.protocol import Database, Share
from models.database.waiting import pause
from tests.process.program import until

BOTS = range(101, 107)
SOON = 30.0  # seconds, on a machine that is busy with other tests
CUT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE pid <> pg_backend_pid() AND datname = current_database()
"""
AGAIN = 0.1  # seconds until a process tries again
PAUSE = 3.0  # seconds in which nobody works for a bot, at most


class Process:
    """A process that works for bots: of each it keeps since when it has it."""

    def __init__(self, database: Database) -> None:
        self.database, self.stop = database, asyncio.Event()
        self.works_for: set[int] = set()

    async def work(self, bot: int, gaps: list[float], freed: dict[int, float]) -> None:
        """Work for a bot whenever no other process does, as `bot.work` does."""
        while not self.stop.is_set():
            try:
                await self.own(bot, gaps, freed)
            except Exception as error:
                if not is_transient(error):  # it is, if the connection was lost on a busy machine
                    raise
                await pause(self.stop, AGAIN)

    async def own(self, bot: int, gaps: list[float], freed: dict[int, float]) -> None:
        """Work for a bot once; a gap is how long nobody has worked for it."""
        async with self.database.owning(bot, self.stop) as ended:
            if ended.is_set():
                return
            if bot in freed:
                gaps.append(time.monotonic() - freed.pop(bot))
            self.works_for.add(bot)
            await ended.wait()
            self.works_for.discard(bot)
            freed[bot] = time.monotonic()


class Company:
    """Processes that come and go."""

    def __init__(self, address: str) -> None:
        self.address, self.processes = address, list[Process]()
        self.tasks: dict[Process, list[asyncio.Task[None]]] = {}
        self.gaps: list[float] = []
        self.freed: dict[int, float] = {}

    async def start(self, bots: range = BOTS) -> Process:
        """Let one more process work."""
        process = Process(await open_database(self.address))
        self.processes.append(process)
        self.tasks[process] = [asyncio.create_task(process.work(bot, self.gaps, self.freed)) for bot in bots]
        return process

    async def stop(self, process: Process) -> None:
        """Let a process end."""
        self.processes.remove(process)
        process.stop.set()
        await asyncio.gather(*self.tasks.pop(process))
        await process.database.close()

    def count(self) -> list[int]:
        """Return for how many bots each works; nobody works for a bot beside another one."""
        owned = Counter(bot for process in self.processes for bot in process.works_for)
        assert max(owned.values(), default=1) == 1, f"two work for one bot: {owned}"
        return sorted(len(process.works_for) for process in self.processes)

    async def wait_for(self, *counts: int) -> None:
        """Wait until each works for so many."""
        await until(
            lambda: self.count() == list(counts), lambda: f"{counts} rather than {self.count()}", SOON
        )


@asynccontextmanager
async def open_company(address: str) -> AsyncIterator[Company]:
    company = Company(address)
    async with AsyncExitStack() as stack:
        try:
            yield company
        finally:
            for process in list(company.processes):
                stack.push_async_callback(company.stop, process)


async def test_bots_even_out_after_a_start_and_a_stop_without_a_long_pause(migrated_postgres: str) -> None:
    async with open_company(migrated_postgres) as company:
        first = await company.start()
        await company.wait_for(6)
        await company.start()
        await company.wait_for(3, 3)
        await company.start()
        await company.wait_for(2, 2, 2)
        await company.stop(first)
        await company.wait_for(3, 3)
        assert max(company.gaps) < PAUSE
        database, known = company.processes[0].database, Share(processes=2, bots=3, all_bots=6)
        await until(lambda: database.share == known, lambda: f"{known} rather than {database.share}", SOON)


async def test_two_processes_that_start_together_share_the_bots(migrated_postgres: str) -> None:
    async with open_company(migrated_postgres) as company:
        await asyncio.gather(company.start(), company.start())
        await company.wait_for(3, 3)


async def test_a_process_gets_only_the_bots_whose_tokens_it_has(migrated_postgres: str) -> None:
    async with open_company(migrated_postgres) as company:
        await company.start(BOTS)
        await company.start(range(106, 109))
        await company.wait_for(3, 5)


async def test_a_bot_that_is_let_go_at_once_can_be_had_again(migrated_postgres: str) -> None:
    async with open_company(migrated_postgres) as company:
        await company.start(range(201, 202))
        await company.wait_for(1)
        database = await open_database(migrated_postgres)
        try:
            for _ in range(2):
                async with asyncio.timeout(SOON), database.owning(7, asyncio.Event()):
                    pass
        finally:
            await database.close()


async def test_bots_spread_as_before_once_every_connection_was_cut(migrated_postgres: str) -> None:
    async with open_company(migrated_postgres) as company:
        first, _ = await asyncio.gather(company.start(), company.start())
        await company.wait_for(3, 3)
        await cut_connections(first.database)
        await company.wait_for(0, 0)
        await company.wait_for(3, 3)
        await company.stop(first)
        await company.wait_for(6)


async def cut_connections(database: Database) -> None:
    async with database.writing() as unit:
        await unit.run_sync(lambda session: session.execute(text(CUT)))


@asynccontextmanager
async def open_two(address: str) -> AsyncIterator[tuple[Database, Database, list[str]]]:
    """Open two processes that hear each other; the second notes what it hears."""
    heard: list[str] = []
    speaking, hearing = await open_database(address), await open_database(address)
    try:
        for database in (speaking, hearing):
            database.listen("nothing", lambda: None)
        for topic in ("decided", "arrived:7"):
            hearing.listen(topic, lambda topic=topic: heard.append(topic))  # type: ignore[misc]
        await until(lambda: has_both(speaking) and has_both(hearing), "two processes", SOON)
        heard.clear()
        yield speaking, hearing, heard
    finally:
        await speaking.close()
        await hearing.close()


def has_both(database: Database) -> bool:
    return database.share is not None and database.share.processes == 2


async def test_what_one_process_announces_is_heard_by_the_others(migrated_postgres: str) -> None:
    async with open_two(migrated_postgres) as (speaking, _, heard):
        for _ in range(20):
            speaking.announce("decided")
            await until(lambda: heard, "decided", 5)
            heard.clear()


async def test_a_burst_is_announced_together_and_only_to_who_listens(migrated_postgres: str) -> None:
    async with open_two(migrated_postgres) as (speaking, _, heard):
        for _ in range(500):
            speaking.announce("decided")
            speaking.announce("arrived:8")
        speaking.announce("arrived:7")
        await until(lambda: "arrived:7" in heard, "what was said last", 5)
        assert heard.count("decided") <= 2
        assert set(heard) == {"decided", "arrived:7"}


async def test_whoever_lost_the_connection_looks_everywhere_once_it_is_back(migrated_postgres: str) -> None:
    async with open_two(migrated_postgres) as (speaking, hearing, heard):
        await cut_connections(speaking)
        await until(lambda: {"decided", "arrived:7"} <= set(heard), "a look everywhere", 5)
        heard.clear()
        await until(lambda: has_both(speaking) and has_both(hearing), "two processes", SOON)
        speaking.announce("decided")
        await until(lambda: heard == ["decided"], "decided", 5)
