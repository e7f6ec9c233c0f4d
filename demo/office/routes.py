"""The office over HTTP, on the port of the local Telegram; what is wrong is said in the language of the demo.

Until the shop is open everything is answered with 503.
"""

import json
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import aiohttp
from aiohttp import web

from demo import script
from demo.office.day import SECONDS, SEED
from demo.office.office import Office
from demo.office.run import BusyError
from sandbox.client.connection import SandboxError
from sandbox.client.seen import Json

CLIENTS = range(1, 101)
LENGTHS = range(1, 601)  # seconds of a day
SEEDS = range(2**31)

Answer = Callable[[Office, web.Request], Awaitable[web.Response]]


class RefusalError(Exception):
    """Why something is not done: `key` and `params` name the sentence."""

    def __init__(self, status: int, key: str, **params: object) -> None:
        super().__init__(key)
        self.status, self.key, self.params = status, key, params


class Door:
    """The routes, which are there before the office is: `office` is set when the shop opens."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.office: Office | None = None

    def add_routes(self, app: web.Application) -> None:
        """Add the routes to the application of a local Telegram."""
        app.router.add_get("/demo/office", self._answering(show))
        app.router.add_get("/demo/board", self._answering(open_board))
        app.router.add_post("/demo/rush", self._answering(start_rush))
        app.router.add_post("/demo/day", self._answering(start_day))
        app.router.add_post("/demo/stop", self._answering(stop))

    def _answering(self, answer: Answer) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            try:
                if self.office is None:
                    raise RefusalError(503, "office-closed")
                return await answer(self.office, request)
            except RefusalError as refused:
                return self._refuse(refused)
            except BusyError:
                return self._refuse(RefusalError(409, "office-busy"))
            except (aiohttp.ClientError, SandboxError, TimeoutError):
                return self._refuse(RefusalError(503, "office-silent"))

        return handle

    def _refuse(self, refused: RefusalError) -> web.Response:
        sentence = script.tell(self.language, refused.key, **refused.params)
        return reply({"error": sentence}, refused.status)


async def show(office: Office, _: web.Request) -> web.Response:
    """Answer with all that the panel shows."""
    return reply(await office.show())


async def open_board(office: Office, _: web.Request) -> web.Response:
    """Lead to the live board by the link that the admin gets for it."""
    link = await office.find_board()
    if link is None:
        raise RefusalError(503, "office-no-board")
    return web.Response(status=303, headers={"Location": link, "Cache-Control": "no-store"})


async def start_rush(office: Office, request: web.Request) -> web.Response:
    """Let new clients write at once."""
    given = await read_body(request, ["clients"])
    if "clients" not in given:
        raise RefusalError(400, "office-missing", field="clients")
    office.start_rush(read_whole(given, "clients", CLIENTS))
    return reply({}, 202)


async def start_day(office: Office, request: web.Request) -> web.Response:
    """Let a day begin; how long it is and its seed may be given."""
    given = {"seconds": int(SECONDS), "seed": SEED, **await read_body(request, ["seconds", "seed"])}
    office.start_day(read_whole(given, "seconds", LENGTHS), read_whole(given, "seed", SEEDS))
    return reply({}, 202)


async def stop(office: Office, request: web.Request) -> web.Response:
    """End what runs, if anything does."""
    await read_body(request, [])
    await office.runner.stop()
    return reply({})


async def read_body(request: web.Request, known: Iterable[str]) -> Json:
    """Return the fields of a request; raises RefusalError."""
    try:
        body = json.loads(await request.read() or b"{}")
    except (ValueError, RecursionError):
        raise RefusalError(400, "office-no-json") from None
    if not isinstance(body, dict):
        raise RefusalError(400, "office-no-object")
    if unknown := sorted(body.keys() - {*known}):
        raise RefusalError(400, "office-unknown", field=unknown[0][:50])
    return body


def read_whole(given: Json, name: str, numbers: range) -> int:
    """Return a whole number of a field; raises RefusalError."""
    value: Any = given[name]
    if type(value) is not int or value not in numbers:
        raise RefusalError(400, "office-number", field=name, least=numbers[0], most=numbers[-1])
    return value


def reply(body: Json, status: int = 200) -> web.Response:
    """Return an answer in JSON."""
    return web.json_response(body, status=status)
