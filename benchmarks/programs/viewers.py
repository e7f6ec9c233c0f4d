"""Browsers that watch a board, in a process of their own: `viewers.py HOST PORT COOKIE`.

Each line on standard input says how many there are to be; the answer comes once all of them have got the
whole board.
"""

import asyncio
import sys

MOST = 1 << 23  # bytes that are read at a time


class Viewer:
    """One that watches, and lets go what it hears."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._reading: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, host: str, port: int, cookie: str) -> "Viewer":
        """Open the stream, and wait for the whole board."""
        viewer = cls(*await asyncio.open_connection(host, port, limit=MOST))
        asked = f"GET /board/api/stream HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: {cookie}\r\n\r\n"
        viewer._writer.write(asked.encode())
        head = await viewer._reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head.decode()
        await viewer._reader.readuntil(b"event: state\n")
        await viewer._reader.readuntil(b"\n\n")
        viewer._reading = asyncio.create_task(viewer._read_on())
        return viewer

    async def _read_on(self) -> None:
        while await self._reader.read(MOST):
            pass

    async def close(self) -> None:
        """Watch no more."""
        self._writer.close()
        if self._reading is not None:
            self._reading.cancel()


async def main(host: str, port: str, cookie: str) -> None:
    """Be as many as is wanted until standard input ends."""
    viewers: list[Viewer] = []
    while line := await asyncio.to_thread(sys.stdin.readline):
        wanted = int(line)
        viewers += [await Viewer.open(host, int(port), cookie) for _ in range(wanted - len(viewers))]
        for viewer in viewers[wanted:]:
            await viewer.close()
        del viewers[wanted:]
        print(wanted, flush=True)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
