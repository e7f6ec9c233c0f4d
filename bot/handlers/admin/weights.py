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
from bot.handlers.admin_command import AdminCommand
from bot.middlewares.admin import AdminContext, UsageError
from bot.ui.names import name_source
from bot.ui.screens import Button, Screen
from bot.views import weight_screens as view
from bot.views.preferences.log import write_log
from bot.views.weight_screens import WeightAction, WeightCallback
from models import Operator, Source
from services import sources
from services.distribution import weights
from services.distribution.order import settings
from services.refusals import Reason
from services.team import operators

FIRST_WEIGHTS = (1, 2, 3, 5)
GROUPS = {
    **dict.fromkeys(("first", "первая"), False),
    **dict.fromkeys(("second", "вторая"), True),
}


async def on_weight(_message: Message, context: AdminContext, args: list[str]) -> Screen:
    """Show the weights or what has changed them, or set one."""
    if not args:
        return await list_weights(context)
    if [word.lower() for word in args] == ["log"]:
        return await show_log(context)
    if len(args) < 3:
        raise UsageError("weight-usage")
    if (is_second := GROUPS.get(args[-1].lower())) is not None:
        operator = await find_operator(context, args[:-2])
        return await set_group(context, operator, await find_source(context, args[-2:-1]), is_second)
    operator = await find_operator(context, args[:-2])
    source = await find_source(context, args[-2:-1])
    weight = read_whole(args[-1], Reason.BAD_WEIGHT, weights.WEIGHTS[-1])
    return await set_weight(context, operator, source, weight)


async def on_callback(query: CallbackQuery, callback_data: WeightCallback, context: AdminContext) -> object:
    """Do what a button says."""
    match callback_data.action:
        case WeightAction.LIST:
            return await list_weights(context)
        case WeightAction.LOG:
            return await show_log(context)
        case WeightAction.UNDO:
            return await undo(context, callback_data.value)
    source = await context.unit.run_sync(sources.find, f"#{callback_data.source}")
    if callback_data.action is WeightAction.SOURCE:
        return await show_source(context, source, callback_data.value)
    operator = await context.unit.run_sync(operators.find, f"#{callback_data.operator}")
    match callback_data.action:
        case WeightAction.SET:
            return await set_weight(context, operator, source, callback_data.value)
        case WeightAction.GROUP:
            return await set_group(context, operator, source, bool(callback_data.value))
        case WeightAction.ASK:
            command = f"weight {operator.id} {source.id}"
            named = {"name": operator.name, "source": name_source(source)}
            return await ask(query, context, "ask-weight", command, **named)
        case _:
            row = await context.unit.run_sync(weights.show_source, source, at=context.at)
            weight = next((s.weight for s in row.shares if s.operator.id == operator.id), 0)
            return view.write_choice(operator, row, weight, context.words)


async def list_weights(context: AdminContext) -> Screen:
    """Return the weights of all sources."""
    rows = await context.unit.run_sync(weights.table, at=context.at)
    everybody = await context.unit.run_sync(operators.list_operators)
    example = name_operator(everybody[0]) if everybody else None
    return view.write_weights(rows, context.words, example=example)


async def set_weight(context: AdminContext, operator: Operator, source: Source, weight: int) -> Screen:
    """Set one weight and return what that does to the shares."""
    before = await context.unit.run_sync(weights.show_source, source, at=context.at)
    event = await context.unit.run_sync(
        weights.set_weight, operator, source, weight, actor=context.actor, by=context.author, at=context.at
    )
    after = await context.unit.run_sync(weights.show_source, source, at=context.at)
    return view.write_change(operator, event, before, after, context.words)


async def set_group(context: AdminContext, operator: Operator, source: Source, is_second: bool) -> Screen:
    """Put an operator into the second group of a source, or back, and show the choice again."""
    await context.unit.run_sync(
        settings.set_group,
        operator,
        source,
        is_second,
        actor=context.actor,
        by=context.author,
        at=context.at,
    )
    row = await context.unit.run_sync(weights.show_source, source, at=context.at)
    weight = next((s.weight for s in row.shares if s.operator.id == operator.id), 0)
    return view.write_choice(operator, row, weight, context.words)


async def undo(context: AdminContext, event_id: int) -> Screen:
    """Put back what a change has changed; raises Refused if the weight is another one by now."""
    operator, source = await context.unit.run_sync(weights.find_changed, event_id)
    before = await context.unit.run_sync(weights.show_source, source, at=context.at)
    event = await context.unit.run_sync(
        weights.undo, event_id, actor=context.actor, by=context.author, at=context.at
    )
    after = await context.unit.run_sync(weights.show_source, source, at=context.at)
    return view.write_change(
        operator, event, before, after, context.words, pop_up=context.words.plain("weight-undone")
    )


async def show_source(context: AdminContext, source: Source, page: int = 0) -> Screen:
    """Return the shares of a source, with a button for each operator."""
    row = await context.unit.run_sync(weights.show_source, source, at=context.at)
    rows = await context.unit.run_sync(weights.table, at=context.at)
    everybody = await context.unit.run_sync(operators.list_operators)
    return view.write_source(row, rows, everybody, context.words, page=page)


async def show_log(context: AdminContext) -> Screen:
    """Return the latest changes."""
    return write_log(await context.unit.run_sync(weights.list_log), context.words, context.timezone)


async def list_for(context: AdminContext, operator: Operator) -> Screen:
    """Return the choice of a source for an operator's weight."""
    rows = await context.unit.run_sync(weights.table, at=context.at)
    own = {source.id: weight for source, weight in await context.unit.run_sync(weights.list_of, operator)}
    return view.write_choice_of_source(operator, [row.source for row in rows], own, context.words)


async def offer(context: AdminContext, operator: Operator) -> list[list[Button]]:
    """Return buttons that give a new operator a first weight for this bot."""
    source = await context.unit.run_sync(sources.bot_source, context.bot_id)
    if source is None:
        return []

    def choose(weight: int) -> WeightCallback:
        return WeightCallback(action=WeightAction.SET, source=source.id, operator=operator.id, value=weight)

    return [[(context.words.plain("button-weight", weight=n), choose(n)) for n in FIRST_WEIGHTS]]


async def show_example(context: AdminContext, _args: list[str]) -> str:
    """Return a working `/weight` command; without operators, what makes one."""
    everybody = await context.unit.run_sync(operators.list_operators)
    if not everybody:
        return f"/operators add {await name_new_operator(context)} 5"
    return f"/weight {name_operator(everybody[0])} @{await name_bot(context)} 3"


def register(router: Router) -> None:
    """Put the command and its buttons into a router."""
    router.message.register(on_weight, AdminCommand("weight"), flags={"example": show_example})
    router.callback_query.register(on_callback, roles.is_admin, WeightCallback.filter())
