"""Another system: a local server that verifies, keeps what it is told and answers as a test likes."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from standardwebhooks import Webhook

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@dataclass(frozen=True, slots=True)
class Told:
    """One request, whose signature is right."""

    event: dict[str, Any]
    headers: dict[str, str]
    at: float = field(default_factory=time.monotonic)

    @property
    def id(self) -> str:
        return str(self.event["id"])

    @property
    def number(self) -> int:
        contact_id: int = self.event["data"]["contact"]["id"]
        return contact_id

    @property
    def step(self) -> tuple[str, str]:
        return self.event["type"], self.event["data"]["status"]


Answer = Callable[[Told], Awaitable[web.Response]]


async def accept(_told: Told) -> web.Response:
    return web.Response(status=204)


def refuse(status: int, **headers: str) -> Answer:
    async def answer(_told: Told) -> web.Response:
        return web.Response(status=status, headers=headers)

    return answer


class Outside:
    """`tries` is every request, `taken` those that it has said yes to."""

    def __init__(self) -> None:
        self.tries: list[Told] = []
        self.taken: list[Told] = []
        self.forged: list[str] = []
        self.answer: Answer = accept
        self.port = 0
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/events?token=part-of-the-address"

    def steps(self, number: int) -> list[tuple[str, str]]:
        """What it knows of a contact, repeats left out."""
        first = {told.id: told for told in reversed(self.taken)}
        return [told.step for told in sorted(first.values(), key=self.taken.index) if told.number == number]

    async def open(self) -> None:
        """Listen, always on the same port."""
        app = web.Application()
        app.router.add_post("/events", self._on_event)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def close(self) -> None:
        """Refuse connections."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def wait(self, wanted: Callable[[], object], seconds: float = 60) -> None:
        """Wait until something is so."""
        ends = time.monotonic() + seconds
        while not wanted():
            assert time.monotonic() < ends, [(told.id, told.step) for told in self.tries]
            await asyncio.sleep(0.01)

    async def _on_event(self, request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        try:
            event = Webhook(SECRET).verify(await request.read(), headers)
        except Exception as error:
            self.forged.append(repr(error))
            return web.Response(status=400)
        told = Told(event, headers)
        self.tries.append(told)
        answer = await self.answer(told)
        if answer.status < 300:
            self.taken.append(told)
        return answer


@asynccontextmanager
async def open_outside() -> AsyncIterator[Outside]:
    """Open another system."""
    outside = Outside()
    await outside.open()
    try:
        yield outside
        assert outside.forged == []
    finally:
        await outside.close()
