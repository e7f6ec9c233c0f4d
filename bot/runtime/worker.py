"""One bot in this process: what its poller, processor and delivery share.

One process works for a bot, so its updates are handled in order and each message is sent by one sender.
"""

import asyncio
import logging
import re
from dataclasses import dataclass, field
from datetime import datetime

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramAPIError
from aiogram.types import InlineQuery

from bot.runtime.newest import Newest
from bot.runtime.pace import Pace
from edges.errors import describe
from edges.proxies import Proxy
from edges.sending import InFlight
from edges.signals import Signal
from models.database.protocol import Database
from services.clock import take_moment
from services.contacts.settlement import Outcome
from services.moment import Moment
from services.operations.health import BotState
from services.policy import BusinessRules
from services.queues.outbox import Key

log = logging.getLogger("leadbot")

QUOTED = re.compile(r"[\"“«]|(?<=\s)['‘]")


@dataclass(slots=True)
class Worker:
    """A bot at work. `trouble` is the text key of what is wrong with it, None when all is well."""

    bot: Bot
    database: Database
    dispatcher: Dispatcher
    rules: BusinessRules
    arrived: Signal  # updates are in the inbox
    decided: Signal  # rows are in an outbox, perhaps another bot's
    pace: Pace  # of all that it sends
    webhook_url: str | None = None  # under which Telegram is to bring updates; None: they are polled
    trouble: str | None = None
    troubled_since: datetime | None = None
    name: str | None = None  # its username, None until Telegram has told it
    has_inline_mode: bool | None = None  # as @BotFather was told; None until Telegram has said it
    is_ours: bool = False  # no other process works for it
    is_caught_up: bool = False  # Telegram has nothing for us that we have not stored
    lull: asyncio.Event = field(default_factory=asyncio.Event)  # set unless more follows a full batch at once
    may_send: asyncio.Event = field(default_factory=asyncio.Event)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)  # of long answers: one of them works at a time
    in_flight: InFlight[Key, Outcome] = field(default_factory=InFlight)  # what is being sent, or was just now
    inline_queries: Newest[InlineQuery] = field(default_factory=Newest)
    settled: asyncio.Event = field(default_factory=asyncio.Event)  # set when some of that is written down

    @property
    def bot_id(self) -> int:
        return self.bot.id

    def take_moment(self) -> Moment:
        """Return this moment under the policy of the business."""
        return take_moment(self.rules)

    def report(self, trouble: str | None, now: datetime) -> None:
        """Note what is wrong with the bot, or that all is well."""
        if trouble != self.trouble:
            self.trouble, self.troubled_since = trouble, now if trouble else None
        if self.troubled_since is not None:  # the clock may have been set back
            self.troubled_since = min(self.troubled_since, now)

    @property
    def state(self) -> BotState:
        """Return how the bot is, for whoever looks from outside."""
        return BotState(
            self.bot_id,
            self.trouble,
            self.troubled_since,
            self.is_ours,
            is_connected=self.may_send.is_set(),
            name=self.name,
        )

    def censor(self, error: BaseException) -> str:
        """Return what an error says, without the bot's token and without anybody's words."""
        if not isinstance(error, TelegramAPIError):
            return describe(error)
        # Telegram quotes what it does not understand of a text, behind a quotation mark or a second colon.
        first = (QUOTED.split(error.message, maxsplit=1)[0].splitlines() or [""])[0]
        said = ": ".join(first.split(": ")[:2])
        return f"{type(error).__name__}: {said}".replace(self.bot.token, "***")[:300]


def create_bot(token: str, api: str, proxy: Proxy | None) -> Bot:
    """Return a bot with a connection pool of its own: one that hangs must not hold up another."""
    server = TelegramAPIServer.from_base(api)
    if proxy is None:
        return Bot(token, session=AiohttpSession(api=server))
    from bot.runtime.proxied import ProxiedSession  # its library is an extra

    return Bot(token, session=ProxiedSession(proxy, api=server))
