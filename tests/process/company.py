"""A business that several processes on one PostgreSQL work for, and what must be true in the end."""

import asyncio
import signal
import subprocess
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import IO, Any

import httpx
from sqlalchemy import NullPool, text
from sqlalchemy.ext.asyncio import create_async_engine

from models.database.open import open_database
from sandbox.client.person import Person
from sandbox.client.seen import Bot
from sandbox.serve import Sandbox
from sandbox.serve import serve as serve_telegram
from tests.databases import highest_above_limit, log_loads
from tests.ports import find_port
from tests.process import program
from tests.process.program import START
from tests.stage import Stage, play

PACE = 0.15  # seconds between two messages of the load
STOP = 15.0  # seconds, as the page says
UNDONE = """
SELECT id FROM inbox WHERE state = 'pending' UNION ALL SELECT id FROM outbox WHERE state = 'pending'
"""
STORED = "SELECT bot_id, chat_id, message_id FROM messages WHERE author = 'client'"


class Process:
    """One `leadbot run` with an API of its own."""

    def __init__(self, running: "subprocess.Popen[str]", port: int, log: IO[str]) -> None:
        self.running, self.port, self._log = running, port, log
        self.is_stopped = False
        self.api = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30)

    async def health(self) -> dict[str, Any]:
        """Return what it says of itself; nothing while it can't."""
        try:
            found: dict[str, Any] = (await self.api.get("/healthz", timeout=5)).json()
        except httpx.HTTPError:
            return {}
        return found

    async def list_owned(self) -> set[int]:
        """Return the bots that it says it works for."""
        if self.is_stopped:
            return set()
        return {bot["id"] for bot in (await self.health()).get("bots", ()) if bot["state"] == "ok"}

    def freeze(self) -> None:
        """Let it do nothing, and not hear of it."""
        self.running.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self.running.send_signal(signal.SIGCONT)

    async def stop(self) -> None:
        """Stop it by SIGTERM; it must end well, and in time."""
        self.is_stopped = True
        self.running.terminate()
        await program.until(lambda: self.running.poll() is not None, f"the end of:\n{self.read_log()}", STOP)
        assert self.running.returncode == 0, self.read_log()

    async def close(self) -> None:
        """Leave nothing behind."""
        self.running.kill()
        await asyncio.to_thread(self.running.wait)
        await self.api.aclose()
        self._log.close()

    def read_log(self) -> str:
        """Return what it has logged."""
        self._log.seek(0)
        return self._log.read()


