"""People who act for as long as it takes: operators who answer and press, clients who write, forms by the API."""

import asyncio
import re
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from random import Random

import httpx

from proofs.exporting import Fact
from sandbox.client.connection import SandboxError
from sandbox.client.person import Person
from sandbox.client.seen import Bot, ChatMessage

PATIENCE = 5.0  # seconds after which somebody presses again: a press may be lost
AGAIN = 0.3  # of forms that were taken: they are sent once more
# On a card: whose it is, if that was no form.
OF_CLIENT = re.compile(r"Request #(\d+) .*Message \d+ of (\d+)", re.DOTALL)
LONGEST_REST = 1.0  # seconds until an operator looks again though nothing has happened


@dataclass(slots=True)
class Crowd:
    """What people do until they are told that it is enough, and what must have come of it."""

    facts: list[Fact] = field(default_factory=list)
    enough: asyncio.Event = field(default_factory=asyncio.Event)
    tasks: list["asyncio.Task[None]"] = field(default_factory=list)
    refused: int = 0  # requests that were answered 503, or not at all
    clients: dict[int, Person] = field(default_factory=dict)
    answers: dict[str, tuple[int, Bot]] = field(default_factory=dict)  # words → to whom, by which bot

    def work(self, operator: Person, bot: Bot) -> None:
        """Let an operator take, answer and complete whatever a bot shows."""
        self.tasks.append(asyncio.create_task(self._work_on(operator, bot)))

    def write(self, clients: Sequence[Person], bots: Sequence[Bot], pause: float) -> None:
        """Let clients write to bots, each in turn."""
        self.clients |= {client.id: client for client in clients}
        self.tasks.append(asyncio.create_task(self._write_on(clients, bots, pause)))

    def post(self, sources: Sequence[int], addresses: Callable[[], Sequence[str]], pause: float) -> None:
        """Let a web site send forms, each again with its key until it hears that it is taken."""
        self.tasks.append(asyncio.create_task(self._post_on(sources, addresses, pause, len(self.tasks))))

    async def end(self) -> None:
        """Let everybody end what he is about; raises what went wrong."""
        self.enough.set()
        await asyncio.gather(*self.tasks)

    async def list_answers(self) -> list[Fact]:
        """Return what was answered, and what of it clients have got; each answer is judged by itself."""
        facts: list[Fact] = [{"fact": "answer", "chat": words, "text": words} for words in self.answers]
        for client, bot in set(self.answers.values()):
            heard = (await self.clients[client].chat(bot)).from_bot
            facts += [{"fact": "received", "chat": one.text, "text": one.text} for one in heard]
        return facts

    async def _work_on(self, operator: Person, bot: Bot) -> None:
        """Press “Take”, answer once, then press “Complete”, on every card that an operator has."""
        pressed: dict[tuple[int, str], float] = {}
        while not self.enough.is_set():
            chat = await operator.chat(bot)
            for message in chat.from_bot:
                if "Complete" in message.captions and (read := OF_CLIENT.match(message.text)):
                    await self._answer(operator, bot, message, *map(int, read.groups()))
                for button in ("Take", "Complete"):
                    key, now = (message.message_id, button), time.monotonic()
                    if button in message.captions and now - pressed.get(key, -PATIENCE) >= PATIENCE:
                        pressed[key] = now
                        with suppress(SandboxError):  # it has just changed
                            await operator.press(bot, message, button)
            given = {"bot": bot.username, "person": operator.id, "after": chat.last}
            await operator.telegram.get("events", **given, timeout=LONGEST_REST)
            await asyncio.sleep(0.1)

    async def _answer(self, operator: Person, bot: Bot, card: ChatMessage, contact: int, client: int) -> None:
        words = f"Answer of {operator.id} in {contact}"
        if words not in self.answers:
            self.answers[words] = client, bot
            await operator.write(bot, words, card.message_id)

    async def _write_on(self, clients: Sequence[Person], bots: Sequence[Bot], pause: float) -> None:
        for number in count():
            if self.enough.is_set():
                return
            person = clients[number % len(clients)]
            bot = bots[number // len(clients) % len(bots)]
            words = f"Message {number} of {person.id}"
            sent = await person.write(bot, words)
            place = {"bot": bot.id, "chat": person.id, "message": sent, "text": words}
            self.facts.append({"fact": "written", **place})
            await asyncio.sleep(pause)

    async def _post_on(
        self, sources: Sequence[int], addresses: Callable[[], Sequence[str]], pause: float, caller: int
    ) -> None:
        random = Random(caller)
        async with httpx.AsyncClient(timeout=12) as http:
            for number in count():
                words = f"Form {number} of {caller}"
                fact: Fact = {"fact": "posted", "text": words, "contact": None}
                form = {"source_id": random.choice(sources), "message": words, "external_id": f"site-{words}"}
                self.facts.append(fact)
                while fact["contact"] is None:
                    if self.enough.is_set():
                        return
                    address = random.choice(addresses())
                    with suppress(httpx.HTTPError):
                        key = {"Idempotency-Key": words}
                        answer = await http.post(f"{address}/contacts/", json=form, headers=key)
                        if answer.status_code == 201:
                            if random.random() < AGAIN:  # as if the answer had been lost
                                self.facts.append({**fact, "contact": answer.json()["id"]})
                                continue
                            fact["contact"] = answer.json()["id"]
                            break
                        assert answer.status_code == 503, answer.text
                    self.refused += 1
                    await asyncio.sleep(pause)
                await asyncio.sleep(pause)
