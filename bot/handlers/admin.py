"""/operators, /weight and /sources. A wrong word gets one line that says so and one that works."""

from datetime import datetime

from aiogram import Bot, Router
from aiogram.filters import CommandObject
from aiogram.types import Message

from bot.handlers import control, roles
from bot.handlers.control import Desk, UsageError
from bot.handlers.wording import UnclosedQuoteError, split_words
from bot.texts import Words, escape
from bot.views.refusals import write_refusal
from models.database import UnitOfWork
from services.refusals import Refused
from services.routing import Chance

EXAMPLES = {
    "add": "/operators add Anna 5",
    "link": "/operators link Anna",
    "on": "/operators on Anna",
    "off": "/operators off Anna",
    "limit": "/operators limit Anna 5",
}


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
    desk = Desk(unit, words, bot.id, now, chance)
    verb, *rest = (command.args or "").split(maxsplit=1) or [""]
    verb = verb.lower()
    run = control.OPERATOR_COMMANDS.get(verb)
    if run is not None:
        text = await answer(desk, run, rest, EXAMPLES[verb])
    elif verb:
        text = explain(words, words.html("operators-usage"), EXAMPLES["add"])
    else:
        text = await control.list_operators(desk)
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
    if not command.args:
        return message.answer(await control.show_weights(desk), parse_mode="HTML")
    example = f"/weight Anna @{await control.name_bot(desk)} 3"
    text = await answer(desk, control.set_weight, [command.args], example)
    return message.answer(text, parse_mode="HTML")


async def on_sources(message: Message, unit: UnitOfWork, words: Words, connected: frozenset[int]) -> object:
    """List the sources."""
    return message.answer(await control.list_sources(unit, words, connected), parse_mode="HTML")


async def answer(desk: Desk, run: control.Command, args: list[str], example: str) -> str:
    """Run a command on its words; say what is wrong with them, with an example that works."""
    try:
        return await run(desk, split_words(" ".join(args)))
    except UnclosedQuoteError:
        return explain(desk.words, desk.words.html("unclosed-quote"), example)
    except UsageError as error:
        return explain(desk.words, desk.words.html(error.key), example)
    except Refused as refusal:
        return explain(desk.words, escape(write_refusal(refusal, desk.words)), example)


def explain(words: Words, wrong: str, example: str) -> str:
    """Return what is wrong and an example that works, in HTML."""
    return f"{wrong}\n{words.html('example', example=example)}"


def router() -> Router:
    """Return the router of admins."""
    router = Router(name="admin")
    router.message.register(on_operators, roles.is_admin, roles.command("operators"))
    router.message.register(on_weight, roles.is_admin, roles.command("weight"))
    router.message.register(on_sources, roles.is_admin, roles.command("sources"))
    return router
