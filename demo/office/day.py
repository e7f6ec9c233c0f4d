"""A working day within a minute: clients come in waves, operators answer and press the buttons they see.

Nobody knows more than a person sees in the chat. The same seed makes the same plans; what comes of them the
draw decides.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random

from demo import script
from demo.cast import Member
from demo.office.crowd import Crowd, list_lines
from demo.office.run import Run
from demo.watch import CONTACT, Watch
from sandbox.client.connection import SandboxError
from sandbox.client.seen import ChatMessage

SECONDS = 60.0
SEED = 7
# All further times are parts of the day.
WAVES = (0.02, 0.22, 0.45, 0.68)
OF_WAVE, WAVE = 9, 0.05
DILIGENCE = (0.008, 0.014, 0.022)  # how long each operator thinks before each step; the first one again
REST = (0.3, 0.5)  # when one of them has a pause
TICK = 0.01


@dataclass(slots=True)
class Day:
    """A day of so many seconds; `answered`: the cards that their operator has replied to."""

    crowd: Crowd
    watch: Watch
    run: Run
    seconds: float = SECONDS
    seed: int = SEED
    began: float = field(default_factory=lambda: asyncio.get_running_loop().time())
    answered: set[tuple[int, int]] = field(default_factory=set)

    @property
    def now(self) -> float:
        """Return which part of the day is over."""
        return (asyncio.get_running_loop().time() - self.began) / self.seconds

    async def play(self) -> None:
        """Let everybody do what they do until the day is over."""
        chance, operators = Random(self.seed), self.crowd.company.operators
        self.crowd.chance = Random(chance.random())
        comings = [wave + chance.random() * WAVE for wave in WAVES for _ in range(OF_WAVE)]
        works = [self.come(at) for at in sorted(comings)]
        works += [
            self.work(who, DILIGENCE[place % len(DILIGENCE)], Random(chance.random()))
            for place, who in enumerate(operators)
        ]
        works.append(self.rest(chance.choice(operators)))
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(work) for work in works]
            await self.pass_time()
            for task in tasks:
                task.cancel()

    async def pass_time(self) -> None:
        """Wait until the day is over, and tell how much of it is."""
        while self.now < 1:
            self.run.done = self.now
            await self.sleep(TICK)

    async def come(self, at: float) -> None:
        """A client writes, and perhaps once more after the answer."""
        await self.sleep(at - self.now)
        who = await self.crowd.come()
        await self.act(who, self.crowd.choose(who, "questions"))
        if len(self.crowd.members) % 2:
            await self.watch.until(lambda: self.is_answered(who) or None, self.seconds)
            await self.act(who, self.crowd.choose(who, "follow-ups"))

    async def work(self, who: Member, thinks: float, chance: Random) -> None:
        """An operator looks at the card that lies longest, thinks, and takes the next step with it."""
        while True:
            await self.watch.until(lambda: self.find_card(who) or None, self.seconds)
            await self.sleep(thinks * (0.5 + chance.random()))
            if found := self.find_card(who):
                with suppress(SandboxError):  # meanwhile somebody else has pressed, or closed the chat
                    await self.take_step(who, *found)
                    continue
            await self.sleep(TICK)

    async def take_step(self, who: Member, number: int, card: ChatMessage) -> None:
        """Take a contact, answer it, complete it: whatever comes next."""
        bot, place = self.crowd.company.bot, (who.person.id, card.message_id)
        take, complete = (script.expect(who.language, action) for action in ("take", "complete"))
        if take in card.captions:
            await self.press(who, number, card, take)
        elif place in self.answered:
            await self.press(who, number, card, complete)
        else:
            client = self.find_client(number) or who
            text = self.crowd.choose(client, "answers")
            await who.person.write(bot, text, reply_to=card.message_id)
            self.answered.add(place)

    async def press(self, who: Member, number: int, card: ChatMessage, caption: str) -> None:
        """Press a button and wait until the card has changed."""
        await who.person.press(self.crowd.company.bot, card, caption)

        def has_changed() -> bool | None:
            now = self.watch.find_card(who.person.id, number)
            return now is None or now.captions != card.captions or None

        await self.watch.until(has_changed, self.seconds / 10)

    async def rest(self, who: Member) -> None:
        """An operator goes on a pause and comes back, at the end of the day at the latest."""
        begins, ends = REST
        await self.sleep(begins - self.now)
        try:
            await self.act(who, "/pause")
            await self.sleep(ends - self.now)
        finally:
            await self.act(who, "/resume")

    async def act(self, who: Member, text: str) -> None:
        """Write to the bot, if the chat is open."""
        with suppress(SandboxError):
            await who.person.write(self.crowd.company.bot, text)

    async def sleep(self, part: float) -> None:
        """Wait for a part of the day."""
        await asyncio.sleep(max(part, 0) * self.seconds)

    def find_card(self, who: Member) -> tuple[int, ChatMessage] | None:
        """Return the contact with the lowest number whose card is to be worked on, and the card."""
        wanted = {script.expect(who.language, action) for action in ("take", "complete")}
        cards = self.watch.cards(who.person.id)
        number = min((n for n, card in cards.items() if wanted & {*card.captions}), default=None)
        return None if number is None else (number, cards[number])

    def find_client(self, number: int) -> Member | None:
        """Return who has got the receipt of a contact."""
        for who in reversed(self.crowd.members):
            named = (CONTACT.match(message.text) for message in self.watch.from_bot(who.person.id))
            if any(found and int(found[1]) == number for found in named):
                return who
        return None

    def is_answered(self, who: Member) -> bool:
        """Tell whether a client has read an answer."""
        answers = list_lines(who.language, "answers")
        heard = [message.text for message in self.watch.from_bot(who.person.id)]
        return any(answer in text for answer in answers for text in heard)
