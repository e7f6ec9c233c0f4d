"""A pytest plugin with real databases: migrated SQLite files, and a PostgreSQL that we start and end."""

import asyncio
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, make_url, text
from sqlalchemy.orm import Session

from models.database.open import open_database
from models.database.protocol import Database
from models.database.sqlite import SqliteDatabase
from models.database.sqlite_file import create_writer, migrate
from models.database.unit import UnitSession
from tests.once import find_made, is_worker, make_once, name_worker

STARTS_WITHIN = 20  # seconds
NAMES = count(1)
OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",  # what we test is how units of work meet, not PostgreSQL's disk
    "deadlock_timeout": "50ms",
    "max_connections": "300",  # for all workers of a run
    "log_checkpoints": "off",
}


def copy_migrated(path: Path) -> None:
    """Make a SQLite file with all migrations."""
    shutil.copy(make_once("migrated.db", lambda made: migrate(make_url(f"sqlite:///{made}"))), path)


@pytest.fixture
def migrated_file(tmp_path: Path) -> Path:
    """A migrated SQLite file of the test's own."""
    path = tmp_path / "leadbot.db"
    copy_migrated(path)
    return path


@pytest.fixture
def sqlite_address(migrated_file: Path) -> str:
    """The address of a migrated SQLite file of the test's own."""
    return f"sqlite+aiosqlite:///{migrated_file}"


@pytest.fixture
async def database(sqlite_address: str) -> AsyncIterator[SqliteDatabase]:
    """An opened SQLite database."""
    opened = await SqliteDatabase.open(make_url(sqlite_address))
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def writer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The engine of the writer thread, made once: it remembers how to write each statement."""
    path = tmp_path_factory.mktemp("writer") / "leadbot.db"
    copy_migrated(path)
    engine = create_writer(make_url(f"sqlite:///{path}"))
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
def postgres_template(postgres_socket: Path) -> str:
    """The name of a PostgreSQL database with all migrations, to be copied."""

    async def open_and_close() -> None:
        await (await open_database(write_address(postgres_socket, "migrated"))).close()

    def make(made: Path) -> None:
        _as_admin(postgres_socket, "createdb", "migrated")
        asyncio.run(open_and_close())
        made.touch()

    make_once("postgres.migrated", make)
    return "migrated"


@pytest.fixture(scope="session")
def postgres_socket() -> Path:
    """The folder with the socket of a PostgreSQL server, one for all workers of a test run."""
    if find_binaries() is None:
        pytest.skip("no PostgreSQL in /usr/lib/postgresql; apt-get install postgresql")
    return make_once("postgres", start_postgres)


@pytest.fixture
def own_postgres(postgres_socket: Path) -> Iterator[Path]:
    """The folder with the socket of a PostgreSQL server of the test's own, which it may do anything to."""
    folder = postgres_socket.with_name(f"own_{name_worker()}_{next(NAMES)}")
    start_postgres(folder)
    try:
        yield folder
    finally:
        run_postgres(folder, "stop", "-m", "immediate")


@pytest.fixture
def pgbouncer(postgres_socket: Path, migrated_postgres: str) -> str:
    """The address of a fresh migrated PostgreSQL database by way of a PgBouncer in transaction mode."""
    if find_pgbouncer() is None:
        pytest.skip("no pgbouncer; apt-get install pgbouncer")
    folder = make_once("pgbouncer", partial(_start_pgbouncer, postgres_socket))
    return f"{make_url(migrated_postgres).set(query={'host': str(folder), 'port': '6432'})}"


def find_pgbouncer() -> str | None:
    """Return where PgBouncer is, None if it is not installed: Debian puts it where only root's PATH leads."""
    return shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")


