"""A stage whose bot is a process of its own: killed, stopped and started again as a test likes."""

import signal
import sqlite3
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from functools import partial
from pathlib import Path
from typing import IO, Any

from pydantic import SecretStr

from sandbox.client.person import Person
from sandbox.serve import Sandbox
from sandbox.serve import serve as serve_telegram
from tests.process import program
from tests.process.cable import Cable, lay_cable
from tests.process.program import until
from tests.stage import Stage, play

RECORD_RAISES = """
CREATE TABLE raises (operator_id INTEGER, above INTEGER);
CREATE TRIGGER record_raises AFTER UPDATE OF load ON operators WHEN NEW.load > OLD.load
BEGIN INSERT INTO raises VALUES (NEW.id, NEW.load - NEW.max_active_leads); END;
"""


class ProcessStage(Stage):
    """A stage whose bot reaches Telegram by a cable, and whose database records every raise of a load."""

    def __init__(self, server: Sandbox, cable: Cable, *business: Any) -> None:
        super().__init__(*business)
        self.server, self.cable = server, cable
        self.files: int | None = None  # how many the bot may have open, if not as many as this process
        self.program: program.Running | None = None
        self.log: IO[str] = (self.path.parent / "leadbot.log").open("a+")

    async def open(self) -> None:
        """Start the bot, and let the admin open it; from now on every raise of a load is recorded."""
        with closing(sqlite3.connect(self.path)) as connection:
            connection.executescript(RECORD_RAISES)
        await super().open()

    async def start(self) -> None:
        """Start the process; it needs some seconds until it works."""
        given = {name: getattr(self.settings, name) for name in self.settings.model_fields_set}
        environment = {name: write_setting(value) for name, value in given.items()}
        self.program = program.start(self.path.parent, self.log, files=self.files, **environment)

    async def stop(self, within: float = 30) -> None:
        """Stop the process by SIGTERM; it must end well, and in time."""
        running = self.program
        assert running is not None
        running.send_signal(signal.SIGTERM)
        await until(lambda: running.poll() is not None, f"the end of:\n{self.read_log()}", within)
        assert running.wait() == 0, self.read_log()

    def kill(self) -> float:
        """Kill -9, if it still runs; returns the moment."""
        if self.program is not None:
            self.program.kill()
            self.program.wait()
        return time.time()

    async def close(self) -> None:
        """Leave no process behind."""
        self.kill()
        self.log.close()

    async def settle(self, within: float = 30) -> None:
        """Wait until nothing is left with Telegram, in the inbox or in the outbox."""
        try:
            await super().settle(within)
        except TimeoutError:
            last = self.read_log()[-3000:]
            raise AssertionError(f"not all is done within {within} s:\n{last}") from None

    def read_log(self) -> str:
        """Return what the bot has logged in all its lives."""
        self.log.seek(0)
        return self.log.read()

    @property
    def confirmed(self) -> int:
        """How many updates Telegram has let go of, because the bot said that it has them."""
        return self.server.cloud.bots[self.bot.username].updates.delivered

    async def staff(self, names: Sequence[str], limit: int) -> list[Person]:
        """Hire operators of the same weight and limit."""
        return [await self.hire(name, limit) for name in names]


def write_setting(value: object) -> object:
    """Write a setting as a user does."""
    if isinstance(value, list | tuple):
        return ",".join(map(str, value))
    return value.get_secret_value() if isinstance(value, SecretStr) else value


@asynccontextmanager
async def open_process_stage(folder: Path, **settings: Any) -> AsyncIterator[ProcessStage]:
    """Open a business with one bot at work and its admin, and more settings; no process is left behind."""
    async with (
        serve_telegram() as server,
        lay_cable(server.port) as cable,
        play(
            partial(ProcessStage, server, cable), server, folder, telegram_api=cable.url, **settings
        ) as stage,
    ):
        yield stage
