"""An office whose bot is a process that dies where it is told and is started again, on either database."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from models.database.open import open_database
from proofs import exporting
from proofs.check_history import check
from proofs.processes.forking import Starter
from proofs.processes.points import CLOCK, FULL, ORDER, POINTS
from sandbox.client.person import Person
from sandbox.serve import serve as serve_telegram
from tests.databases import log_loads
from tests.process.cable import lay_cable
from tests.process.stage import ProcessStage, write_setting
from tests.stage import Stage

LEFT = """
SELECT 'inbox', id, attempts, error FROM inbox WHERE state = 'pending'
UNION ALL SELECT kind, id, attempts, error FROM outbox WHERE state = 'pending'
"""
Place = tuple[int, int, int]  # bot, chat, message


class Office(ProcessStage):
    """A stage on any database; what people write and say is noted as they do it."""

    written: dict[Place, str]
    answers: list[tuple[Person, str]]
    starter: Starter
    engine: AsyncEngine | None = None
    deaths = 0
    watcher: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Note every raise of a load, start, and start again whenever the process is killed."""
        self.written, self.answers = {}, []
        self.starter = Starter(self.path.parent)
        database = await open_database(self.settings.database_url)
        async with database.writing() as unit:
            await unit.run_sync(log_loads)
        await database.close()
        await Stage.open(self)
        self.watcher = asyncio.create_task(self.watch())

    @property
    def order(self) -> Path:
        """The file that says where to die."""
        return self.path.parent / "order"

    async def start(self) -> None:
        """Start the process with what it was told."""
        given = {name: getattr(self.settings, name) for name in self.settings.model_fields_set}
        environment = {name.upper(): str(write_setting(value)) for name, value in given.items()}
        environment[ORDER] = str(self.order)
        self.program = await asyncio.to_thread(
            self.starter.start, self.path.parent, self.log.name, environment
        )

    async def watch(self) -> None:
        """Start the process again each time that it has died."""
        while True:
            await asyncio.sleep(0.02)
            if self.program is not None and self.program.poll() is not None:
                self.deaths += 1
                self.order.write_text("")
                await self.start()

    async def close(self) -> None:
        """Leave no process behind."""
        if self.watcher is not None:
            self.watcher.cancel()
        await super().close()
        self.starter.close()
        if self.engine is not None:
            await self.engine.dispose()

    def arm(self, kind: str, number: int) -> None:
        """From now on the process counts, and dies at the nth point of a kind."""
        self.order.with_suffix(POINTS).unlink(missing_ok=True)
        self.order.write_text(f"{kind} {number}")

    def set_clock(self, hours: float) -> None:
        """Set the clock of the process so many hours ahead of what is right."""
        made = self.order.with_suffix(".new")
        made.write_text(str(hours * 3600))
        made.rename(self.order.with_suffix(CLOCK))

    def set_full(self, is_full: bool) -> None:
        """Let the database have no page more from now on, or again."""
        full = self.order.with_suffix(FULL)
        if is_full:
            full.touch()
        else:
            full.unlink(missing_ok=True)

    def list_passed(self) -> list[str]:
        """Disarm; return the points that were passed."""
        self.order.write_text("")
        points = self.order.with_suffix(POINTS)
        return points.read_text().split() if points.exists() else []

    async def select(self, query: str) -> Sequence[Any]:
        """Return what a query finds, as any other program would."""
        if self.engine is None:
            self.engine = create_async_engine(self.settings.database_url, pool_size=2)
        async with self.engine.connect() as connection:
            return (await connection.execute(text(query))).all()

    async def until(self, query: str, seconds: float = 60) -> Any:
        """Wait until a query finds a row; returns it."""
        ends = time.monotonic() + seconds
        while not (found := await self.select(query)):
            if time.monotonic() > ends:
                raise TimeoutError(f"not within {seconds:.0f} s: {query}")
            await asyncio.sleep(0.02)
        return found[0]

    async def settle(self, within: float = 60) -> None:
        """Wait until everything is handled and delivered."""
        ends, left = time.monotonic() + within, list[Any]()
        while await self.telegram.pending(self.bot) or (left := list(await self.select(LEFT))):
            if time.monotonic() > ends:
                raise TimeoutError(f"not at rest within {within:.0f} s: {left}")
            await asyncio.sleep(0.02)

    async def say(self, client: Person, words: str) -> int:
        """Let a client write, which must be stored once in the end."""
        sent = await client.write(self.bot, words)
        self.written[self.bot.id, client.id, sent] = words
        return sent

    async def change(self, client: Person, message_id: int, words: str) -> None:
        """Let a client change a message."""
        await client.edit(self.bot, message_id, words)
        self.written[self.bot.id, client.id, message_id] = words

    async def judge(self, more: Iterable[exporting.Fact] = ()) -> tuple[list[exporting.Fact], dict[str, int]]:
        """Return the history so far, with more facts, and its figures; raises Broken."""
        facts = [*await exporting.export(self.settings.database_url), *more]
        for (bot, chat, message), words in self.written.items():
            facts.append({"fact": "written", "bot": bot, "chat": chat, "message": message, "text": words})
        facts += [{"fact": "answer", "chat": client.id, "text": words} for client, words in self.answers]
        for client in {client.id: client for client, _ in self.answers}.values():
            heard = (await client.chat(self.bot)).from_bot
            facts += [{"fact": "received", "chat": client.id, "text": message.text} for message in heard]
        facts += [{"fact": "crash"}] * self.deaths
        (self.path.parent / "history.jsonl").write_text(exporting.write_lines(facts))
        return facts, check(facts)


@asynccontextmanager
async def open_office(folder: Path, address: str | None = None, **settings: Any) -> AsyncIterator[Office]:
    """Open an office, on SQLite unless an address is given."""
    from tests.stage import play

    given: dict[str, Any] = {} if address is None else {"database_url": address}
    async with serve_telegram() as server, lay_cable(server.port) as cable:
        make = partial(Office, server, cable)
        async with play(make, server, folder, telegram_api=cable.url, **given, **settings) as office:
            yield office
