"""What a page lives on: everybody who is there, and all that happens as server-sent events.

A reader who has missed events that are forgotten by now is told to `reset`: to read everything anew.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from aiohttp import web

from sandbox.server.chats import ChatState
from sandbox.server.cloud import Cloud
from sandbox.server.journal import Entry

LAST_SEEN = "Last-Event-ID"
KEEP_ALIVE = 15.0  # seconds; after a minute of silence a proxy may close
RETRY = 1000  # milliseconds after which a browser comes back


def show_everybody(cloud: Cloud) -> dict[str, Any]:
    """Bots without their tokens, people with the states of their chats, and the newest event's number."""
    states: dict[int, dict[str, str]] = {}
    for chat in cloud.chats.values():
        if chat.state is not ChatState.NEVER:
            states.setdefault(chat.id, {})[chat.bot.username] = str(chat.state)
    return {
        "bots": [{"id": bot.id, "username": bot.username, "name": bot.name} for bot in cloud.bots.values()],
        "people": [asdict(p) | {"chats": states.get(p.id, {})} for p in cloud.people.values()],
        "last": cloud.events.last,
        "run": cloud.run,
    }


class Stream:
    """The events of one reader."""

    def __init__(self, cloud: Cloud) -> None:
        self.run_id, self.events = cloud.run, cloud.events
        headers = {"Cache-Control": "no-store", "Content-Type": "text/event-stream"}
        self.response = web.StreamResponse(headers=headers)

    async def run(self, request: web.Request, after: int | None) -> None:
        """Writes what follows the event `after`, from now on if it is None, until the reader goes away."""
        seen = self.events.last if after is None else after
        await self.response.prepare(request)
        await self.write(f"retry: {RETRY}\nevent: hello\ndata: {json.dumps({'run': self.run_id})}\n\n")
        while True:
            if not self.reaches(seen):
                seen = self.events.last
                await self.write(f"id: {seen}\nevent: reset\ndata: {{}}\n\n")
            found = self.events.after(seen)
            seen = found[-1]["seq"] if found else seen
            await self.write("".join(write_events(found)) or ": still here\n\n")
            await self.events.wait(seen, KEEP_ALIVE)

    def reaches(self, seen: int) -> bool:
        """Whether all that followed an event is still known."""
        return self.events.last - len(self.events.entries) <= seen <= self.events.last

    async def write(self, text: str) -> None:
        await self.response.write(text.encode())


def write_events(found: list[Entry]) -> Iterator[str]:
    for event in found:
        yield f"id: {event['seq']}\ndata: {json.dumps(event, separators=(',', ':'))}\n\n"
