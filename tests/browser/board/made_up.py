"""A made-up server behind the board's page: it keeps a business in memory and speaks the board's API.

It decides nothing by rules: a test says what happens and is refused, and reads what the page asks for.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.browser.board.days import make_detail, make_forecast, make_state
from web.files import describe, find_files
from web.headers import make_headers

PAGE = Path(__file__).resolve().parents[3] / "api" / "board" / "page"
ADMIN = {"is_admin": True, "may_steer": True, "source_ids": None}
ALL = ["assign", "pass", "return", "complete", "note", "answer"]
COOKIE = "board"

Row = dict[str, Any]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Board:
    """What the server knows, and what it was asked to do."""

    url: str = ""
    language: str = "en"
    rights: Row = field(default_factory=lambda: dict(ADMIN))
    state: Row = field(default_factory=make_state)
    tokens: set[str] = field(default_factory=lambda: {"good"})
    sessions: set[str] = field(default_factory=set)
    refusals: dict[str, str] = field(default_factory=dict)  # by act, why it is refused
    asked: list[tuple[str, Row]] = field(default_factory=list)
    details: dict[int, Row] = field(default_factory=dict)
    viewers: list[asyncio.Queue[tuple[str, Row] | None]] = field(default_factory=list)
    forecast: Row = field(default_factory=make_forecast)  # of whatever is tried
    before: list[Row] | None = None  # the weights that undo brings back

    def tell(self, **change: Any) -> None:
        """Let everybody who watches know what has changed."""
        for name in ("contacts", "operators", "sources"):
            for row in change.get(name, ()):
                rows = [each for each in self.state[name] if each["id"] != row["id"]]
                self.state[name] = [*rows, row]
        gone = change.get("gone", ())
        self.state["contacts"] = [row for row in self.state["contacts"] if row["id"] not in gone]
        for viewer in self.viewers:
            viewer.put_nowait(("change", change))

    def break_off(self) -> None:
        """End every stream."""
        for viewer in self.viewers:
            viewer.put_nowait(None)

    def add_contact(self, number: int, words: str, **given: Any) -> None:
        """Let a client write."""
        now = datetime.now(UTC).isoformat()
        row = {
            **{"id": number, "source_id": 1, "client": "Vera", "operator_id": None, "status": "new"},
            **{"created_at": now, "waiting_since": now, "unanswered_since": now, "reason": "all_full"},
            **{"words": words, "wait_seconds": None},
        }
        event = {"id": number + 10_000, "at": now, "kind": "created", "contact_id": number}
        self.tell(
            contacts=[row | given], happened=[event | {"client": "Vera", "operator": None, "actor": None}]
        )

    def find(self, number: int) -> Row:
        return next(row for row in self.state["contacts"] if row["id"] == number)

    def describe(self, number: int) -> Row:
        """What the panel shows of a contact."""
        row = self.find(number)
        may = ALL if self.rights["may_steer"] else []
        if row["operator_id"] is None:
            may = [name for name in may if name not in ("return", "pass")]
        return self.details.setdefault(number, make_detail()) | row | {"may": may}

    def do(self, number: int, act: str, body: Row) -> None:
        row = dict(self.find(number))
        if act in ("assign", "pass"):
            row |= {"operator_id": body["operator_id"] or 1, "waiting_since": None, "reason": None}
        elif act == "return":
            row |= {"operator_id": None, "waiting_since": datetime.now(UTC).isoformat(), "reason": "all_full"}
        elif act == "complete":
            return self.tell(gone=[number])
        else:
            by = "note" if act == "note" else "operator"
            said = self.details.setdefault(number, make_detail())["messages"]
            now = datetime.now(UTC).isoformat()
            said.append({"id": len(said) + 1, "at": now, "by": by, "name": "Olga", "text": body["text"]})
        return self.tell(contacts=[row])


def refuse(status: int, reason: str) -> web.Response:
    return web.json_response({"reason": reason, "params": {}}, status=status)


def add_routes(app: web.Application, board: Board) -> None:
    found = find_files(PAGE)

    async def show(request: web.Request) -> web.StreamResponse:
        path = found.get(request.match_info.get("path", "index.html"))
        return web.FileResponse(path, headers=describe(path)) if path else web.Response(status=404)

    async def enter(request: web.Request) -> web.Response:
        asked = await request.json()
        token = asked.get("token") or asked.get("init_data")
        if token not in board.tokens:
            return refuse(403, "link_expired" if "token" in asked else "launch_over")
        board.tokens.remove(token)
        board.sessions.add(token)
        answer = web.Response(status=204)
        answer.set_cookie(COOKIE, token, path="/board", httponly=True, samesite="Strict")
        return answer

    async def leave(request: web.Request) -> web.Response:
        board.sessions.discard(request.cookies.get(COOKIE, ""))
        return web.Response(status=204)

    async def tell_me(_: web.Request) -> web.Response:
        return web.json_response({"name": "Olga", "language": board.language, "rights": board.rights})

    async def stream(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await answer.prepare(request)
        news: asyncio.Queue[tuple[str, Row] | None] = asyncio.Queue()
        news.put_nowait(("state", board.state))
        board.viewers.append(news)
        try:
            while (item := await news.get()) is not None:
                await answer.write(f"event: {item[0]}\ndata: {json.dumps(item[1])}\n\n".encode())
        finally:
            board.viewers.remove(news)
        return answer

    async def show_contact(request: web.Request) -> web.Response:
        try:
            return web.json_response(board.describe(int(request.match_info["id"])))
        except StopIteration:
            return refuse(404, "no_such_contact")

    async def act(request: web.Request) -> web.Response:
        name, body = request.match_info["act"], await request.json()
        board.asked.append((name, body))
        if name in board.refusals:
            return refuse(409, board.refusals[name])
        try:
            board.do(int(request.match_info["id"]), name, body)
        except StopIteration:
            return refuse(409, "completed")
        return web.json_response({})

    async def weigh(request: web.Request) -> web.Response:
        body = await request.json()
        board.asked.append(("weights", body))
        [source] = [row for row in board.state["sources"] if row["id"] == body["source_id"]]
        rows = board.before or source["weights"]
        if "weights" in body:
            board.before = source["weights"]
            wanted = body["weights"]
            rows = [row | {"weight": wanted.get(str(row["operator_id"]), row["weight"])} for row in rows]
        board.tell(sources=[source | {"weights": rows}])
        return web.json_response({})

    async def try_it(request: web.Request) -> web.Response:
        body = await request.json()
        board.asked.append(("what-if", body))
        if "what-if" in board.refusals:
            return refuse(409, board.refusals["what-if"])
        return web.json_response({"trial": 7, **board.forecast, "days": body["days"]})

    async def end_trial(request: web.Request) -> web.Response:
        name = f"what-if/{request.match_info['number']}/{request.match_info['way']}"
        board.asked.append((name, await request.json()))
        return refuse(409, board.refusals[name]) if name in board.refusals else web.json_response({})

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        inside = request.path.startswith("/board/api/") and request.path != "/board/api/enter"
        if inside and request.cookies.get(COOKIE) not in board.sessions:
            return refuse(401, "no_session")
        if request.method == "POST" and not board.rights["may_steer"] and "/contacts/" in request.path:
            return refuse(403, "not_allowed")
        return await handler(request)

    async def add_headers(_: web.Request, answer: web.StreamResponse) -> None:
        answer.headers.update(make_headers())

    app.middlewares.append(check)
    app.on_response_prepare.append(add_headers)
    app.router.add_get("/board/", show)
    app.router.add_get("/board/page/{path:.+}", show)
    app.router.add_post("/board/api/enter", enter)
    app.router.add_post("/board/api/leave", leave)
    app.router.add_get("/board/api/me", tell_me)
    app.router.add_get("/board/api/stream", stream)
    app.router.add_get("/board/api/contacts/{id}", show_contact)
    app.router.add_post("/board/api/contacts/{id}/{act}", act)
    app.router.add_post("/board/api/weights", weigh)
    app.router.add_post("/board/api/weights/undo", weigh)
    app.router.add_post("/board/api/what-if", try_it)
    app.router.add_post("/board/api/what-if/{number}/{way}", end_trial)


@asynccontextmanager
async def open_board(**given: Any) -> AsyncIterator[Board]:
    """Serve a board until the block ends."""
    board, app = Board(**given), web.Application()
    add_routes(app, board)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    board.url = f"http://127.0.0.1:{runner.addresses[0][1]}/board/"
    try:
        yield board
    finally:
        board.break_off()
        await runner.cleanup()
