"""Somebody who watches the board of a database, and keeps what the stream says as the page does."""

import asyncio
import json
import secrets
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from api.board.changes import STILL_HERE
from api.board.feed import Feed
from api.requests.context import Context
from api.requests.writer import Writer
from models.database.protocol import Database
from services.board import rights, sessions, snapshot, today
from services.board.made import Made, Row
from services.board.rights import Rights
from services.board.scope import Scope, narrow
from services.clock import take_moment
from services.policy import BusinessRules
from tests.api.board.conftest import OLGA, POLICY, ROMAN, Office, give
from tests.services.world import World

PATIENCE = 20  # seconds
RULES = BusinessRules(POLICY)


class Screen:
    """What a page shows: the whole board, and then what has changed."""

    def __init__(self) -> None:
        self.board: Row = {}

    def show(self, said: bytes) -> None:
        """Take what the stream says, as `model.js` does."""
        first, second = said.decode().splitlines()[:2]
        name, data = first.removeprefix("event: "), json.loads(second.removeprefix("data: "))
        if name == "state":
            self.board = data
        elif name == "change":
            self.change(data)

    def change(self, change: Row) -> None:
        """Take what has changed."""
        for key in ("operators", "contacts", "sources"):
            rows = {row["id"]: row for row in (*self.board[key], *change.get(key, ()))}
            gone = change.get({"contacts": "gone", "operators": "left"}.get(key, ""), ())
            self.board[key] = [rows[number] for number in sorted(rows) if number not in gone]
        events = {row["id"]: row for row in (*self.board["happened"], *change.get("happened", ()))}
        newest = sorted(events.values(), key=lambda row: -row["id"])
        self.board["happened"] = newest[: snapshot.MOST_HAPPENED]
        self.board["today"] = change.get("today", self.board["today"])


class Watcher:
    """Somebody who watches."""

    def __init__(self, stream: AsyncGenerator[bytes]) -> None:
        self._stream = stream
        self.screen = Screen()

    async def read(self) -> bytes:
        """Wait for what the stream says next, and show it."""
        said = await anext(self._stream)
        if said != STILL_HERE:
            self.screen.show(said)
        return said

    async def wait_for(self, wanted: Row) -> None:
        """Wait until the board is as wanted."""
        try:
            async with asyncio.timeout(PATIENCE):
                while self.screen.board != wanted:
                    await self.read()
        except TimeoutError:
            assert self.screen.board == wanted

    async def leave(self) -> None:
        await self._stream.aclose()


@asynccontextmanager
async def open_feed(database: Database) -> AsyncIterator[Feed]:
    """Open what all who watch a database share; it looks at the database no more when the block ends."""
    writer = Writer(database, RULES, lambda: None)
    feed = Feed(Context(database, writer, RULES, list))
    try:
        yield feed
    finally:
        await feed.close()
        await writer.finish()


@asynccontextmanager
async def watching(office: Office, feed: Feed, scope: Scope = None) -> AsyncIterator[Watcher]:
    """Watch as an admin, or as who sees some sources; yields the watcher, who has seen the board once."""
    own = secrets.token_urlsafe()
    account = OLGA if scope is None else ROMAN
    if scope is not None:
        await office.do(give(sees=sorted(scope)))
    token = await office.link(own, account)

    def enter(world: World) -> tuple[int, Rights]:
        given = rights.find(world.session, account, at=world.at)
        assert given is not None
        return sessions.enter(world.session, token, own, "a test", at=world.at).id, given

    stream = feed.watch(*await office.do(enter))
    assert isinstance(stream, AsyncGenerator)
    watcher = Watcher(stream)
    assert (await watcher.read()).startswith(b"event: state")
    yield watcher
    await watcher.leave()


async def read_whole(database: Database, scope: Scope = None) -> dict[str, Any]:
    """Return the board as who comes now sees it, as JSON has it."""
    at = take_moment(RULES)
    picture = await database.read(snapshot.read_picture, Made(), at=at)
    draws = today.Draws()
    while not draws.is_complete:
        draws.add(await database.read(today.find_draws, draws, at=at))
    figures = await database.read(today.read_today, draws, scope, at=at)
    told: dict[str, Any] = json.loads(json.dumps({**narrow(picture.lists, scope), "today": figures}))
    return told
