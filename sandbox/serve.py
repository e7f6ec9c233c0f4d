"""Serves a whole Telegram on a loopback address: the Bot API and the control API on one port."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from sandbox.bot_api import endpoint
from sandbox.bot_api.answers import refusal, respond
from sandbox.control import endpoints
from sandbox.server.cloud import Cloud
from sandbox.server.errors import not_found
from sandbox.server.links import is_loopback

MAX_BODY = 50 * 1024 * 1024  # what Telegram lets a bot upload


@dataclass(frozen=True, slots=True)
class Sandbox:
    host: str
    port: int
    cloud: Cloud

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"


@asynccontextmanager
async def serve(
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    clock: Callable[[], float] = time.time,
    extend: Callable[[web.Application], None] | None = None,
) -> AsyncIterator[Sandbox]:
    """Serves until the block ends; port 0 takes a free one. Raises ValueError for anything but loopback.

    `extend` adds routes of its own, before the one that refuses all others.
    """
    check_loopback(host)
    cloud = Cloud(clock)
    # A poller that went away must not stay on as the one that a new poller has to end.
    runner = web.AppRunner(
        make_app(cloud, extend), access_log=None, handler_cancellation=True, shutdown_timeout=0.1
    )
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        yield Sandbox(host, int(runner.addresses[0][1]), cloud)
    finally:
        cloud.close()
        await runner.cleanup()
        await asyncio.gather(*(bot.webhook.end_soon() for bot in cloud.bots.values() if bot.webhook))


def make_app(cloud: Cloud, extend: Callable[[web.Application], None] | None = None) -> web.Application:
    app = web.Application(client_max_size=MAX_BODY)
    app[endpoint.CLOUD] = cloud
    app.router.add_route("*", "/bot{token}/{method}", endpoint.handle)
    endpoints.add_routes(app)
    if extend is not None:
        extend(app)
    app.router.add_route("*", "/{rest:.*}", refuse_path)
    return app


async def refuse_path(_: web.Request) -> web.Response:
    return respond(refusal(not_found()))


def check_loopback(host: str) -> None:
    """Anybody who can reach this server can play every person, so nobody else may reach it."""
    if not is_loopback(host):
        raise ValueError(f"The sandbox listens on loopback addresses only, not on {host!r}.")
