"""A local Telegram without a demo: one bot that a test plays by the Bot API, and one person."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp

from sandbox.client.person import Person
from sandbox.client.seen import Bot
from sandbox.client.telegram import Telegram
from sandbox.serve import Sandbox, serve


@dataclass(frozen=True, slots=True)
class LoneBot:
    """Both sides of one chat."""

    server: Sandbox
    telegram: Telegram
    bot: Bot
    person: Person
    session: aiohttp.ClientSession
    heard: list[int]  # the updates the test has read

    @property
    def url(self) -> str:
        return self.server.url

    async def call(self, method: str, **parameters: Any) -> Any:
        """Let the bot call a method about the chat; returns the result."""
        address = f"{self.url}/bot{self.bot.token}/{method}"
        async with self.session.post(address, json={"chat_id": self.person.id, **parameters}) as response:
            answer = await response.json()
        assert answer["ok"], answer
        return answer["result"]

    async def say(self, text: str, **parameters: Any) -> int:
        """Let the bot write; returns the message's id."""
        return int((await self.call("sendMessage", text=text, **parameters))["message_id"])

    async def hear(self) -> dict[str, Any]:
        """The next update, within twenty seconds."""
        after = self.heard[-1] + 1 if self.heard else 0
        [update] = await self.call("getUpdates", offset=after, limit=1, timeout=20)
        self.heard.append(update["update_id"])
        return dict(update)


@asynccontextmanager
async def open_lone_bot() -> AsyncIterator[LoneBot]:
    """Let a person open a bot."""
    async with serve() as server, Telegram(server.url) as telegram, aiohttp.ClientSession() as session:
        bot = await telegram.add_bot("acme_sales_bot", name="Acme")
        person = await telegram.add_person("Vera", language_code="en", phone="+79031234567")
        await person.open(bot)
        opened = LoneBot(server, telegram, bot, person, session, [])
        await opened.hear()
        yield opened
