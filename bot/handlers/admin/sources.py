"""/sources: where contacts come from, the links of campaigns, and what each source says to clients."""

import secrets
from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.handlers import roles
from bot.handlers.admin.naming import find_source, list_bots, name_bot
from bot.handlers.admin.preferences import modes, order, source_preferences, source_texts
from bot.handlers.admin.questions import ask
from bot.handlers.admin_command import AdminCommand
from bot.middlewares.admin import AdminContext, UsageError
from bot.middlewares.arguments import drop_words, read_name, split_words
from bot.ui.names import name_source
from bot.ui.screens import Screen
from bot.views import source_screens as view
from bot.views.source_screens import SourceAction, SourceCallback, Traffic
from models import Source
from services import sources
from services.distribution import queue
from services.names import fold
from services.team import source_switches
from services.team.source_switches import SourceSwitch
from services.team.source_texts import SourceText

SWITCHES = {
    **dict.fromkeys(("ratings", "rating", "оценки", "оценка"), SourceSwitch.ASKS_RATING),
    **dict.fromkeys(("snooze", "snoozed", "отложенные", "отложенное"), SourceSwitch.SNOOZE_FREES),
}
STATES = {
    **dict.fromkeys(("on", "yes", "да", "вкл"), True),
    **dict.fromkeys(("off", "no", "нет", "выкл"), False),
}


async def on_sources(_message: Message, context: AdminContext, args: list[str]) -> Screen:
    """List the sources, or do what the first word says."""
    if not args:
        return await list_sources(context)
    verb = args[0].lower()
    if verb == "text":
        return await source_texts.on_words(context)
    rest = split_words(context.raw_args)[1:]
    match verb:
        case "add":
            return await add_source(context, rest)
        case "rename":
            return await rename_source(context, rest)
        case "prefer":
            return await source_preferences.on_words(context, rest)
        case "mode":
            return await modes.on_words(context, rest)
        case "priority" | "second":
            return await order.on_words(context, verb, rest)
        case "set":
            return await set_switch(context, rest)
        case _:
            raise UsageError("sources-usage")


async def on_callback(query: CallbackQuery, callback_data: SourceCallback, context: AdminContext) -> object:
    """Do what a button says."""
    if callback_data.action is SourceAction.LIST:
        return await list_sources(context, callback_data.value)
    if callback_data.action is SourceAction.ADD:
        return await ask(query, context, "ask-source", "sources add")
    source = await context.unit.run_sync(sources.find, f"#{callback_data.source}")
    named = {"source": name_source(source)}
    match callback_data.action:
        case SourceAction.RENAME:
            return await ask(query, context, "ask-source-name", f"sources rename {source.id}", **named)
        case SourceSwitch() as which:
            return await switch(context, source, which, bool(callback_data.value))
        case SourceText() as which:
            return source_texts.show(context, source, which)
        case _:
            return await show_source(context, source)


async def list_sources(context: AdminContext, page: int = 0) -> Screen:
    """Return all sources, with how many contacts came today and how many wait."""
    found, traffic = await measure_traffic(context)
    return view.write_sources(found, traffic, context.words, page=page)


async def show_source(context: AdminContext, source: Source, done: str = "") -> Screen:
    """Return one source; `done` says in HTML what just was."""
    found, traffic = await measure_traffic(context)
    return view.write_source(source, traffic[source.id], found, context.words, done=done)


async def measure_traffic(context: AdminContext) -> tuple[list[Source], dict[int, Traffic]]:
    """Return all sources and what has come in through each since midnight."""
    today = await context.unit.run_sync(sources.count_contacts, since=find_midnight(context))
    waiting = await context.unit.run_sync(queue.count_waiting)
    traffic = {source.id: Traffic(today.get(source.id, 0), count) for source, count in waiting}
    return [source for source, _ in waiting], traffic


def find_midnight(context: AdminContext) -> datetime:
    """Return when today began where the business is."""
    return context.at.now.astimezone(context.timezone).replace(hour=0, minute=0, second=0, microsecond=0)


async def add_source(context: AdminContext, words: list[str]) -> Screen:
    """`add <name>`: make a campaign link of the bot that is being written to."""
    if not words:
        raise UsageError("sources-usage-add")
    code = secrets.token_hex(4)
    name = read_name(drop_words(context.raw_args, 1))
    source = await context.unit.run_sync(sources.add_campaign, context.bot_id, name, code, at=context.at)
    link = view.write_link(source, view.find_bots(await list_bots(context)))
    done = context.words.html("source-added", source=source.name, link=f"https://{link}")
    return await show_source(context, source, done)


async def rename_source(context: AdminContext, words: list[str]) -> Screen:
    """`rename <source> <new name>`: a former name of several words goes into quotes."""
    if len(words) < 2:
        raise UsageError("sources-usage-rename")
    source = await find_source(context, words[:1])
    former = source.name
    await context.unit.run_sync(sources.rename, source, read_name(drop_words(context.raw_args, 2)))
    return await show_source(
        context, source, context.words.html("source-renamed", former=former, source=source.name)
    )


async def set_switch(context: AdminContext, words: list[str]) -> Screen:
    """`set <source> ratings|snooze on|off`: switch something for a source."""
    source, switched, state = words if len(words) == 3 else ("", "", "")
    which, on = SWITCHES.get(switched.casefold()), STATES.get(state.casefold())
    if which is None or on is None:
        raise UsageError("sources-usage-set")
    return await switch(context, await find_source(context, [source]), which, on)


async def switch(context: AdminContext, source: Source, which: SourceSwitch, on: bool) -> Screen:
    """Switch something for a source, and show it."""
    await context.unit.run_sync(source_switches.set_switch, source, which, on)
    return await show_source(context, source)


async def show_example(context: AdminContext, args: list[str]) -> str:
    """Return a working `/sources` command like the one that was meant."""
    found = await context.unit.run_sync(sources.list_sources)
    taken = {source.name_key for source in found}
    name, n = context.words.plain("example-source"), 1
    while fold(free := name if n == 1 else f"{name} {n}") in taken:
        n += 1
    campaigns = [source for source in found if source.bot_id is None or source.code is not None]
    verb = args[0].lower() if args else ""
    if verb == "rename" and campaigns:
        return f"/sources rename {campaigns[0].id} {free}"
    if verb == "set":
        return f"/sources set @{await name_bot(context)} {context.words.plain('example-switch')}"
    if verb == "text":
        return f"/sources text @{await name_bot(context)} {context.words.plain('example-greeting')}"
    if verb == "prefer":
        return await source_preferences.show_example(context)
    if verb == "mode":
        return await modes.show_example(context)
    if verb in order.VERBS:
        return await order.show_example(context, verb)
    return f"/sources add {free}"


def register(router: Router) -> None:
    """Put the command and its buttons into a router."""
    flags = {"example": show_example, "takes_text": True}
    router.message.register(on_sources, AdminCommand("sources"), flags=flags)
    router.callback_query.register(on_callback, roles.is_admin, SourceCallback.filter())
    source_preferences.register(router)
    modes.register(router)
    order.register(router)
    source_texts.register(router)
