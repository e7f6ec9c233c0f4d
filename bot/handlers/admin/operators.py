"""/operators: who answers clients, how much each may have open, and how somebody joins."""

import re

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.handlers import roles
from bot.handlers.admin import coming, transfers, weights
from bot.handlers.admin.hours import operator_hours
from bot.handlers.admin.naming import (
    RUSSIAN_VERBS,
    find_operator,
    list_bots,
    name_bot,
    name_new_operator,
    name_operator,
    read_whole,
)
from bot.handlers.admin.preferences import languages
from bot.handlers.admin.questions import ask
from bot.handlers.admin_command import AdminCommand
from bot.middlewares.admin import AdminContext, UsageError
from bot.middlewares.arguments import drop_words, read_name, split_words
from bot.ui.display import show
from bot.ui.screens import Screen
from bot.views import operator_screens as view
from bot.views.operator_screens import OperatorAction, OperatorCallback
from bot.views.team import coming_screens
from models import Operator
from services import chats
from services.distribution import weights as shares
from services.hours.working_time import is_at_work, list_off_hours
from services.refusals import Reason
from services.team import operators

# What follows the name is said in words of their own.
WORDY_VERBS = (*operator_hours.VERBS, languages.VERB)
# verb → what follows the name in an example
OF_ONE_OPERATOR = {
    "link": "",
    "on": "",
    "off": "",
    "limit": " 5",
    "rename": " {}",
    "move": "",
    "dismiss": "",
    **dict.fromkeys(WORDY_VERBS, ""),
}


async def on_operators(message: Message, context: AdminContext, args: list[str]) -> object:
    """List everybody, or do what the first word says."""
    if not args:
        return await list_operators(context)
    verb, rest = args[0].lower(), args[1:]
    verb = RUSSIAN_VERBS.get(verb, verb)
    match verb:
        case "add":
            return await add_operator(message, context, rest)
        case "link":
            return await coming.send_link(message, context, await find_operator(context, rest))
        case "on" | "off":
            return await switch(context, await find_operator(context, rest), verb == "on")
        case "limit":
            return await limit_operator(context, rest)
        case "rename":
            return await rename_operator(context, rest)
        case "move":
            return await transfers.preview(context, rest)
        case "dismiss":
            return await coming.ask_to_dismiss(context, rest)
        case _ if verb in operator_hours.VERBS:
            return await operator_hours.on_words(context, args)
        case languages.VERB:
            return await languages.on_words(context, args)
        case _:
            raise UsageError("operators-usage")


async def on_callback(query: CallbackQuery, callback_data: OperatorCallback, context: AdminContext) -> object:
    """Do what a button says."""
    if callback_data.action is OperatorAction.LIST:
        return await list_operators(context, callback_data.value)
    if callback_data.action is OperatorAction.ADD:
        return await ask(query, context, "ask-operator", "operators add")
    operator = await context.unit.run_sync(operators.find, f"#{callback_data.operator}")
    number = str(operator.id)
    match callback_data.action:
        case OperatorAction.ON | OperatorAction.OFF:
            return await switch(context, operator, callback_data.action is OperatorAction.ON)
        case OperatorAction.LIMITS:
            return view.write_limits(operator, context.words)
        case OperatorAction.LIMIT:
            return await set_limit(context, operator, callback_data.value)
        case OperatorAction.ASK_LIMIT:
            return await ask(query, context, "ask-limit", f"operators limit {number}", name=operator.name)
        case OperatorAction.RENAME:
            return await ask(
                query, context, "ask-operator-name", f"operators rename {number}", name=operator.name
            )
        case OperatorAction.LINK:
            assert query.message is not None
            return query.answer(), await coming.send_link(query.message, context, operator)
        case OperatorAction.WEIGHTS:
            return await weights.list_for(context, operator)
        case OperatorAction.DISMISS:
            return coming_screens.ask_to_dismiss(operator, context.words)
        case OperatorAction.DISMISS_SURELY:
            return await coming.dismiss(context, operator)
        case _:
            return await show_operator(context, operator)


async def list_operators(context: AdminContext, page: int = 0) -> Screen:
    """Return all operators."""
    everybody = await context.unit.run_sync(operators.list_operators)
    reached = await context.unit.run_sync(operators.list_reached)
    bots, free = await list_bots(context), await name_new_operator(context)
    at_home = await context.unit.run_sync(list_off_hours, at=context.at)
    return view.write_operators(
        everybody, reached, bots, context.words, free=free, at_home=at_home, page=page
    )


