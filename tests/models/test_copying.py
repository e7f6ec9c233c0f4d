"""A database is copied whole, from either kind to either, or not at all; the business goes on in the copy."""

import asyncio
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from models import Lead
from models.base import Base
from models.database.errors import CopyError, DatabaseInUseError
from models.database.open import open_database
from models.maintenance.copying import copy_database
from tests.databases import copy_migrated
from tests.services.world import World

ROOT = Path(__file__).resolve().parents[2]


def hear_nothing(_done: int, _total: int) -> None:
    """Let nobody hear how far a copy is."""


def live(session: Session) -> None:
    """Let things happen of which rows of many tables stay."""
    world = World(session)
    world.bot()
    anna = world.operator("Anna", limit=2)
    contact = world.write(101, "Здравствуйте! “Ünïcode” 👩‍👩‍👧‍👦")
    world.answer(anna, contact, "yes")
    world.write(102)
    world.write(103, "in the queue")
    first, second = session.scalars(select(Lead).order_by(Lead.id).limit(2))
    first.merged_into_id = second.id  # which comes later


def read_everything(session: Session) -> dict[str, list[dict[str, Any]]]:
    return {
        table.name: [
            dict(row) for row in session.execute(select(table).order_by(*table.primary_key)).mappings()
        ]
        for table in Base.metadata.sorted_tables
    }


async def fill(address: str) -> dict[str, list[dict[str, Any]]]:
    database = await open_database(address)
    await database.write(live)
    found = await database.read(read_everything)
    await database.close()
    return found


@pytest.fixture(params=["sqlite", "postgresql"])
def source(request: pytest.FixtureRequest) -> str:
    name = "sqlite_address" if request.param == "sqlite" else "migrated_postgres"
    address: str = request.getfixturevalue(name)
    return address


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'copy.db'}"
    address: str = request.getfixturevalue("postgres")
    return address


async def test_a_copy_has_every_row_and_goes_on_with_the_next_number(source: str, target: str) -> None:
    rows = await fill(source)
    told: list[tuple[int, int]] = []
    counts = await copy_database(source, target, lambda done, total: told.append((done, total)))
    assert counts == {name: len(found) for name, found in rows.items()}
    assert counts["contacts"] == 3
    assert told[-1] == (2 * sum(counts.values()),) * 2, "each row is copied, and compared"
    copied = await open_database(target)
    try:
        assert await copied.read(read_everything) == rows

        def go_on(session: Session) -> int:
            world = World(session)
            return world.write(104, "after the copy").id

        assert await copied.write(go_on) == 4
    finally:
        await copied.close()


async def test_a_target_with_a_row_is_refused_and_stays_as_it_is(sqlite_address: str, tmp_path: Path) -> None:
    target = f"sqlite:///{tmp_path / 'copy.db'}"
    await fill(sqlite_address)
    before = await fill(target)
    with pytest.raises(CopyError, match="is not empty: it has rows in leads"):
        await copy_database(sqlite_address, target, hear_nothing)
    database = await open_database(target)
    assert await database.read(read_everything) == before
    await database.close()


async def test_nothing_is_copied_of_what_somebody_works_with(source: str, tmp_path: Path) -> None:
    await fill(source)
    working = await asyncio.to_thread(hold, source)
    try:
        with pytest.raises((CopyError, DatabaseInUseError), match="in use by another leadbot process"):
            await copy_database(source, f"sqlite:///{tmp_path / 'copy.db'}", hear_nothing)
    finally:
        working.kill()
        working.communicate()


def hold(address: str) -> "subprocess.Popen[str]":
    """Start a process that works with a database."""
    program = "import asyncio, sys\nfrom models.database.open import open_database\nasync def main():\n"
    program += "    database = await open_database(sys.argv[1])\n    await database.read(lambda s: None)\n"
    program += "    print('works', flush=True)\n    await asyncio.Event().wait()\nasyncio.run(main())\n"
    working = subprocess.Popen(
        (sys.executable, "-c", program, address),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert working.stdout is not None
    assert working.stdout.readline() == "works\n"
    return working


async def test_what_has_not_arrived_as_it_was_is_not_kept(sqlite_address: str, tmp_path: Path) -> None:
    file = tmp_path / "copy.db"
    await fill(sqlite_address)
    copy_migrated(file)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(
            "CREATE TRIGGER spoil AFTER INSERT ON operators "
            "BEGIN UPDATE operators SET name = 'other' WHERE id = new.id; END"
        )
    with pytest.raises(CopyError, match="operators has not arrived as it was"):
        await copy_database(sqlite_address, f"sqlite:///{file}", hear_nothing)
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT count(*) FROM contacts").fetchone() == (0,)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        ("DELETE FROM leads", "a row belongs to nothing that is there: `leadbot doctor` says which"),
        ("UPDATE leads SET name = 'Vera' || char(0)", "PostgreSQL has no texts with a NUL character"),
    ],
)
async def test_rows_that_a_server_does_not_take_are_told_without_what_is_in_them(
    sqlite_address: str, postgres: str, spoil: str, said: str
) -> None:
    await fill(sqlite_address)
    with closing(sqlite3.connect(sqlite_address.partition(":///")[2])) as connection, connection:
        connection.execute(spoil)
    with pytest.raises(CopyError) as caught:
        await copy_database(sqlite_address, postgres, hear_nothing)
    assert str(caught.value).startswith("nothing was copied: ")
    assert str(caught.value).endswith(said)
    assert "Vera" not in str(caught.value)


async def test_orphans_are_told_by_a_file_too(sqlite_address: str, tmp_path: Path) -> None:
    await fill(sqlite_address)
    with closing(sqlite3.connect(sqlite_address.partition(":///")[2])) as connection, connection:
        connection.execute("DELETE FROM leads")
    with pytest.raises(CopyError, match=r"^nothing was copied: .*`leadbot doctor` says which$"):
        await copy_database(sqlite_address, f"sqlite:///{tmp_path / 'copy.db'}", hear_nothing)


async def test_a_source_of_another_schema_is_not_changed(sqlite_address: str, tmp_path: Path) -> None:
    database = await open_database(sqlite_address)
    await database.write(
        lambda session: session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    )
    await database.close()
    with pytest.raises(CopyError, match="is of another version"):
        await copy_database(sqlite_address, f"sqlite:///{tmp_path / 'copy.db'}", hear_nothing)
    assert not (tmp_path / "copy.db").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("sqlite:///missing.db", "sqlite:///new.db"), "FROM: there is no file missing.db\n"),
        (("sqlite:///leadbot.db", "sqlite:///leadbot.db"), "it is the same database\n"),
        (
            ("leadbot.db", "sqlite:///new.db"),
            "FROM is no database address like sqlite:///leadbot.db\n",
        ),
        (
            ("sqlite:///leadbot.db", "mysql://u:s3cret@h/n"),
            "TO must be sqlite or postgresql, not mysql\n",
        ),
    ],
)
def test_a_mistake_is_said_in_one_line_without_a_password(
    tmp_path: Path, words: tuple[str, str], said: str
) -> None:
    copy_migrated(tmp_path / "leadbot.db")
    command = (sys.executable, "-m", "leadbot", "copy", *words)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", said)
    assert not (tmp_path / "new.db").exists()
