"""Carries what one connection says to another, as a proxy or a cable does."""

import asyncio
from contextlib import suppress


async def forward(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    """Pass on what comes until it ends or breaks, then close the other end."""
    with suppress(OSError):
        while data := await source.read(65536):
            target.write(data)
            await target.drain()
    target.close()
