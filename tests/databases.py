"""A pytest plugin with real databases: migrated SQLite files, and a PostgreSQL that we start and end."""

import asyncio
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, make_url, text
from sqlalchemy.orm import Session

from models.database.open import open_database
from models.database.protocol import Database
from models.database.sqlite import SqliteDatabase, create_writer, migrate
from models.database.unit import UnitSession

NAMES = count(1)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all migrations, to be copied."""
    path = tmp_path_factory.mktemp("migrated") / "template.db"
    migrate(make_url(f"sqlite:///{path}"))
    return path


@pytest.fixture
def sqlite_address(migrated_file: Path, tmp_path: Path) -> str:
    """The address of a migrated SQLite file of the test's own."""
    path = tmp_path / "leadbot.db"
    shutil.copy(migrated_file, path)
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture
async def database(sqlite_address: str) -> AsyncIterator[SqliteDatabase]:
    """An opened SQLite database."""
    opened = await SqliteDatabase.open(make_url(sqlite_address))
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def writer(migrated_file: Path) -> Iterator[Engine]:
    """The engine of the writer thread, made once: it remembers how to write each statement."""
    engine = create_writer(make_url(f"sqlite:///{migrated_file}"))
    yield engine
    engine.dispose()


@pytest.fixture
def session(writer: Engine) -> Iterator[Session]:
    """One unit of work on an empty SQLite database, as the services see it; undone at the end."""
    with writer.connect() as connection:
        connection.begin()
        with UnitSession(connection, expire_on_commit=False) as opened:
            yield opened


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest) -> str:
    """The address of a database of each kind in turn."""
    fixture = {"sqlite": "sqlite_address", "postgresql": "migrated_postgres"}[request.param]
    return str(request.getfixturevalue(fixture))


@pytest.fixture
async def either_database(address: str) -> AsyncIterator[Database]:
    """An opened database, of each kind in turn."""
    opened = await open_database(address)
    yield opened
    await opened.close()


@pytest.fixture
def postgres(postgres_socket: Path) -> Iterator[str]:
    """The address of a fresh, empty PostgreSQL database."""
    with _create_database(postgres_socket, "template1") as address:
        yield address


@pytest.fixture
def migrated_postgres(postgres_socket: Path, postgres_template: str) -> Iterator[str]:
    """The address of a fresh PostgreSQL database with all migrations."""
    with _create_database(postgres_socket, postgres_template) as address:
        yield address


@pytest.fixture(scope="session")
def postgres_template(postgres_socket: Path) -> Iterator[str]:
    """The name of a PostgreSQL database with all migrations, to be copied."""

    async def open_and_close(address: str) -> None:
        await (await open_database(address)).close()

    with _create_database(postgres_socket, "template1") as address:
        asyncio.run(open_and_close(address))
        yield make_url(address).database or ""


@pytest.fixture(scope="session")
def postgres_socket() -> Iterator[Path]:
    """The folder with the socket of a PostgreSQL server that lives as long as the test run."""
    if _binaries() is None:
        pytest.skip("no PostgreSQL in /usr/lib/postgresql; apt-get install postgresql")
    # Not pytest's own folder: the server won't run as root, and nobody else may enter that.
    folder = Path(tempfile.mkdtemp(prefix="leadbot-pg-", dir="/tmp"))
    try:
        server = _start_server(folder)
        try:
            yield folder
        finally:
            server.send_signal(signal.SIGINT)  # ends it without waiting for its clients
            server.communicate(timeout=30)
    finally:
        shutil.rmtree(folder)


def _binaries() -> Path | None:
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(found, key=lambda path: int(path.parts[-3]), default=None)
    return newest.parent if newest else None


def _start_server(folder: Path) -> "subprocess.Popen[str]":
    user: dict[str, Any] = {"cwd": folder}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        user |= {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    data = folder / "data"
    binaries = _binaries()
    assert binaries is not None
    created: list[str | Path] = [
        "-D",
        data,
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
    ]
    subprocess.run([binaries / "initdb", *created], check=True, stdout=subprocess.DEVNULL, **user)
    options = {
        "listen_addresses": "",
        "unix_socket_directories": str(folder),
        "fsync": "off",  # what we test is how units of work meet, not PostgreSQL's disk
        "deadlock_timeout": "50ms",
        "max_connections": "60",
        "log_min_messages": "log",
        "log_checkpoints": "off",
    }
    arguments = [f"--{name}={value}" for name, value in options.items()]
    server = subprocess.Popen(
        [binaries / "postgres", "-D", data, *arguments], stderr=subprocess.PIPE, text=True, **user
    )
    assert server.stderr is not None
    said = []
    for line in server.stderr:
        said.append(line)
        if "ready to accept connections" in line:
            return server
    raise RuntimeError(f"PostgreSQL did not start: {''.join(said)}")


@contextmanager
def _create_database(socket: Path, template: str) -> Iterator[str]:
    name = f"leadbot_{next(NAMES)}"
    _as_admin(socket, "createdb", "--template", template, name)
    yield f"postgresql+asyncpg://postgres@/{name}?host={socket}"
    _as_admin(socket, "dropdb", "--force", name)


def _as_admin(socket: Path, command: str, *arguments: str) -> None:
    binaries = _binaries()
    assert binaries is not None
    subprocess.run([binaries / command, "-h", socket, "-U", "postgres", *arguments], check=True)


LOAD_LOG = {
    "sqlite": [
        "CREATE TABLE load_log (above INTEGER)",
        "CREATE TRIGGER log_load AFTER UPDATE OF load ON operators WHEN NEW.load > OLD.load "
        "BEGIN INSERT INTO load_log VALUES (NEW.load - NEW.max_active_leads); END",
    ],
    "postgresql": [
        "CREATE TABLE load_log (above INTEGER)",
        "CREATE FUNCTION log_load() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "INSERT INTO load_log VALUES (NEW.load - NEW.max_active_leads); RETURN NULL; END $$",
        "CREATE TRIGGER log_load AFTER UPDATE OF load ON operators FOR EACH ROW "
        "WHEN (NEW.load > OLD.load) EXECUTE FUNCTION log_load()",
    ],
}


def log_loads(session: Session) -> None:
    """Let the database itself note, at every write that raises a load, how far above the limit it is."""
    for statement in LOAD_LOG[session.get_bind().dialect.name]:
        session.execute(text(statement))


def highest_above_limit(session: Session) -> int | None:
    """Return the most that a load has ever been above its limit; None if none was ever raised."""
    highest: int | None = session.scalar(text("SELECT max(above) FROM load_log"))
    return highest
