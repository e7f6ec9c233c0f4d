"""A person to play on a sandbox: acts, sees chats, and waits for what bots answer."""

import asyncio
import secrets
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sandbox.client.connection import Connection
from sandbox.client.seen import Bot, Chat, ChatMessage, InlineResult, Json, read_chat

Found = TypeVar("Found")


class Person:
    """Somebody with a Telegram account."""

    def __init__(
        self, telegram: Connection, person_id: int, first_name: str, phone: str | None = None
    ) -> None:
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

    async def write(
        self,
        bot: Bot,
        text: str,
        reply_to: int | None = None,
        *,
        quote: str | None = None,
        entities: list[Json] | None = None,
        forward_origin: Json | None = None,
        external_reply: Json | None = None,
        sent_at: float | None = None,
    ) -> int:
        """Entities, origins and replies to other chats are as in the Bot API; `sent_at` is in unix seconds.

        `quote`: words of the message that is replied to.
        """
        reply = {"reply_to": reply_to, "quote": quote, "external_reply": external_reply}
        carried = {"entities": entities, "forward_origin": forward_origin, "sent_at": sent_at}
        return await self._say("write", bot, text=text, **reply, **carried)

    async def write_in_group(self, bot: Bot, text: str) -> int:
        return await self._say("group_message", bot, text=text)

    async def send(self, bot: Bot, kind: str, **given: Any) -> int:
        """Fields: caption, media_group_id, file_unique_id, and those of `write`; entities need a caption.

        The kind `contact_of` takes other_person, or phone and first_name.
        """
        return await self._say("send", bot, kind=kind, **given)

    async def send_album(
        self,
        bot: Bot,
        kinds: Sequence[str] | int = 2,
        *,
        caption: str | None = None,
        pause: float = 0,
        **given: Any,
    ) -> list[int]:
        """Sends files (or so many photos) as one album, `pause` seconds apart; the first has the caption.

        Fields: reply_to, media_group_id (made up if missing). Returns the ids of the messages.
        """
        kinds = ["photo"] * kinds if isinstance(kinds, int) else kinds
        given.setdefault("media_group_id", f"139{secrets.randbelow(10**14):014d}")
        sent: list[int] = []
        for kind in kinds:
            if sent and pause:
                await asyncio.sleep(pause)
            sent.append(await self.send(bot, kind, caption=None if sent else caption, **given))
        return sent

    async def share_phone(self, bot: Bot, phone: str | None = None, *, force: bool = False) -> int:
        return await self._say("share_phone", bot, phone=phone, force=force)

    async def press(self, bot: Bot, message: ChatMessage | int, button: str) -> str:
        """Presses a button by caption or data; returns the callback query's id."""
        message_id = message if isinstance(message, int) else message.message_id
        return str((await self._act("press", bot, message_id=message_id, button=button))["callback_query_id"])

    async def forge_press(self, bot: Bot, message_id: int, data: str) -> str:
        return str((await self._act("press", bot, message_id=message_id, data=data))["callback_query_id"])

    async def ask_inline(
        self, bot: Bot, text: str = "", chat_type: str | None = None, offset: str | None = None
    ) -> str:
        """Types words behind the bot's name, in the chat with it unless told; returns the query's id."""
        asked = await self._act("inline_query", bot, text=text, chat_type=chat_type, offset=offset)
        return str(asked["inline_query_id"])

    async def inline_results(
        self,
        bot: Bot,
        query_id: str,
        timeout: float = 30,  # noqa: ASYNC109
    ) -> list[InlineResult]:
        """The results of a query, once there are any or none."""
        ends, after = time.monotonic() + timeout, 0
        while True:
            given = {"person": self.id, "inline_query_id": query_id}
            found = (await self.telegram.get("inline_results", **given))["results"]
            if found is not None:
                return [InlineResult(**result) for result in found]
            if time.monotonic() > ends:
                raise AssertionError(f"@{bot.username} has not answered the inline query {query_id}")
            wanted = {"bot": bot.username, "person": self.id}
            after = (await self.telegram.get("events", after=after, timeout=0.5, **wanted))["last"]

    async def choose(self, query_id: str, result: InlineResult | str, reply_to: int | None = None) -> int:
        """Sends a result of a query; returns the id of the message."""
        result_id = result if isinstance(result, str) else result.id
        given = {"person": self.id, "inline_query_id": query_id, "result_id": result_id}
        return int((await self.telegram.post("choose", **given, reply_to=reply_to))["message_id"])

    async def press_key(self, bot: Bot, text: str) -> int:
        return await self._say("press_key", bot, text=text)

    async def edit(self, bot: Bot, message_id: int, text: str, *, entities: list[Json] | None = None) -> None:
        """Changes the text or the caption."""
        await self._act("edit", bot, message_id=message_id, text=text, entities=entities)

    async def edit_media(
        self, bot: Bot, message_id: int, *, kind: str | None = None, caption: str | None = None
    ) -> None:
        """Puts a new file in place of the one sent; without `caption` the old one stays, "" takes it away."""
        await self._act("edit_media", bot, message_id=message_id, kind=kind, caption=caption)

    async def delete(self, bot: Bot, message_id: int) -> None:
        """Takes an own message away, for the bot too, which is not told."""
        await self._act("delete", bot, message_id=message_id)

    async def age(self, bot: Bot, message_id: int, hours: float) -> None:
        """Makes a message of the chat, of either side, so many hours older."""
        await self._act("age", bot, message_id=message_id, hours=hours)

    async def block(self, bot: Bot) -> None:
        await self._act("block", bot)

    async def unblock(self, bot: Bot) -> None:
        await self._act("unblock", bot)

    async def deactivate(self) -> None:
        await self.telegram.post("deactivate", person=self.id)

    async def commands(self, bot: Bot) -> list[Json]:
        """What the menu of the chat shows: `{"command": …, "description": …}`."""
        found: list[Json] = (await self.telegram.get("commands", bot=bot.username, person=self.id))[
            "commands"
        ]
        return found

    async def chat(self, bot: Bot) -> Chat:
        return read_chat(await self.telegram.get("chat", bot=bot.username, person=self.id))

    async def wait_for(
        self,
        bot: Bot,
        wanted: str | Callable[[ChatMessage], object],
        timeout: float = 30,  # noqa: ASYNC109 - a limit to report on, not to cancel by
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

    async def wait_answer(self, bot: Bot, callback_query_id: str, timeout: float = 30) -> str:  # noqa: ASYNC109
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
