"""Return commits, raise rolls back, readers can't write: the same promise on either database."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.orm import Session

from models import Lead
from models.database.errors import UnitConflictError, is_transient
from models.database.open import open_database
from models.database.protocol import Database, UnitOfWork

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


def add_lead(session: Session, name: str, *, created_at: datetime = NOON) -> None:
    session.add(Lead(external_id=name, phone_verified=False, created_at=created_at))
    session.flush()


def list_leads(session: Session) -> list[str | None]:
    return list(session.scalars(select(Lead.external_id).order_by(Lead.id)))


async def stored(database: Database) -> list[str | None]:
    async with database.reading() as unit:
        return await unit.run_sync(list_leads)


async def test_a_block_that_returns_is_committed(either_database: Database) -> None:
    async with either_database.writing() as unit:
        await unit.run_sync(add_lead, "vera")
        await unit.run_sync(add_lead, "oleg")
    assert await stored(either_database) == ["vera", "oleg"]


async def test_a_block_that_raises_leaves_nothing(either_database: Database) -> None:
    async def half() -> None:
        async with either_database.writing() as unit:
            await unit.run_sync(add_lead, "vera")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await half()
    assert await stored(either_database) == []


async def test_a_function_that_raises_rolls_its_whole_unit_back(either_database: Database) -> None:
    async def twice_the_same() -> None:
        async with either_database.writing() as unit:
            await unit.run_sync(add_lead, "vera")
            await unit.run_sync(add_lead, "vera")

    with pytest.raises((IntegrityError, UnitConflictError)):
        await twice_the_same()
    assert await stored(either_database) == []


async def test_a_commit_that_fails_is_not_taken_for_a_success(either_database: Database) -> None:
    def add_unflushed(session: Session) -> None:
        session.add_all(
            Lead(external_id=name, phone_verified=False, created_at=NOON) for name in ("vera", "vera")
        )

    async def collide() -> None:
        async with either_database.writing() as unit:
            await unit.run_sync(add_unflushed)

    with pytest.raises((IntegrityError, UnitConflictError)):
        await collide()
    async with either_database.writing() as unit:
        await unit.run_sync(add_lead, "oleg")
    assert await stored(either_database) == ["oleg"]


async def test_what_is_not_committed_nobody_else_reads(either_database: Database) -> None:
    async with either_database.writing() as unit:
        await unit.run_sync(add_lead, "vera")
        assert await stored(either_database) == []
    assert await stored(either_database) == ["vera"]


async def test_a_reader_cannot_write(either_database: Database) -> None:
    async def write_while_reading() -> None:
        async with either_database.reading() as unit:
            await unit.run_sync(
                lambda s: s.execute(insert(Lead).values(phone_verified=False, created_at=NOON))
            )
            await unit.run_sync(lambda s: s.commit())

    with pytest.raises(DBAPIError, match=r"readonly|read-only"):
        await write_while_reading()
    assert await stored(either_database) == []


async def test_a_reader_sees_one_moment(either_database: Database) -> None:
    async with either_database.reading() as reader:
        assert await reader.run_sync(list_leads) == []
        async with either_database.writing() as unit:
            await unit.run_sync(add_lead, "vera")
        assert await reader.run_sync(list_leads) == []
    assert await stored(either_database) == ["vera"]


async def test_a_moment_without_a_time_zone_is_refused(either_database: Database) -> None:
    async def write_naively() -> None:
        async with either_database.writing() as unit:
            await unit.run_sync(add_lead, "vera", created_at=datetime(2026, 1, 5, 12))  # noqa: DTZ001

    with pytest.raises(StatementError, match="without a time zone"):
        await write_naively()


async def test_a_moment_comes_back_as_the_same_moment_in_utc(either_database: Database) -> None:
    in_moscow = datetime(2026, 1, 5, 15, 30, 0, 123456, timezone(timedelta(hours=3)))
    async with either_database.writing() as unit:
        await unit.run_sync(add_lead, "vera", created_at=in_moscow)
    async with either_database.reading() as unit:
        found = await unit.run_sync(lambda s: s.scalars(select(Lead.created_at)).one())
    assert (found, found.utcoffset()) == (in_moscow, timedelta(0))


async def start_and_stay(database: Database, started: asyncio.Event) -> None:
    async with database.writing() as unit:
        await unit.run_sync(add_lead, "half")
        started.set()
        await asyncio.Event().wait()


async def test_a_cancelled_unit_leaves_no_lock_and_nothing_half_done(either_database: Database) -> None:
    started = asyncio.Event()
    task = asyncio.create_task(start_and_stay(either_database, started))
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with asyncio.timeout(3), either_database.writing() as unit:
        await unit.run_sync(add_lead, "vera")
    assert await stored(either_database) == ["vera"]


async def test_units_cancelled_at_any_moment_store_all_or_nothing(either_database: Database) -> None:
    """One pair per unit; the unit is cancelled after a growing number of turns of the event loop."""

    async def add_pair(n: int) -> None:
        async with either_database.writing() as unit:
            await unit.run_sync(add_lead, f"first {n}")
            await unit.run_sync(add_lead, f"second {n}")

    for n in range(30):
        task = asyncio.create_task(add_pair(n))
        for _ in range(n):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    async with asyncio.timeout(3):
        await add_pair(30)
    names = {name for name in await stored(either_database) if name}
    assert {"first 30", "second 30"} <= names
    assert {n.split()[1] for n in names if n.startswith("first")} == {
        n.split()[1] for n in names if n.startswith("second")
    }


async def test_fifty_tasks_may_write_at_once(either_database: Database) -> None:
    async def add(n: int) -> None:
        async with either_database.writing() as unit:
            await unit.run_sync(add_lead, str(n))

    await asyncio.gather(*(add(n) for n in range(50)))
    async with either_database.reading() as unit:
        assert await unit.run_sync(lambda s: s.scalar(select(func.count()).select_from(Lead))) == 50


async def test_a_closed_database_opens_again_with_what_was_written(address: str) -> None:
    first = await open_database(address)
    async with first.writing() as unit:
        await unit.run_sync(add_lead, "vera")
    await first.close()
    second = await open_database(address)
    assert await stored(second) == ["vera"]
    await second.close()


@pytest.mark.parametrize(
    "broken",
    ["SELECT * FROM nowhere", "INSERT INTO leads (id) VALUES (1)"],
)
async def test_a_mistake_is_not_worth_a_second_try(either_database: Database, broken: str) -> None:
    async def make_it(unit: UnitOfWork) -> None:
        await unit.run_sync(lambda s: s.execute(text(broken)))

    with pytest.raises(DBAPIError) as caught:
        async with either_database.writing() as unit:
            await make_it(unit)
    assert not is_transient(caught.value)
    assert not is_transient(ValueError("no"))
