"""/hours: when bots are open; outside these hours requests wait and no clock runs."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.handlers import roles
from bot.handlers.admin.naming import find_source, name_bot
from bot.handlers.admin.questions import ask
from bot.handlers.admin_command import AdminCommand
from bot.middlewares.admin import AdminContext, UsageError
from bot.middlewares.arguments import drop_words
from bot.reading.dates import read_dates
from bot.reading.hours import read_hours
from bot.ui.names import name_source
from bot.ui.screens import Screen
from bot.views.hours import source_hours as view
from bot.views.hours.callbacks import PRESETS, HoursAction, HoursCallback
from bot.views.hours.writing import write_days, write_hours
from models import Source
from services import sources
from services.hours.rules import Days
from services.hours.working_time import of_source
from services.refusals import Reason, Refused
from services.team import working_hours

CLOSED = ("closed", "закрыто")


async def on_hours(_message: Message, context: AdminContext, args: list[str]) -> Screen:
    """List the hours, or show or set those of the source that is named first."""
    if not args:
        return await list_hours(context)
    source, rest = await find_source(context, args[:1]), drop_words(context.raw_args, 1)
    if len(args) == 1:
        return await show_hours(context, source)
    if args[1].casefold() in CLOSED:
        return await close_days(context, source, drop_words(context.raw_args, 2))
    return await set_week(context, source, read_hours(rest))


async def on_callback(query: CallbackQuery, callback_data: HoursCallback, context: AdminContext) -> object:
    """Do what a button says."""
    if callback_data.action is HoursAction.LIST:
        return await list_hours(context, opens_one=False)
    source = await context.unit.run_sync(sources.find, f"#{callback_data.source}")
    named, command = {"source": name_source(source)}, f"hours {source.id}"
    match callback_data.action:
        case HoursAction.SHOW:
            return await show_hours(context, source)
        case HoursAction.PRESET if callback_data.value < len(PRESETS):
            return await set_week(context, source, PRESETS[callback_data.value])
        case HoursAction.HOLIDAYS:
            is_closed = bool(callback_data.value)
            await context.unit.run_sync(working_hours.set_holidays, source, is_closed, at=context.at)
            return await show_changed(context, source)
        case HoursAction.ASK:
            return await ask(query, context, "ask-hours", command, **named)
        case HoursAction.ASK_DAYS:
            return await ask(query, context, "ask-closed-days", f"{command} closed", **named)
        case HoursAction.OPEN_DAYS:
            await context.unit.run_sync(working_hours.open_days, source, callback_data.days, at=context.at)
            return await show_changed(context, source)
        case _:
            raise Refused(Reason.CHANGED_SINCE)


async def list_hours(context: AdminContext, *, opens_one: bool = True) -> Screen:
    """Return the hours of all sources; of a single one its page."""
    found = [s for s in await context.unit.run_sync(sources.list_sources) if s.code is None]
    if len(found) == 1 and opens_one:
        return await show_hours(context, found[0])
    return view.write_all(found, context.words)


async def show_hours(context: AdminContext, source: Source, done: str = "") -> Screen:
    """Return when a source is open; `done` says in HTML what just was."""
    schedule = of_source(source, at=context.at)
    return view.write_source_hours(
        source, schedule, context.at.now, context.words, context.timezone, done=done
    )


async def set_week(context: AdminContext, source: Source, week: str | None) -> Screen:
    """`<source> <hours>`: set the hours of the week; raises Refused for what can't be understood."""
    if week is None:
        raise Refused(Reason.BAD_HOURS)
    await context.unit.run_sync(working_hours.set_week, source, week, at=context.at)
    return await show_changed(context, source)


async def close_days(context: AdminContext, source: Source, text: str) -> Screen:
    """`<source> closed <dates>`: close a source on some days; raises Refused."""
    if not text:
        raise UsageError("hours-usage-closed")
    today = working_hours.find_today(of_source(source, at=context.at), at=context.at)
    dates = read_dates(text, today)
    if dates is None:
        raise Refused(Reason.BAD_DATES)
    days = Days(*dates)
    await context.unit.run_sync(working_hours.close_days, source, days, at=context.at)
    closed = context.words.html(
        "hours-days-closed", source=name_source(source), days=write_days(days, context.words)
    )
    return await show_hours(context, source, closed)


async def show_changed(context: AdminContext, source: Source) -> Screen:
    """Return the hours of a source after a change, and say what they are now."""
    hours = write_hours(source.hours, context.words)
    done = context.words.html("hours-set", source=name_source(source), hours=hours)
    return await show_hours(context, source, done)


async def show_example(context: AdminContext, args: list[str]) -> str:
    """Return a working `/hours` command like the one that was meant."""
    bot = f"/hours @{await name_bot(context)}"
    if len(args) > 1 and args[1].casefold() in CLOSED:
        return f"{bot} {context.words.plain('example-closed')}"
    return f"{bot} {context.words.plain('example-hours')}"


def register(router: Router) -> None:
    """Put the command and its buttons into a router."""
    router.message.register(on_hours, AdminCommand("hours"), flags={"example": show_example})
    router.callback_query.register(on_callback, roles.is_admin, HoursCallback.filter())
