"""Around every command and button of admins: who asks, with which arguments, and how a mistake is answered.

A mistake changes nothing: one line says what is wrong, and one example works as it stands.
"""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import BaseMiddleware
from aiogram.dispatcher.flags import get_flag
from aiogram.types import CallbackQuery, Message, TelegramObject

from bot.middlewares.arguments import UnclosedQuoteError, split_words
from bot.middlewares.identity import Handler
from bot.ui.display import pop_up, show, show_instead
from bot.ui.isolation import Typed
from bot.ui.refusals import write_refusal
from bot.ui.screens import Screen
from bot.ui.texts import Words, escape
from models import Account, Actor, actors
from models.database.protocol import UnitOfWork
from services.moment import Moment
from services.names import drop_directions
from services.refusals import Refused


@dataclass(frozen=True, slots=True)
class AdminContext:
    """What a handler of admins has at hand. `raw_text` is what followed the command, as it was typed.

    `raw_args` is the same without marks of direction: who copies a name from a text of ours copies them too.
    """

    unit: UnitOfWork
    words: Words
    bot_id: int
    admin_id: Account
    author: str  # the admin's name
    at: Moment
    raw_text: str = ""
    has_inline_mode: bool | None = None  # whether this bot has it; None: Telegram has not said so yet

    @property
    def raw_args(self) -> str:
        """Return what followed the command, without marks of direction."""
        return drop_directions(self.raw_text)

    @property
    def actor(self) -> Actor:
        """Return the admin as the history names him."""
        return actors.admin(self.admin_id)

    @property
    def timezone(self) -> ZoneInfo:
        """Return the time zone of the business."""
        return self.at.policy.timezone


class UsageError(Exception):
    """The arguments of a command don't fit; `key` is the text that says what is missing."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


MISTAKES = (UnclosedQuoteError, UsageError, Refused)


class AdminMiddleware(BaseMiddleware):
    """Gives handlers their `context` and the words in `args`, and shows the screens that they return."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        assert isinstance(event, Message | CallbackQuery)
        context = data["context"] = make_context(event, data)
        if isinstance(event, CallbackQuery):
            return await answer_callback(handler, event, data, context)
        args: list[str] = []
        try:
            # A text for other people may have quotes of its own; a handler that takes one splits it itself.
            args = context.raw_args.split() if get_flag(data, "takes_text") else split_words(context.raw_args)
            data["args"] = args
            returned = await handler(event, data)
        except MISTAKES as error:
            typed = args or context.raw_args.split()
            example = await get_flag(data, "example")(context, typed)
            returned = Screen(explain(error, context.words, example))
        return show(event, returned) if isinstance(returned, Screen) else returned


def make_context(event: Message | CallbackQuery, data: dict[str, Any]) -> AdminContext:
    """Return the context of an update."""
    assert event.from_user is not None
    return AdminContext(
        unit=data["unit"],
        words=data["words"],
        bot_id=data["bot"].id,
        admin_id=Account(event.from_user.id),
        author=event.from_user.full_name,
        at=data["at"],
        raw_text=data.get("raw_text", ""),
        has_inline_mode=data.get("has_inline_mode"),
    )


async def answer_callback(
    handler: Handler, query: CallbackQuery, data: dict[str, Any], context: AdminContext
) -> Any:
    """Replace the screen whose button was pressed by the next one; a refusal pops up."""
    try:
        returned = await handler(query, data)
    except Refused as refusal:
        return pop_up(query, write_refusal(refusal, context.words))
    return show_instead(query, returned) if isinstance(returned, Screen) else returned


def explain(error: Exception, words: Words, example: str) -> str:
    """Return what is wrong, and an example that works, in HTML."""
    match error:
        case Refused():
            wrong = escape(write_refusal(error, words))
        case UsageError():
            wrong = words.html(error.key)
        case _:
            wrong = words.html("unclosed-quote")
    return f"{wrong}\n{words.html('example', example=Typed(example))}"
