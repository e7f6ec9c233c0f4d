"""How often phones ring and what people do by hand, over the demo's story and a day with forty clients.

`python -m benchmarks.sounds`. Nothing is timed: the numbers are the same on any machine. "Before" is how
often they would ring if nothing that the bot sends were silent.
"""

import argparse
import asyncio
import io
import os
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, redirect_stdout, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from api.ports import listen
from demo.cast import assemble
from demo.story import story
from leadbot.trying import settings_of_demo
from leadbot.wiring import serve
from sandbox.client.seen import Json
from sandbox.client.telegram import Telegram
from sandbox.serve import serve as serve_telegram
from tests.once import FOLDER
from tests.stage import Stage, open_stage

CLIENTS, OPERATORS, LIMIT = 40, ("Anna", "Boris", "Clara"), 5
STAFF, CLIENT = "staff", "clients"


@dataclass(slots=True)
class Tally:
    """What has come to phones, and what was done by hand, by who it was: staff or clients."""

    before: Counter[str] = field(default_factory=Counter)  # messages of the bot, an album as one
    sounds: Counter[str] = field(default_factory=Counter)  # those among them that are heard
    presses: Counter[str] = field(default_factory=Counter)
    replies: Counter[str] = field(default_factory=Counter)  # each a swipe before the words
    albums: set[tuple[int, str]] = field(default_factory=set)

    def add(self, event: Json, staff: Iterable[int]) -> None:
        """Count an event of the local Telegram."""
        who = STAFF if event["person"] in staff else CLIENT
        if event["kind"] == "press":
            self.presses[who] += 1
        if event["kind"] != "message":
            return
        message = event["message"]
        if message["from"] != "bot":
            self.replies[who] += message.get("reply_to") is not None
            return
        album = event["person"], message.get("media_group_id") or ""
        if album[1] and album in self.albums:
            return
        self.albums.add(album)
        self.before[who] += 1
        self.sounds[who] += not message.get("silent")

    def write(self, title: str) -> str:
        """Return what was counted, as lines."""
        lines = (
            f"  {who:8} sounds before {self.before[who]:5}  now {self.sounds[who]:5}"
            f"  presses {self.presses[who]:4}  replies {self.replies[who]:4}"
            for who in (STAFF, CLIENT)
        )
        return "\n".join((title, *lines))


@asynccontextmanager
async def counting(telegram: Telegram, staff: set[int]) -> AsyncIterator[Tally]:
    """Count what happens until the block ends."""
    tally = Tally()

    async def listen_to() -> None:
        async for event in telegram.events():
            tally.add(event, staff)

    task = asyncio.create_task(listen_to())
    try:
        yield tally
        await asyncio.sleep(0.5)  # until the last events have come
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def count_story() -> Tally:
    """Count over the demo's story."""
    over = asyncio.Event()
    with TemporaryDirectory() as folder, listen("127.0.0.1", 0) as free:
        api_port: int = free.getsockname()[1]
        free.close()
        async with serve_telegram() as server, Telegram(server.url) as telegram:
            company = await assemble(telegram, "en", f"http://127.0.0.1:{api_port}")
            settings: Any = settings_of_demo(company, "en", folder, api_port)
            serving = asyncio.create_task(serve(settings, over))
            staff = {member.person.id for member in (company.admin, *company.operators)}
            async with counting(telegram, staff) as tally:
                with redirect_stdout(io.StringIO()):
                    code = await story.play(company, "en")
            over.set()
            await serving
    if code:
        raise SystemExit("the story did not happen as told")
    return tally


async def count_day() -> Tally:
    """Count over a day: every client asks in three lines, is answered twice, thanks, and is completed."""
    with TemporaryDirectory() as folder:
        os.environ.setdefault(FOLDER, folder)  # in which the stage makes its database
        async with open_stage(Path(folder)) as stage:
            people = {name: await stage.hire(name, limit=LIMIT) for name in OPERATORS}
            await stage.settle()
            staff = {stage.admin.id, *(person.id for person in people.values())}
            async with counting(stage.telegram, staff) as tally:
                waiting = []
                for number in range(CLIENTS):
                    client = await stage.client(f"Client {number}", text=f"Question {number}.")
                    for line in ("It is about the blue lamp.", "The one on the page."):
                        await client.write(stage.bot, line)
                    waiting.append(client)
                await stage.settle()
                for _ in range(CLIENTS):
                    for operator in people.values():
                        await finish_one(stage, operator, {client.id: client for client in waiting})
                await stage.settle()
            assert stage.one("SELECT count(*) FROM contacts WHERE status != 'completed'") == 0
    return tally


async def finish_one(stage: Stage, operator: Any, clients: dict[int, Any]) -> None:
    """Let an operator answer the client whose card came first, and complete the request."""
    mine = (
        "SELECT c.chat_id, o.message_id FROM contacts c JOIN outbox o ON o.contact_id = c.id"
        " AND o.kind = 'card' AND o.assignment_no = c.assignment_no AND o.message_id IS NOT NULL"
        f" WHERE c.status != 'completed' AND o.chat_id = {operator.id} ORDER BY c.id LIMIT 1"
    )
    found = stage.rows(mine)
    if not found:
        return
    chat_id, card = found[0]
    for answer in ("Yes, there are three left.", "I have put one aside for you."):
        await operator.write(stage.bot, answer, reply_to=card)
    await stage.settle()
    await clients[chat_id].write(stage.bot, "Great, I will come at five")
    await stage.settle()
    shown = next(m for m in (await operator.chat(stage.bot)).from_bot if m.message_id == card)
    await stage.press(operator, shown, "Complete")
    await stage.settle()


def main() -> None:
    """Count over both, or one of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="?", choices=("story", "day"))
    only = parser.parse_args().only
    if only != "day":
        print(asyncio.run(count_story()).write("The demo's story"))
    if only != "story":
        print(asyncio.run(count_day()).write(f"A day with {CLIENTS} clients and {len(OPERATORS)} operators"))


if __name__ == "__main__":
    main()
