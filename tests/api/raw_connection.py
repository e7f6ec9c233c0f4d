"""A connection to the API byte by byte: what callers do that no client library would."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

import httpx

from tests.api.conftest import KEY

HEALTH = b"GET /healthz HTTP/1.1\r\nHost: here\r\n\r\n"
HEAD = (
    f"POST /operators/ HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer {KEY}\r\n"
    "Content-Type: application/json\r\nContent-Length: 16\r\n\r\n"
).encode()
BODY = b'{"name": "Anna"}'
PATIENCE = 10  # seconds


@dataclass(frozen=True, slots=True)
class RawConnection:
    """A connection that sends what it is told, and nothing else."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, data: bytes) -> None:
        """Send bytes as they are; that nobody takes them any more is no error."""
        self.writer.write(data)
        with suppress(ConnectionError):
            await self.writer.drain()

    async def read_answer(self) -> tuple[int, Any]:
        """Wait for an answer; returns its status and JSON."""
        async with asyncio.timeout(PATIENCE):
            head = (await self.reader.readuntil(b"\r\n\r\n")).decode().lower()
            length = int(head.partition("content-length: ")[2].partition("\r\n")[0])
            return int(head.split()[1]), json.loads(await self.reader.readexactly(length))

    async def read_all(self) -> bytes:
        """Wait until the other side has closed; returns what it has sent."""
        found = b""
        with suppress(ConnectionError):
            async with asyncio.timeout(PATIENCE):
                while some := await self.reader.read(65536):
                    found += some
        return found

    async def trickle(self, data: bytes) -> bytes:
        """Send a byte at a time, endlessly, until the other side closes; returns what it has sent."""

        async def send_slowly() -> None:
            while True:
                await self.send(data)
                await asyncio.sleep(0.02)

        sending = asyncio.create_task(send_slowly())
        try:
            return await self.read_all()
        finally:
            sending.cancel()
            await asyncio.wait((sending,))


@asynccontextmanager
async def connect(api: httpx.AsyncClient, *, window: int | None = None) -> AsyncIterator[RawConnection]:
    """Open a connection; `window` is how many bytes may be on their way to it."""
    plain = socket.socket()
    if window is not None:
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
    plain.setblocking(False)
    await asyncio.get_running_loop().sock_connect(plain, (api.base_url.host, api.base_url.port))
    reader, writer = await asyncio.open_connection(sock=plain, limit=window or 65536)
    try:
        yield RawConnection(reader, writer)
    finally:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


@asynccontextmanager
async def connect_many(api: httpx.AsyncClient, count: int) -> AsyncIterator[list[RawConnection]]:
    """Open connections one after the other."""
    async with AsyncExitStack() as opened:
        yield [await opened.enter_async_context(connect(api)) for _ in range(count)]
