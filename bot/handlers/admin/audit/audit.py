"""/audit: each operator's share against the stored chances; judged after the commit, in a thread."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from aiogram import Router
from aiogram.methods import AnswerCallbackQuery, SendMessage, TelegramMethod
from aiogram.types import CallbackQuery, Message

from bot.handlers import roles
from bot.handlers.admin.reports import read_period
from bot.handlers.admin_command import AdminCommand
from bot.middlewares.admin import AdminContext
from bot.ui.answers import Report
from bot.views.audit.audit_screens import AuditCallback, write_audit
from services.audit import tally
from services.audit.facts import find_span
from services.audit.judging import judge
from services.reports.periods import Period, count_back

AUDIT_DAYS = 30


async def on_audit(_message: Message, context: AdminContext, args: list[str]) -> Report:
    """Show the audit of some days."""
    return report_audit(context, read_period(context, args, AUDIT_DAYS))


async def on_other_days(
    query: CallbackQuery, context: AdminContext, callback_data: AuditCallback
) -> tuple[AnswerCallbackQuery, Report]:
    """Show the audit of the days on the button."""
    return query.answer(), report_audit(context, count_back(callback_data.days, at=context.at))


async def show_last_days(context: AdminContext) -> Report:
    """Return the audit of as many days as the command shows without a number."""
    return report_audit(context, count_back(AUDIT_DAYS, at=context.at))


def report_audit(context: AdminContext, period: Period) -> Report:
    """Return the answer to who wants to know whether the draws of a period were fair."""
    read = partial(tally.tally, span=find_span(period, at=context.at))
    return Report(read=read, make=partial(make_audit, context, period))


def make_audit(context: AdminContext, period: Period, found: tally.Tally) -> Sequence[TelegramMethod[Any]]:
    """Return the audit as a message."""
    screen = write_audit(judge(found), period, context.words)
    return [
        SendMessage(chat_id=context.admin_id, text=screen.text, parse_mode="HTML", reply_markup=screen.markup)
    ]


async def show_audit(_context: AdminContext, _args: list[str]) -> str:
    """Return a working `/audit` command."""
    return f"/audit {AUDIT_DAYS}"


def register(router: Router) -> None:
    """Put the command and the buttons into a router."""
    router.message.register(on_audit, AdminCommand("audit"), flags={"example": show_audit})
    router.callback_query.register(on_other_days, AuditCallback.filter(), roles.is_admin)