async def show_operator(
    context: AdminContext, operator: Operator, done: str = "", pop_up: str | None = None
) -> Screen:
    """Return one operator; `done` says in HTML what just was."""
    reached = await context.unit.run_sync(operators.list_reached)
    weights_of = await context.unit.run_sync(shares.list_of, operator)
    bots, profile = await list_bots(context), None
    if operator.telegram_id is not None:
        profile = await context.unit.run_sync(chats.find_profile, operator.telegram_id)
    return view.write_operator(
        operator,
        reached.get(operator.id, set()),
        bots,
        weights_of,
        context.words,
        profile=profile,
        at_home=not is_at_work(operator, at=context.at),
        done=done,
        pop_up=pop_up,
    )


async def add_operator(message: Message, context: AdminContext, words: list[str]) -> object:
    """`add <name> [limit]`: add an operator, and send the choice of a weight and a link to forward."""
    if not words:
        raise UsageError("operators-usage-add")
    name, limit = drop_words(context.raw_args, 1), operators.DEFAULT_LIMIT
    if len(words) > 1 and re.match(r"[+-]?[0-9]", words[-1]):
        name, limit = name[: name.rindex(words[-1])], read_limit(words[-1])
    operator = await context.unit.run_sync(operators.add, read_name(name), limit, at=context.at)
    added = context.words.html(
        "operator-added",
        number=str(operator.id),
        name=operator.name,
        limit=limit,
        source=f"@{await name_bot(context)}",
    )
    screen = Screen(added, await weights.offer(context, operator))
    return show(message, screen), await coming.send_link(message, context, operator)


async def switch(context: AdminContext, operator: Operator, on: bool) -> Screen:
    """`on <operator>`, `off <operator>`: give new contacts again; keep what is open, give nothing new."""
    await context.unit.run_sync(operators.set_active, operator, on, actor=context.actor, at=context.at)
    if on:
        done = context.words.html("operator-switched-on", name=operator.name)
    else:
        done = context.words.html("operator-switched-off", name=operator.name, count=operator.load)
    return await show_operator(context, operator, done)


async def limit_operator(context: AdminContext, words: list[str]) -> Screen:
    """`limit <operator> <n>`: change how many contacts may be open."""
    if len(words) < 2:
        raise UsageError("operators-usage-limit")
    return await set_limit(context, await find_operator(context, words[:-1]), read_limit(words[-1]))


async def set_limit(context: AdminContext, operator: Operator, limit: int) -> Screen:
    """Change how many contacts may be open."""
    await context.unit.run_sync(operators.set_limit, operator, limit, actor=context.actor, at=context.at)
    done = context.words.html("operator-limit-set", name=operator.name, limit=limit, load=operator.load)
    return await show_operator(context, operator, done)


async def rename_operator(context: AdminContext, words: list[str]) -> Screen:
    """`rename <operator> <new name>`: a former name of several words goes into quotes."""
    if len(words) < 2:
        raise UsageError("operators-usage-rename")
    operator = await find_operator(context, words[:1])
    former = operator.name
    await context.unit.run_sync(operators.rename, operator, read_name(drop_words(context.raw_args, 2)))
    return await show_operator(
        context, operator, context.words.html("operator-renamed", former=former, name=operator.name)
    )


def read_limit(word: str) -> int:
    """Return a limit; raises Refused for what is no whole number."""
    return read_whole(word, Reason.BAD_LIMIT, operators.LIMITS[-1])


async def show_example(context: AdminContext, args: list[str]) -> str:
    """Return a working `/operators` command like the one that was meant."""
    everybody = await context.unit.run_sync(operators.list_operators)
    verb, free = args[0].lower() if args else "", await name_new_operator(context)
    if verb == "move":  # with nothing open there is nothing to move
        everybody = [operator for operator in everybody if operator.load]
    if everybody and verb in OF_ONE_OPERATOR:
        name = name_operator(everybody[0])
        if verb in ("rename", *WORDY_VERBS) and len(split_words(name)) > 1:
            name = str(everybody[0].id) if '"' in name else f'"{name}"'
        if verb in WORDY_VERBS:
            return f"/operators {verb} {name} {context.words.plain(f'example-{verb}')}"
        return f"/operators {verb} {name}{OF_ONE_OPERATOR[verb].format(free)}"
    return f"/operators add {free} 5"


def register(router: Router) -> None:
    """Put the command and its buttons into a router."""
    router.message.register(on_operators, AdminCommand("operators"), flags={"example": show_example})
    router.callback_query.register(on_callback, roles.is_admin, OperatorCallback.filter())
    transfers.register(router)
    coming.register(router)
    operator_hours.register(router)
    languages.register(router)
