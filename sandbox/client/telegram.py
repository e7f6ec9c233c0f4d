"""Plays people on a sandbox over HTTP, and waits for what the bots answer."""

from collections.abc import AsyncIterator
from typing import Any

from sandbox.client.connection import Connection
from sandbox.client.person import Person
from sandbox.client.seen import ApiCall, Bot, ChatMessage, Delivery, FaultRule, Json


class Telegram(Connection):
    """The control API of one sandbox: `async with Telegram(url) as telegram`."""

    async def add_bot(self, username: str, *, name: str | None = None, token: str | None = None) -> Bot:
        return Bot(**await self.post("bots", username=username, name=name, token=token))

    async def revoke(self, bot: Bot) -> None:
        """From now on the bot's token is refused with 401."""
        await self.post(f"bots/{bot.username}/revoke")

    async def renew_token(self, bot: Bot) -> Bot:
        return Bot(**await self.post(f"bots/{bot.username}/token"))

    async def set_inline_mode(self, bot: Bot, is_on: bool = True) -> None:
        """What the owner says to @BotFather."""
        await self.post("inline_mode", bot=bot.username, is_on=is_on)

    async def retry(self, bot: Bot) -> None:
        """Brings at once to the bot's webhook what waits for its next try."""
        await self.post(f"bots/{bot.username}/retry")

    async def deliveries(self, bot: Bot, after: int = 0, within: float = 0) -> list[Delivery]:
        """Tries to bring updates to the bot's webhook, oldest first; waits so many seconds for the first."""
        found = await self.get("deliveries", bot=bot.username, after=after, timeout=within)
        return [Delivery(**delivery) for delivery in found["deliveries"]]

    async def add_person(self, first_name: str, **given: Any) -> Person:
        """Fields: last_name, username, language_code, phone, id.

        And what is true of few: is_premium (long captions), hides_account (forwards name without a link),
        forbids_voice (nobody may send voice and video messages).
        """
        made = await self.post("people", first_name=first_name, **given)
        return Person(self, made["id"], made["first_name"], made["phone"])

    async def inject(self, bot: Bot, update: Json) -> int:
        """Queues any update for the bot, however broken; returns its id."""
        return int((await self.post("raw", bot=bot.username, update=update))["update_id"])

    async def inject_literally(self, bot: Bot, text: str) -> int:
        """Queues any JSON as an update, its `update_id` left as it is; returns the id that confirms it."""
        return int((await self.post("literally", bot=bot.username, text=text))["update_id"])

    async def calls(
        self, bot: Bot | None = None, method: str | None = None, after: int | None = None
    ) -> list[ApiCall]:
        """What bots called, oldest first; getUpdates only if asked for by name."""
        username = bot.username if bot else None
        found = await self.get("calls", bot=username, method=method, after=after)
        return [ApiCall(**call) for call in found["calls"]]

    async def download(self, file: ChatMessage | str) -> bytes:
        """The bytes of a file that a bot uploaded, by its message or its file_unique_id."""
        unique_id = file if isinstance(file, str) else file.file_unique_id
        return await self.read("file", file_unique_id=unique_id or "")

    async def pending(self, bot: Bot) -> int:
        """Updates the bot has not confirmed yet."""
        return int((await self.get("updates", bot=bot.username))["pending"])

    async def delivered(self, bot: Bot) -> int:
        """Updates the bot has confirmed."""
        return int((await self.get("updates", bot=bot.username))["delivered"])

    async def add_fault(
        self,
        fault: str,
        *,
        bot: Bot | None = None,
        method: str | None = None,
        person: Person | None = None,
        every: int | None = None,
        share: float | None = None,
        seed: int | None = None,
        times: int | None = None,
        after: int | None = None,
        **parameters: Any,
    ) -> int:
        """Makes calls or updates go wrong from now on; returns the rule's id.

        Faults of calls (getUpdates, too, unless `method` or `person` says otherwise): forbidden, flood
        (retry_after), server_error, bad_gateway, unauthorized, unparsable, garbage, drop_before, drop_after,
        slow (seconds). Of updates: duplicate (later: in a later batch), malformed (shape; all in turn).
        """
        whom = {"bot": bot and bot.username, "method": method, "person": person and person.id}
        often = {"every": every, "share": share, "seed": seed, "times": times, "after": after}
        return int((await self.post("faults", fault=fault, **whom, **often, **parameters))["id"])

    async def clear_faults(self, rule_id: int | None = None) -> None:
        """Ends one rule, or all of them."""
        await self.post("faults/clear", id=rule_id)

    async def faults(self) -> list[FaultRule]:
        """The rules, oldest first, spent ones too, with how often each was matched and hit."""
        return [FaultRule(**rule) for rule in (await self.get("faults"))["faults"]]

    async def events(self, after: int = 0) -> AsyncIterator[Json]:
        """Everything visible that happened after an event number, and goes on as it happens."""
        while True:
            found = await self.get("events", after=after, timeout=25)
            for event in found["events"]:
                yield event
            after = max(found["last"], after)
