"""/operators, /weight and /sources. A wrong word gets one line that says so and one that works."""

from datetime import datetime

from aiogram import Bot, Router
from aiogram.filters import CommandObject
from aiogram.types import Message

from bot.handlers import control, examples, roles
from bot.handlers.control import Desk, UsageError
from bot.handlers.wording import UnclosedQuoteError, split_words
from bot.texts import Words, escape
from bot.views.refusals import write_refusal
from models.database import UnitOfWork
from services.refusals import Refused
from services.routing import Chance

WRONG_WORDS = (UnclosedQuoteError, UsageError, Refused)


async def on_operators(
    message: Message,
    command: CommandObject,
    bot: Bot,
    unit: UnitOfWork,
    words: Words,
    now: datetime,
    chance: Chance,
) -> object:
    """List operators, or do what the first word says."""
    desk, given = Desk(unit, words, bot.id, now, chance), command.args or ""
    try:
        text = await control.tend_operators(desk, split_words(given))
    except WRONG_WORDS as error:
        verb = given.split(maxsplit=1)[0].lower()
        text = explain(error, words, await examples.for_operators(desk, verb))
    return message.answer(text, parse_mode="HTML")


async def on_weight(
    message: Message,
    command: CommandObject,
    bot: Bot,
    unit: UnitOfWork,
    words: Words,
    now: datetime,
    chance: Chance,
) -> object:
    """Show the weights, or set one."""
    desk = Desk(unit, words, bot.id, now, chance)
    try:
        text = await control.tend_weights(desk, split_words(command.args or ""))
    except WRONG_WORDS as error:
        text = explain(error, words, await examples.for_weight(desk))
    return message.answer(text, parse_mode="HTML")


async def on_sources(message: Message, unit: UnitOfWork, words: Words, connected: frozenset[int]) -> object:
    """List the sources."""
    return message.answer(await control.list_sources(unit, words, connected), parse_mode="HTML")


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


def router() -> Router:
    """Return the router of admins."""
    router = Router(name="admin")
    router.message.register(on_operators, roles.is_admin, roles.command("operators"))
    router.message.register(on_weight, roles.is_admin, roles.command("weight"))
    router.message.register(on_sources, roles.is_admin, roles.command("sources"))
    return router
