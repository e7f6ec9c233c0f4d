"""The migrations lead to exactly the tables that the code works with, step by step, there and back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import create_async_engine

from models import Base
from models.database.migrate import alembic_config, migrate_connection
from models.database.sqlite import migrate
from tests.models.schemas import describe

Work = Callable[[Connection], Any]


async def run(address: str, work: Work) -> Any:
    engine = create_async_engine(address)
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(work)
    finally:
        await engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres"))
    return f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"


def climb_step_by_step(connection: Connection) -> int:
    config = alembic_config(connection)
    revisions = list(ScriptDirectory.from_config(config).walk_revisions())[::-1]
    for revision in revisions:
        below = describe(connection)
        command.upgrade(config, revision.revision)
        above = describe(connection)
        assert above != below
        command.downgrade(config, str(revision.down_revision or "base"))
        assert describe(connection) == below
        command.upgrade(config, revision.revision)
        assert describe(connection) == above
    return len(revisions)


async def test_every_migration_goes_up_down_and_up_again(empty: str) -> None:
    assert await run(empty, climb_step_by_step) >= 1


async def test_models_need_no_migration_more(empty: str) -> None:
    def differences(connection: Connection) -> list[Any]:
        migrate_connection(connection)
        return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))

    assert await run(empty, differences) == []


async def test_migrated_tables_equal_the_models_down_to_checks_and_partial_indexes(empty: str) -> None:
    def from_migrations_and_from_models(connection: Connection) -> tuple[Any, Any]:
        migrate_connection(connection)
        migrated = describe(connection)
        command.downgrade(alembic_config(connection), "base")
        assert describe(connection) == {}
        Base.metadata.create_all(connection)
        return migrated, describe(connection)

    migrated, modelled = await run(empty, from_migrations_and_from_models)
    assert migrated == modelled
    condition = migrated["contacts"]["indexes"]["uq_contacts_open_chat"][2]
    assert "completed" in condition, "the comparison sees the conditions of indexes"
    assert "ck_contacts_somebody_works_on_it" in migrated["contacts"]["checks"]


async def test_migrating_twice_changes_nothing(empty: str) -> None:
    def twice(connection: Connection) -> None:
        migrate_connection(connection)
        first = describe(connection)
        migrate_connection(connection)
        assert describe(connection) == first

    await run(empty, twice)


def test_a_migration_that_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    url = make_url(f"sqlite:///{tmp_path / 'leadbot.db'}")
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE messages (in_the_way INTEGER)"))  # one of the last to be made
        before = describe(connection)
    with pytest.raises(OperationalError, match="messages"):
        migrate(url)
    with engine.connect() as connection:
        assert describe(connection) == before
    engine.dispose()
