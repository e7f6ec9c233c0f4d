"""The migrations lead to exactly the tables that the code works with, step by step, there and back."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import create_async_engine

from models import Base
from models.database.errors import DatabaseOpenError
from models.database.migrate import MIGRATIONS, alembic_config, find_newest, migrate_connection
from models.database.sqlite_file import migrate
from services.distribution import decisions
from services.distribution.decisions import DrawDecision
from services.distribution.routing import Draw
from tests.models.schemas import describe, is_of_words, leave_words
from tests.services.replay import draw_again

Work = Callable[[Connection], Any]
ONLY_WORDS = {"0004", "0005", "0029"}  # migrations that change what is stored and no table


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
        looked_at = {"include_name": lambda name, _kind, _parents: not (name and is_of_words(name))}
        context = MigrationContext.configure(connection, opts=looked_at)
        return list(compare_metadata(context, Base.metadata))

    assert await run(empty, differences) == []


async def test_migrated_tables_equal_the_models_down_to_checks_and_partial_indexes(empty: str) -> None:
    def from_migrations_and_from_models(connection: Connection) -> tuple[Any, Any]:
        migrate_connection(connection)
        migrated = leave_words(describe(connection))
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


def test_the_newest_migration_is_known_by_the_name_of_its_file() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [find_newest()]


async def test_a_database_of_a_later_version_is_refused_rather_than_taken_for_the_newest(empty: str) -> None:
    def open_a_later_one(connection: Connection) -> None:
        migrate_connection(connection)
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        migrate_connection(connection)

    with pytest.raises(DatabaseOpenError, match="belongs to a newer leadbot"):
        await run(empty, open_a_later_one)


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


# As version 0.1 stored them: three draws, by different tickets, and what an admin gave by hand.
CANDIDATES = [
    {"operator_id": 1, "weight": 3, "load": 2, "limit": 5, "score": 9},
    {"operator_id": 2, "weight": 2, "load": 4, "limit": 5, "score": 2},
]
DRAWN = {"from_operator_id": None, "assignment_no": 1, "total": 11, "weights_source_id": 1} | {
    "candidates": CANDIDATES,
    "excluded": [{"operator_id": 3, "reason": "full"}],
    "excluded_counts": {"full": 1},
}
STORED = [
    {"why": "new", "operator_id": 1, "ticket": 0, **DRAWN},
    {"why": "queue", "operator_id": 1, "ticket": 8, **DRAWN},
    {"why": "passed_on", "operator_id": 2, "ticket": 9, **DRAWN},
    {"why": "manual", "from_operator_id": 1, "assignment_no": 2, "operator_id": 2, "ticket": None}
    | {"weight": 0, "load": 1, "limit": 5},
]


async def test_decisions_stored_before_they_had_a_kind_name_the_same_operators_afterwards(empty: str) -> None:
    def up_and_down(connection: Connection) -> list[list[Any]]:
        config = alembic_config(connection)
        command.upgrade(config, "0004")
        insert = text("INSERT INTO events (at, kind, data) VALUES ('2026-01-01', 'assigned', :data)")
        for stored in STORED:
            connection.execute(insert, {"data": json.dumps(stored)})
        found = []
        for revision, move in (("0005", command.upgrade), ("0004", command.downgrade)):
            move(config, revision)
            rows = connection.scalars(text("SELECT data FROM events ORDER BY id")).all()
            found.append([row if isinstance(row, dict) else json.loads(row) for row in rows])
        return found

    after, before = await run(empty, up_and_down)

    assert before == STORED
    read = [decisions.read(data) for data in after]
    assert [decision.kind.value for decision in read] == ["draw", "draw", "draw", "by_hand"]
    assert [decision.operator_id for decision in read] == [1, 1, 2, 2]
    drawn = [decision for decision in read if isinstance(decision, DrawDecision)]
    assert [draw_again(decision) for decision in drawn] == [
        Draw(1, 0, 11),
        Draw(1, 8, 11),
        Draw(2, 9, 11),
    ]


def test_decisions_of_a_process_of_an_older_version_are_read_as_what_they_are() -> None:
    read = [decisions.read_text(json.dumps(stored)) for stored in STORED]
    assert [decision.kind.value for decision in read] == ["draw", "draw", "draw", "by_hand"]
    with pytest.raises(ValueError, match=r"kind|tag"):
        decisions.read({**STORED[0], "kind": "unheard of"})


async def test_first_answers_are_read_from_the_conversations_that_are_stored(empty: str) -> None:
    def migrate_four(connection: Connection) -> list[Any]:
        config = alembic_config(connection)
        command.upgrade(config, "0016")
        day = "'2026-01-01 {}:00'"
        since, got, nine, ten = (day.format(at) for at in ("09:00", "09:01", "09:05", "10:00"))
        for table, columns, *rows in (
            ("leads", "id, phone_verified, created_at", f"1, false, {since}"),
            ("sources", "id, name, name_key, is_connected, created_at", f"1, 'a', 'a', true, {since}"),
            (
                "operators",
                "id, name, name_key, is_active, on_shift, max_active_leads, load, created_at",
                f"1, 'A', 'a', true, true, 5, 3, {since}",
            ),
            (
                "contacts",
                "id, lead_id, source_id, operator_id, message, assignment_no, created_at, assigned_at, "
                "status, bot_id, chat_id, taken_at, completed_at",
                f"1, 1, 1, 1, '', 1, {since}, {got}, 'in_progress', 1, 5, NULL, NULL",  # answered
                f"2, 1, 1, 1, '', 1, {since}, {got}, 'completed', 1, 6, NULL, {ten}",
                f"3, 1, 1, 1, '', 1, {since}, {got}, 'in_progress', NULL, NULL, {nine}, NULL",  # a form
                f"4, 1, 1, 1, '', 1, {since}, {got}, 'new', 1, 7, NULL, NULL",
            ),
            (
                "messages",
                "id, contact_id, operator_id, author, kind, created_at",
                f"1, 1, 1, 'operator', 'text', {nine}",
            ),
        ):
            for row in rows:
                connection.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({row})"))
        command.upgrade(config, "0017")
        found = connection.execute(text("SELECT answer_seconds, operator_seconds FROM contacts ORDER BY id"))
        return [tuple(row) for row in found]

    assert await run(empty, migrate_four) == [(300, 240), (3600, 3540), (300, 240), (None, None)]
