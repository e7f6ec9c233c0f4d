"""A PostgreSQL that asks everybody but its admin for a password, and a server that answers one thing."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import NullPool
from sqlalchemy.ext.asyncio import create_async_engine

from tests.databases import OPTIONS, run_postgres, start_postgres
from tests.once import name_worker
from tests.ports import find_port

PASSWORD = "h@n:t/e?r#2%41 é"
RIGHTS = "local all postgres trust\nhost all postgres 127.0.0.1/32 trust\n" + (
    "local all all scram-sha-256\nhost all all 127.0.0.1/32 scram-sha-256\n"
)


@dataclass(frozen=True, slots=True)
class Server:
    """A server with a role `anna`, who has a password and a database `leads` of her own."""

    folder: Path
    port: int

    def write(self, name: str = "leads", user: str = "anna", password: str = PASSWORD, more: str = "") -> str:
        """Return an address as a person writes it."""
        return f"postgres://{user}:{quote(password, safe='')}@127.0.0.1:{self.port}/{name}{more}"

    def do(self, *statements: str, name: str = "postgres") -> None:
        """Do something as the admin."""

        async def act() -> None:
            address = f"postgresql+asyncpg://postgres@/{name}?host={self.folder}&port={self.port}"
            engine = create_async_engine(address, isolation_level="AUTOCOMMIT", poolclass=NullPool)
            async with engine.connect() as connection:
                for statement in statements:
                    await connection.exec_driver_sql(statement)

        asyncio.run(act())


@pytest.fixture(scope="session")
def server(postgres_socket: Path) -> Iterator[Server]:
    """A server that asks for passwords, of this worker's own."""
    folder = postgres_socket.with_name(f"strict_{name_worker()}")
    port = find_port()
    start_postgres(folder)
    (folder / "data" / "pg_hba.conf").write_text(RIGHTS)
    options = {**OPTIONS, "listen_addresses": "127.0.0.1", "port": str(port)}
    try:
        run_postgres(folder, "restart", options=options)
        started = Server(folder, port)
        started.do(f"CREATE ROLE anna LOGIN PASSWORD '{PASSWORD}'", "CREATE DATABASE leads OWNER anna")
        yield started
    finally:
        run_postgres(folder, "stop", "-m", "immediate")


@contextmanager
def answering(state: str, said: str) -> Iterator[int]:
    """Listen on a port, and answer whoever comes with one error; yields the port."""
    fields = f"SFATAL\0VFATAL\0C{state}\0M{said}\0\0".encode()
    answer = b"E" + (len(fields) + 4).to_bytes(4, "big") + fields

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                connection.recv(1000)
                connection.sendall(answer)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)
    thread.join()
