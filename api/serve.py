"""Serves the API on its port, in the event loop of the bots."""

import asyncio
import logging
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from api.app import build_app
from api.requests.context import Context
from api.requests.writer import Writer
from models.database.protocol import Database
from services.operations.health import BotState
from services.policy import Policy

log = logging.getLogger("leadbot")

KEEP_ALIVE = 75  # seconds; longer than proxies and callers do, lest one writes as we hang up
LAST_WORDS = 5  # seconds for requests that are being answered at a stop


class Server(uvicorn.Server):
    """A server that leaves signals to whoever runs it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve_api(
    database: Database,
    listening: socket.socket,
    *,
    key: str | None,
    policy: Policy,
    look: Callable[[], Sequence[BotState]],
    notify: Callable[[], None],
    stop: asyncio.Event,
) -> None:
    """Serve the API until `stop`; `look` returns how the bots are, `notify` wakes who delivers."""
    writer = Writer(database, policy, notify)
    context = Context(database, writer, policy, look)
    host, port, *_ = listening.getsockname()
    log.info("the API is at http://%s:%s/docs", f"[{host}]" if ":" in host else host, port)
    await serve_app(build_app(context, key), listening, stop)
    await writer.finish()


async def serve_app(app: FastAPI, listening: socket.socket, stop: asyncio.Event) -> None:
    """Answer requests until `stop`; then finish those that are being answered."""
    config = uvicorn.Config(
        app,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=LAST_WORDS,
    )
    server = Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait((serving, stopped), return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    stopped.cancel()
    await serving
