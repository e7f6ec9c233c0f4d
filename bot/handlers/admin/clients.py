"""/ban, /unban and /forget: what admins can do about a client."""

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message, Update

from bot.handlers import roles
from bot.handlers.admin.naming import read_contact_number
from bot.handlers.admin_command import AdminCommand
from bot.middlewares.admin import AdminContext, UsageError
from bot.ui.screens import Screen
from bot.views import client_screens as views
from bot.views.client_screens import BanCallback, ForgetCallback
from bot.views.menu.callbacks import back_to_menu
from models import Lead
from services.clients import banning, forgetting, lookup
from services.names import parse_contact_number
from services.phones import normalize_phone


async def on_ban(_message: Message, context: AdminContext, args: list[str]) -> Screen:
    """`<contact or phone>`: hear nothing of a client any more."""
    return await ban(context, await find_client(context, args))


async def on_ban_callback(_query: CallbackQuery, callback_data: BanCallback, context: AdminContext) -> Screen:
    """Ban who has proved the phone of a banned record."""
    return await ban(context, await context.unit.run_sync(lookup.find_by_contact, callback_data.contact))


async def on_leave_callback(_query: CallbackQuery, context: AdminContext) -> Screen:
    """Ban nobody."""
    return Screen(context.words.plain("ban-left"), [[back_to_menu(context.words)]])


async def ban(context: AdminContext, lead: Lead) -> Screen:
    """Ban a person, and say what that completed; raises Refused."""
    completed = await context.unit.run_sync(banning.ban, lead, actor=context.actor, at=context.at)
    text = context.words.html("client-banned", client=views.name(lead, context.words), count=completed)
    return Screen(text, [[back_to_menu(context.words)]])


async def on_unban(_message: Message, context: AdminContext, args: list[str]) -> Screen:
    """`<contact or phone>`: hear a client again."""
    lead = await find_client(context, args)
    await context.unit.run_sync(banning.unban, lead, actor=context.actor, at=context.at)
    return Screen(context.words.html("client-unbanned", client=views.name(lead, context.words)))


async def on_forget(_message: Message, context: AdminContext, args: list[str]) -> Screen:
    """`<contact>`: show what would be deleted, and ask."""
    number = read_contact_number(args)
    traces = await context.unit.run_sync(forgetting.find_traces, number)
    buttons = (
        (context.words.plain("button-forget"), ForgetCallback(contact=number, sure=True)),
        (context.words.plain("button-cancel"), ForgetCallback(contact=number, sure=False)),
    )
    return Screen(views.write_traces(traces, context.words), (buttons,))


async def on_forget_callback(
    _query: CallbackQuery, callback_data: ForgetCallback, context: AdminContext, event_update: Update
) -> Screen:
    """Delete the person; raises Refused if that has been done already."""
    number = callback_data.contact
    await context.unit.run_sync(
        forgetting.forget,
        number,
        actor=context.actor,
        update_id=(context.bot_id, event_update.update_id),
        at=context.at,
    )
    return Screen(context.words.html("forget-done", number=str(number)), [[back_to_menu(context.words)]])


async def on_cancel_callback(_query: CallbackQuery, context: AdminContext) -> Screen:
    """Delete nothing."""
    return Screen(context.words.plain("forget-cancelled"), [[back_to_menu(context.words)]])


async def find_client(context: AdminContext, words: list[str]) -> Lead:
    """Return the person whom the number of a contact or a phone names; raises UsageError, Refused."""
    number = parse_contact_number(words[0]) if len(words) == 1 else None
    if number is not None:
        return await context.unit.run_sync(lookup.find_by_contact, number)
    try:
        phone = normalize_phone(" ".join(words), context.at.policy.phone_region)
    except ValueError:
        raise UsageError("clients-usage") from None
    return await context.unit.run_sync(lookup.find_by_phone, phone)


async def show_ban_example(context: AdminContext, _args: list[str]) -> str:
    """Return a `/ban` command that works."""
    return await show_example(context, "ban", banned=False)


async def show_unban_example(context: AdminContext, _args: list[str]) -> str:
    """Return an `/unban` command that works; with nobody banned, what could come before it."""
    example = await context.unit.run_sync(lookup.find_example, banned=True, at=context.at)
    return f"/unban {example}" if example else await show_ban_example(context, [])


async def show_forget_example(context: AdminContext, _args: list[str]) -> str:
    """Return a `/forget` command that works; it only asks."""
    return await show_example(context, "forget", banned=False)


async def show_example(context: AdminContext, command: str, *, banned: bool) -> str:
    """Return a command about a contact there is, or with none of them something that works anyway."""
    example = await context.unit.run_sync(lookup.find_example, banned=banned, at=context.at)
    return f"/{command} {example}" if example else "/help"


def register(router: Router) -> None:
    """Put the commands and the buttons into a router."""
    router.message.register(on_ban, AdminCommand("ban"), flags={"example": show_ban_example})
    router.message.register(on_unban, AdminCommand("unban"), flags={"example": show_unban_example})
    router.message.register(on_forget, AdminCommand("forget"), flags={"example": show_forget_example})
    router.callback_query.register(on_ban_callback, roles.is_admin, BanCallback.filter(F.sure))
    router.callback_query.register(on_leave_callback, roles.is_admin, BanCallback.filter())
    router.callback_query.register(on_forget_callback, roles.is_admin, ForgetCallback.filter(F.sure))
    router.callback_query.register(on_cancel_callback, roles.is_admin, ForgetCallback.filter())
