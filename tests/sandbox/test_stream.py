"""What the page lives on: everybody who is there, and all that happens, as it happens."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from sandbox.client.person import Person
from sandbox.client.seen import Bot
from sandbox.client.telegram import Telegram
from sandbox.control import stream
from sandbox.serve import Sandbox
from tests.sandbox.conftest import CallBot

Json = dict[str, Any]


class Reader:
    """Reads server-sent events as a browser does."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self.response = response

    async def read(self) -> Json:
        """The next block: its fields, `data` decoded, or `comment`."""
        block: Json = {}
        async with asyncio.timeout(5):
            while True:
                line = (await self.response.content.readline()).decode().rstrip("\n")
                assert not self.response.content.at_eof(), "the stream ended"
                if not line and block:
                    return block
                name, _, value = line.partition(":")
                block[name or "comment"] = json.loads(value) if name == "data" else value.strip()

    async def hear(self) -> Json:
        """The next event that is no comment."""
        while "data" not in (block := await self.read()):
            pass
        return block


@asynccontextmanager
async def follow(sandbox: Sandbox, query: str = "", **headers: str) -> AsyncIterator[Reader]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{sandbox.url}/sandbox/stream{query}", headers=named) as response,
    ):
        assert response.status == 200
        assert response.content_type == "text/event-stream"
        reader = Reader(response)
        assert (await reader.read())["event"] == "hello"
        yield reader


async def test_everybody_who_is_there(telegram: Telegram, acme: Bot, vera: Person, sandbox: Sandbox) -> None:
    await telegram.add_person("Boris", phone="+79031234567")
    await vera.block(acme)
    shown = await telegram.get("people")
    assert shown["bots"] == [{"id": acme.id, "username": "acme_sales_bot", "name": "Acme"}]
    first, second = shown["people"]
    assert (first["id"], first["first_name"], first["last_name"]) == (vera.id, "Vera", "Orlova")
    assert (first["language_code"], first["chats"]) == ("ru", {"acme_sales_bot": "blocked"})
    assert (second["phone"], second["chats"]) == ("+79031234567", {})
    assert shown["last"] == sandbox.cloud.events.last
    assert acme.token not in json.dumps(shown)


async def test_what_happened_and_what_happens_comes_in_order(
    sandbox: Sandbox, acme: Bot, vera: Person, call: CallBot
) -> None:
    async with follow(sandbox, "?after=0") as reader:
        started = await reader.hear()
        assert (started["id"], started["data"]["message"]["text"]) == ("1", "/start")
        await call(acme, "sendMessage", chat_id=vera.id, text="Hello", disable_notification=True)
        said = await reader.hear()
        assert (said["data"]["seq"], said["data"]["person"]) == (2, vera.id)
        assert (said["data"]["message"]["text"], said["data"]["message"]["silent"]) == ("Hello", True)


async def test_a_reader_who_comes_back_misses_nothing_and_hears_nothing_twice(
    sandbox: Sandbox, acme: Bot, vera: Person
) -> None:
    await vera.write(acme, "two")
    await vera.write(acme, "three")
    async with follow(sandbox, "?after=0", Last_Event_ID="2") as reader:
        assert (await reader.hear())["data"]["message"]["text"] == "three"


async def test_without_a_number_only_what_is_new_comes(sandbox: Sandbox, acme: Bot, vera: Person) -> None:
    async with follow(sandbox) as reader:
        await reader.read()
        await vera.write(acme, "new")
        assert (await reader.hear())["data"]["message"]["text"] == "new"


@pytest.mark.parametrize("after", [1, 10_000])
async def test_who_was_away_too_long_reads_everything_anew(
    sandbox: Sandbox, acme: Bot, vera: Person, after: int
) -> None:
    for number in range(3):
        await vera.write(acme, str(number))
    while len(sandbox.cloud.events.entries) > 1:
        sandbox.cloud.events.entries.popleft()
    async with follow(sandbox, f"?after={after}") as reader:
        told = await reader.hear()
        assert (told["event"], told["id"]) == ("reset", "4")
        await vera.write(acme, "after that")
        assert (await reader.hear())["data"]["message"]["text"] == "after that"


async def test_a_quiet_stream_shows_that_it_lives(
    sandbox: Sandbox, acme: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "KEEP_ALIVE", 0.01)
    async with follow(sandbox) as reader:
        assert (await reader.read())["comment"] == (await reader.read())["comment"] == "still here"


async def test_a_wrong_number_is_refused(telegram: Telegram) -> None:
    address = f"{telegram.url}/sandbox/stream?after=x"
    async with aiohttp.ClientSession() as session, session.get(address) as response:
        assert response.status == 422
        assert await response.json() == {"error": "“after” must be a whole number."}


async def test_keyboards_and_buttons_are_told_as_they_look(
    sandbox: Sandbox, acme: Bot, vera: Person, call: CallBot, telegram: Telegram
) -> None:
    inline = [
        {"text": "Yes", "callback_data": "y", "style": "success"},
        {"text": "Code", "copy_text": {"text": "42"}},
        {"text": "Gone", "disabled": {}},
    ]
    keys = {"keyboard": [[{"text": "Share", "request_contact": True}, "Later"]], "one_time_keyboard": True}
    async with follow(sandbox) as reader:
        await call(acme, "sendMessage", chat_id=vera.id, text="x", reply_markup={"inline_keyboard": [inline]})
        [[yes, code, gone]] = (await reader.hear())["data"]["message"]["buttons"]
        assert yes == {"text": "Yes", "data": "y", "style": "success"}
        assert (code["copy"], gone["disabled"]) == ("42", True)
        await call(acme, "sendMessage", chat_id=vera.id, text="y", reply_markup=keys)
        await reader.hear()
        told = (await reader.hear())["data"]
        shown = [[{"text": "Share", "asks_phone": True}, {"text": "Later", "asks_phone": False}]]
        assert (told["kind"], told["keys"]) == ("keyboard", shown)
        assert (await telegram.get("chat", bot=acme.username, person=vera.id))["keys"] == shown
        await vera.press_key(acme, "Later")
        await reader.hear()
        assert (await reader.hear())["data"]["keys"] is None
    [first, *_] = (await vera.chat(acme)).messages[1:]
    assert first.buttons[0][0].style == "success"
