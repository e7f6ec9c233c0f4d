"""/whatif: what another weight, limit, shift, mode or operator would have done; told after the commit."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.handlers import roles
from bot.handlers.admin.naming import find_operator, find_source, name_bot, name_operator, read_whole
from bot.handlers.admin.preferences.modes import MODES
from bot.handlers.admin.what_if.comparing import compare
from bot.handlers.admin_command import AdminCommand
from bot.middlewares.admin import AdminContext, UsageError
from bot.ui.answers import LongAnswer
from bot.ui.screens import Screen
from bot.views.what_if import choices
from bot.views.what_if.callbacks import TryAction, WhatIfCallback
from models import Mode
from services import sources
from services.distribution import weights
from services.refusals import Reason
from services.team import operators
from services.what_if import plans, trials
from services.what_if.comparing import DAYS
from services.what_if.plans import Plan

# As they may be typed, in both languages.
OFF = ("off", "выключить", "без")
LIMIT = ("limit", "лимит")
HOURS = ("hours", "часы")
LIKE = ("like", "как")


async def on_what_if(_message: Message, context: AdminContext, args: list[str]) -> Screen | LongAnswer:
    """Show what can be tried, or try what the words say."""
    if not args:
        return await show_home(context)
    return await try_plan(context, await read_plan(context, args))


async def read_plan(context: AdminContext, args: list[str]) -> Plan:
    """Return what words want to try; raises UsageError, Refused."""
    match [*args[:-1], args[-1].lower()]:
        case [word, *_, _] if word.lower() in LIKE:
            return plans.hire(await find_operator(context, args[1:]))
        case [*_, word] if word in OFF and len(args) > 1:
            return plans.switch_off(await find_operator(context, args[:-1]))
        case [*_, word] if word in MODES and len(args) > 1:
            source = await find_source(context, [" ".join(args[:-1])])
            return await context.unit.run_sync(plans.change_mode, source, MODES[word])
    for place, word in enumerate(args[1:], 1):
        if word.lower() in HOURS and args[place + 1 :]:
            operator = await find_operator(context, args[:place])
            return plans.change_hours(operator, " ".join(args[place + 1 :]), at=context.at)
    if len(args) < 2:
        raise UsageError("what-if-usage")
    if args[-2].lower() in LIMIT:
        operator = await find_operator(context, args[:-2])
        return plans.change_limit(operator, read_whole(args[-1], Reason.BAD_LIMIT, operators.LIMITS[-1]))
    weight = read_whole(args[-1], Reason.BAD_WEIGHT, weights.WEIGHTS[-1])
    if len(args) > 2 and args[-2].startswith("@"):
        source = await find_source(context, args[-2:-1])
        operator = await find_operator(context, args[:-2])
        return await context.unit.run_sync(plans.change_weight, operator, source, weight)
    operator = await find_operator(context, args[:-1])
    return await context.unit.run_sync(plans.change_weight, operator, None, weight)


async def on_choice(query: CallbackQuery, callback_data: WhatIfCallback, context: AdminContext) -> object:
    """Show the choice that a button opens, or try what it says."""
    action = callback_data.action
    if action is TryAction.HOME:
        return await show_home(context)
    if action in (TryAction.DRAW, TryAction.TURNS, TryAction.POOL):
        source = await context.unit.run_sync(sources.find, f"#{callback_data.source}")
        plan = await context.unit.run_sync(plans.change_mode, source, Mode(action))
        return query.answer(), await try_plan(context, plan)
    operator = await context.unit.run_sync(operators.find, f"#{callback_data.operator}")
    match action:
        case TryAction.OPERATOR:
            rows = await context.unit.run_sync(weights.table, at=context.at)
            return choices.write_operator(operator, rows, context.words)
        case TryAction.LIMITS:
            return choices.write_limits(operator, context.words)
        case TryAction.LIMIT:
            plan = plans.change_limit(operator, callback_data.value)
        case TryAction.OFF:
            plan = plans.switch_off(operator)
        case TryAction.HIRE:
            plan = plans.hire(operator)
        case _:
            source = await context.unit.run_sync(sources.find, f"#{callback_data.source}")
            if action is TryAction.WEIGHTS:
                weight = await context.unit.run_sync(weights.find_weight, operator, source)
                return choices.write_weights(operator, source, weight or 0, context.words)
            plan = await context.unit.run_sync(plans.change_weight, operator, source, callback_data.value)
    return query.answer(), await try_plan(context, plan)


async def show_home(context: AdminContext) -> Screen:
    """Return what can be tried."""
    everybody = await context.unit.run_sync(operators.list_operators)
    known = await context.unit.run_sync(sources.list_sources)
    beside = await context.unit.run_sync(trials.list_beside)
    return choices.write_home(everybody, known, beside, context.words)


async def try_plan(context: AdminContext, plan: Plan) -> LongAnswer:
    """Store a plan and return the answer that says what it would have done."""
    trial = await context.unit.run_sync(
        trials.draft, plan, admin=context.admin_id, by=context.author, at=context.at
    )
    return compare(context, trial, DAYS)


async def show_example(context: AdminContext, args: list[str]) -> str:
    """Return a working `/whatif` command, of the kind that was meant."""
    everybody = await context.unit.run_sync(operators.list_operators)
    if not everybody:
        return "/whatif"
    name, bot, said = name_operator(everybody[0]), await name_bot(context), {word.lower() for word in args}
    if said & {*LIMIT}:
        return f"/whatif {name} limit 8"
    if said & {*HOURS}:
        return f"/whatif {name} hours Mo-Fr 10:00-19:00"
    if said & MODES.keys():
        return f"/whatif @{bot} turns"
    return f"/whatif {name} @{bot} 5"


def register(router: Router) -> None:
    """Put the command and its buttons into a router."""
    router.message.register(on_what_if, AdminCommand("whatif"), flags={"example": show_example})
    router.callback_query.register(on_choice, roles.is_admin, WhatIfCallback.filter())
