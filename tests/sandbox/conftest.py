"""A sandbox of its own for every test: a bot, a person who has opened it, a clock that can be moved."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from aiogram import Bot as StockBot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from sandbox.client.person import Person
from sandbox.client.seen import Bot
from sandbox.client.telegram import Telegram
from sandbox.serve import Sandbox, serve

Json = dict[str, Any]
CallBot = Callable[..., Awaitable[Json]]


class Clock:
    """The real time plus what a test adds."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def sandbox(clock: Clock) -> AsyncIterator[Sandbox]:
    async with serve(clock=clock) as running:
        yield running


@pytest.fixture
async def telegram(sandbox: Sandbox) -> AsyncIterator[Telegram]:
    async with Telegram(sandbox.url) as client:
        yield client


@pytest.fixture
async def acme(telegram: Telegram) -> Bot:
    return await telegram.add_bot("acme_sales_bot", name="Acme")


@pytest.fixture
async def vera(telegram: Telegram, acme: Bot) -> Person:
    person = await telegram.add_person("Vera", last_name="Orlova", username="vera", language_code="ru")
    await person.open(acme)
    return person


@pytest.fixture
async def stock(sandbox: Sandbox, acme: Bot) -> AsyncIterator[StockBot]:
    """An aiogram bot as anybody would write it, pointed at the sandbox."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(sandbox.url))
    bot = StockBot(acme.token, session=session)
    yield bot
    # AiohttpSession.close() sleeps a quarter of a second for the sake of TLS.
    await (await session.create_session()).close()


@pytest.fixture
async def call(sandbox: Sandbox) -> AsyncIterator[CallBot]:
    """`await call(bot or token, "sendMessage", chat_id=…)`: the decoded answer, whatever it is."""
    async with aiohttp.ClientSession() as session:

        async def perform(bot: Bot | str, method: str, **parameters: Any) -> Json:
            token = bot if isinstance(bot, str) else bot.token
            async with session.post(f"{sandbox.url}/bot{token}/{method}", json=parameters) as response:
                answer: Json = await response.json()
            assert response.status == answer.get("error_code", 200)
            return answer

        yield perform