def _start_pgbouncer(postgres: Path, folder: Path) -> None:
    folder.mkdir()
    user = _find_user(folder)
    lines = (
        "[databases]",
        f"* = host={postgres} user=postgres",
        "[pgbouncer]",
        "pool_mode = transaction",
        "default_pool_size = 4",  # fewer than a process has: they are shared indeed
        "auth_type = any",
        "listen_port = 6432",
        f"unix_socket_dir = {folder}",
        f"logfile = {folder}/log",
        f"pidfile = {folder}/pid",
    )
    (folder / "pgbouncer.ini").write_text("\n".join(lines))
    program = find_pgbouncer()
    assert program is not None
    started = subprocess.run([program, "-d", folder / "pgbouncer.ini"], check=False, **user)
    assert started.returncode == 0, f"PgBouncer did not start: {(folder / 'log').read_text()}"
    # The daemon listens some time after it has left its parent.
    until = time.monotonic() + STARTS_WITHIN
    while not (folder / ".s.PGSQL.6432").exists():
        assert time.monotonic() < until, f"PgBouncer does not listen: {(folder / 'log').read_text()}"
        time.sleep(0.02)


def _find_user(folder: Path) -> dict[str, Any]:
    """Return as whom to run a server in a folder: none runs as root."""
    if os.geteuid() != 0:
        return {"cwd": folder}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"cwd": folder, "user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def find_binaries() -> Path | None:
    """Return where the programs of the newest PostgreSQL are, None if none is installed."""
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(found, key=lambda path: int(path.parts[-3]), default=None)
    return newest.parent if newest else None


def start_postgres(folder: Path, options: Mapping[str, str] = OPTIONS) -> None:
    """Start a new PostgreSQL server that listens on a socket in this folder."""
    folder.mkdir()
    user = _find_user(folder)
    binaries, data = find_binaries(), folder / "data"
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
    run_postgres(folder, "start", options=options)


def run_postgres(folder: Path, command: str, *arguments: str, options: Mapping[str, str] = OPTIONS) -> None:
    """Start, stop or restart the server in a folder, and wait until that is done."""
    binaries, log = find_binaries(), folder / "log"
    assert binaries is not None
    given = " ".join(f"--{name}={value}" for name, value in options.items())
    given += f" --unix_socket_directories={folder}"
    words: list[str | Path] = [command, "-w", "-D", folder / "data", "-l", log, "-o", given, *arguments]
    done = subprocess.run(
        [binaries / "pg_ctl", *words], check=False, stdout=subprocess.DEVNULL, **_find_user(folder)
    )
    assert done.returncode == 0, f"PostgreSQL did not {command}: {log.read_text()}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs PostgreSQL, so that `make quick` can leave it out."""
    for item in items:
        needs = set(getattr(item, "fixturenames", ()))
        if callspec := getattr(item, "callspec", None):
            needs |= {str(value) for value in callspec.params.values()}
        if any("postgres" in need or need == "pgbouncer" for need in needs):
            item.add_marker(pytest.mark.postgres)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """End the servers when the run ends, without waiting for their clients."""
    if is_worker(session.config):
        return
    for name, file in (("pgbouncer", "pid"), ("postgres", "data/postmaster.pid")):
        if folder := find_made(name):
            os.kill(int((folder / file).read_text().split()[0]), signal.SIGINT)


@contextmanager
def _create_database(socket: Path, template: str) -> Iterator[str]:
    name = f"leadbot_{name_worker()}_{next(NAMES)}"
    yield create_database(socket, name, template)
    _as_admin(socket, "dropdb", "--force", name)


def create_database(socket: Path, name: str, template: str = "template1") -> str:
    """Create a database of the server with this socket; returns its address."""
    _as_admin(socket, "createdb", "--template", template, name)
    return write_address(socket, name)


def write_address(socket: Path, name: str) -> str:
    """Return the address of a database of the server with this socket."""
    return f"postgresql+asyncpg://postgres@/{name}?host={socket}"


def _as_admin(socket: Path, command: str, *arguments: str) -> None:
    binaries = find_binaries()
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
