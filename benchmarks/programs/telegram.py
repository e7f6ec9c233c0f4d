"""A local Telegram in a process of its own, which also lets people write and press, and takes the times.

Both moments are taken by this one clock: when the update is put into the bot's queue, and when the bot's call
that shows it arrives (a copy of a message, a card with its text, a card drawn anew). One line of JSON each
way: a load or a conversation on standard input, its latencies in milliseconds on standard output.
"""

import asyncio
import json
import re
import sys
import time
from typing import Any

from sandbox.control import people
from sandbox.control.queries import presses
from sandbox.serve import serve
from sandbox.server.chats import Message, Person
from sandbox.server.cloud import Cloud

MARK = re.compile(r"⟨(\d+-\d+-\d+)⟩")  # what a text is recognised by on a card
PAUSE = 2.1  # seconds between an answer and the next question: 30 messages a minute are read
GIVE_UP = 90.0  # seconds after the last message
QUIET = 0.3  # seconds without a call: then a load is over, and all its CPU is used


class Load:
    """Some clients who write in turns, each to one bot; `rate` messages a second, or all at once."""

    def __init__(self, cloud: Cloud, number: int, given: dict[str, Any]) -> None:
        self.cloud = cloud
        self.number = number
        self.bots = [cloud.bots[name.lower()] for name in given["bots"]]
        self.clients = [cloud.people[id_] for id_ in given.get("clients", ())]
        self.rate = given.get("rate")
        self.count = given["count"]
        self.written: dict[str, float] = {}
        self.shown: dict[str, float] = {}
        self._marks: dict[tuple[int, int], str] = {}
        self._read_up_to = cloud.calls.last

    async def run(self) -> list[float]:
        """Write everything, wait until all is shown and nothing follows; returns milliseconds of each."""
        started = time.monotonic()
        for step in range(self.count):
            if self.rate:
                await asyncio.sleep(started + step / self.rate - time.monotonic())
            self.act(step)
        ends, goes_on = time.monotonic() + GIVE_UP, True
        while goes_on and time.monotonic() < ends:
            await asyncio.sleep(QUIET)
            goes_on = self.read_calls() > 0 or len(self.shown) < self.count
        return [1000 * (at - self.written[mark]) for mark, at in self.shown.items()]

    def act(self, step: int) -> None:
        """Let one client write one message."""
        turn, place = divmod(step, len(self.clients))
        client, bot = self.clients[place], self.bots[place % len(self.bots)]
        mark = f"{self.number}-{place}-{turn}"
        self.written[mark] = self.cloud.clock()
        sent = people.write(self.cloud, bot, client, f"Is it still to be had? ⟨{mark}⟩")
        self._marks[client.id, sent.message_id] = mark

    def read_calls(self) -> int:
        """Note which messages new calls show; the first time counts. Returns how many calls there are."""
        calls = self.cloud.calls.after(self._read_up_to)
        self._read_up_to = self.cloud.calls.last
        for call in calls:
            mark = self.find_mark(call["method"], call["params"]) if call["ok"] else None
            if mark in self.written:
                self.shown.setdefault(mark, call["at"])
        return len(calls)

    def find_mark(self, method: str, params: dict[str, Any]) -> str | None:
        """Return which message a call shows."""
        if method == "copyMessage":
            return self._marks.get((int(params["from_chat_id"]), int(params["message_id"])))
        found = MARK.search(params["text"]) if method == "sendMessage" else None
        return found[1] if found else None


class Presses(Load):
    """Operators who press a button on so many cards at once; a card drawn anew is the answer."""

    def __init__(self, cloud: Cloud, number: int, given: dict[str, Any]) -> None:
        super().__init__(cloud, number, given)
        chats = [chat for chat in cloud.chats.values() if chat.person and chat.bot in self.bots]
        cards = [
            (chat, card) for chat in chats for card in chat.messages.values() if has(card, given["button"])
        ]
        self.button, self.cards = given["button"], cards[: self.count]
        self.count = len(self.cards)

    def act(self, step: int) -> None:
        """Let one operator press."""
        chat, card = self.cards[step]
        assert chat.person is not None
        self.written[f"{chat.id}-{card.message_id}"] = self.cloud.clock()
        presses.press(self.cloud, chat.bot, chat.person, card.message_id, self.button)

    def find_mark(self, method: str, params: dict[str, Any]) -> str | None:
        """Return which card a call draws."""
        return f"{params['chat_id']}-{params['message_id']}" if method == "editMessageText" else None


def has(message: Message, caption: str) -> bool:
    """Tell whether a message has a button with this caption."""
    return any(button["text"] == caption for row in message.inline or () for button in row)


class Conversation:
    """A client and an operator who answer each other, beside a crowd that writes."""

    def __init__(self, cloud: Cloud, given: dict[str, Any]) -> None:
        self.cloud, self.bot = cloud, cloud.bots[given["bot"].lower()]
        self.client, self.operator = cloud.people[given["client"]], cloud.people[given["operator"]]
        self.crowd = [cloud.people[id_] for id_ in given["crowd"]]
        self.rounds, self.seconds = given["rounds"], given["seconds"]
        self.said = 0

    async def run(self) -> list[float]:
        """Let the crowd write, then the two; returns how long each of their messages took."""
        for number in range(self.rounds):
            for person in self.crowd:
                people.write(self.cloud, self.bot, person, f"Hello! Is it still to be had? {number}")
        latencies: list[float] = []
        ends = time.monotonic() + self.seconds
        while time.monotonic() < ends:
            shown, took = await self.say(self.client, self.operator, None)
            _, answered = await self.say(self.operator, self.client, shown)
            latencies += [took, answered]
            await asyncio.sleep(PAUSE)
        return latencies

    async def say(self, author: Person, reader: Person, reply_to: int | None) -> tuple[int | None, float]:
        """Let one write to the other; returns the copy that the other sees, and the milliseconds it took."""
        started, last = self.cloud.clock(), self.cloud.calls.last
        self.said += 1
        words = f"And? {self.said}"
        written = people.write(self.cloud, self.bot, author, words, reply_to=reply_to).message_id
        given_up = time.monotonic() + GIVE_UP
        while time.monotonic() < given_up:
            calls, last = self.cloud.calls.after(last), self.cloud.calls.last
            for call in calls:
                if shows(call, reader, written, words):
                    return call["result"]["message_id"], 1000 * (call["at"] - started)
            await asyncio.sleep(0.005)
        return reply_to, 1000 * GIVE_UP


def shows(call: dict[str, Any], reader: Person, written: int, words: str) -> bool:
    """Tell whether a call shows a reader this message: a copy of it, or what was stored of it."""
    params = call["params"]
    if not call["ok"] or int(params.get("chat_id", 0)) != reader.id:
        return False
    is_copy = call["method"] == "copyMessage" and int(params["message_id"]) == written
    return is_copy or (call["method"] == "sendMessage" and params["text"] == words)


def choose(cloud: Cloud, number: int, given: dict[str, Any]) -> Load | Conversation:
    """Return what an order asks for."""
    if "crowd" in given:
        return Conversation(cloud, given)
    return (Presses if "button" in given else Load)(cloud, number, given)


async def main() -> None:
    """Serve until standard input ends."""
    async with serve() as telegram:
        print(telegram.url, flush=True)
        number = 0
        while line := await asyncio.to_thread(sys.stdin.readline):
            number += 1
            given = json.loads(line)
            print(json.dumps(await choose(telegram.cloud, number, given).run()), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
