"""The terminal of `leadbot demo`: everybody is the visitor's to play, and every chat is printed live.

A line that can't be followed gets one that says why and shows one that can; nothing typed breaks it.
"""

import asyncio
import re
import sys

from demo import script
from demo.cast import Company, Member
from demo.opening import Shop
from demo.stage import ExpectationError, Stage
from demo.terminal.commands import FILES, PRESSES, LineError, Order, Verb, parse
from demo.terminal.keyboard import read_lines
from demo.terminal.live import Live, describe_member, describe_view
from demo.transcript import join_lines, open_transcript
from demo.watch import watching
from sandbox.client.connection import SandboxError
from sandbox.client.seen import ChatMessage


async def run(company: Company, language: str) -> int:
    """Open the shop, then follow what is typed until `quit`; returns the exit code."""
    transcript = open_transcript(company, language)
    transcript.narrate(script.tell(language, "what"), style="bold")
    async with watching(company.telegram, company.bot) as watch:
        stage = Stage(company, watch, transcript, language)
        try:
            with stage.silence():
                await Shop(stage).open()
        except ExpectationError as error:
            stage.report(error.wanted, error.seen)
            return 1
        terminal = Terminal(stage)
        terminal.welcome()
        watch.listener = Live(stage).show
        await terminal.follow()
        watch.listener = None
    transcript.narrate(script.tell(language, "bye"))
    return 0


