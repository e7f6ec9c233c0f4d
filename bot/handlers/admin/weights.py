"""/weight: who gets which share of which source; each change can be undone and is remembered."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.handlers import roles
from bot.handlers.admin.naming import (
    find_operator,
    find_source,
    name_bot,
    name_new_operator,
    name_operator,
    read_whole,
)
from bot.handlers.admin.questions import ask
from bot.handlers.admin_command import Order
from bot.middlewares.admin import Desk, UsageError
from bot.ui.names import name_source
from bot.ui.screens import Button, Screen
from bot.views import weight_screens as view
from bot.views.weight_screens import WeightAct, WeightTap
from models import Operator, Source
from services import sources
from services.distribution import weights
from services.refusals import Reason
from services.team import operators

FIRST_WEIGHTS = (1, 2, 3, 5)


async def on_weight(_message: Message, desk: Desk, given: list[str]) -> Screen:
    """Show the weights or what has changed them, or set one."""
    if not given:
        return await list_weights(desk)
    if [word.lower() for word in given] == ["log"]:
        return await show_log(desk)
    if len(given) < 3:
        raise UsageError("weight-usage")
    operator = await find_operator(desk, given[:-2])
    source = await find_source(desk, given[-2:-1])
    weight = read_whole(given[-1], Reason.BAD_WEIGHT, weights.WEIGHTS[-1])
    return await set_weight(desk, operator, source, weight)


async def on_tap(query: CallbackQuery, callback_data: WeightTap, desk: Desk) -> object:
    """Do what a button says."""
    match callback_data.act:
        case WeightAct.LIST:
            return await list_weights(desk)
        case WeightAct.LOG:
            return await show_log(desk)
        case WeightAct.UNDO:
            return await undo(desk, callback_data.value)
    source = await desk.unit.run_sync(sources.find, f"#{callback_data.source}")
    if callback_data.act is WeightAct.SOURCE:
        return await show_source(desk, source, callback_data.value)
    operator = await desk.unit.run_sync(operators.find, f"#{callback_data.operator}")
    match callback_data.act:
        case WeightAct.SET:
            return await set_weight(desk, operator, source, callback_data.value)
        case WeightAct.ASK:
            command = f"weight {operator.id} {source.id}"
            named = {"name": operator.name, "source": name_source(source)}
            return await ask(query, desk, "ask-weight", command, **named)
        case _:
            row = await desk.unit.run_sync(weights.show_source, source)
            weight = next((s.weight for s in row.shares if s.operator.id == operator.id), 0)
            return view.write_choice(operator, row, weight, desk.words)


async def list_weights(desk: Desk) -> Screen:
    """Return the weights of all sources."""
    rows = await desk.unit.run_sync(weights.table)
    everybody = await desk.unit.run_sync(operators.list_operators)
    example = name_operator(everybody[0]) if everybody else None
    return view.write_weights(rows, desk.words, example=example)


async def set_weight(desk: Desk, operator: Operator, source: Source, weight: int) -> Screen:
    """Set one weight and return what that does to the shares."""
    before = await desk.unit.run_sync(weights.show_source, source)
    event = await desk.unit.run_sync(
        weights.set_weight,
        operator,
        source,
        weight,
        now=desk.now,
        chance=desk.chance,
        actor=desk.actor,
        by=desk.author,
    )
    after = await desk.unit.run_sync(weights.show_source, source)
    return view.write_change(operator, event, before, after, desk.words)


async def undo(desk: Desk, event_id: int) -> Screen:
    """Put back what a change has changed; raises Refused if the weight is another one by now."""
    operator, source = await desk.unit.run_sync(weights.find_changed, event_id)
    before = await desk.unit.run_sync(weights.show_source, source)
    event = await desk.unit.run_sync(
        weights.undo, event_id, now=desk.now, chance=desk.chance, actor=desk.actor, by=desk.author
    )
    after = await desk.unit.run_sync(weights.show_source, source)
    return view.write_change(
        operator, event, before, after, desk.words, pop_up=desk.words.plain("weight-undone")
    )


async def show_source(desk: Desk, source: Source, page: int = 0) -> Screen:
    """Return the shares of a source, with a button for each operator."""
    row = await desk.unit.run_sync(weights.show_source, source)
    rows = await desk.unit.run_sync(weights.table)
    everybody = await desk.unit.run_sync(operators.list_operators)
    return view.write_source(row, rows, everybody, desk.words, page=page)


async def show_log(desk: Desk) -> Screen:
    """Return the latest changes."""
    return view.write_log(await desk.unit.run_sync(weights.list_log), desk.words, desk.timezone)


async def list_for(desk: Desk, operator: Operator) -> Screen:
    """Return the choice of a source for an operator's weight."""
    rows = await desk.unit.run_sync(weights.table)
    own = {source.id: weight for source, weight in await desk.unit.run_sync(weights.list_of, operator)}
    return view.write_choice_of_source(operator, [row.source for row in rows], own, desk.words)


async def offer(desk: Desk, operator: Operator) -> list[list[Button]]:
    """Return buttons that give a new operator a first weight for this bot."""
    source = await desk.unit.run_sync(sources.bot_source, desk.bot_id)
    if source is None:
        return []

    def choose(weight: int) -> WeightTap:
        return WeightTap(act=WeightAct.SET, source=source.id, operator=operator.id, value=weight)

    return [[(desk.words.plain("button-weight", weight=n), choose(n)) for n in FIRST_WEIGHTS]]


async def show_example(desk: Desk, _given: list[str]) -> str:
    """Return a working `/weight` command; without operators, what makes one."""
    everybody = await desk.unit.run_sync(operators.list_operators)
    if not everybody:
        return f"/operators add {await name_new_operator(desk)} 5"
    return f"/weight {name_operator(everybody[0])} @{await name_bot(desk)} 3"


def register(router: Router) -> None:
    """Put the command and its buttons into a router."""
    router.message.register(on_weight, Order("weight"), flags={"example": show_example})
    router.callback_query.register(on_tap, roles.is_admin, WeightTap.filter())
