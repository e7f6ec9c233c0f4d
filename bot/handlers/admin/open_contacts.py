"""/open: what operators have open, the longest unanswered first."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.handlers import roles
from bot.handlers.admin.naming import find_operator, name_operator
from bot.handlers.admin_command import AdminCommand
from bot.middlewares.admin import AdminContext
from bot.ui.screens import Screen
from bot.views import open_screens as view
from bot.views.operator_screens import OpenCallback
from models import Operator
from services.reports import open_contacts
from services.team import operators


async def on_open(_message: Message, context: AdminContext, args: list[str]) -> Screen:
    """List what everybody has open, or whom the words name."""
    return await show_open(context, await find_operator(context, args) if args else None)


async def on_callback(_query: CallbackQuery, callback_data: OpenCallback, context: AdminContext) -> Screen:
    """Turn a page, or show what one operator has."""
    operator = None
    if callback_data.operator:
        operator = await context.unit.run_sync(operators.find, f"#{callback_data.operator}")
    return await show_open(context, operator, callback_data.page)


async def show_open(context: AdminContext, operator: Operator | None, page: int = 0) -> Screen:
    """Return a page of what is open; one that is gone by now is the first."""
    found = await context.unit.run_sync(
        open_contacts.list_open,
        operator_id=operator.id if operator else None,
        offset=page * view.PAGE,
        limit=view.PAGE,
    )
    if page and not found.page:
        return await show_open(context, operator)
    return view.write_open(found, operator, page, context.words, context.at.now, context.timezone)


async def show_example(context: AdminContext, _args: list[str]) -> str:
    """Return a working `/open` command."""
    everybody = await context.unit.run_sync(operators.list_operators)
    return f"/open {name_operator(everybody[0])}" if everybody else "/open"


def register(router: Router) -> None:
    """Put the command and its buttons into a router."""
    router.message.register(on_open, AdminCommand("open"), flags={"example": show_example})
    router.callback_query.register(on_callback, roles.is_admin, OpenCallback.filter())
