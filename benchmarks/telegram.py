"""A local Telegram in a process of its own, which also lets clients write and takes the times.

Both moments are taken by this one clock: when the update is put into the bot's queue, and when the bot's call
that shows the message arrives (a copy of it, or a card with its text). One line of JSON each way: a load on
standard input, its latencies in milliseconds on standard output.
"""

import asyncio
import json
import re
import sys
import time
from typing import Any

from sandbox.control import people
from sandbox.serve import serve
from sandbox.server.cloud import Cloud

MARK = re.compile(r"⟨(\d+-\d+-\d+)⟩")  # what a text is recognised by on a card
GIVE_UP = 90.0  # seconds after the last message


class Load:
    """Some clients, each writing so many messages; `rate` a second, or all at once."""

    def __init__(self, cloud: Cloud, number: int, given: dict[str, Any]) -> None:
        self.cloud = cloud
        self.number = number
        self.bot = cloud.bots[given["bot"].lower()]
        self.clients = [cloud.people[id_] for id_ in given["clients"]]
        self.rounds, self.rate = given["rounds"], given["rate"]
        self.count = self.rounds * len(self.clients)
        self.written: dict[str, float] = {}
        self.shown: dict[str, float] = {}
        self._marks: dict[tuple[int, int], str] = {}
        self._read_up_to = cloud.calls.last

    async def run(self) -> list[float]:
        """Write everything, wait until all is shown, return the latencies in milliseconds."""
        started = time.monotonic()
        for step in range(self.count):
            if self.rate:
                await asyncio.sleep(started + step / self.rate - time.monotonic())
            self.write(*divmod(step, len(self.clients)))
        ends = time.monotonic() + GIVE_UP
        while len(self.shown) < self.count and time.monotonic() < ends:
            self.read_calls()
            await asyncio.sleep(0.1)
        return [1000 * (at - self.written[mark]) for mark, at in self.shown.items()]

    def write(self, turn: int, place: int) -> None:
        """Let one client write one message."""
        client = self.clients[place]
        mark = f"{self.number}-{place}-{turn}"
        self.written[mark] = self.cloud.clock()
        act = people.write(self.cloud, self.bot, client, f"Is it still to be had? ⟨{mark}⟩")
        self._marks[client.id, act.message_id] = mark

    def read_calls(self) -> None:
        """Note which messages new calls show; the first time counts."""
        calls = self.cloud.calls.after(self._read_up_to)
        self._read_up_to = self.cloud.calls.last
        for call in calls:
            mark = self.find_mark(call["method"], call["params"]) if call["ok"] else None
            if mark in self.written:
                self.shown.setdefault(mark, call["at"])

    def find_mark(self, method: str, params: dict[str, Any]) -> str | None:
        """Return which message a call shows."""
        if method == "copyMessage":
            return self._marks.get((int(params["from_chat_id"]), int(params["message_id"])))
        found = MARK.search(params["text"]) if method == "sendMessage" else None
        return found[1] if found else None


async def main() -> None:
    """Serve until standard input ends."""
    async with serve() as telegram:
        print(telegram.url, flush=True)
        number = 0
        while line := await asyncio.to_thread(sys.stdin.readline):
            number += 1
            latencies = await Load(telegram.cloud, number, json.loads(line)).run()
            print(json.dumps(latencies), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
