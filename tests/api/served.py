"""An API that serves in a thread with an event loop of its own, for callers that block."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from models.database.open import open_database
from tests.api.conftest import open_api


@contextmanager
def serve_in_thread(address: str, key: str | None) -> Iterator[str]:
    """Serve the API of a database; yields where."""
    loop, stop = asyncio.new_event_loop(), asyncio.Event()
    ready: asyncio.Future[str] = loop.create_future()
    is_ready = threading.Event()

    async def serve() -> None:
        database = await open_database(address)
        try:
            async with open_api(database, key=key) as caller:
                ready.set_result(str(caller.base_url).rstrip("/"))
                is_ready.set()
                await stop.wait()
        finally:
            is_ready.set()
            await database.close()

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(serve())
        loop.close()

    thread = threading.Thread(target=run, name="api")
    thread.start()
    is_ready.wait(30)
    try:
        yield ready.result()
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(30)
