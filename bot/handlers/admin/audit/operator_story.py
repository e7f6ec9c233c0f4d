"""`/why Anna yesterday`: why an operator got as much as it was on one day."""

from datetime import date

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.handlers import roles
from bot.handlers.admin.naming import find_operator
from bot.middlewares.admin import AdminContext
from bot.reading.past_days import read_past_day
from bot.ui.screens import Screen
from bot.views.audit.callbacks import StoryCallback
from bot.views.audit.operator_story import write_story
from models import Operator
from services.audit import one_operator
from services.audit.facts import find_span
from services.reports.periods import Period
from services.team import operators


async def on_words(context: AdminContext, args: list[str]) -> Screen:
    """`<operator> [day]`: without a day, today."""
    today = find_today(context)
    for count in (2, 1):  # words of a day, such as `25 November`
        day = read_past_day(" ".join(args[-count:]), today) if len(args) > count else None
        if day is not None:
            return await tell(context, await find_operator(context, args[:-count]), day)
    return await tell(context, await find_operator(context, args), today)


async def on_callback(_query: CallbackQuery, callback_data: StoryCallback, context: AdminContext) -> Screen:
    """Show the day on the button."""
    operator = await context.unit.run_sync(operators.find, f"#{callback_data.operator}")
    day = find_today(context) if callback_data.day is None else date.fromordinal(callback_data.day)
    return await tell(context, operator, min(day, find_today(context)))


async def tell(context: AdminContext, operator: Operator, day: date) -> Screen:
    """Return what an operator got on a day, and why."""
    period = Period(day, day, context.at.policy.timezone)
    span = find_span(period, at=context.at)
    story = await context.unit.run_sync(one_operator.tell, operator.id, span)
    return write_story(operator, period, story, context.words, at=context.at)


def find_today(context: AdminContext) -> date:
    """Return the day that it is in the business."""
    return context.at.now.astimezone(context.at.policy.timezone).date()


def register(router: Router) -> None:
    """Put the buttons into a router."""
    router.callback_query.register(on_callback, roles.is_admin, StoryCallback.filter())
