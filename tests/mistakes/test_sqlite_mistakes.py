"""A SQLite file that can't be used, and addresses that nobody understands: one line, exit 2."""

import errno
import os
import sqlite3
import sys
from contextlib import closing

import pytest
from sqlalchemy import make_url

from models.database.errors import DatabaseUnavailableError
from models.database.opening.mistakes import explain
from models.database.sqlite_file import acquire_lock
from tests.databases import copy_migrated
from tests.mistakes.telling import Teller

COMMANDS = [("run",), ("migrate",), ("copy", "{address}", "sqlite:///copy.db")]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_folder_is_told_by_every_command(teller: Teller, command: tuple[str, ...]) -> None:
    address = f"sqlite:///{teller.folder}"
    said = teller.refuse(address, *(word.replace("{address}", address) for word in command), bot_tokens="1:A")
    assert str(teller.folder) in said
    assert "folder" in said or "there is no file" in said
    assert not teller.folder.with_name(f"{teller.folder.name}.lock").exists()


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"Dear diary, " * 200, "is no SQLite database"),
        (b"SQLite format 3\0" + b"\x10\x00\x01\x01\x00\x40\x20\x20" + b"\xff" * 5000, "is "),
    ],
)
def test_a_file_that_is_no_database_is_told_and_left_as_it_is(
    teller: Teller, content: bytes, line: str
) -> None:
    path = teller.folder / "leads.db"
    path.write_bytes(content)
    assert f"DATABASE_URL: {path} {line}" in teller.refuse(f"sqlite:///{path}")
    assert path.read_bytes() == content


def test_a_newer_schema_is_told(teller: Teller) -> None:
    path = teller.folder / "leads.db"
    copy_migrated(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    said = teller.refuse(f"sqlite:///{path}")
    assert "this database belongs to a newer leadbot: it is at migration 9999" in said


def test_a_file_that_another_program_has_locked_is_told(
    teller: Teller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.database.sqlite_file.PATIENCE", "busy_timeout=50")
    path = teller.folder / "leads.db"
    copy_migrated(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        said = teller.refuse(f"sqlite:///{path}")
        assert teller.refuse(f"sqlite:///{path}", "run", bot_tokens="1:A", code=75) == said
    assert said == f"DATABASE_URL: {path} is locked by another program: close what has it open"


def test_a_file_that_another_process_writes_to_may_be_free_at_the_next_start(teller: Teller) -> None:
    path = teller.folder / "leads.db"
    copy_migrated(path)
    lock = acquire_lock(make_url(f"sqlite:///{path}"))
    said = teller.refuse(f"sqlite:///{path}", "run", bot_tokens="1:A", code=75)
    lock.release()
    assert said == f"{path} is in use by another leadbot process; stop it first"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_may_have_space_at_the_next_start(number: int) -> None:
    url = make_url("sqlite:///leads.db")
    for error in (OSError(number, os.strerror(number)), sqlite3.OperationalError("database or disk is full")):
        found = explain(error, url, "DATABASE_URL")
        assert isinstance(found, DatabaseUnavailableError)
        assert str(found) == "DATABASE_URL: leads.db can't grow: the disk is full"


@pytest.mark.parametrize("command", ["replay", "audit"])
def test_a_table_that_is_gone_is_no_finding(teller: Teller, command: str) -> None:
    path = teller.folder / "leads.db"
    copy_migrated(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE events")
    said = teller.refuse(f"sqlite:///{path}", command)
    assert said == "the database can't be used: OperationalError: no such table: events"


@pytest.mark.parametrize("place", [".", "/", ".."])
def test_a_log_is_not_exported_to_a_folder(teller: Teller, place: str) -> None:
    path = teller.folder / "leads.db"
    copy_migrated(path)
    said = teller.refuse(f"sqlite:///{path}", "export-log", place)
    assert said == f"{place} is there already; nothing is overwritten"


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("nonsense", "DATABASE_URL is no database address like sqlite:///leadbot.db"),
        ("mysql://a:secret@b/c", "DATABASE_URL must be sqlite or postgresql, not mysql"),
        ("postgres://a:s@cret@b/c", "DATABASE_URL: write @ in the password as %40"),
        ("postgres://a:secret@b:port/c", "DATABASE_URL is no database address like sqlite:///leadbot.db"),
        (
            "postgres://a:secret@b/c?sslmode=secure",
            "DATABASE_URL: sslmode is one of disable, allow, prefer, require, verify-ca, verify-full",
        ),
        (
            "postgres://a:secret@b/c?channel_binding=require&options=x",
            "DATABASE_URL: take ?channel_binding=, options= out; what is understood: sslmode, sslrootcert, "
            "sslcert, sslkey, sslcrl, host, port, target_session_attrs, passfile",
        ),
    ],
)
def test_an_address_that_is_not_understood_is_told(teller: Teller, address: str, line: str) -> None:
    assert teller.refuse(address) == line


def test_copy_says_which_of_its_two_addresses_is_wrong(teller: Teller) -> None:
    copy_migrated(teller.folder / "leads.db")
    said = teller.tell("copy", f"sqlite:///{teller.folder}/leads.db", "postgres://a:secret@127.0.0.1:1/leads")
    assert (said.code, said.err) == (2, "TO: nothing listens at 127.0.0.1:1\n")


def test_a_driver_that_is_not_installed_is_told_with_the_line_that_installs_it(
    teller: Teller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    said = teller.refuse("postgres://a:secret@127.0.0.1:1/leads")
    assert said == "PostgreSQL needs the driver asyncpg: pip install asyncpg"
