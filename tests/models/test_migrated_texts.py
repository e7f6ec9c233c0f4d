"""What sources say keeps its words when a database is brought up to date, and as far as it can, back."""

import json
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, text

from models.database.migrate import alembic_config
from tests.models.test_migrations import run

SOURCES = (
    "INSERT INTO sources (id, name, name_key, is_connected, created_at, greeting, closed)"
    " VALUES (1, 'a', 'a', true, '2026-01-01 09:00', 'Hello', 'We are closed'),"
    " (2, 'b', 'b', true, '2026-01-01 09:00', NULL, '')"
)
OFF = {"greeting": {"all": "Hello"}, "closed": {"all": False}, "taken": {"ru": "Я здесь"}}


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres"))
    return f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"


async def test_own_texts_of_sources_are_kept_and_one_that_is_off_is_usual_in_the_version_before(
    empty: str,
) -> None:
    def up_and_down(connection: Connection) -> list[Any]:
        config = alembic_config(connection)
        command.upgrade(config, "0021")
        connection.execute(text(SOURCES))
        command.upgrade(config, "0022")
        texts = connection.scalars(text("SELECT texts FROM sources ORDER BY id")).all()
        set_off = text("UPDATE sources SET texts = :texts WHERE id = 1")
        connection.execute(set_off, {"texts": json.dumps(OFF)})
        command.downgrade(config, "0021")
        rows = connection.execute(text("SELECT greeting, receipt, closed FROM sources ORDER BY id"))
        read = [one if isinstance(one, dict | None) else json.loads(one) for one in texts]
        return [*read, *(tuple(row) for row in rows)]

    assert await run(empty, up_and_down) == [
        {"greeting": {"all": "Hello"}, "closed": {"all": "We are closed"}},
        None,
        ("Hello", None, None),
        (None, None, None),
    ]
