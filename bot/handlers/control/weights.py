"""/weight: who gets which share of which source."""

from aiogram import Router
from aiogram.types import Message

from bot.desk import Desk, UsageError
from bot.handlers.control.naming import (
    find_operator,
    find_source,
    name_bot,
    name_new_operator,
    name_operator,
    read_whole,
)
from bot.handlers.orders import Order
from bot.views import lists
from bot.views.screens import Screen
from bot.views.sources import name_source
from services import operators, weights
from services.refusals import Reason


async def on_weight(_message: Message, desk: Desk, given: list[str]) -> Screen:
    """Show the weights, or set one."""
    if not given:
        return Screen(lists.write_weights(await desk.unit.run_sync(weights.table), desk.words))
    return Screen(await set_weight(desk, given))


async def set_weight(desk: Desk, words: list[str]) -> str:
    """`<operator> <source> <n>`: set one weight and return the shares it makes."""
    if len(words) < 3:
        raise UsageError("weight-usage")
    operator = await find_operator(desk, words[:-2])
    source = await find_source(desk, words[-2:-1])
    weight = read_whole(words[-1], Reason.BAD_WEIGHT, weights.WEIGHTS[-1])
    await desk.unit.run_sync(weights.set_weight, operator, source, weight, now=desk.now, chance=desk.chance)
    rows = await desk.unit.run_sync(weights.table)
    row = next(row for row in rows if row.source.id == source.id)
    done = desk.words.html("weight-set", name=operator.name, source=name_source(source), weight=weight)
    shares = lists.list_weights_of(row, rows, desk.words)
    return f"{done}\n\n{lists.join_lines(shares, desk.words)}"


async def show_example(desk: Desk, _given: list[str]) -> str:
    """Return a working `/weight` command; without operators, what makes one."""
    everybody = await desk.unit.run_sync(operators.list_operators)
    if not everybody:
        return f"/operators add {await name_new_operator(desk)} 5"
    return f"/weight {name_operator(everybody[0])} @{await name_bot(desk)} 3"


def register(router: Router) -> None:
    """Put the command into a router."""
    router.message.register(on_weight, Order("weight"), flags={"example": show_example})
