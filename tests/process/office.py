"""A business whose bot is a process of its own: killed, stopped and started again as a test likes."""

import asyncio
import signal
import sqlite3
import subprocess
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import IO, Any

from leadbot.settings import Settings
from sandbox.client.person import Person
from sandbox.client.seen import Bot
from sandbox.client.telegram import Telegram
from sandbox.serve import Sandbox
from sandbox.serve import serve as serve_telegram
from tests.databases import copy_migrated
from tests.process import program
from tests.process.cable import Cable, lay_cable
from tests.process.program import START, until
from tests.stage import Stage

RECORD_RAISES = """
CREATE TABLE raises (operator_id INTEGER, above INTEGER);
CREATE TRIGGER record_raises AFTER UPDATE OF load ON operators WHEN NEW.load > OLD.load
BEGIN INSERT INTO raises VALUES (NEW.id, NEW.load - NEW.max_active_leads); END;
"""
UNFINISHED = "SELECT 1 FROM inbox WHERE state='pending' UNION ALL SELECT 1 FROM outbox WHERE state='pending'"


class Office(Stage):
    """A stage whose bot reaches Telegram by a cable, and whose database records every raise of a load."""

    def __init__(
        self,
        telegram: Telegram,
        bot: Bot,
        admin: Person,
        settings: Settings,
        path: Path,
        server: Sandbox,
        cable: Cable,
        more: dict[str, object],
    ) -> None:
        super().__init__(telegram, bot, admin, settings, path)
        self.more = more
        self.server = server
        self.cable = cable
        self.program: subprocess.Popen[str] | None = None
        self.log: IO[str] = (path.parent / "leadbot.log").open("a+")

    async def start(self) -> None:
        """Start the process; it needs some seconds until it works."""
        self.program = program.start(self.path.parent, self.log, **self.environment)

    @property
    def environment(self) -> dict[str, object]:
        """The settings as a user gives them."""
        return {
            "bot_tokens": ",".join(self.settings.bot_tokens),
            "admin_ids": ",".join(map(str, self.settings.admin_ids)),
            "telegram_api": self.settings.telegram_api,
            "database_url": self.settings.database_url,
            "sends_per_second": 0,
            "reopen_window_minutes": 0,
            **self.more,
        }

    def kill(self) -> float:
        """Kill -9, if it still runs; returns the moment."""
        if self.program is not None:
            self.program.kill()
            self.program.wait()
        return time.time()

    async def terminate(self, seconds: float) -> int:
        """SIGTERM; returns the exit code, which must come in time."""
        running = self.program
        assert running is not None
        running.send_signal(signal.SIGTERM)
        await until(lambda: running.poll() is not None, f"the end of:\n{self.read_log()}", seconds)
        return running.wait()

    def read_log(self) -> str:
        """Return what the bot has logged in all its lives."""
        self.log.seek(0)
        return self.log.read()

    @property
    def confirmed(self) -> int:
        """How many updates Telegram has let go of, because the bot said that it has them."""
        return self.server.cloud.bots[self.bot.username].updates.delivered

    def one(self, query: str, *params: Any) -> Any:
        """Return the one value that a query finds."""
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, timeout=5)) as connection:
            return connection.execute(query, params).fetchone()[0]

    async def staff(self, names: Sequence[str], limit: int) -> list[Person]:
        """Hire operators of the same weight and limit."""
        return [await self.hire(name, limit) for name in names]

    async def catch_up(self, seconds: float = 30) -> None:
        """Wait until nothing is left with Telegram, in the inbox or in the outbox."""
        ends = time.monotonic() + seconds
        while await self.telegram.pending(self.bot) or self.rows(UNFINISHED):
            assert time.monotonic() < ends, f"not all is done within {seconds} s:\n{self.read_log()[-3000:]}"
            await asyncio.sleep(0.02)


@asynccontextmanager
async def open_office(folder: Path, **more: object) -> AsyncIterator[Office]:
    """Open a business with one bot at work and its admin, and more settings; no process is left behind."""
    path = folder / "leadbot.db"
    address = f"sqlite+aiosqlite:///{path}"
    copy_migrated(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(RECORD_RAISES)
    async with (
        serve_telegram() as server,
        Telegram(server.url) as telegram,
        lay_cable(server.port) as cable,
    ):
        bot = await telegram.add_bot("acme_sales_bot", name="Acme")
        admin = await telegram.add_person("Olga", language_code="en")
        settings = Settings(
            _env_file=None,
            bot_tokens=[bot.token],
            admin_ids=[admin.id],
            telegram_api=cable.url,
            database_url=address,
        )
        office = Office(telegram, bot, admin, settings, path, server, cable, more)
        try:
            await office.start()
            await admin.open(bot)
            await admin.wait_for(bot, "/operators", timeout=START)
            yield office
        finally:
            office.kill()
            office.log.close()
