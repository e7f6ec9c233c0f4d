"""/stats and /export: how the last days went, as a picture and as files; both are made after the commit."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from aiogram import Router
from aiogram.methods import AnswerCallbackQuery, SendMessage, SendPhoto, TelegramMethod
from aiogram.types import BufferedInputFile, CallbackQuery, Message

from bot.handlers import roles
from bot.handlers.admin.naming import read_whole
from bot.handlers.admin_command import AdminCommand
from bot.middlewares.admin import AdminContext
from bot.ui.answers import LongAnswer, Report
from bot.ui.display import show
from bot.ui.screens import NO_PREVIEW, Screen
from bot.views.export.answer import answer_export
from bot.views.reports.statistics_chart import draw_statistics
from bot.views.reports.statistics_screens import (
    StatisticsCallback,
    offer_days,
    write_nothing,
    write_statistics,
)
from bot.views.weekly.digest_screens import DigestAction, DigestCallback, WeekCallback, write_choice
from services.operations import digests
from services.refusals import Reason, Refused
from services.reports import statistics
from services.reports.figures import Statistics
from services.reports.periods import DAYS, Period, count_back, find_week

STATISTICS_DAYS = 7
EXPORT_DAYS = 30


async def on_stats(_message: Message, context: AdminContext, args: list[str]) -> Report:
    """Show the statistics of some days."""
    return report_statistics(context, read_period(context, args, STATISTICS_DAYS))


async def show_last_days(context: AdminContext) -> Report:
    """Return the statistics of as many days as the command shows without a number."""
    return report_statistics(context, count_back(STATISTICS_DAYS, at=context.at))


async def on_other_days(
    query: CallbackQuery, context: AdminContext, callback_data: StatisticsCallback
) -> tuple[AnswerCallbackQuery, Report]:
    """Show the statistics of the days on the button."""
    return query.answer(), report_statistics(context, count_back(callback_data.days, at=context.at))


async def on_week(
    query: CallbackQuery, context: AdminContext, callback_data: WeekCallback
) -> tuple[AnswerCallbackQuery, Report]:
    """Show the statistics of a week; raises Refused for one that is not over, or too long ago."""
    period = find_week(date.fromordinal(callback_data.monday), at=context.at)
    return query.answer(), report_statistics(context, period)


async def on_digest(query: CallbackQuery, context: AdminContext, callback_data: DigestCallback) -> object:
    """Show whether the admin gets the digest of the week, or change that."""
    admin, action = context.admin_id, callback_data.action
    if action is not DigestAction.SHOW:
        await context.unit.run_sync(digests.set_wanted, admin, action is DigestAction.ON)
    screen = write_choice(await context.unit.run_sync(digests.is_wanted, admin), context.words)
    if action is DigestAction.STOP and query.message is not None:
        return query.answer(), show(query.message, screen)
    return screen


async def on_export(_message: Message, context: AdminContext, args: list[str]) -> LongAnswer:
    """Send the contacts of some days as files."""
    return answer_export(context.admin_id, context.words, read_period(context, args, EXPORT_DAYS))


def read_period(context: AdminContext, args: list[str], otherwise: int) -> Period:
    """Return the period that the words ask for; raises Refused."""
    match args:
        case []:
            days = otherwise
        case [word]:
            days = read_whole(word, Reason.BAD_DAYS, DAYS[-1])
        case _:
            raise Refused(Reason.BAD_DAYS, most=DAYS[-1])
    return count_back(days, at=context.at)


def report_statistics(context: AdminContext, period: Period) -> Report:
    """Return the answer to who wants the statistics of a period."""
    read = partial(statistics.collect, period=period, at=context.at)
    return Report(read=read, make=partial(make_statistics, context))


def make_statistics(context: AdminContext, found: Statistics) -> Sequence[TelegramMethod[Any]]:
    """Return the picture with its caption and, if there are many, the details; a line if there is nothing."""
    chat, words = context.admin_id, context.words
    if found.is_empty:
        screen = Screen(write_nothing(found, words), offer_days(words))
        return [SendMessage(chat_id=chat, text=screen.text, parse_mode="HTML", reply_markup=screen.markup)]
    caption, details = write_statistics(found, words)
    screen = Screen(caption, offer_days(words))
    picture = BufferedInputFile(draw_statistics(found, words), "statistics.png")
    answer: list[TelegramMethod[Any]] = [
        SendPhoto(
            chat_id=chat,
            photo=picture,
            caption=screen.text,
            parse_mode="HTML",
            reply_markup=screen.markup,
        )
    ]
    if details:
        answer.append(
            SendMessage(chat_id=chat, text=details, parse_mode="HTML", link_preview_options=NO_PREVIEW)
        )
    return answer


async def show_stats(_context: AdminContext, _args: list[str]) -> str:
    """Return a working `/stats` command."""
    return f"/stats {STATISTICS_DAYS}"


async def show_export(_context: AdminContext, _args: list[str]) -> str:
    """Return a working `/export` command."""
    return f"/export {EXPORT_DAYS}"


def register(router: Router) -> None:
    """Put the commands and the buttons into a router."""
    router.message.register(on_stats, AdminCommand("stats"), flags={"example": show_stats})
    router.message.register(on_export, AdminCommand("export"), flags={"example": show_export})
    router.callback_query.register(on_week, WeekCallback.filter(), roles.is_admin)
    router.callback_query.register(on_digest, DigestCallback.filter(), roles.is_admin)
    router.callback_query.register(on_other_days, StatisticsCallback.filter(), roles.is_admin)
