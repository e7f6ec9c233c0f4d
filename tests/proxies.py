"""Proxies of our own for tests: HTTP, also by TLS, and SOCKS 5, each with or without a login.

They alone know where the host of the local Telegram is, so whatever reaches it has come by them.
"""

import asyncio
import subprocess
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from urllib.parse import quote

from tests.forwarding import forward

TELEGRAM = "telegram.test"  # a name that nobody else can look up
DONE, REFUSED, NOT_ALLOWED = 0, 1, 2
NO_LOGIN, LOGIN, NONE_GOOD = 0, 2, 255


@dataclass(slots=True)
class LocalProxy:
    """A proxy on 127.0.0.1 that leads to one place. It can be cut off, and comes back on the same port."""

    scheme: str
    leads_to: int  # a port of this machine
    login: tuple[str, str] | None = None
    answer: bytes | None = None  # what it says instead of being a proxy
    tls: SSLContext | None = None
    port: int = 0
    served: list[str] = field(default_factory=list)  # which hosts were asked for, once for each connection
    refused: int = 0
    _server: asyncio.Server | None = None
    _ends: set[asyncio.StreamWriter] = field(default_factory=set)

    def address(self, login: tuple[str, str] | None = None) -> str:
        """Return the address with a login, which is percent-encoded, for TELEGRAM_PROXY."""
        user = ":".join(quote(part, safe="") for part in login) + "@" if login else ""
        host = "localhost" if self.tls else "127.0.0.1"
        return f"{self.scheme}://{user}{host}:{self.port}"

    async def plug_in(self) -> None:
        """Serve."""
        self._server = await asyncio.start_server(self._take, "127.0.0.1", self.port, ssl=self.tls)
        self.port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        """Break every connection, and refuse new ones."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for end in list(self._ends):
            end.transport.abort()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._ends.add(writer)
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                if self.answer is not None:
                    await reader.read(1)
                    writer.write(self.answer)
                    await writer.drain()
                elif await (self._greet_socks if self.scheme == "socks5" else self._greet_http)(
                    reader, writer
                ):
                    await self._tunnel(reader, writer)
        finally:
            self._ends.discard(writer)
            writer.close()

    async def _greet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        greet = self._greet_socks if self.scheme == "socks5" else self._greet_http
        return await greet(reader, writer)

    async def _greet_http(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        method, target, _ = head[0].split()
        headers = dict(line.split(": ", 1) for line in head[1:] if line)
        if self.login is not None:
            wanted = f"Basic {b64encode(':'.join(self.login).encode()).decode()}"
            if headers.get("Proxy-Authorization") != wanted:
                return self._refuse(writer, b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
        host = target.rpartition(":")[0]
        if method != "CONNECT" or host != TELEGRAM:
            return self._refuse(writer, b"HTTP/1.1 403 Forbidden\r\n\r\n")
        self.served.append(host)
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        return True

    async def _greet_socks(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        _, count = await reader.readexactly(2)
        offered = await reader.readexactly(count)
        wanted = NO_LOGIN if self.login is None else LOGIN
        if wanted not in offered:
            return self._refuse(writer, bytes((5, NONE_GOOD)))
        writer.write(bytes((5, wanted)))
        if self.login is not None:
            await reader.readexactly(1)
            given = [(await reader.readexactly((await reader.readexactly(1))[0])).decode() for _ in range(2)]
            if tuple(given) != self.login:
                return self._refuse(writer, bytes((1, REFUSED)))
            writer.write(bytes((1, DONE)))
        *_, kind = await reader.readexactly(4)
        host = (await reader.readexactly((await reader.readexactly(1))[0])).decode() if kind == 3 else ""
        await reader.readexactly(2)
        if host != TELEGRAM:
            return self._refuse(writer, bytes((5, NOT_ALLOWED, 0, 1, 0, 0, 0, 0, 0, 0)))
        self.served.append(host)
        writer.write(bytes((5, DONE, 0, 1, 0, 0, 0, 0, 0, 0)))
        return True

    def _refuse(self, writer: asyncio.StreamWriter, answer: bytes) -> bool:
        self.refused += 1
        writer.write(answer)
        return False

    async def _tunnel(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self.leads_to)
        self._ends.add(back)
        try:
            await asyncio.gather(forward(reader, back), forward(there, writer))
        finally:
            self._ends.discard(back)
            back.close()


@asynccontextmanager
async def open_proxy(
    scheme: str,
    leads_to: int,
    *,
    login: tuple[str, str] | None = None,
    answer: bytes | None = None,
    tls: SSLContext | None = None,
) -> AsyncIterator[LocalProxy]:
    """Serve a proxy that leads to a port of this machine."""
    proxy = LocalProxy(scheme, leads_to, login, answer, tls if scheme == "https" else None)
    await proxy.plug_in()
    try:
        yield proxy
    finally:
        await proxy.cut()


@asynccontextmanager
async def open_tls(leads_to: int, tls: SSLContext) -> AsyncIterator[int]:
    """Serve TLS in front of a port of this machine; yields the port of that."""

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", leads_to)
        await asyncio.gather(forward(reader, back), forward(there, writer))

    server = await asyncio.start_server(take, "127.0.0.1", 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


def make_certificate(folder: Path) -> tuple[Path, SSLContext]:
    """Return a certificate of this machine and of Telegram, its own authority, and a server's use of it."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        [
            *(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
            ),
            *("-addext", f"subjectAltName=DNS:localhost,DNS:{TELEGRAM}"),
            *("-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return certificate, context
