"""The record of each operator begins with how things are when a database is brought up to date."""

import json
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, text

from models.database.migrate import alembic_config
from services.hours import availability
from tests.models.test_migrations import run

OPERATORS = (
    "INSERT INTO operators (id, name, name_key, is_active, on_shift, max_active_leads, load, hours,"
    " away_until, dismissed_at, created_at) VALUES"
    " (1, 'Anna', 'anna', true, false, 5, 2, 'Mo-Fr 09:00-18:00', '2026-12-01 21:00:00+00:00', NULL, :at),"
    " (2, 'Boris', 'boris', false, true, 3, 0, NULL, NULL, NULL, :at),"
    " (3, 'Clara', '#3', false, true, 3, 0, NULL, NULL, :at, :at)"
)
AT = "2026-01-01 09:00:00+00:00"


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres"))
    return f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"


async def test_the_record_of_who_works_here_begins_with_switches_limit_and_hours(empty: str) -> None:
    def up_and_down(connection: Connection) -> tuple[list[Any], int]:
        config = alembic_config(connection)
        command.upgrade(config, "0028")
        connection.execute(text(OPERATORS.replace(":at", f"'{AT}'")))
        command.upgrade(config, "0029")
        rows = connection.scalars(text("SELECT data FROM events ORDER BY id")).all()
        command.downgrade(config, "0028")
        left = connection.scalars(text("SELECT count(*) FROM events")).one()
        return [row if isinstance(row, dict) else json.loads(row) for row in rows], left

    (anna, boris), left = await run(empty, up_and_down)
    assert left == 0
    assert anna == {
        "operator_id": 1,
        "before": None,
        "after": {
            "is_active": True,
            "on_shift": False,
            "max_active_leads": 5,
            "hours": "Mo-Fr 09:00-18:00",
            "timezone": None,
            "away_until": "2026-12-01T21:00:00+00:00",
        },
    }
    assert (boris["operator_id"], boris["after"]["is_active"], boris["after"]["away_until"]) == (
        2,
        False,
        None,
    )
    assert set(anna["after"]) == set(availability.NAMES)
