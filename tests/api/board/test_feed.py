"""What all who watch share: what is read, how often, and what is told to whom."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from api.board import feed as feeds
from api.board.changes import STILL_HERE
from models import Lead, Operator, actors
from models.database.open import open_database
from models.database.protocol import Database
from services import clock, events
from services.audit import tally
from services.board import today
from services.clock import take_moment, utc_now
from services.events import Kind
from services.team import leaving, operators
from tests.api.board.conftest import OLGA, POLICY, Office, open_business
from tests.api.board.watching import PATIENCE, RULES, Watcher, open_feed, read_whole, watching
from tests.api.conftest import open_api
from tests.databases import write_address
from tests.services.world import World


@pytest.fixture
async def either_office(either_database: Database) -> AsyncIterator[Office]:
    async with open_api(either_database, policy=POLICY) as caller:
        office = Office(either_database, caller)
        await office.do(open_business)
        yield office


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look fifty times a second."""
    for name in ("LOOK_EVERY", "READ_EVERY", "TODAY_EVERY"):
        monkeypatch.setattr(feeds, name, 0.02)


@contextmanager
def counting() -> Iterator[list[str]]:
    """Yield the statements that are executed meanwhile."""
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_given: Any) -> None:
        said.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture(params=["sqlite", "own_postgres"])
async def lonely_office(request: pytest.FixtureRequest) -> AsyncIterator[Office]:
    """An office on a database server of its own."""
    if request.param == "sqlite":
        address = str(request.getfixturevalue("sqlite_address"))
    else:
        address = write_address(request.getfixturevalue("own_postgres"), "postgres")
    database = await open_database(address)
    office = Office(database, httpx.AsyncClient())
    await office.do(open_business)
    yield office
    await database.close()


async def test_while_nothing_happens_nothing_is_read(
    lonely_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "HEARTBEAT", 0.5)
    async with open_feed(lonely_office.database) as feed, watching(lonely_office, feed) as watcher:
        await watcher.read()  # what came of the figures, or the first sign of life
        with counting() as said:
            assert await watcher.read() == STILL_HERE
    of_lists = [statement for statement in said if "contacts" in statement or "operators" in statement]
    assert of_lists == []
    asked = [statement for statement in said if "pg_current_snapshot" not in statement]
    assert len(asked) <= 4, "a look at the sessions, once a second"


async def test_nothing_is_lost_that_commits_out_of_its_order(migrated_postgres: str) -> None:
    """Who began first, with the lower number, commits last."""

    def begin(session: Session) -> None:
        session.get_one(Lead, 1).name = "Late"
        events.record(session, 1, Kind.NOTE, at=World(session, now=utc_now()).at, name="Olga", text="late")
        session.flush()

    database = await open_database(migrated_postgres)
    office = Office(database, httpx.AsyncClient())
    await office.do(open_business)
    await office.do(lambda world: world.write(1))
    async with open_feed(database) as feed, watching(office, feed) as watcher, AsyncExitStack() as slow:
        unit = await slow.enter_async_context(database.writing())
        await unit.run_sync(begin)
        await office.do(lambda world: world.write(2))
        await watcher.wait_for(await read_whole(database))
        known = [row["id"] for row in watcher.screen.board["happened"]]
        await slow.aclose()
        await watcher.wait_for(await read_whole(database))
        [late] = [row for row in watcher.screen.board["happened"] if row["kind"] == "note"]
    assert min(known) < late["id"] < max(known)
    assert late["client"] == watcher.screen.board["contacts"][0]["client"] == "Late"
    await database.close()


async def test_what_leaves_no_event_is_seen_too(either_office: Office) -> None:
    """A limit, a pause, a name, somebody dismissed: whatever is committed counts."""

    def rename(world: World) -> None:
        world.session.scalars(select(Lead)).one().name = "Vera"

    async def act(do: Any) -> None:
        await either_office.do(do)
        await watcher.wait_for(await read_whole(either_office.database))

    def anna(world: World) -> Operator:
        return operators.get(world.session, 1)

    async with open_feed(either_office.database) as feed, watching(either_office, feed) as watcher:
        await act(lambda world: world.write(1))
        await act(rename)
        assert watcher.screen.board["contacts"][0]["client"] == "Vera"
        assert watcher.screen.board["happened"][0]["client"] == "Vera"
        await act(lambda world: world.set_limit(anna(world), 7))
        await act(lambda world: world.set_shift(anna(world), False))
        assert [one["state"] for one in watcher.screen.board["operators"]] == ["paused", "on"]
        await act(
            lambda world: leaving.dismiss(
                world.session, anna(world), actor=actors.admin(OLGA), by="Olga", at=world.at
            )
        )
        assert [one["name"] for one in watcher.screen.board["operators"]] == ["Boris"]


