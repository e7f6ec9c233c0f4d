"""Serves the API on its port, in the event loop of the bots."""

import asyncio
import logging
import socket
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from math import ceil

import uvicorn
from fastapi import FastAPI

from api.accepting import Acceptor, count_allowed
from api.app import build_app
from api.board.door import ReadLaunch, know_no_bot
from api.board.feed import Feed
from api.connections import UNREADABLE_LINE, Connection, Limits
from api.requests.context import Context
from api.requests.writer import Writer
from api.telegram import Hooks, TelegramWebhook
from edges.counted_lines import CountedLine
from models.database.protocol import Database
from services.operations.health import BotState
from services.policy import BusinessRules

log = logging.getLogger("leadbot")

LAST_WORDS = 5  # seconds for requests that are being answered at a stop


class Server(uvicorn.Server):
    """A server that leaves signals to whoever runs it, and limits its connections."""

    def __init__(self, config: uvicorn.Config, listening: socket.socket, limits: Limits) -> None:
        super().__init__(config)
        self._limits = limits
        self._unreadable = CountedLine(log, UNREADABLE_LINE)
        self._acceptor = Acceptor(
            listening, self._make_connection, self.server_state.connections, limits.connections
        )

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to accept connections; uvicorn itself listens nowhere."""
        await super().startup(sockets=[])
        self._accepting = asyncio.create_task(self._acceptor.run())

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Accept no more, and finish what is being answered."""
        self._accepting.cancel()
        await asyncio.wait((self._accepting,))
        await super().shutdown(sockets)

    def _make_connection(self) -> Connection:
        return Connection(self.config, self.server_state, self.lifespan.state, self._limits, self._unreadable)


async def serve_api(
    database: Database,
    listening: socket.socket,
    *,
    key: str | None,
    rules: BusinessRules,
    look: Callable[[], Sequence[BotState]],
    notify: Callable[[], None],
    hooks: Hooks | None,
    stop: asyncio.Event,
    read_launch: ReadLaunch = know_no_bot,
) -> None:
    """Serve the API until `stop`; `look` returns how the bots are, `notify` wakes who delivers.

    With `hooks` Telegram's webhook is served, too.
    """
    writer = Writer(database, rules, notify)
    context = Context(database, writer, rules, look)
    host, port, *_ = listening.getsockname()
    log.info("the API is at http://%s:%s/docs", f"[{host}]" if ":" in host else host, port)
    # What Telegram brings waits for no request of the API, which may have to wait for locks.
    intake = Writer(database, rules, lambda: None)
    webhook = partial(TelegramWebhook, hooks=hooks, writer=intake) if hooks else None
    feed = Feed(context)
    app = build_app(context, key, webhook=webhook, feed=feed, read_launch=read_launch)
    await serve_app(app, listening, stop, Limits(count_allowed()), before_end=feed.close)
    await asyncio.gather(writer.finish(), intake.finish())


async def serve_app(
    app: FastAPI,
    listening: socket.socket,
    stop: asyncio.Event,
    limits: Limits | None = None,
    *,
    before_end: Callable[[], Awaitable[None]] | None = None,
) -> None:
    """Answer requests until `stop`; then finish those that are being answered, after what goes before."""
    limits = limits or Limits()
    config = uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        lifespan="on",
        log_config=None,
        log_level="error",  # below that it has a line for each request that is none
        access_log=False,
        server_header=False,
        timeout_keep_alive=ceil(limits.answer),
        timeout_graceful_shutdown=LAST_WORDS,
    )
    server = Server(config, listening, limits)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait((serving, stopped), return_when=asyncio.FIRST_COMPLETED)
    if before_end is not None:
        await before_end()
    server.should_exit = True
    stopped.cancel()
    await serving
