"""The migrations lead to exactly the tables that the code works with, step by step, there and back."""

import json
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
ONLY_WORDS = {"0004"}  # migrations that change what is stored and no table


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
        assert above != below or revision.revision in ONLY_WORDS
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


async def test_stored_words_follow_the_rename_of_notes_and_go_back(empty: str) -> None:
    def up_and_down(connection: Connection) -> list[tuple[Any, Any]]:
        config = alembic_config(connection)
        command.upgrade(config, "0003")
        connection.execute(
            text("INSERT INTO events (at, kind, data) VALUES ('2026-01-01 00:00:00', 'noted', '{}')")
        )
        for state, key in (("pending", "note-to-operator"), ("pending", "client-taken")):
            connection.execute(
                text(
                    "INSERT INTO outbox (bot_id, chat_id, kind, params, state, attempts, due_at, created_at)"
                    " VALUES (1, 1, 'notice', :params, :state, 0, '2026-01-01 00:00', '2026-01-01 00:00')"
                ),
                {"params": json.dumps({"key": key, "number": 1}), "state": state},
            )
        found = []
        for revision, move in (("0004", command.upgrade), ("0003", command.downgrade)):
            move(config, revision)
            kinds = connection.scalars(text("SELECT kind FROM events")).all()
            rows = connection.scalars(text("SELECT params FROM outbox ORDER BY id")).all()
            found.append((kinds, [row if isinstance(row, dict) else json.loads(row) for row in rows]))
        return found

    after, before = await run(empty, up_and_down)

    untouched = {"key": "client-taken", "number": 1}
    assert after == (["followed_up"], [{"key": "follow-up-to-operator", "number": 1}, untouched])
    assert before == (["noted"], [{"key": "note-to-operator", "number": 1}, untouched])
