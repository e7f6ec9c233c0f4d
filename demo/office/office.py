"""What a visitor sees of the business beside the chats, and what can be started there."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp

from demo.cast import Company, Role
from demo.office.crowd import Crowd, rush
from demo.office.day import Day
from demo.office.figures import Figures
from demo.office.run import Run, Runner, What
from demo.watch import Watch
from sandbox.client.seen import Json

BOARD = re.compile(r"http://\S+/board/#in=[\w-]+")
BOARD_PATIENCE = 10.0  # seconds
PATIENCE = aiohttp.ClientTimeout(total=10)


@dataclass(frozen=True, slots=True)
class Office:
    """The office of a shop that is open."""

    company: Company
    watch: Watch
    language: str
    figures: Figures
    crowd: Crowd
    runner: Runner = field(default_factory=Runner)

    async def show(self) -> Json:
        """Return who is there, the table of the operators, and what runs."""
        found, run = await self.figures.read(), self.runner.run
        hired = {row["person"] for row in found["operators"]}
        people = [*self.company.members.values(), *self.crowd.members]
        return {
            "language": self.language,
            "bot": self.company.bot.username,
            "cast": [
                {
                    "person": who.person.id,
                    "role": Role.OPERATOR if who.person.id in hired else who.part.role,
                }
                for who in people
            ],
            **found,
            "running": run and {"what": run.what, "done": round(run.done, 3)},
        }

    async def find_board(self) -> str | None:
        """Let the admin ask for the live board; returns the link, which works once, None if none comes."""
        admin, bot = self.company.admin.person, self.company.bot
        asked = await admin.write(bot, "/board")

        def find() -> str | None:
            said = (m.text for m in self.watch.from_bot(admin.id) if m.message_id > asked)
            return next((found[0] for text in said if (found := BOARD.search(text))), None)

        return await self.watch.until(find, BOARD_PATIENCE)

    def start_rush(self, clients: int) -> None:
        """Let so many new clients write at once; raises BusyError."""

        async def work(run: Run) -> None:
            await rush(self.crowd, self.watch, run, clients)

        self.runner.start(What.RUSH, work)

    def start_day(self, seconds: float, seed: int) -> None:
        """Let a working day go by in so many seconds; raises BusyError."""

        async def work(run: Run) -> None:
            await Day(self.crowd, self.watch, run, seconds, seed).play()

        self.runner.start(What.DAY, work)


@asynccontextmanager
async def open_office(company: Company, watch: Watch, language: str) -> AsyncIterator[Office]:
    """Yield the office of a company; what runs in it ends before the block does."""
    async with aiohttp.ClientSession(company.api, timeout=PATIENCE) as api:
        office = Office(company, watch, language, Figures(company, watch, api), Crowd(company, language))
        try:
            yield office
        finally:
            await office.runner.stop()
