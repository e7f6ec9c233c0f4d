"""A board that serves on a port of this machine, a business behind it, and browsers that know its address."""

import json
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import httpx
import pytest
from sqlalchemy.orm import Session

from bot.reading.launches import read_launch
from models import Account, actors
from models.database.protocol import Database
from services.board import sessions
from services.clock import utc_now
from services.joining import board_rights
from services.policy import Policy
from tests.api.conftest import open_api
from tests.services.world import World

OLGA, ROMAN = Account(900), Account(901)  # an admin, and one who has what is given
TOKENS = ("42:of-the-first-bot", "43:of-the-second")
POLICY = Policy(admin_ids=(OLGA,), board_url="http://127.0.0.1:8000")


@dataclass
class Browser:
    """A browser with the board's page; what it asks for comes from that page."""

    http: httpx.AsyncClient
    headers: dict[str, str] = field(default_factory=dict)

    async def post(self, path: str, body: Any = None, **headers: str) -> httpx.Response:
        address = str(self.http.base_url).rstrip("/")
        own = {"Origin": address, "Sec-Fetch-Site": "same-origin", "Content-Type": "application/json"}
        content = json.dumps({} if body is None else body)
        return await self.http.post(f"/board/api/{path}", content=content, headers={**own, **headers})

    async def get(self, path: str) -> httpx.Response:
        return await self.http.get(f"/board/api/{path}")

    async def enter(self, token: str) -> httpx.Response:
        return await self.post("enter", {"token": token})

    async def launch(self, init_data: Any) -> httpx.Response:
        """Open the board within Telegram, which hands this over."""
        return await self.post("enter", {"init_data": init_data})

    @asynccontextmanager
    async def watch(self) -> AsyncIterator[Callable[[], Any]]:
        """Watch the board; yields what waits for the next event, as (name, data)."""
        async with self.http.stream("GET", "/board/api/stream", timeout=30) as answer:
            assert answer.status_code == 200
            lines = answer.aiter_lines()
            assert isinstance(lines, AsyncGenerator)

            async def read_next() -> tuple[str, Any]:
                name = ""
                async for line in lines:
                    if line.startswith("event: "):
                        name = line.removeprefix("event: ")
                    elif line.startswith("data: "):
                        return name, json.loads(line.removeprefix("data: "))
                return "end", None

            yield read_next
            await lines.aclose()


@dataclass
class Office:
    """A business with a board."""

    database: Database
    http: httpx.AsyncClient
    browsers: list[Browser] = field(default_factory=list)

    async def do(self, act: Callable[[World], Any]) -> Any:
        """Let something happen in the business."""

        def work(session: Session) -> Any:
            done = act(World(session, now=utc_now(), policy=POLICY))
            session.flush()
            return done

        async with self.database.writing() as unit:
            return await unit.run_sync(work)

    async def link(self, token: str = "good", account: Account = OLGA) -> str:
        """Give somebody a link."""

        def issue(world: World) -> None:
            name = "Olga" if account == OLGA else "Roman"
            sessions.issue_link(world.session, account, name, token, at=world.at)

        await self.do(issue)
        return token

    def open_browser(self) -> Browser:
        browser = Browser(httpx.AsyncClient(base_url=self.http.base_url, timeout=20))
        self.browsers.append(browser)
        return browser

    async def let_in(self, token: str = "good") -> Browser:
        """Return the browser of an admin who has entered."""
        browser = self.open_browser()
        assert (await browser.enter(await self.link(token))).status_code == 204
        return browser


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    async with open_api(database, policy=POLICY, read_launch=partial(read_launch, TOKENS)) as caller:
        made = Office(database, caller)
        await made.do(open_business)
        yield made
        for browser in made.browsers:
            await browser.http.aclose()


def open_business(world: World) -> None:
    """Hire Anna, who has one place, and Boris, who has three."""
    world.bot()
    world.operator("Anna", limit=1)
    world.operator("Boris", limit=3)


def give(*, steers: bool = True, sees: list[int] | None = None) -> Callable[[World], int]:
    """Return what gives Roman a right, or changes the one he has; it returns the right."""

    def work(world: World) -> int:
        right = board_rights.find(world.session, ROMAN)
        if right is None:
            right = board_rights.add(world.session, actor=actors.admin(OLGA), by="Olga", at=world.at)
            right.telegram_id, right.name = ROMAN, "Roman"
        board_rights.set_read_only(world.session, right.id, not steers, at=world.at)
        board_rights.set_sources(world.session, right.id, sees, at=world.at)
        return right.id

    return work
