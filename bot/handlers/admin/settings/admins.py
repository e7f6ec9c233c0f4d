"""Further admins: the link by which one joins, and how one is no admin any more."""

import secrets

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.handlers import roles
from bot.handlers.admin.naming import name_start_link
from bot.middlewares.admin import AdminContext
from bot.ui.names import name_account
from bot.ui.screens import Screen
from bot.views.settings import admin_screens as view
from bot.views.settings.callbacks import AdminAction, AdminCallback
from services.joining import admins
from services.joining.admins import Member
from services.joining.links import BECOME, TOKEN_BYTES
from services.refusals import Reason, Refused


async def on_callback(query: CallbackQuery, callback_data: AdminCallback, context: AdminContext) -> object:
    """Do what a button says."""
    match callback_data.action:
        case AdminAction.LIST:
            return await list_admins(context)
        case AdminAction.INVITE:
            return await invite(query, context)
    member = await find_member(context, callback_data.admin)
    if callback_data.action is AdminAction.REMOVE:
        return view.ask_to_remove(member, context.admin_id, context.words)
    await context.unit.run_sync(admins.remove, callback_data.admin, at=context.at)
    if member.account == context.admin_id:
        return Screen(context.words.html("admin-left"))
    return await list_admins(
        context, context.words.html("admin-removed", name=name_account(member.profile, context.words))
    )


async def list_admins(context: AdminContext, done: str = "") -> Screen:
    """Return who the admins are; `done` says in HTML what just was."""
    found = await context.unit.run_sync(admins.list_admins, at=context.at)
    return view.write_admins(found, context.admin_id, context.words, done=done)


async def find_member(context: AdminContext, admin_id: int) -> Member:
    """Return an admin who has joined by a link; raises Refused."""
    found = await context.unit.run_sync(admins.list_admins, at=context.at)
    member = next((member for member in found if admin_id and member.id == admin_id), None)
    if member is None:
        raise Refused(Reason.NO_SUCH_ADMIN)
    return member


async def invite(query: CallbackQuery, context: AdminContext) -> object:
    """Send a fresh one-time link by which somebody becomes an admin."""
    assert query.message is not None
    token = secrets.token_urlsafe(TOKEN_BYTES)
    await context.unit.run_sync(admins.invite, token, actor=context.actor, at=context.at)
    link = await name_start_link(context, BECOME + token)
    return query.answer(), query.message.answer(view.write_link(link, context.words))


def register(router: Router) -> None:
    """Put the buttons into a router."""
    router.callback_query.register(on_callback, roles.is_admin, AdminCallback.filter())
