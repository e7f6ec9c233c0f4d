"""/operators hours, zone, away: when an operator works, and on which days not."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.handlers import roles
from bot.handlers.admin.naming import find_operator
from bot.handlers.admin.questions import ask
from bot.middlewares.admin import AdminContext, UsageError
from bot.middlewares.arguments import drop_words
from bot.reading.dates import read_dates
from bot.reading.hours import read_hours
from bot.ui.screens import Screen
from bot.views.hours import operator_hours as view
from bot.views.hours.callbacks import PRESETS, WorkAction, WorkCallback
from models import Operator
from services.hours.working_time import find_return, of_operator
from services.refusals import Reason, Refused
from services.team import operators, working_hours

BACK = ("back", "вернулся", "вернулась")
BACK_AT_WORK: dict[str, None] = {"away_until": None}
VERBS = ("hours", "zone", "away")


async def on_words(context: AdminContext, args: list[str]) -> Screen:
    """`hours <operator> <hours>`, `zone <operator> <time zone>`, `away <operator> <date>`.

    A name of several words goes into quotes.
    """
    verb = args[0].lower()
    if len(args) < 2:
        raise UsageError("operators-usage-who")
    operator, rest = await find_operator(context, args[1:2]), drop_words(context.raw_args, 2)
    if not rest:
        return await show(context, operator)
    match verb:
        case "hours":
            return await set_hours(context, operator, read_hours(rest))
        case "zone":
            return await set_zone(context, operator, rest)
        case _:
            return await set_away(context, operator, rest)


async def on_callback(query: CallbackQuery, callback_data: WorkCallback, context: AdminContext) -> object:
    """Do what a button says."""
    operator = await context.unit.run_sync(operators.find, f"#{callback_data.operator}")
    number, named = str(operator.id), {"name": operator.name}
    match callback_data.action:
        case WorkAction.SHOW:
            return await show(context, operator)
        case WorkAction.PRESET if callback_data.value < len(PRESETS):
            return await set_hours(context, operator, PRESETS[callback_data.value])
        case WorkAction.ASK:
            return await ask(query, context, "ask-work-hours", f"operators hours {number}", **named)
        case WorkAction.ASK_ZONE:
            return await ask(query, context, "ask-zone", f"operators zone {number}", **named)
        case WorkAction.AWAY if callback_data.value in view.OFFERED_DAYS:
            today = working_hours.find_today(of_operator(operator, at=context.at), at=context.at)
            last = today + timedelta(days=callback_data.value - 1)
            return await set_last_day(context, operator, last)
        case WorkAction.ASK_AWAY:
            return await ask(query, context, "ask-away", f"operators away {number}", **named)
        case WorkAction.BACK:
            await change_work(context, operator, BACK_AT_WORK)
            return await show_changed(context, operator)
        case _:
            raise Refused(Reason.CHANGED_SINCE)


async def set_hours(context: AdminContext, operator: Operator, hours: str | None) -> Screen:
    """Set when an operator works; raises Refused for what can't be understood."""
    if hours is None:
        raise Refused(Reason.BAD_HOURS)
    await change_work(context, operator, {"hours": hours})
    return await show_changed(context, operator)


async def set_zone(context: AdminContext, operator: Operator, name: str) -> Screen:
    """Set by which clock an operator works; a dash: by that of the business."""
    zone = None if name in ("-", "—", "–") else name
    await change_work(context, operator, {"timezone": zone})
    return await show_changed(context, operator)


async def set_away(context: AdminContext, operator: Operator, text: str) -> Screen:
    """Let an operator be away until a day, which is the last one, or back at work; raises Refused."""
    if text.casefold() in BACK:
        await change_work(context, operator, BACK_AT_WORK)
        return await show_changed(context, operator)
    today = working_hours.find_today(of_operator(operator, at=context.at), at=context.at)
    dates = read_dates(text, today)
    if dates is None:
        raise Refused(Reason.BAD_DATES)
    if dates[0] != dates[1] and dates[0] > today:
        raise Refused(Reason.AWAY_LATER)
    return await set_last_day(context, operator, dates[1])


async def set_last_day(context: AdminContext, operator: Operator, last: date) -> Screen:
    """Let an operator be away up to the end of a day; raises Refused."""
    set_away = partial(working_hours.set_away, actor=context.actor, at=context.at)
    await context.unit.run_sync(set_away, operator, last)
    return await show_changed(context, operator)


async def change_work(context: AdminContext, operator: Operator, given: Mapping[str, Any]) -> None:
    """Change what is given of an operator's hours; raises Refused."""
    work = partial(working_hours.change_work, actor=context.actor, at=context.at)
    await context.unit.run_sync(work, operator, given)


async def show_changed(context: AdminContext, operator: Operator) -> Screen:
    """Return when an operator works after a change."""
    return await show(context, operator, context.words.html("work-set", name=operator.name))


async def show(context: AdminContext, operator: Operator, done: str = "") -> Screen:
    """Return when an operator works; `done` says in HTML what just was."""
    return view.write_operator_hours(
        operator,
        of_operator(operator, at=context.at).timezone,
        find_return(operator, at=context.at),
        context.at.now,
        context.words,
        done=done,
    )


def register(router: Router) -> None:
    """Put the buttons into a router."""
    router.callback_query.register(on_callback, roles.is_admin, WorkCallback.filter())
