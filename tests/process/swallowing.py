"""The wire between a process and PostgreSQL, which may swallow what is said in either direction."""

import asyncio
from pathlib import Path
from typing import Self

SOCKET = ".s.PGSQL.5432"


class Swallowing:
    """Forwards a socket of its own folder to PostgreSQL's, until it is told to swallow."""

    def __init__(self, server: Path, folder: Path) -> None:
        self._server_socket, self._own_socket = server / SOCKET, folder / SOCKET
        self._swallows = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._ends: list[asyncio.StreamWriter] = []

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_unix_server(self._connect, self._own_socket)
        return self

    async def __aexit__(self, *_error: object) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        for end in self._ends:
            end.close()
        await asyncio.gather(*self._tasks, *(end.wait_closed() for end in self._ends), return_exceptions=True)

    def swallow(self) -> None:
        """From now on nothing arrives, and nobody hears that."""
        self._swallows = True

    def mend(self) -> None:
        """Let what is said arrive again; connections that have lost something are broken."""
        if self._swallows:
            self._swallows = False
            for end in self._ends:
                end.transport.abort()
            self._ends.clear()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, back = await asyncio.open_unix_connection(self._server_socket)
        except OSError:  # PostgreSQL is away
            writer.close()
            return
        self._ends += [writer, back]
        for source, target in ((reader, back), (there, writer)):
            task = asyncio.create_task(self._carry(source, target))
            self._tasks.add(task)

    async def _carry(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        try:
            while data := await source.read(65536):
                if not self._swallows:
                    target.write(data)
                    await target.drain()
        except OSError:
            pass
        if not self._swallows:
            target.close()
