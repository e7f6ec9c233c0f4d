"""Plays people on a sandbox over HTTP, and waits for what the bots answer."""

import time
from collections.abc import AsyncIterator, Callable
from types import TracebackType
from typing import Any, Self, TypeVar

import aiohttp

from sandbox.seen import Answer, ApiCall, Bot, Button, Chat, ChatMessage, Json, read_chat

__all__ = ["Answer", "ApiCall", "Bot", "Button", "Chat", "ChatMessage", "Person", "SandboxError", "Telegram"]

Found = TypeVar("Found")


class SandboxError(Exception):
    """The sandbox refused: 404 unknown, 422 malformed, 409 a real person couldn't do that now."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class Telegram:
    """The control API of one sandbox: `async with Telegram(url) as telegram`."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        return self

    async def __aexit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        if self._session:
            await self._session.close()

    async def post(self, path: str, **given: Any) -> Json:
        body = {name: value for name, value in given.items() if value is not None}
        return await self._request("POST", path, json=body)

    async def get(self, path: str, **given: Any) -> Json:
        query = {name: str(value) for name, value in given.items() if value is not None}
        return await self._request("GET", path, params=query)

    async def _request(self, method: str, path: str, **arguments: Any) -> Json:
        if self._session is None:
            raise RuntimeError("Use it as `async with Telegram(url) as telegram`.")
        async with self._session.request(method, f"{self.url}/sandbox/{path}", **arguments) as response:
            body: Json = await response.json()
        if response.status >= 400:
            raise SandboxError(response.status, body["error"])
        return body

    async def add_bot(self, username: str, *, name: str | None = None, token: str | None = None) -> Bot:
        return Bot(**await self.post("bots", username=username, name=name, token=token))

    async def revoke(self, bot: Bot) -> None:
        """From now on the bot's token is refused with 401."""
        await self.post(f"bots/{bot.username}/revoke")

    async def renew_token(self, bot: Bot) -> Bot:
        return Bot(**await self.post(f"bots/{bot.username}/token"))

    async def add_person(self, first_name: str, **given: Any) -> "Person":
        """Fields: last_name, username, language_code, phone, id."""
        made = await self.post("people", first_name=first_name, **given)
        return Person(self, made["id"], made["first_name"], made["phone"])

    async def inject(self, bot: Bot, update: Json) -> int:
        """Queues any update for the bot, however broken; returns its id."""
        return int((await self.post("raw", bot=bot.username, update=update))["update_id"])

    async def calls(
        self, bot: Bot | None = None, method: str | None = None, after: int | None = None
    ) -> list[ApiCall]:
        """What bots called, oldest first; getUpdates only if asked for by name."""
        username = bot.username if bot else None
        found = await self.get("calls", bot=username, method=method, after=after)
        return [ApiCall(**call) for call in found["calls"]]

    async def pending(self, bot: Bot) -> int:
        """Updates the bot has not confirmed yet."""
        return int((await self.get("updates", bot=bot.username))["pending"])

    async def delivered(self, bot: Bot) -> int:
        """Updates the bot has confirmed."""
        return int((await self.get("updates", bot=bot.username))["delivered"])

    async def events(self, after: int = 0) -> AsyncIterator[Json]:
        """Everything visible that happened after an event number, and goes on as it happens."""
        while True:
            found = await self.get("events", after=after, timeout=25)
            for event in found["events"]:
                yield event
            after = max(found["last"], after)


