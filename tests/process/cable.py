"""The cable between the bot and Telegram. Cut, it breaks what is under way and refuses what is new."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.forwarding import forward


class Cable:
    """Forwards a port of its own, always the same one, to Telegram."""

    def __init__(self, telegram_port: int) -> None:
        self.port = 0
        self._telegram_port = telegram_port
        self._server: asyncio.Server | None = None
        self._ends: set[asyncio.StreamWriter] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def plug_in(self) -> None:
        """Let the bot reach Telegram."""
        self._server = await asyncio.start_server(self._connect, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        """Break every connection, whatever is under way, and refuse new ones."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for end in self._ends:
            end.transport.abort()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self._telegram_port)
        ends = {writer, back}
        self._ends |= ends
        if self._server is None:  # cut while connecting
            writer.transport.abort()
        try:
            await asyncio.gather(forward(reader, back), forward(there, writer))
        finally:
            self._ends -= ends
            for end in ends:
                end.close()


@asynccontextmanager
async def lay_cable(telegram_port: int) -> AsyncIterator[Cable]:
    """Lay a cable, plugged in, and take it away at the end."""
    cable = Cable(telegram_port)
    await cable.plug_in()
    try:
        yield cable
    finally:
        await cable.cut()
