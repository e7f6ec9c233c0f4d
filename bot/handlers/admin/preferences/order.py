"""/sources priority and /sources second: who comes first, and after how long the second group helps."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.handlers import roles
from bot.handlers.admin.naming import find_source, name_bot, read_whole
from bot.middlewares.admin import AdminContext, UsageError
from bot.ui.names import name_source
from bot.ui.screens import Screen
from bot.views.preferences.callbacks import OrderCallback
from bot.views.preferences.order import write_order
from models import Source
from services import sources
from services.distribution.order import settings
from services.distribution.order.settings import MINUTES, SourceMinutes
from services.refusals import Reason

VERBS = {"priority": SourceMinutes.PRIORITY, "second": SourceMinutes.SECOND_AFTER}


async def on_words(context: AdminContext, verb: str, args: list[str]) -> Screen:
    """`<source> [minutes]`: show it, or set it."""
    if not args:
        raise UsageError(f"sources-usage-{verb}")
    source = await find_source(context, args[:1])
    if len(args) == 1:
        return write_order(source, context.words)
    minutes = read_whole(" ".join(args[1:]), Reason.BAD_MINUTES, MINUTES[-1])
    return await choose(context, source, VERBS[verb], minutes)


async def on_callback(_query: CallbackQuery, callback_data: OrderCallback, context: AdminContext) -> Screen:
    """Do what a button says."""
    source = await context.unit.run_sync(sources.find, f"#{callback_data.source}")
    if callback_data.which is None:
        return write_order(source, context.words)
    return await choose(context, source, callback_data.which, callback_data.minutes)


async def choose(context: AdminContext, source: Source, which: SourceMinutes, minutes: int) -> Screen:
    """Set the minutes of a source and its links."""
    await context.unit.run_sync(
        settings.set_minutes, source, which, minutes, actor=context.actor, by=context.author, at=context.at
    )
    done = context.words.html("prefer-done", source=name_source(source))
    return write_order(source, context.words, done=done)


async def show_example(context: AdminContext, verb: str) -> str:
    """Return a command that works."""
    return f"/sources {verb} @{await name_bot(context)} 30"


def register(router: Router) -> None:
    """Put the buttons into a router."""
    router.callback_query.register(on_callback, roles.is_admin, OrderCallback.filter())
