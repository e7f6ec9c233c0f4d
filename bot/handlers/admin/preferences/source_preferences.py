"""/sources prefer: whom a source prefers, and for how long its contacts wait for them."""

import re

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.handlers import roles
from bot.handlers.admin.naming import find_source, name_bot
from bot.middlewares.admin import AdminContext, UsageError
from bot.ui.names import name_source
from bot.ui.screens import Screen
from bot.views.preferences import source_preferences as view
from bot.views.preferences.callbacks import PreferenceCallback
from models import Source
from services import sources
from services.distribution.preferences import Preference
from services.refusals import Reason, Refused
from services.team import preferences

WHICH = {
    "known": Preference.KNOWN,
    "знакомый": Preference.KNOWN,
    "language": Preference.LANGUAGE,
    "язык": Preference.LANGUAGE,
}
OFF = ("off", "no", "нет", "выкл")
IF_FREE = ("free", "now", "свободен", "сразу")
WAIT = re.compile(r"([0-9]{1,6})(s|sec|с|сек|m|min|м|мин)?")
SECONDS = ("s", "sec", "с", "сек")


async def on_words(context: AdminContext, args: list[str]) -> Screen:
    """`<source> known|language off|free|<minutes>`: prefer somebody, and wait for them so long."""
    if not args:
        raise UsageError("sources-usage-prefer")
    source = await find_source(context, args[:1])
    if len(args) == 1:
        return show(context, source)
    which = WHICH.get(args[1].casefold())
    if which is None or len(args) == 2:
        raise UsageError("sources-usage-prefer")
    return await prefer(context, source, which, read_wait("".join(args[2:])))


async def on_callback(
    _query: CallbackQuery, callback_data: PreferenceCallback, context: AdminContext
) -> Screen:
    """Do what a button says."""
    source = await context.unit.run_sync(sources.find, f"#{callback_data.source}")
    which, wait = callback_data.which, callback_data.wait
    if which is None:
        return show(context, source)
    if wait is None:
        return view.offer_waits(source, which, context.at.policy.sticky_days, context.words)
    return await prefer(context, source, which, wait - 1 if wait else None)


async def prefer(context: AdminContext, source: Source, which: Preference, seconds: int | None) -> Screen:
    """Set for how long a source waits for the preferred; raises Refused."""
    await context.unit.run_sync(preferences.prefer, source, which, seconds, at=context.at)
    return show(context, source, context.words.html("prefer-done", source=name_source(source)))


def show(context: AdminContext, source: Source, done: str = "") -> Screen:
    """Return whom a source prefers; `done` says in HTML what just was."""
    return view.write_preferences(source, context.at.policy.sticky_days, context.words, done=done)


def read_wait(text: str) -> int | None:
    """Return the seconds that a text means, minutes unless it says so, None for off; raises Refused."""
    word = text.casefold().removesuffix(".")
    if word in OFF:
        return None
    if word in IF_FREE:
        return 0
    found = WAIT.fullmatch(word)
    if found is None:
        raise Refused(Reason.BAD_WAIT)
    return int(found[1]) * (1 if found[2] in SECONDS else 60)


async def show_example(context: AdminContext) -> str:
    """Return a command that works."""
    return f"/sources prefer @{await name_bot(context)} {context.words.plain('example-prefer')}"


def register(router: Router) -> None:
    """Put the buttons into a router."""
    router.callback_query.register(on_callback, roles.is_admin, PreferenceCallback.filter())
