"""What people write stands in files that nobody else on the machine can read."""

import errno
import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from models.database.open import open_database
from models.database.sqlite import SqliteDatabase
from models.database.unit import FORGETS
from tests.models.test_units_of_work import add_lead

OPEN_TO_ALL = 0o666


def rights(folder: Path) -> dict[str, str]:
    """Return who may do what with each file."""
    return {path.name: oct(path.stat().st_mode & 0o777) for path in folder.iterdir()}


@pytest.fixture(autouse=True)
def careless() -> Iterator[None]:
    """Let new files be open to everybody, as far as the system's own default goes."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.parametrize("is_old", [False, True], ids=["new", "open to all before"])
async def test_nobody_else_reads_the_files_of_the_database(tmp_path: Path, is_old: bool) -> None:
    path = tmp_path / "leadbot.db"
    if is_old:
        for name in ("leadbot.db", "leadbot.db-wal", "leadbot.db-shm", "leadbot.db.lock"):
            (tmp_path / name).touch(OPEN_TO_ALL)
    database = await open_database(f"sqlite:///{path}")
    async with database.writing() as unit:
        await unit.run_sync(add_lead, "vera")
    names = ("leadbot.db", "leadbot.db-wal", "leadbot.db-shm", "leadbot.db.lock")
    assert rights(tmp_path) == dict.fromkeys(names, "0o600")
    await database.close()


async def test_a_file_whose_rights_cannot_be_changed_is_named_and_work_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "leadbot.db"
    path.touch(OPEN_TO_ALL)

    def refuse(*_args: object, **_more: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "chmod", refuse)
    await (await open_database(f"sqlite:///{path}")).close()
    said = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert said == [f"{path} can be read by others, and that can't be changed: Operation not permitted"]


async def test_a_reader_that_still_looks_puts_off_the_emptying_of_the_log_and_holds_up_nobody(
    database: SqliteDatabase,
) -> None:
    file = Path(str(database.url.database))
    log = Path(f"{file}-wal")
    async with database.writing() as unit:
        await unit.run_sync(add_lead, "secretword")
    with closing(sqlite3.connect(str(database.url.database), isolation_level=None)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT external_id FROM leads").fetchone() == ("secretword",)
        async with database.writing() as unit:
            await unit.run_sync(lambda s: s.info.update({FORGETS: True}))
            await unit.run_sync(lambda s: s.execute(text("DELETE FROM leads")))
        assert holds_secret(log)
    async with database.writing() as unit:
        await unit.run_sync(add_lead, "karl")
    assert not holds_secret(log)
    assert not holds_secret(file)


def holds_secret(file: Path) -> bool:
    """Tell whether a file holds what somebody wrote."""
    return b"secretword" in file.read_bytes()
