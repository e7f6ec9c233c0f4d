"""A business at work behind the page: its people, and what an office tells the page of them."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from sandbox.client.person import Person
from sandbox.serve import Sandbox
from sandbox.serve import serve as serve_telegram
from tests.stage import Stage, play

OPERATORS = """
SELECT name, telegram_id, load, max_active_leads, is_active, on_shift, coalesce(max(weight), 0)
FROM operators LEFT JOIN operator_source_weights ON operator_id = operators.id GROUP BY operators.id
"""
NAMES = {
    "en": ("Olga", ("Anna", "Boris", "Clara"), ("Vera", "Tim", "Nina", "Max")),
    "ru": ("Ольга", ("Анна", "Борис", "Клара"), ("Вера", "Тим", "Нина", "Макс")),
}
WORK = ((3, 1), (2, 2), (1, 3))  # of each operator the limit and the weight


@dataclass(slots=True)
class House:
    """The people of the business and the stage they are on."""

    server: Sandbox
    stage: Stage
    language: str
    operators: list[Person] = field(default_factory=list)
    clients: list[Person] = field(default_factory=list)
    running: str | None = None  # what the office does now
    is_open: bool = True  # else the office answers that it is not open yet
    refusal: str | None = None  # why it does nothing more

    @property
    def url(self) -> str:
        return self.server.url

    async def staff(self, work: Sequence[tuple[int, int]] = WORK) -> None:
        """Hire operators, each with a limit and a weight."""
        names = NAMES[self.language][1]
        for name, (limit, weight) in zip(names, work, strict=False):
            self.operators.append(await self.stage.hire(name, limit, weight, language=self.language))

    async def invite(self, count: int) -> None:
        """Let clients come by, who write nothing yet."""
        for name in NAMES[self.language][2][:count]:
            self.clients.append(await self.stage.person(name, self.language))

    def describe(self) -> dict[str, Any]:
        """Return what `GET /demo/office` answers."""
        rows = self.stage.rows(OPERATORS)
        [[waiting, contacts, completed]] = self.stage.rows(
            "SELECT sum(operator_id IS NULL), count(*), sum(status = 'completed') FROM contacts"
        )
        drawn = [self.count_drawn(row[1]) for row in rows]
        return {
            "language": self.language,
            "bot": self.stage.bot.username,
            "cast": self.list_cast(),
            "operators": [
                describe_operator(row, given, sum(drawn)) for row, given in zip(rows, drawn, strict=True)
            ],
            "waiting": waiting or 0,
            "contacts": contacts,
            "completed": completed or 0,
            "running": self.running and {"what": self.running, "done": 0.4},
        }

    def list_cast(self) -> list[dict[str, Any]]:
        roles = {"admin": [self.stage.admin], "operator": self.operators, "client": self.clients}
        return [{"person": who.id, "role": role} for role, people in roles.items() for who in people]

    def count_drawn(self, person: int) -> int:
        counted = "SELECT count(*) FROM contacts JOIN operators ON operators.id = operator_id"
        return int(self.stage.rows(f"{counted} WHERE telegram_id = {person or 0}")[0][0])

    async def answer(self, request: web.Request) -> web.Response:
        """Answer the page as an office does; what runs goes on until it is stopped."""
        if not self.is_open:
            return web.json_response({"error": "The office is not open yet."}, status=503)
        if request.method == "GET":
            return web.json_response(self.describe())
        assert isinstance(await request.json(), dict)
        what = request.path.removeprefix("/demo/")
        if self.refusal:
            return web.json_response({"error": self.refusal}, status=409)
        self.running = None if what == "stop" else what
        return web.json_response({}, status=202)


def describe_operator(row: tuple[Any, ...], given: int, draws: int) -> dict[str, Any]:
    name, person, load, limit, is_active, on_shift, weight = row
    state = "off" if not is_active else "working" if on_shift else "paused"
    share = given / draws if draws else None
    return {
        **{"name": name, "person": person, "load": load, "limit": limit, "weight": weight},
        **{"state": state, "expected": share, "actual": share, "given": given},
    }


@asynccontextmanager
async def open_house(
    folder: Path, language: str = "en", clients: int = 2, **settings: Any
) -> AsyncIterator[House]:
    """Open a business whose office the page can ask; nobody is hired yet."""
    houses: list[House] = []

    def extend(app: web.Application) -> None:
        async def answer(request: web.Request) -> web.Response:
            return await houses[0].answer(request)

        async def show_board(_: web.Request) -> web.Response:
            return web.Response(text="the board")

        app.router.add_get("/demo/office", answer)
        app.router.add_get("/demo/board", show_board)
        app.router.add_post("/demo/{what:rush|day|stop}", answer)

    async with (
        serve_telegram(extend=extend) as server,
        play(Stage, server, folder, running=False, default_language=language, **settings) as stage,
    ):
        admin = server.cloud.people[stage.admin.id]
        admin.first_name, admin.language_code = NAMES[language][0], language
        houses.append(House(server, stage, language))
        await houses[0].invite(clients)
        await stage.open()
        yield houses[0]
