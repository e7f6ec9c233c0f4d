"""Stands between the bot and Telegram and answers chosen calls itself, as Telegram does on a bad day."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from aiohttp import web

SLOW_DOWN = (429, {"description": "Too Many Requests: retry after 1", "parameters": {"retry_after": 1}})
BROKEN = (500, {"description": "Internal Server Error"})
REFUSED = (400, {"description": "Bad Request: message can't be copied"})


class Gateway:
    """Forwards everything to Telegram except the calls that are to fail."""

    def __init__(self, telegram: str) -> None:
        self.telegram, self.url = telegram, ""
        self._failures: dict[str, list[tuple[int, dict[str, Any]]]] = {}
        self._lost: set[str] = set()

    def fail(self, method: str, *answers: tuple[int, dict[str, Any]]) -> None:
        """Let the next calls of a method have these answers."""
        self._failures.setdefault(method, []).extend(answers)

    def lose_answer(self, method: str) -> None:
        """Let the next call of a method be done, and its answer never come back."""
        self._lost.add(method)

    async def answer(self, request: web.Request) -> web.Response:
        method = request.path.rpartition("/")[2]
        if self._failures.get(method):
            code, body = self._failures[method].pop(0)
            return web.json_response({"ok": False, "error_code": code, **body}, status=code)
        headers = {"Content-Type": request.headers.get("Content-Type", "")}
        async with (
            aiohttp.ClientSession() as session,
            session.request(
                request.method, self.telegram + request.path_qs, data=await request.read(), headers=headers
            ) as done,
        ):
            body = await done.json()
        if method in self._lost:
            self._lost.discard(method)
            return web.Response(status=502, text="<html>Bad Gateway</html>")
        return web.Response(status=done.status, text=json.dumps(body), content_type="application/json")


@asynccontextmanager
async def open_gateway(telegram: str) -> AsyncIterator[Gateway]:
    """Open a gateway to a Telegram and close it at the end."""
    gateway = Gateway(telegram)
    app = web.Application(client_max_size=2**26)
    app.router.add_route("*", "/{rest:.*}", gateway.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        gateway.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield gateway
    finally:
        await runner.cleanup()
