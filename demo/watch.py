"""What is to be seen in every chat right now, kept up to date by the events of the local Telegram."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import TypeVar

from sandbox.client.seen import Bot, ChatMessage, Json, read_message
from sandbox.client.telegram import Telegram

Found = TypeVar("Found")
Listener = Callable[[Json], None]

CONTACT = re.compile(r"(?:Request #|Обращение №)(\d+)")
CARD = re.compile(CONTACT.pattern + " · ")


@dataclass(slots=True)
class Watch:
    """Every chat of a Telegram with one bot, by the id of the person."""

    chats: dict[int, dict[int, ChatMessage]] = field(default_factory=dict)
    popups: dict[str, str] = field(default_factory=dict)  # by callback query
    blocked: set[int] = field(default_factory=set)
    listener: Listener | None = None
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def notice(self, event: Json) -> None:
        """Take in one event."""
        match event["kind"]:
            case "message" | "edit":
                message = read_message(event["message"])
                self.chats.setdefault(event["person"], {})[message.message_id] = message
            case "answer":
                self.popups[event["callback_query_id"]] = event["text"]
            case "block":
                self.blocked.add(event["person"])
            case "unblock":
                self.blocked.discard(event["person"])
        if self.listener is not None:
            self.listener(event)
        self.news.set()

    async def until(self, find: Callable[[], Found | None], patience: float) -> Found | None:
        """Return what `find` finds, looked for whenever something happens; None if the time is over."""
        ends = time.monotonic() + patience
        while (found := find()) is None and (left := ends - time.monotonic()) > 0:
            self.news.clear()
            # `wait_for` of Python 3.11 loses a cancellation that comes together with news.
            with suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await self.news.wait()
        return found

    def messages(self, person_id: int) -> list[ChatMessage]:
        """Return a chat, oldest first."""
        return list(self.chats.get(person_id, {}).values())

    def from_bot(self, person_id: int) -> list[ChatMessage]:
        """Return what the bot wrote to somebody, oldest first."""
        return [message for message in self.messages(person_id) if message.author == "bot"]

    def find_card(self, person_id: int, number: int) -> ChatMessage | None:
        """Return somebody's newest card of a contact, if it still has buttons."""
        return self.cards(person_id).get(number)

    def cards(self, person_id: int) -> dict[int, ChatMessage]:
        """Return somebody's cards that have buttons, by contact; the newest of each."""
        cards = {}
        for message in self.from_bot(person_id):
            found = CARD.match(message.text)
            if found and message.buttons:
                cards[int(found[1])] = message
        return cards

    def number_of(self, person_id: int, message_id: int | None) -> int | None:
        """Return the contact that a message of the bot names, or what it replies to, however far back."""
        chat = self.chats.get(person_id, {})
        while message_id in chat:
            message = chat[message_id]
            if message.reply_to is None:
                found = CONTACT.match(message.text) if message.author == "bot" else None
                return int(found[1]) if found else None
            message_id = message.reply_to
        return None


def is_card(text: str) -> bool:
    """Tell whether a text is a card."""
    return CARD.match(text) is not None


@asynccontextmanager
async def watching(telegram: Telegram, bot: Bot) -> AsyncIterator[Watch]:
    """Watch the chats of a bot from their beginning until the block ends."""
    watch = Watch()

    async def follow() -> None:
        async for event in telegram.events():
            if event["bot"] == bot.username:
                watch.notice(event)

    async with asyncio.TaskGroup() as tasks:
        following = tasks.create_task(follow())
        try:
            yield watch
        finally:
            following.cancel()
