"""A stage where web forms come by the HTTP API, in the process of the bot."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage
from sandbox.serve import serve as serve_telegram
from tests.ports import find_port
from tests.stage import Stage, play

SITE = "Website"
KEY = "Vq7ZpLw2Rk9TxB4mNc6Hd8Js"  # of the kind that the settings take


async def call(
    api: httpx.AsyncClient, method: str, path: str, expected: int | None = None, **body: Any
) -> Any:
    """Call an API; returns the answer, which must have this status."""
    answer = await api.request(method, path, json=body)
    wanted = {expected} if expected else {200, 201}
    assert answer.status_code in wanted, answer.text
    return answer.json()


class ApiStage(Stage):
    """A stage with an API, and a caller of it; the source `Website` is there from the start."""

    def __init__(self, api: httpx.AsyncClient, *business: Any) -> None:
        super().__init__(*business)
        self.api, self.site = api, 0

    async def open(self) -> None:
        """Start the bot and the API, and add the website."""
        await super().open()
        form = "The form <on the front page>"
        self.site = (await self.call("POST", "/sources/", name=SITE, description=form))["id"]

    async def call(self, method: str, path: str, expected: int | None = None, **body: Any) -> Any:
        """Let the caller ask; returns the answer, which must have this status."""
        return await call(self.api, method, path, expected, **body)

    async def submit(self, message: str = "Call me back", source: int | None = None, **person: Any) -> Any:
        """Let somebody fill in the form; returns the contact."""
        person = person or {"name": "Vera", "phone": "+79161234567"}
        return await self.call("POST", "/contacts/", source_id=source or self.site, message=message, **person)

    async def move(self, contact: int, status: str, expected: int = 200) -> Any:
        """Move a contact by API."""
        return await self.call("PATCH", f"/contacts/{contact}/status", expected, status=status)

    async def weigh(self, operator: int, weight: int) -> None:
        """Give an operator a weight for the website by API."""
        share = {"operator_id": operator, "source_id": self.site, "weight": weight}
        await self.call("POST", "/operator-weights/", **share)

    async def hire_for_both(self, name: str, **given: Any) -> Person:
        """Add an operator with a weight of 1 for the bot and for the website."""
        operator = await self.hire(name, **given)
        await self.command(f"/weight {name} {SITE} 1")
        return operator

    async def card_of(self, operator: Person, number: int, state: str = "") -> ChatMessage:
        """Wait for the card of a contact; a state is a word on it."""
        return await operator.wait_for(
            self.bot,
            lambda m: f"{number} · " in m.text.split("\n")[0] and state in m.text and "«" not in m.text,
        )


def write_webhook_url(port: int | None) -> str:
    """Return a WEBHOOK_URL that leads to a port of this machine."""
    return f"http://127.0.0.1:{port}/telegram"


@asynccontextmanager
async def open_api_stage(
    folder: Path, *, api_key: str | None = None, by_webhook: bool = False, **settings: Any
) -> AsyncIterator[ApiStage]:
    """Open a business with one bot, its admin, and an API on a free port; updates may come there."""
    port = find_port()
    headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
    given = {"api_port": port, "api_key": api_key, **settings}
    if by_webhook:
        given["webhook_url"] = write_webhook_url(port)
    async with (
        serve_telegram() as server,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=20) as api,
        play(partial(ApiStage, api), server, folder, **given) as stage,
    ):
        yield stage
