"""A business whose web forms come by the HTTP API, in the process of its bot."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage
from tests.api.conftest import find_port
from tests.stage import Stage, open_stage

SITE = "Website"


@dataclass
class Office:
    """A stage, and a caller of the API that serves there; the source `Website` is there from the start."""

    stage: Stage
    api: httpx.AsyncClient
    site: int

    async def call(self, method: str, path: str, expected: int | None = None, **body: Any) -> Any:
        """Let the caller ask; returns the answer, which must have this status."""
        answer = await self.api.request(method, path, json=body)
        wanted = {expected} if expected else {200, 201}
        assert answer.status_code in wanted, answer.text
        return answer.json()

    async def submit(self, message: str = "Call me back", source: int | None = None, **person: Any) -> Any:
        """Let somebody fill in the form; returns the contact."""
        person = person or {"name": "Vera", "phone": "+79161234567"}
        return await self.call("POST", "/contacts/", source_id=source or self.site, message=message, **person)

    async def move(self, contact: int, status: str, expected: int = 200) -> Any:
        """Move a contact by API."""
        return await self.call("PATCH", f"/contacts/{contact}/status", expected, status=status)

    async def hire(self, name: str = "Anna", language: str = "en", **given: Any) -> Person:
        """Add an operator with a weight of 1 for the bot and for the website."""
        operator = await self.stage.hire(name, language=language, **given)
        await self.stage.command(f"/weight {name} {SITE} 1")
        return operator

    async def card(self, operator: Person, number: int, state: str = "") -> ChatMessage:
        """Wait for the card of a contact; a state is a word on it."""
        return await operator.wait_for(
            self.stage.bot,
            lambda m: f"{number} · " in m.text.split("\n")[0] and state in m.text and "«" not in m.text,
        )

    async def reply(self, operator: Person, card: ChatMessage, text: str = "Hello?") -> str:
        """Reply to a card; returns what the bot replies."""
        sent = await operator.write(self.stage.bot, text, reply_to=card.message_id)
        return (await operator.wait_for(self.stage.bot, lambda m: m.reply_to == sent)).text


@asynccontextmanager
async def open_office(folder: Path, **settings: Any) -> AsyncIterator[Office]:
    """Open a business with one bot, its admin, and an API on a free port."""
    port = find_port()
    address = f"http://127.0.0.1:{port}"
    async with (
        open_stage(folder, api_port=port, **settings) as stage,
        httpx.AsyncClient(base_url=address, timeout=20) as api,
    ):
        made = await api.post("/sources/", json={"name": SITE, "description": "The form <on the front page>"})
        yield Office(stage, api, made.json()["id"])
