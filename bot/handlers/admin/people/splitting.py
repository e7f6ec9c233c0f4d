"""/split: two people who were taken for one are two again."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.handlers import roles
from bot.handlers.admin.contacts import show_contact
from bot.handlers.admin.naming import read_contact_number
from bot.handlers.admin_command import AdminCommand
from bot.middlewares.admin import AdminContext
from bot.ui.screens import Screen
from bot.views import split_screens as view
from bot.views.split_screens import SplitCallback
from services.clients import splitting


async def on_split(_message: Message, context: AdminContext, args: list[str]) -> Screen:
    """Show who could be split off the client of a contact, and ask."""
    return await show_parts(context, read_contact_number(args))


async def on_split_callback(
    _query: CallbackQuery, callback_data: SplitCallback, context: AdminContext
) -> Screen:
    """Split off whom the button names; without one show who could be. Raises Refused."""
    number, lead_id = callback_data.contact, callback_data.lead
    if not lead_id:
        return await show_parts(context, number)
    part = await context.unit.run_sync(splitting.split, number, lead_id, actor=context.actor, at=context.at)
    return await show_contact(context, number, done=view.write_done(part, context.words))


async def show_parts(context: AdminContext, number: int) -> Screen:
    """Return who could be split off, with a button for each; raises Refused."""
    parts = await context.unit.run_sync(splitting.list_parts, number)
    return view.ask_to_split(number, parts, context.words)


async def show_split_example(context: AdminContext, _args: list[str]) -> str:
    """Return a `/split` command that works; with nobody merged, what works anyway."""
    number = await context.unit.run_sync(splitting.find_example)
    return f"/split {number}" if number else "/help"


def register(router: Router) -> None:
    """Put the command and its buttons into a router."""
    router.message.register(on_split, AdminCommand("split"), flags={"example": show_split_example})
    router.callback_query.register(on_split_callback, roles.is_admin, SplitCallback.filter())
