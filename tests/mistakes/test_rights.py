"""A user who may not do all: what can't be read or written is told, and what is read stays as it is."""

import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import make_url
from sqlalchemy.orm import Session

from models import Source
from models.database.sqlite import SqliteDatabase
from tests.databases import copy_migrated
from tests.process.program import ROOT

# Whoever runs the tests as root may write everywhere; without capabilities root is its own files' owner.
WEAK = ["setpriv", "--inh-caps=-all", "--bounding-set=-all"] if os.name != "nt" and os.geteuid() == 0 else []


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that any user can reach."""
    made = Path(tempfile.mkdtemp(prefix="leadbot"))
    made.chmod(0o755)
    yield made
    made.chmod(0o755)
    shutil.rmtree(made)


def tell_without_rights(
    folder: Path, *words: str, address: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `leadbot` as somebody who may do what the rights of files say, and no more."""
    given = {**os.environ, "PYTHONPATH": str(ROOT), "DATABASE_URL": address or f"sqlite:///{folder}/leads.db"}
    return subprocess.run(
        (*WEAK, sys.executable, "-m", "leadbot", *words),
        cwd=folder,
        env=given,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows has rights of another kind")
def test_a_folder_in_which_nothing_can_be_written_is_told(folder: Path) -> None:
    folder.chmod(0o555)
    said = tell_without_rights(folder, "migrate")
    line = f"DATABASE_URL: the folder {folder} is read-only: let this user write to it\n"
    assert (said.returncode, said.stderr) == (2, line)


@pytest.mark.skipif(os.name == "nt", reason="Windows has rights of another kind")
def test_a_file_that_cannot_be_written_is_told(folder: Path) -> None:
    copy_migrated(folder / "leads.db")
    (folder / "leads.db").chmod(0o444)
    folder.chmod(0o777)
    said = tell_without_rights(folder, "migrate")
    line = f"DATABASE_URL: {folder}/leads.db is read-only: let this user write to it\n"
    assert (said.returncode, said.stderr) == (2, line)


@pytest.mark.skipif(os.name == "nt", reason="Windows has rights of another kind")
@pytest.mark.parametrize("command", [("backup", "copy.db"), ("doctor",), ("replay",)])
def test_a_folder_that_cannot_be_entered_is_told(folder: Path, command: tuple[str, ...]) -> None:
    (folder / "shut").mkdir(mode=0)
    path = folder / "shut" / "leads.db"
    said = tell_without_rights(folder, *command, address=f"sqlite:///{path}")
    line = f"DATABASE_URL: {path} can't be used: Permission denied\n"
    assert (said.returncode, said.stderr) == (2, line)


def add_source(session: Session, name: str) -> None:
    session.add(Source(name=name, name_key=name, created_at=datetime.now(UTC)))


def let_all_be_read_only(folder: Path) -> None:
    for file in folder.iterdir():
        file.chmod(0o444)


def list_names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


READING = [("doctor",), ("replay",), ("export-log", "log.jsonl"), ("backup", "copy.db")]


@pytest.mark.skipif(os.name == "nt", reason="Windows has rights of another kind")
@pytest.mark.parametrize("command", READING, ids=lambda command: command[0])
def test_whoever_may_only_read_a_file_leaves_none_beside_it(folder: Path, command: tuple[str, ...]) -> None:
    copy_migrated(folder / "leads.db")
    (folder / "leads.db").chmod(0o444)
    said = tell_without_rights(folder, *command)
    assert said.returncode == 0, said.stdout + said.stderr
    assert list_names(folder) == {"leads.db", *command[1:]}


@pytest.mark.skipif(os.name == "nt", reason="Windows has rights of another kind")
@pytest.mark.parametrize("may_write", [True, False])
async def test_whoever_reads_beside_a_running_bot_sees_what_it_has_just_written(
    folder: Path, may_write: bool
) -> None:
    path = folder / "leads.db"
    copy_migrated(path)
    running = await SqliteDatabase.open(make_url(f"sqlite:///{path}"))
    try:
        await running.write(add_source, "new")
        if not may_write:
            let_all_be_read_only(folder)
        names = list_names(folder)
        said = await asyncio.to_thread(tell_without_rights, folder, "backup", "copy.db")
        assert said.returncode == 0, said.stderr
        with closing(sqlite3.connect(folder / "copy.db")) as copy:
            assert copy.execute("SELECT count(*) FROM sources").fetchone() == (1,)
        said = await asyncio.to_thread(tell_without_rights, folder, "doctor")
        assert (said.returncode, said.stdout.splitlines()[-1]) == (0, "Sound.")
        assert list_names(folder) == names | {"copy.db"}
        await running.write(add_source, "next")
    finally:
        await running.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows has rights of another kind")
def test_settings_that_cannot_be_read_are_told_once(folder: Path) -> None:
    (folder / ".env").touch(mode=0)
    line = f"{folder}/.env can't be read: Permission denied: chown or chmod it for the user of leadbot\n"
    for command in ("migrate", "doctor"):
        said = tell_without_rights(folder, command)
        assert (said.returncode, said.stderr) == (2, line)
    said = tell_without_rights(folder, "check")
    assert (said.returncode, said.stdout, said.stderr) == (1, f"✗ settings: {line}", "")