async def test_what_the_clock_alone_changes_is_seen(office: Office) -> None:
    def send_on_holiday(world: World) -> None:
        operators.get(world.session, 1).away_until = world.now + timedelta(hours=1)

    await office.do(send_on_holiday)
    async with open_feed(office.database) as feed, watching(office, feed) as watcher:
        assert [one["state"] for one in watcher.screen.board["operators"]] == ["off_hours", "on"]
        clock.shared.offset = timedelta(hours=2)
        async with asyncio.timeout(PATIENCE / 2):  # before the board is read whole without any reason
            while [one["state"] for one in watcher.screen.board["operators"]] != ["on", "on"]:
                await watcher.read()


async def test_what_many_see_is_written_once(office: Office) -> None:
    async with open_feed(office.database) as feed, AsyncExitStack() as opened:
        watchers = [await opened.enter_async_context(watching(office, feed)) for _ in range(5)]
        await office.do(lambda world: world.write(1))
        async with asyncio.timeout(PATIENCE):
            told = [await read_of_contact(watcher) for watcher in watchers]
    assert all(one is told[0] for one in told)


@contextmanager
def held_up(table: str) -> Iterator[tuple[threading.Event, threading.Event]]:
    """Hold up the next reader of a table once it has read; yields what says so, and what lets it go on."""
    has_read, goes_on = threading.Event(), threading.Event()

    def hold(_connection: Any, _cursor: Any, statement: str, *_given: Any) -> None:
        is_reader = threading.current_thread().name.startswith("sqlite-reader")
        if is_reader and table in statement and not has_read.is_set():
            has_read.set()
            goes_on.wait(PATIENCE)

    event.listen(Engine, "after_cursor_execute", hold)
    try:
        yield has_read, goes_on
    finally:
        goes_on.set()
        event.remove(Engine, "after_cursor_execute", hold)


async def test_who_comes_while_the_sessions_are_read_stays(office: Office) -> None:
    async with open_feed(office.database) as feed, watching(office, feed):
        with held_up("board_sessions") as (has_read, goes_on):
            await asyncio.to_thread(has_read.wait, PATIENCE)
            async with watching(office, feed) as late:
                goes_on.set()
                await office.do(lambda world: world.write(1))
                await late.wait_for(await read_whole(office.database))


async def read_of_contact(watcher: Watcher) -> bytes:
    """Return what tells somebody of the first contact; today's figures may come before it."""
    while True:
        said = await watcher.read()
        if watcher.screen.board["contacts"]:
            return said


async def test_who_sees_some_sources_hears_of_no_other(office: Office) -> None:
    await office.do(lambda world: world.api_source("site"))
    async with (
        open_feed(office.database) as feed,
        watching(office, feed, frozenset({2})) as narrow,
        watching(office, feed, frozenset({2})) as alike,
        watching(office, feed) as wide,
    ):
        await office.do(lambda world: world.write(1, "A secret of the bot."))
        await wide.wait_for(await read_whole(office.database))
        await narrow.wait_for(await read_whole(office.database, frozenset({2})))
        assert b"secret" not in await narrow_news(office, narrow)
        assert alike.screen.board["contacts"] == narrow.screen.board["contacts"] == []
        assert [source["id"] for source in narrow.screen.board["sources"]] == [2]
        assert narrow.screen.board["today"]["came"] == 0


async def narrow_news(office: Office, watcher: Watcher) -> bytes:
    """Return what somebody hears next, when an operator is renamed."""
    await office.do(
        lambda world: operators.set_limit(world.session, operators.get(world.session, 2), 9, at=world.at)
    )
    return await watcher.read()


async def test_draws_are_added_up_in_steps_as_at_once(
    either_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(today, "STEP", 3)
    database, draws = either_office.database, today.Draws()

    async def add_up() -> None:
        draws.is_complete = False
        while not draws.is_complete:
            draws.add(await database.read(today.find_draws, draws, at=take_moment(RULES)))

    await either_office.do(lambda world: world.set_limit(operators.get(world.session, 2), 20))
    for _ in range(3):
        for client in range(4):
            number = 10 * len(draws.counted) + client
            await either_office.do(partial(World.write, client=number + 1))
        await add_up()
        whole = await database.read(tally.tally)
        assert draws.won == whole.won
        assert draws.chances == whole.chances
        assert sum(draws.won.values()) == len(draws.counted)
