"""Around every command and button of the control room: who asks, what is given, how a wrong word is answered.

A wrong word changes nothing: one line says what is wrong, and one example works as it is.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import BaseMiddleware
from aiogram.dispatcher.flags import get_flag
from aiogram.types import CallbackQuery, Message, TelegramObject

from bot.middlewares.arguments import UnclosedQuoteError, split_words
from bot.ui.display import pop_up, show, show_instead
from bot.ui.refusals import write_refusal
from bot.ui.screens import Screen
from bot.ui.texts import Words, escape
from models.database.protocol import UnitOfWork
from services.distribution.routing import Chance
from services.refusals import Refused

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Desk:
    """Where an admin's wish is dealt with. `given` is what followed the command, as it was typed."""

    unit: UnitOfWork
    words: Words
    bot_id: int
    admin_id: int
    author: str  # the admin's name
    now: datetime
    chance: Chance
    timezone: ZoneInfo
    admins: frozenset[int]
    phone_region: str
    given: str = ""

    @property
    def actor(self) -> str:
        """Return the admin as the history names him."""
        return f"admin:{self.admin_id}"


class UsageError(Exception):
    """The words of a command don't fit: `key` says what is missing."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


WRONG_WORDS = (UnclosedQuoteError, UsageError, Refused)


class Control(BaseMiddleware):
    """Gives handlers their `desk` and the words `given`, and makes messages of the screens they return."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        assert isinstance(event, Message | CallbackQuery)
        desk = data["desk"] = set_up_desk(event, data)
        if isinstance(event, CallbackQuery):
            return await answer_tap(handler, event, data, desk)
        given: list[str] = []
        try:
            # Words that somebody else will read may have a quote of their own; such a handler splits itself.
            given = desk.given.split() if get_flag(data, "takes_text") else split_words(desk.given)
            data["given"] = given
            returned = await handler(event, data)
        except WRONG_WORDS as error:
            rough = given or desk.given.split()
            example = await get_flag(data, "example")(desk, rough)
            returned = Screen(explain(error, desk.words, example))
        return show(event, returned) if isinstance(returned, Screen) else returned


def set_up_desk(event: Message | CallbackQuery, data: dict[str, Any]) -> Desk:
    """Return the desk for an update."""
    assert event.from_user is not None
    return Desk(
        unit=data["unit"],
        words=data["words"],
        bot_id=data["bot"].id,
        admin_id=event.from_user.id,
        author=event.from_user.full_name,
        now=data["now"],
        chance=data["chance"],
        timezone=data["timezone"],
        admins=data["admins"],
        phone_region=data["phone_region"],
        given=data.get("args", ""),
    )


async def answer_tap(handler: Handler, query: CallbackQuery, data: dict[str, Any], desk: Desk) -> Any:
    """Replace the screen that was tapped by the next one; what is refused pops up."""
    try:
        returned = await handler(query, data)
    except Refused as refusal:
        return pop_up(query, write_refusal(refusal, desk.words))
    return show_instead(query, returned) if isinstance(returned, Screen) else returned


def explain(error: Exception, words: Words, example: str) -> str:
    """Return what is wrong and an example that works, in HTML."""
    match error:
        case Refused():
            wrong = escape(write_refusal(error, words))
        case UsageError():
            wrong = words.html(error.key)
        case _:
            wrong = words.html("unclosed-quote")
    return f"{wrong}\n{words.html('example', example=example)}"
