"""Lines of standard input, read by a thread of their own: a visitor who thinks never holds up the bot."""

import asyncio
import os
import sys
import threading
from collections.abc import AsyncIterator

CHUNK = 65_536


async def read_lines() -> AsyncIterator[str]:
    """Yield what is typed, line by line, until the end of the input."""
    if sys.stdin is None:  # closed before we began: its number may belong to something else by now
        return
    loop = asyncio.get_running_loop()
    chunks: asyncio.Queue[bytes] = asyncio.Queue()
    reader = threading.Thread(target=pump, args=(sys.stdin.fileno(), loop, chunks), daemon=True)
    reader.start()
    rest = b""
    while chunk := await chunks.get():
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            yield line.decode(errors="replace")
    if rest:
        yield rest.decode(errors="replace")


def pump(number: int, loop: asyncio.AbstractEventLoop, chunks: "asyncio.Queue[bytes]") -> None:
    """Hand on what is read from a file until it ends, then an empty chunk.

    It reads the file itself: a thread that waits inside `sys.stdin` can't be left behind at the end.
    """
    chunk = b" "
    while chunk:
        try:
            chunk = os.read(number, CHUNK)
        except OSError:
            chunk = b""
        try:
            loop.call_soon_threadsafe(chunks.put_nowait, chunk)
        except RuntimeError:
            return  # the loop is closed: nobody listens any more
