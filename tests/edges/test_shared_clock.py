"""Processes on one PostgreSQL keep to its clock, whatever their own machines show."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from edges.shared_clock import adjust, keep_to_shared_clock
from models.database.open import open_database
from services import clock
from services.clock import utc_now
from tests.process.program import until
from tests.stepped_clock import SteppedClock

CLOSE = timedelta(seconds=2)


@pytest.fixture(autouse=True)
def own_clock() -> Iterator[None]:
    """Every test begins with the machine's clock, and leaves it."""
    yield
    clock.shared.offset = timedelta()


@pytest.mark.parametrize("seconds", [30, -30, 7200])
async def test_a_process_whose_clock_is_wrong_has_the_time_of_the_database(
    migrated_postgres: str, wall_clock: SteppedClock, monkeypatch: pytest.MonkeyPatch, seconds: float
) -> None:
    database = await open_database(migrated_postgres)
    try:
        monkeypatch.setattr("edges.shared_clock.datetime", wall_clock)
        wall_clock.step(seconds=seconds)
        assert abs(utc_now() - datetime.now(UTC)) > CLOSE
        await adjust(database)
        assert abs(utc_now() - datetime.now(UTC)) < CLOSE
    finally:
        await database.close()


async def test_on_sqlite_the_clock_of_the_machine_counts(
    sqlite_address: str, wall_clock: SteppedClock
) -> None:
    database = await open_database(sqlite_address)
    wall_clock.step(seconds=30)
    await adjust(database)
    assert abs(utc_now() - datetime.now(UTC)) > CLOSE
    await database.close()


async def test_a_large_skew_is_said_once(
    migrated_postgres: str,
    wall_clock: SteppedClock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("edges.shared_clock.datetime", wall_clock)
    monkeypatch.setattr("edges.shared_clock.AGAIN", 0.01)
    wall_clock.step(seconds=30)
    database, stop = await open_database(migrated_postgres), asyncio.Event()
    keeping = asyncio.create_task(keep_to_shared_clock(database, stop))
    await until(lambda: "off the database's" in caplog.text, "a word about the clock")
    for _ in range(3):
        await adjust(database)
    stop.set()
    await keeping
    await database.close()
    assert caplog.text.count("this machine's clock is +30 s off the database's, which counts") == 1
