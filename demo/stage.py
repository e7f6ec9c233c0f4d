"""People act, and everything they should see is waited for, checked and printed: the two halves of a story.

Whatever is expected and doesn't come, or comes unexpected, ends the story with ExpectationError.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from demo import script
from demo.cast import Company, Member
from demo.transcript import Transcript, card_line, fold_card, join_lines, squeeze
from demo.watch import Watch, is_card
from sandbox.client.seen import ChatMessage

Found = TypeVar("Found")
Look = Callable[[str], str]

NAMED_KINDS = ("photo", "contact")
PATIENCE = 20.0  # seconds for anything that is expected; on an idle machine it takes milliseconds


class ExpectationError(Exception):
    """What was expected, and what was seen instead."""

    def __init__(self, wanted: str, seen: str) -> None:
        super().__init__(f"{wanted}\n{seen}")
        self.wanted, self.seen = wanted, seen


class Stage:
    """Where a story plays: acts and expectations, each printed as it happens."""

    def __init__(
        self,
        company: Company,
        watch: Watch,
        transcript: Transcript,
        language: str,
        patience: float = PATIENCE,
    ) -> None:
        self.company, self.watch, self.transcript = company, watch, transcript
        self.language, self.patience = language, patience
        self.bot = company.bot
        self.held = 0
        self.told: set[tuple[int, int]] = set()  # (person, message) that was expected

    @contextmanager
    def silence(self) -> Iterator[None]:
        """Print nothing of what happens meanwhile; it is checked all the same."""
        was, self.transcript.is_quiet = self.transcript.is_quiet, True
        try:
            yield
        finally:
            self.transcript.is_quiet = was

    # People act

    async def write(self, who: Member, text: str) -> int:
        """Write to the bot; returns the message's id."""
        self.transcript.does(who, text)
        return await who.person.write(self.bot, text)

    async def edit(self, who: Member, message_id: int, text: str) -> None:
        """Change an own message."""
        self.transcript.does(who, self.tell("edits", text=text))
        await who.person.edit(self.bot, message_id, text)

    async def photo(self, who: Member, caption: str) -> None:
        """Send a photo."""
        self.transcript.does(who, f"{self.tell('photo')} {caption}")
        await who.person.send(self.bot, "photo", caption=caption)

    async def share_phone(self, who: Member) -> None:
        """Press the key that shares the phone."""
        self.transcript.does(who, self.tell("phone", phone=who.person.phone))
        await who.person.share_phone(self.bot)

    async def reply(self, who: Member, number: int, text: str) -> None:
        """Answer the client by replying to the card."""
        self.transcript.does(who, text, about=number)
        await who.person.write(self.bot, text, reply_to=self.card_of(who, number).message_id)

    async def press(self, who: Member, number: int, action: str, outcome: str = "") -> None:
        """Press a button of a card and expect what pops up; `outcome`: something else than success."""
        caption = script.expect(who.language, action)

        def find() -> ChatMessage | None:
            card = self.watch.find_card(who.person.id, number)
            return card if card and caption in card.captions else None

        expected = self.tell("has-button", name=who.name, button=caption, number=str(number))
        card = await self.expect(find, expected, [who])
        self.transcript.presses(who, [caption], number)
        query = await who.person.press(self.bot, card, caption)
        wanted = script.expect(who.language, outcome or f"done-{action}", number=str(number))
        await self.pops_up(who, query, wanted, "✗" if outcome else "✓")

    async def press_late(self, who: Member, card: ChatMessage, number: int, outcome: str) -> None:
        """Press the first button of a card as it was, whatever has become of it."""
        button = card.buttons[0][0]
        self.transcript.presses(who, [button.text], number)
        query = await who.person.forge_press(self.bot, card.message_id, button.data or "")
        await self.pops_up(who, query, script.expect(who.language, outcome, number=str(number)), "✗")

    # What is expected

    async def hears(
        self, who: Member, wanted: str, *, about: int | None = None, kind: str = "text", look: Look = squeeze
    ) -> ChatMessage:
        """Expect a new message of the bot that contains a text, in reply to what concerns `about`."""

        def find() -> ChatMessage | None:
            return next((m for m in self.untold(who) if fits(m)), None)

        def fits(message: ChatMessage) -> bool:
            meant = about is None or self.about(who, message) == about
            return wanted in message.text and message.kind == kind and meant

        expected = self.tell("expected-hears", name=who.name, text=wanted, seconds=self.patience)
        message = await self.expect(find, expected, [who])
        self.told.add((who.person.id, message.message_id))
        self.show(who, message, look)
        return message

    async def card(
        self, number: int, among: Sequence[Member] = (), *, contains: str = "", look: Look = fold_card
    ) -> Member:
        """Expect a new card of a contact, and find out who got it."""
        everybody = among or self.company.operators

        def find() -> tuple[Member, ChatMessage] | None:
            for who in everybody:
                message = self.watch.find_card(who.person.id, number)
                if message and message in self.untold(who) and contains in message.text:
                    return who, message
            return None

        expected = self.tell("expected-card", number=str(number), text=contains, seconds=self.patience)
        who, message = await self.expect(find, expected, everybody)
        self.told.add((who.person.id, message.message_id))
        self.show(who, message, look)
        return who

    async def card_becomes(self, who: Member, number: int, action: str, contains: str = "") -> None:
        """Expect a card to be redrawn so that its first button is this one and it contains a text."""
        caption = script.expect(who.language, action)

        def find() -> ChatMessage | None:
            card = self.watch.find_card(who.person.id, number)
            return card if card and card.captions[0] == caption and contains in card.text else None

        wanted = f"[{caption}] {contains}"
        card = await self.expect(
            find, self.tell("expected-redraw", name=who.name, number=str(number), text=wanted), [who]
        )
        shown = self.tell("redrawn", number=str(number), text=card_line(card.text, contains))
        self.transcript.hears(who, shown, card.captions)

    async def card_ends(self, who: Member, card: ChatMessage, number: int) -> None:
        """Expect a card to become a line without buttons."""
        wanted = script.expect(who.language, "ended", number=str(number))

        def find() -> ChatMessage | None:
            shown = self.watch.chats[who.person.id][card.message_id]
            return shown if wanted in shown.text and not shown.buttons else None

        ended = await self.expect(find, self.tell("expected-end", name=who.name, number=str(number)), [who])
        self.transcript.hears(who, self.tell("redrawn", number=str(number), text=ended.text))

    async def pops_up(self, who: Member, query: str, wanted: str, mark: str) -> None:
        """Expect the answer to a press."""
        expected = self.tell("expected-popup", name=who.name, text=wanted, seconds=self.patience)
        text = await self.expect(lambda: self.watch.popups.get(query), expected, [who])
        self.check(expected, wanted in text, text)
        self.transcript.pops_up(who, text, mark)

    async def expect(self, find: Callable[[], Found | None], wanted: str, seen_by: Sequence[Member]) -> Found:
        """Wait for what `find` finds; raises ExpectationError with what these people see instead."""
        found = await self.watch.until(find, self.patience)
        if found is None:
            raise ExpectationError(wanted, "\n".join(self.describe(who) for who in seen_by))
        self.held += 1
        return found

    def check(self, wanted: str, is_so: bool, seen: str) -> None:
        """Expect something to be so now."""
        if not is_so:
            raise ExpectationError(wanted, seen)
        self.held += 1

    # What is to be seen

    def tell(self, key: str, /, **params: object) -> str:
        """Return a line of the narrator."""
        return script.tell(self.language, key, **params)

    def show(self, who: Member, message: ChatMessage, look: Look = squeeze) -> None:
        """Print a message of the bot."""
        about = None if is_card(message.text) else self.about(who, message)
        self.transcript.hears(who, look(self.read(message)), message.captions, about)

    def read(self, message: ChatMessage) -> str:
        """Return a message as text, with what it is if that is more than text."""
        if message.kind == "text":
            return message.text
        text = message.contact["phone_number"] if message.contact else message.text
        mark = self.tell(message.kind) if message.kind in NAMED_KINDS else f"[{message.kind}]"
        return f"{mark} {text}".rstrip()

    def count_contacts(self) -> int:
        """Return how many contacts operators have seen."""
        return len({number for who in self.company.operators for number in self.watch.cards(who.person.id)})

    def about(self, who: Member, message: ChatMessage) -> int | None:
        """Return the contact of the message that this one replies to."""
        return self.watch.number_of(who.person.id, message.reply_to)

    def card_of(self, who: Member, number: int) -> ChatMessage:
        """Return somebody's card of a contact; raises ExpectationError if there is none."""
        card = self.watch.find_card(who.person.id, number)
        if card is None:
            raise ExpectationError(
                self.tell("no-card", name=who.name, number=str(number)), self.describe(who)
            )
        return card

    def untold(self, who: Member) -> list[ChatMessage]:
        """Return what the bot wrote to somebody and nothing has expected yet."""
        messages = self.watch.from_bot(who.person.id)
        return [m for m in messages if (who.person.id, m.message_id) not in self.told]

    def report(self, wanted: str, seen: str) -> None:
        """Print what was expected and what was seen instead."""
        failed, instead = self.tell("failed"), self.tell("instead")
        self.transcript.gap()
        self.transcript.fails(f"✗ {failed}\n  {wanted}\n{instead}\n{seen}")

    def describe(self, who: Member) -> str:
        """Return somebody's chat as lines."""
        lines = [self.tell("sees", name=who.name)]
        for message in self.watch.messages(who.person.id):
            arrow = "←" if message.author == "bot" else "→"
            buttons = "".join(f" [{caption}]" for caption in message.captions)
            lines.append(f"    {arrow} {join_lines(self.read(message))}{buttons}")
        return "\n".join(lines)