class Terminal:
    """Follows the lines of a visitor."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.company, self.transcript = stage, stage.company, stage.transcript
        self.names = stage.company.names()

    async def follow(self) -> None:
        """Follow line after line until told to quit; without a terminal, serve on after the last one."""
        async for line in read_lines():
            try:
                order = parse(line, self.names)
                if order is not None and order.verb is Verb.QUIT:
                    return
                if order is not None:
                    await self.perform(order)
            except LineError as error:
                self.explain(error)
        if sys.stdin is None or not sys.stdin.isatty():
            await asyncio.Event().wait()  # until a signal ends everything

    async def perform(self, order: Order) -> None:
        """Do what a line says; raises LineError if nobody could do that now."""
        match order.verb:
            case Verb.EVERYBODY:
                self.show_everybody()
            case Verb.HELP:
                self.show_help()
            case _:
                who = self.company[order.who]
                try:
                    await self.act(who, order)
                except SandboxError as error:
                    raise self.refuse(who, order, error) from None

    async def act(self, who: Member, order: Order) -> None:
        """Let somebody do something."""
        person, bot = who.person, self.company.bot
        match order.verb:
            case Verb.SAY:
                await person.write(bot, order.text, reply_to=self.find_question(who))
            case Verb.REPLY:
                await person.write(bot, order.text, reply_to=self.find_card(who, order).message_id)
            case Verb.EDIT:
                await person.edit(bot, self.find_last(who).message_id, order.text)
            case kind if kind in FILES:
                await person.send(bot, kind.value, caption=order.text or None)
            case Verb.ALBUM:
                await person.send_album(bot, 3, caption=order.text or None)
            case Verb.TAP:
                await self.tap(who, order.text)
            case Verb.PHONE:
                await person.share_phone(bot)
            case Verb.BLOCK:
                await person.block(bot)
            case Verb.UNBLOCK:
                await person.unblock(bot)
            case verb if verb in PRESSES:
                await self.press(who, order)

    async def press(self, who: Member, order: Order) -> None:
        """Press a button, if the card has it now."""
        card, caption = self.find_card(who, order), script.expect(who.language, order.verb)
        if caption not in card.captions:
            buttons = " ".join(f"[{c}]" for c in card.captions)
            raise LineError("wrong-no-button", "everybody", number=str(order.number), buttons=buttons)
        await who.person.press(self.company.bot, card, caption)

    async def tap(self, who: Member, label: str) -> None:
        """Press a button of the newest screen by its whole caption; the sign before it may be left out."""
        screens = [message for message in self.stage.watch.from_bot(who.person.id) if message.captions]
        if not screens:
            raise LineError("wrong-no-label", "admin")
        captions = screens[-1].captions
        caption = next((c for c in captions if bare(c) == bare(label)), None)
        if caption is None:
            buttons = " ".join(f"[{c}]" for c in captions)
            raise LineError("wrong-other-labels", "tap", buttons=buttons)
        await who.person.press(self.company.bot, screens[-1], caption)

    def find_last(self, who: Member) -> ChatMessage:
        """Return somebody's own newest message, which an edit changes."""
        own = [message for message in self.stage.watch.messages(who.person.id) if message.author != "bot"]
        if not own:
            raise LineError("wrong-no-message", "say", name=who.name)
        return own[-1]

    def find_question(self, who: Member) -> int | None:
        """Return the bot's last message if it asks for a reply, as Telegram's own apps do."""
        messages = self.stage.watch.from_bot(who.person.id)
        return messages[-1].message_id if messages and messages[-1].asks_reply is not None else None

    def find_card(self, who: Member, order: Order) -> ChatMessage:
        """Return the card of a contact."""
        card = self.stage.watch.find_card(who.person.id, order.number)
        if card is None:
            asked = {"name": who.name, "number": str(order.number)}
            if (holder := self.find_holder(order.number)) is not None:
                raise LineError("wrong-whose-card", "everybody", holder=holder.name, **asked)
            raise LineError("wrong-no-card", "everybody", **asked)
        return card

    def find_holder(self, number: int) -> Member | None:
        """Return who has the card of a contact with its buttons, if anybody has."""
        watch = self.stage.watch
        holders = (who for who in self.company.members.values() if watch.find_card(who.person.id, number))
        return next(holders, None)

    def refuse(self, who: Member, order: Order, error: SandboxError) -> LineError:
        """Return why a real person could not do that now, in the visitor's language."""
        if order.verb is Verb.UNBLOCK:
            return LineError("wrong-unblock", "say", name=who.name)
        if who.person.id in self.stage.watch.blocked:
            return LineError("wrong-blocked", "unblock", name=who.name)
        if order.verb in (Verb.PHONE, Verb.BLOCK):
            return LineError(f"wrong-{order.verb}", "say", name=who.name)
        return LineError("wrong-refused", "say", reason=str(error))

    def explain(self, error: LineError) -> None:
        """Print what is wrong with a line, and one that is right."""
        wrong = self.stage.tell(error.key, **error.params)
        example = self.stage.tell(f"example-{error.example}")
        self.transcript.narrate(self.stage.tell("for-example", wrong=wrong, example=example), style="yellow")

    def welcome(self) -> None:
        """Print where it is, who is there and what one can do."""
        self.transcript.narrate(
            self.stage.tell("address", bot=self.company.bot.username, url=self.company.telegram.url), style=""
        )
        self.transcript.narrate(self.stage.tell("address-api", url=self.company.api), style="")
        self.transcript.gap()
        for who in self.company.members.values():
            self.transcript.introduce(who, describe_member(self.stage, who))
        self.transcript.gap()
        self.show_help()

    def show_everybody(self) -> None:
        """Print who is there and what they see."""
        for who in self.company.members.values():
            view = join_lines(describe_view(self.stage, who))
            self.transcript.introduce(who, f"{describe_member(self.stage, who)} — {view}")

    def show_help(self) -> None:
        """Print lines to try."""
        self.transcript.narrate(self.stage.tell("help"), style="bold")
        for key in (
            "say",
            "reply",
            "take",
            "complete",
            "pass",
            "reopen",
            "photo",
            "album",
            "voice",
            "sticker",
            "location",
            "edit",
            "phone",
            "block",
            "unblock",
            "admin",
            "tap",
        ):
            self.transcript.narrate(f"  {self.stage.tell(f'example-{key}')}", style="")
        self.transcript.narrate(f"  {self.stage.tell('examples-alone')}", style="")
        self.transcript.narrate(self.stage.tell("who-acts"))
        self.transcript.gap()


def bare(caption: str) -> str:
    """Return a caption without case, and without the sign that stands before its words."""
    return re.sub(r"^[^\w\s]+\s+", "", caption.strip()).casefold()
