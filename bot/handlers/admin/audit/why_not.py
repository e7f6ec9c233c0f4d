"""`/why 123 Boris`: why an operator did not get one request."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from aiogram import Router
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message
from sqlalchemy.orm import Session

from bot.handlers import roles
from bot.handlers.admin.naming import find_operator, read_contact_number
from bot.middlewares.admin import AdminContext
from bot.ui.answers import Report
from bot.ui.display import show, show_instead
from bot.ui.screens import Screen
from bot.views.audit.callbacks import WhyNotCallback
from bot.views.audit.why_not import write_choice, write_why_not
from models import Operator
from services.audit import why_not
from services.audit.why_not import WhyNot
from services.reports import records
from services.team import operators

Call = TelegramMethod[Any]
Found = tuple[list[WhyNot], dict[int, Operator]]


async def on_words(message: Message, context: AdminContext, args: list[str]) -> Report:
    """`<number> <operator>`: how the operator stood at each of its assignments."""
    number = read_contact_number(args[:1])
    operator = await find_operator(context, args[1:])
    await context.unit.run_sync(records.find_contact, number)
    return tell(context, number, operator, lambda screen: [show(message, screen)])


async def on_callback(
    query: CallbackQuery, callback_data: WhyNotCallback, context: AdminContext
) -> Screen | Report:
    """Offer the operators, or show how one of them stood."""
    number = callback_data.contact
    contact = await context.unit.run_sync(records.find_contact, number)
    if not callback_data.operator:
        everybody = await context.unit.run_sync(operators.list_operators)
        others = [operator for operator in everybody if operator.id != contact.operator_id]
        return write_choice(number, others, context.words)
    operator = await context.unit.run_sync(operators.find, f"#{callback_data.operator}")
    return tell(context, number, operator, partial(show_instead, query))


def tell(
    context: AdminContext, number: int, operator: Operator, write: Callable[[Screen], Sequence[Call]]
) -> Report:
    """Return how an operator stood: read after the commit, so that nobody waits for it."""
    operator_id, at = operator.id, context.at

    def read(session: Session) -> Found:
        found = why_not.tell(session, number, operator_id, at=at)
        return found, records.read_operators(session, {one.winner for one in found})

    def make(read_so: Found) -> Sequence[Call]:
        found, named = read_so
        return write(write_why_not(number, operator, found, named, context.words, context.timezone))

    return Report(read=read, make=make)


def register(router: Router) -> None:
    """Put the buttons into a router."""
    router.callback_query.register(on_callback, roles.is_admin, WhyNotCallback.filter())