class Person:
    """Somebody with a Telegram account."""

    def __init__(self, telegram: Telegram, person_id: int, first_name: str, phone: str | None = None) -> None:
        self.telegram = telegram
        self.id = person_id
        self.first_name = first_name
        self.phone = phone

    async def _act(self, act: str, bot: Bot, **given: Any) -> Json:
        return await self.telegram.post(act, bot=bot.username, person=self.id, **given)

    async def _say(self, act: str, bot: Bot, **given: Any) -> int:
        return int((await self._act(act, bot, **given))["message_id"])

    async def open(self, bot: Bot, start: str | None = None) -> int:
        """Presses Start; returns the id of the `/start` message."""
        return await self._say("open", bot, start=start)

    async def write(self, bot: Bot, text: str, reply_to: int | None = None) -> int:
        return await self._say("write", bot, text=text, reply_to=reply_to)

    async def write_in_group(self, bot: Bot, text: str) -> int:
        return await self._say("group_message", bot, text=text)

    async def send(self, bot: Bot, kind: str, **given: Any) -> int:
        """Fields: caption, reply_to, media_group_id, file_unique_id.

        The kind `contact_of` takes other_person, or phone and first_name.
        """
        return await self._say("send", bot, kind=kind, **given)

    async def share_phone(self, bot: Bot, phone: str | None = None, *, force: bool = False) -> int:
        return await self._say("share_phone", bot, phone=phone, force=force)

    async def press(self, bot: Bot, message: ChatMessage | int, button: str) -> str:
        """Presses a button by caption or data; returns the callback query's id."""
        message_id = message if isinstance(message, int) else message.message_id
        return str((await self._act("press", bot, message_id=message_id, button=button))["callback_query_id"])

    async def forge_press(self, bot: Bot, message_id: int, data: str) -> str:
        return str((await self._act("press", bot, message_id=message_id, data=data))["callback_query_id"])

    async def press_key(self, bot: Bot, text: str) -> int:
        return await self._say("press_key", bot, text=text)

    async def edit(self, bot: Bot, message_id: int, text: str) -> None:
        await self._act("edit", bot, message_id=message_id, text=text)

    async def block(self, bot: Bot) -> None:
        await self._act("block", bot)

    async def unblock(self, bot: Bot) -> None:
        await self._act("unblock", bot)

    async def deactivate(self) -> None:
        await self.telegram.post("deactivate", person=self.id)

    async def chat(self, bot: Bot) -> Chat:
        return read_chat(await self.telegram.get("chat", bot=bot.username, person=self.id))

    async def wait_for(
        self,
        bot: Bot,
        wanted: str | Callable[[ChatMessage], object],
        timeout: float = 10,  # noqa: ASYNC109 - a limit to report on, not to cancel by
        after: int | None = None,
    ) -> ChatMessage:
        """The bot's first message (with an id above `after`) that contains the text or fits the predicate.

        An edited message counts as it is now. Raises AssertionError with the whole chat when time is over.
        """

        def find(chat: Chat) -> ChatMessage | None:
            for message in chat.from_bot:
                fits = wanted in message.text if isinstance(wanted, str) else wanted(message)
                if fits and message.message_id > (after or 0):
                    return message
            return None

        described = f"message with “{wanted}”" if isinstance(wanted, str) else "such message"
        return await self.wait_until(bot, find, described, timeout)

    async def wait_answer(self, bot: Bot, callback_query_id: str, timeout: float = 10) -> str:  # noqa: ASYNC109
        """The text of the bot's answer to a button press, perhaps empty."""

        def find(chat: Chat) -> str | None:
            texts = (a.text for a in chat.answers if a.callback_query_id == callback_query_id)
            return next(texts, None)

        return await self.wait_until(bot, find, f"answer to the press {callback_query_id}", timeout)

    async def wait_until(
        self,
        bot: Bot,
        find: Callable[[Chat], Found | None],
        wanted: str,
        timeout: float,  # noqa: ASYNC109
    ) -> Found:
        """What `find` finds in the chat, looked at again whenever something happens there."""
        ends = time.monotonic() + timeout
        while True:
            chat = await self.chat(bot)
            found = find(chat)
            if found is not None:
                return found
            left = ends - time.monotonic()
            if left <= 0:
                raise AssertionError(
                    f"No {wanted} from @{bot.username} within {timeout} s; {self.first_name} sees:\n{chat}"
                )
            await self.telegram.get("events", after=chat.last, timeout=left, bot=bot.username, person=self.id)
