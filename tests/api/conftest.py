"""An API that serves on a port of this machine, and a caller with its key."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial

import httpx
import pytest

from api.access.wrong_keys import WrongKeys
from api.app import build_app
from api.board.door import ReadLaunch, know_no_bot
from api.connections import Limits
from api.monitoring import watch
from api.ports import listen
from api.requests.context import Context
from api.requests.writer import Writer
from api.serve import serve_app
from api.telegram import Hooks, TelegramWebhook
from models.database.open import open_database
from models.database.protocol import Database
from services.operations.health import BotState
from services.policy import BusinessRules, Policy
from tests.api.callers import Callers
from tests.api.happenings import Business
from tests.api.outside import Outside, open_outside

KEY = "the-key-of-these-tests"


@pytest.fixture(autouse=True)
def looking_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let monitors hear how it is at this moment, and not a second ago."""
    monkeypatch.setattr(watch, "FRESH", 0)


@asynccontextmanager
async def open_api(
    database: Database,
    *,
    key: str | None = KEY,
    look: Callable[[], Sequence[BotState]] = list,
    policy: Policy | None = None,
    limits: Limits | None = None,
    delay: float = 0,
    hooks: Hooks | None = None,
    read_launch: ReadLaunch = know_no_bot,
) -> AsyncIterator[httpx.AsyncClient]:
    """Serve the API of a database; yields a caller who has the key. A wrong one waits for `delay` seconds."""
    rules = BusinessRules(policy or Policy())
    writer = Writer(database, rules, lambda: None)
    intake = Writer(database, rules, lambda: None)
    webhook = partial(TelegramWebhook, hooks=hooks, writer=intake, delay=delay) if hooks else None
    context = Context(database, writer, rules, look)
    app = build_app(context, key, WrongKeys(delay), webhook, read_launch=read_launch)
    stop = asyncio.Event()
    port = listen("127.0.0.1", 0)
    address = f"http://127.0.0.1:{port.getsockname()[1]}"
    serving = asyncio.create_task(serve_app(app, port, stop, limits, before_end=app.state.feed.close))
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    try:
        async with httpx.AsyncClient(base_url=address, headers=headers, timeout=20) as caller:
            yield caller
    finally:
        stop.set()
        await serving
        await writer.finish()
        await intake.finish()


@pytest.fixture
async def api(database: Database) -> AsyncIterator[httpx.AsyncClient]:
    """A caller of the API of the test's SQLite database."""
    async with open_api(database) as caller:
        yield caller


@pytest.fixture
async def either_api(either_database: Database) -> AsyncIterator[httpx.AsyncClient]:
    """A caller of the API of an empty database, of each kind in turn."""
    async with open_api(either_database) as caller:
        yield caller


@pytest.fixture(params=["sqlite", "two on postgresql"])
def servers(request: pytest.FixtureRequest) -> tuple[str, int]:
    """The address of a database, and how many processes serve it."""
    if request.param == "sqlite":
        return request.getfixturevalue("sqlite_address"), 1
    return request.getfixturevalue("migrated_postgres"), 2


@pytest.fixture
async def callers(servers: tuple[str, int]) -> AsyncIterator[Callers]:
    """Two callers at once of one API, or of two."""
    address, count = servers
    async with AsyncExitStack() as opened:
        databases = [await open_database(address) for _ in range(count)]
        for database in databases:
            opened.push_async_callback(database.close)
        apis = [await opened.enter_async_context(open_api(database)) for database in databases]
        made = Callers(databases[0], (apis * 2)[:2])
        await made.open()
        yield made


@pytest.fixture
async def outside() -> AsyncIterator[Outside]:
    async with open_outside() as opened:
        yield opened


@pytest.fixture
async def business(sqlite_address: str) -> AsyncIterator[Business]:
    opened = await open_database(sqlite_address)
    made = Business(opened)
    await made.open()
    yield made
    await opened.close()