class Company(Stage):
    """The business; no process works for it until one is launched."""

    def __init__(self, server: Sandbox, *business: Any) -> None:
        super().__init__(*business)
        self.server = server
        self.processes: list[Process] = []
        self.written: list[tuple[int, int, int]] = []  # bot, chat, message
        self._load: asyncio.Task[None] | None = None
        self._enough = asyncio.Event()

    async def start(self) -> None:
        """Note every raise of a load from now on."""
        database = await open_database(self.settings.database_url)
        async with database.writing() as unit:
            await unit.run_sync(log_loads)
        await database.close()

    async def stop(self) -> None:
        """End all processes."""
        await self.end_load()
        await asyncio.gather(*(process.close() for process in self.processes))

    async def launch(self, *bots: Bot, skew: float = 0, **settings: Any) -> Process:
        """Start one more process for some bots, which is ready as soon as it can say how it is."""
        port, log = find_port(), (self.path.parent / f"leadbot{len(self.processes)}.log").open("a+")
        given = {
            "bot_tokens": ",".join(bot.token for bot in bots),
            "admin_ids": self.admin.id,
            "telegram_api": self.settings.telegram_api,
            "database_url": self.settings.database_url,
            "api_port": port,
            "sends_per_second": 0,
            "messages_per_minute": 0,
        }
        process = Process(program.start(self.path.parent, log, skew=skew, **(given | settings)), port, log)
        self.processes.append(process)
        await self.wait_until(process.health, "a start", START)
        return process

    async def find_owner(self, bot: Bot) -> Process:
        """Return the process that says that it works for a bot."""
        while True:
            for process in self.processes:
                if bot.id in await process.list_owned():
                    return process

    async def wait_until(self, wanted: Any, what: str, seconds: float) -> float:
        """Wait until something that is asked of somebody else is so; returns how many seconds that took."""
        began = time.monotonic()
        while not await wanted():
            waited = time.monotonic() - began
            assert waited < seconds, f"not within {seconds} s: {what}"
            await asyncio.sleep(0.05)
        return time.monotonic() - began

    async def select(self, query: str) -> Sequence[Any]:
        """Return what a query finds."""
        engine = create_async_engine(self.settings.database_url, poolclass=NullPool)
        async with engine.connect() as connection:
            return (await connection.execute(text(query))).all()

    async def is_stored(self, bot: Bot, person: Person, message_id: int) -> bool:
        """Tell whether a message is in the database."""
        query = f"{STORED} AND bot_id = {bot.id} AND chat_id = {person.id} AND message_id = {message_id}"
        return bool(await self.select(query))

    async def write(self, bot: Bot, person: Person, words: str) -> int:
        """Let somebody write to a bot, which must be stored once in the end."""
        sent = await person.write(bot, words)
        self.written.append((bot.id, person.id, sent))
        return sent

    async def time_storing(self, bot: Bot, person: Person, seconds: float) -> float:
        """Let somebody write to a bot; returns how many seconds it took until that was stored."""
        sent = await self.write(bot, person, "Is anybody there?")
        return await self.wait_until(
            partial(self.is_stored, bot, person, sent), f"a message to {bot}", seconds
        )

    def begin_load(self, people: Sequence[Person], bots: Sequence[Bot]) -> None:
        """Let people write to bots, each in turn, until told to stop."""

        async def write_on() -> None:
            number = 0
            while not self._enough.is_set():
                person, bot = people[number % len(people)], bots[number // len(people) % len(bots)]
                await self.write(bot, person, f"Message {number}")
                number += 1
                await asyncio.sleep(PACE)

        self._enough.clear()
        self._load = asyncio.create_task(write_on())

    async def end_load(self) -> None:
        """Let people write no more."""
        if self._load is not None:
            self._enough.set()
            await self._load
            self._load = None

    async def settle(self, within: float = 60) -> None:
        """Wait until everything is handled and delivered."""

        async def is_done() -> bool:
            held = [await self.telegram.pending(bot) for bot in self.bots]
            return not any(held) and not await self.select(UNDONE)

        await self.wait_until(is_done, "all is done", within)

    async def check(self) -> None:
        """Every message is stored once, nobody has more than the limit, and loads are what is open."""
        assert Counter(map(tuple, await self.select(STORED))) == Counter(self.written)
        owned = "(SELECT count(*) FROM contacts WHERE operator_id = o.id AND status <> 'completed')"
        assert await self.select(f"SELECT id, load, {owned} FROM operators o WHERE load <> {owned}") == []
        database = await open_database(self.settings.database_url)
        async with database.reading() as view:
            assert (await view.run_sync(highest_above_limit) or 0) <= 0
        await database.close()

    @property
    def bots(self) -> list[Bot]:
        """All bots of the business."""
        return [self.bot, *self.more_bots]

    more_bots: list[Bot]


@asynccontextmanager
async def open_company(folder: Path, address: str, bots: int = 2) -> AsyncIterator[Company]:
    """Open a business with some bots; every process of it ends with it."""
    async with (
        serve_telegram() as server,
        play(partial(Company, server), server, folder, running=False, database_url=address) as company,
    ):
        company.more_bots = [await company.telegram.add_bot(f"acme_{n}_bot") for n in range(2, bots + 1)]
        await company.start()
        yield company
