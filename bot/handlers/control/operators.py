"""/operators: who answers clients, how much each may have open, and how somebody joins."""

import re
import secrets

from aiogram import Router
from aiogram.types import Message

from bot.desk import Desk, UsageError
from bot.handlers.control.naming import (
    find_operator,
    name_bot,
    name_new_operator,
    name_operator,
    read_whole,
)
from bot.handlers.orders import Order
from bot.views import lists
from bot.views.screens import Screen
from models import Operator
from services import operators
from services.arrivals import JOIN
from services.refusals import Reason

OF_ONE_OPERATOR = {"link": "", "on": "", "off": "", "limit": " 5"}  # verb → what follows the name


async def on_operators(_message: Message, desk: Desk, given: list[str]) -> Screen:
    """List everybody, or do what the first word says."""
    if not given:
        return Screen(await list_operators(desk))
    verb, rest = given[0].lower(), given[1:]
    match verb:
        case "add":
            return Screen(await add_operator(desk, rest))
        case "link":
            return Screen(await link_operator(desk, rest))
        case "on":
            return Screen(await switch_on(desk, rest))
        case "off":
            return Screen(await switch_off(desk, rest))
        case "limit":
            return Screen(await limit_operator(desk, rest))
        case _:
            raise UsageError("operators-usage")


async def list_operators(desk: Desk) -> str:
    """Return all operators."""
    everybody = await desk.unit.run_sync(operators.list_operators)
    reached = await desk.unit.run_sync(operators.list_reached)
    return lists.write_operators(everybody, reached, desk.words)


async def add_operator(desk: Desk, words: list[str]) -> str:
    """`add <name> [limit]`: add an operator and return a link to join."""
    name, limit = words, operators.DEFAULT_LIMIT
    if len(words) > 1 and re.match(r"[+-]?[0-9]", words[-1]):
        name, limit = words[:-1], read_limit(words[-1])
    if not name:
        raise UsageError("operators-usage-add")
    operator = await desk.unit.run_sync(operators.add, " ".join(name), limit, now=desk.now)
    return desk.words.html(
        "operator-added",
        number=str(operator.id),
        name=operator.name,
        limit=limit,
        link=await make_link(desk, operator),
        source=f"@{await name_bot(desk)}",
    )


async def link_operator(desk: Desk, words: list[str]) -> str:
    """`link <operator>`: return a fresh link to join; earlier ones end."""
    operator = await find_operator(desk, words)
    return desk.words.html("operator-link", name=operator.name, link=await make_link(desk, operator))


async def switch_on(desk: Desk, words: list[str]) -> str:
    """`on <operator>`: give new contacts again."""
    operator = await find_operator(desk, words)
    await desk.unit.run_sync(operators.set_active, operator, True, now=desk.now, chance=desk.chance)
    return desk.words.html("operator-switched-on", name=operator.name)


async def switch_off(desk: Desk, words: list[str]) -> str:
    """`off <operator>`: keep what is open, give nothing new."""
    operator = await find_operator(desk, words)
    await desk.unit.run_sync(operators.set_active, operator, False, now=desk.now, chance=desk.chance)
    return desk.words.html("operator-switched-off", name=operator.name, count=operator.load)


async def limit_operator(desk: Desk, words: list[str]) -> str:
    """`limit <operator> <n>`: change how many contacts may be open."""
    if len(words) < 2:
        raise UsageError("operators-usage-limit")
    operator = await find_operator(desk, words[:-1])
    limit = read_limit(words[-1])
    await desk.unit.run_sync(operators.set_limit, operator, limit, now=desk.now, chance=desk.chance)
    return desk.words.html("operator-limit-set", name=operator.name, limit=limit, load=operator.load)


def read_limit(word: str) -> int:
    """Return a limit; raises Refused for what is no whole number."""
    return read_whole(word, Reason.BAD_LIMIT, operators.LIMITS[-1])


async def make_link(desk: Desk, operator: Operator) -> str:
    """Return a fresh one-time link by which somebody becomes this operator."""
    token = secrets.token_urlsafe(16)
    await desk.unit.run_sync(operators.issue_link, operator, token, now=desk.now)
    return f"https://t.me/{await name_bot(desk)}?start={JOIN}{token}"


async def show_example(desk: Desk, given: list[str]) -> str:
    """Return a working `/operators` command like the one that was meant."""
    everybody = await desk.unit.run_sync(operators.list_operators)
    verb = given[0].lower() if given else ""
    if everybody and verb in OF_ONE_OPERATOR:
        return f"/operators {verb} {name_operator(everybody[0])}{OF_ONE_OPERATOR[verb]}"
    return f"/operators add {await name_new_operator(desk)} 5"


def register(router: Router) -> None:
    """Put the command into a router."""
    router.message.register(on_operators, Order("operators"), flags={"example": show_example})
