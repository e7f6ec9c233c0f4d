"""`/why Anna yesterday`: why an operator got as much as it was on one day."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from aiogram import Router
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message

from bot.handlers import roles
from bot.handlers.admin.naming import find_operator
from bot.middlewares.admin import AdminContext
from bot.reading.past_days import read_past_day
from bot.ui.answers import Report
from bot.ui.display import show, show_instead
from bot.ui.screens import Screen
from bot.views.audit.callbacks import StoryCallback
from bot.views.audit.operator_story import write_story
from models import Operator
from services.audit import one_operator
from services.audit.facts import find_span
from services.audit.one_operator import Story
from services.reports.periods import Period, find_today
from services.team import operators

Call = TelegramMethod[Any]


async def on_words(message: Message, context: AdminContext, args: list[str]) -> Report:
    """`<operator> [day]`: without a day, today."""
    day = today = find_today(at=context.at)
    named = args
    for count in (2, 1):  # words of a day, such as `25 November`
        typed = read_past_day(" ".join(args[-count:]), today) if len(args) > count else None
        if typed is not None:
            day, named = typed, args[:-count]
            break
    operator = await find_operator(context, named)
    return tell(context, operator, day, lambda screen: [show(message, screen)])


async def on_callback(query: CallbackQuery, callback_data: StoryCallback, context: AdminContext) -> Report:
    """Show the day on the button."""
    operator = await context.unit.run_sync(operators.find, f"#{callback_data.operator}")
    today = find_today(at=context.at)
    day = today if callback_data.day is None else min(date.fromordinal(callback_data.day), today)
    return tell(context, operator, day, partial(show_instead, query))


def tell(
    context: AdminContext, operator: Operator, day: date, write: Callable[[Screen], Sequence[Call]]
) -> Report:
    """Return what an operator got on a day, and why: read after the commit, so that nobody waits for it."""
    period = Period(day, day, context.at.policy.timezone)

    def make(story: Story) -> Sequence[Call]:
        return write(write_story(operator, period, story, context.words, at=context.at))

    span = find_span(period, at=context.at)
    read = partial(one_operator.tell, operator_id=operator.id, span=span, at=context.at)
    return Report(read=read, make=make)


def register(router: Router) -> None:
    """Put the buttons into a router."""
    router.callback_query.register(on_callback, roles.is_admin, StoryCallback.filter())
