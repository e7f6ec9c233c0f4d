"""A backup is the database as it is at one moment, whole or not at all, while others go on writing."""

import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Contact, Outbox, OutboxState
from models.database.errors import BackupError
from models.database.open import open_database
from models.maintenance.backup import back_up
from models.maintenance.new_file import UNFINISHED
from tests.databases import copy_migrated
from tests.services.world import World

ROOT = Path(__file__).resolve().parents[2]


def hear_nothing(_done: int, _total: int) -> None:
    """Let nobody hear how far a backup is."""


async def fill(path: Path) -> None:
    """Let two clients write to Anna, and nothing be delivered."""

    def live(session: Session) -> None:
        world = World(session)
        world.bot()
        world.operator("Anna")
        world.write(101)
        world.write(102)

    database = await open_database(f"sqlite:///{path}")
    await database.write(live)
    await database.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "leadbot.db"
    copy_migrated(path)
    return path


async def test_what_is_restored_goes_on_where_the_backup_was_made(path: Path) -> None:
    await fill(path)
    target = path.with_name("backup.db")
    assert back_up(path, target, hear_nothing) == 2
    restored = await open_database(f"sqlite:///{target}")

    def look(session: Session) -> tuple[int, set[OutboxState]]:
        states = set(session.scalars(select(Outbox.state)))
        return len(session.scalars(select(Contact)).all()), states

    assert await restored.read(look) == (2, {OutboxState.PENDING}), "what was not sent yet will be"
    await restored.close()


def test_a_backup_sees_one_moment_while_others_commit(path: Path) -> None:
    """Who is written to moves on with each commit, in two places; a copy of two moments would show it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE scales (side INTEGER PRIMARY KEY, weight INTEGER, ballast TEXT)")
        rows = [(side, 0, "x" * 500) for side in range(20_000)]
        connection.executemany("INSERT INTO scales VALUES (?, ?, ?)", rows)
        connection.commit()
    stop, commits = threading.Event(), [0]

    def write() -> None:
        with closing(sqlite3.connect(path, timeout=10)) as connection:
            while not stop.is_set():
                connection.execute("UPDATE scales SET weight = weight - 1 WHERE side = 0")
                connection.execute("UPDATE scales SET weight = weight + 1 WHERE side = 19999")
                connection.commit()
                commits[0] += 1

    told: list[tuple[int, int, int]] = []
    writing = threading.Thread(target=write)
    writing.start()
    try:
        target = path.with_name("backup.db")
        back_up(path, target, lambda done, total: told.append((done, total, commits[0])), pages=10)
    finally:
        stop.set()
        writing.join()
    assert told[-1][2] > told[0][2], "others have committed meanwhile"
    assert [done for done, *_ in told] == sorted(done for done, *_ in told), "it never began anew"
    assert told[-1][0] == told[-1][1]
    with closing(sqlite3.connect(target)) as connection:
        assert connection.execute("SELECT sum(weight) FROM scales").fetchone() == (0,)


def test_a_backup_overwrites_nothing_and_leaves_nothing_half_behind(path: Path) -> None:
    target = path.with_name("backup.db")
    target.write_bytes(b"precious")
    with pytest.raises(BackupError, match="is there already"):
        back_up(path, target, hear_nothing)
    assert target.read_bytes() == b"precious"
    damaged = path.with_name("damaged.db")
    damaged.write_bytes(path.read_bytes()[:20_000])
    with pytest.raises(BackupError):
        back_up(damaged, path.with_name("other.db"), hear_nothing)
    assert not [file for file in path.parent.iterdir() if file.name.startswith("other")]


def test_a_backup_goes_on_over_what_a_killed_one_has_left(path: Path) -> None:
    target = path.with_name("backup.db")
    target.with_name(target.name + UNFINISHED).write_bytes(b"half")
    assert back_up(path, target, hear_nothing) == 0
    assert not target.with_name(target.name + UNFINISHED).exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has rights of another kind")
def test_a_backup_is_its_owners_alone(path: Path) -> None:
    target = path.with_name("backup.db")
    back_up(path, target, hear_nothing)
    assert target.stat().st_mode & 0o777 == 0o600


def call(folder: Path, *words: str, url: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DATABASE_URL": url}
    command = (sys.executable, "-m", "leadbot", *words)
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_the_command_says_what_it_has_done(path: Path) -> None:
    done = call(path.parent, "backup", "backup.db", url="sqlite:///leadbot.db")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("backup.db: 0 contacts, ")


@pytest.mark.parametrize(
    ("url", "file", "said"),
    [
        ("sqlite:///missing.db", "backup.db", "DATABASE_URL: there is no file missing.db\n"),
        ("sqlite:///leadbot.db", "leadbot.db", "leadbot.db is there already; a backup overwrites nothing\n"),
        ("sqlite:///leadbot.db", "no/folder/b.db", "no/folder/b.db: No such file or directory\n"),
        (
            "postgresql+asyncpg://leads:s3cret%40@db.example.com:5433/leads",
            "backup.dump",
            "PostgreSQL makes its own backups: pg_dump --format=custom --file=backup.dump "
            "'postgresql://leads@db.example.com:5433/leads'\n",
        ),
    ],
)
def test_what_can_not_be_backed_up_is_said_in_one_line(path: Path, url: str, file: str, said: str) -> None:
    ended = call(path.parent, "backup", file, url=url)
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", said)
    assert sorted(file.name for file in path.parent.iterdir()) == ["leadbot.db"]
