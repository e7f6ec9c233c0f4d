"""Trouble with a watched database is a line when it begins and one when it is over."""

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import Session

from edges import outages
from edges.errors import log_trouble, note_outage
from edges.outages import noticing
from models.database.sqlite import SqliteDatabase
from tests.complaints import read_complaints

log = logging.getLogger("leadbot")
LOCKED = OperationalError("UPDATE", None, Exception("database is locked"))


class LostError(Exception):
    """What asyncpg raises."""

    sqlstate = "57P01"


@pytest.fixture
async def watched(database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """A database that works, and is watched impatiently."""
    monkeypatch.setattr(outages, "AGAIN", 0.02)
    monkeypatch.setattr(outages, "STEADY", 0.1)
    stop = asyncio.Event()
    with noticing() as outage:
        watching = asyncio.create_task(outage.watch(database, stop))
        yield
        stop.set()
        await watching


async def wait_for_lines(caplog: pytest.LogCaptureFixture, count: int) -> list[str]:
    """Wait until there are so many lines of trouble, and return them."""
    async with asyncio.timeout(20):
        while len(read_complaints(caplog)) < count:  # noqa: ASYNC110 (the log wakes nobody)
            await asyncio.sleep(0.01)
    return read_complaints(caplog)


@pytest.mark.usefixtures("watched")
async def test_a_thousand_troubles_are_one_line_and_their_end_another(
    caplog: pytest.LogCaptureFixture,
) -> None:
    lost = DBAPIError("SELECT", None, LostError())
    for number in range(500):
        log_trouble(log, "bot %s: starting over", number, error=LOCKED)
        log_trouble(log, "what admins have decided can't be read", error=lost)
    lines = await wait_for_lines(caplog, 2)
    assert lines == [
        "the database is busy or gone, what needs it is tried again: Exception",
        "the database works again, after 0 seconds",
    ]


@pytest.mark.usefixtures("watched")
async def test_the_next_outage_is_told_anew(caplog: pytest.LogCaptureFixture) -> None:
    for lines in (2, 4):
        assert note_outage(LOCKED)
        assert len(await wait_for_lines(caplog, lines)) == lines


@pytest.mark.usefixtures("watched")
async def test_what_is_not_the_databases_fault_is_told_by_itself(caplog: pytest.LogCaptureFixture) -> None:
    for error in (ConnectionResetError(), TimeoutError(), ValueError(), DBAPIError("", None, Exception())):
        assert not note_outage(error)
    log_trouble(log, "an answer could not be sent", error=ConnectionResetError(104, "reset by peer"))
    assert read_complaints(caplog) == ["an answer could not be sent: ConnectionResetError: reset by peer"]


@pytest.mark.usefixtures("watched")
async def test_a_server_that_cannot_be_reached_is_an_outage() -> None:
    engine = create_async_engine(make_url("postgresql+asyncpg://a@127.0.0.1:1/leads"))
    with pytest.raises(OSError, match=r".") as caught:
        async with engine.connect():
            pass
    assert note_outage(caught.value)
    assert note_outage(ExceptionGroup("", [caught.value, LOCKED]))
    assert not note_outage(ExceptionGroup("", [caught.value, ValueError()]))


async def test_without_anybody_who_watches_each_trouble_is_told(caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(2):
        log_trouble(log, "deliveries are held up", error=LOCKED)
    assert read_complaints(caplog) == ["deliveries are held up: Exception"] * 2


async def test_a_look_for_the_end_changes_nothing(database: SqliteDatabase) -> None:
    def read(session: Session) -> list[str]:
        return list(session.scalars(text("SELECT version_num FROM alembic_version")))

    before = await database.read(read)
    await database.probe()
    assert await database.read(read) == before
