"""/sources mode: how a source decides among those who may take a request."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.handlers import roles
from bot.handlers.admin.naming import find_source, name_bot
from bot.middlewares.admin import AdminContext, UsageError
from bot.ui.names import name_source
from bot.ui.screens import Screen
from bot.views.preferences.callbacks import ModeCallback
from bot.views.preferences.modes import write_modes
from models import Mode, Source
from services import sources
from services.distribution.modes import choice

MODES = {
    **dict.fromkeys(("draw", "жребий", "жребию"), Mode.DRAW),
    **dict.fromkeys(("pool", "пул", "общий"), Mode.POOL),
    **dict.fromkeys(("turns", "turn", "очередь", "очереди"), Mode.TURNS),
}


async def on_words(context: AdminContext, args: list[str]) -> Screen:
    """`<source> draw|turns|pool`: let it decide so."""
    if not args:
        raise UsageError("sources-usage-mode")
    source = await find_source(context, args[:1])
    if len(args) == 1:
        return write_modes(source, context.words)
    mode = MODES.get(args[-1].casefold())
    if mode is None:
        raise UsageError("sources-usage-mode")
    return await choose(context, source, mode)


async def on_callback(_query: CallbackQuery, callback_data: ModeCallback, context: AdminContext) -> Screen:
    """Do what a button says."""
    source = await context.unit.run_sync(sources.find, f"#{callback_data.source}")
    if callback_data.mode is None:
        return write_modes(source, context.words)
    return await choose(context, source, callback_data.mode)


async def choose(context: AdminContext, source: Source, mode: Mode) -> Screen:
    """Let a source and its links decide in a mode from now on."""
    await context.unit.run_sync(
        choice.choose, source, mode, actor=context.actor, by=context.author, at=context.at
    )
    done = context.words.html("prefer-done", source=name_source(source))
    return write_modes(source, context.words, done=done)


async def show_example(context: AdminContext) -> str:
    """Return a command that works."""
    return f"/sources mode @{await name_bot(context)} {context.words.plain('example-mode')}"


def register(router: Router) -> None:
    """Put the buttons into a router."""
    router.callback_query.register(on_callback, roles.is_admin, ModeCallback.filter())
