"""Who joins and who leaves: links, an admin's own one, an account that is not meant, and a dismissal."""

import secrets

from aiogram import Router
from aiogram.types import CallbackQuery, MaybeInaccessibleMessageUnion

from bot.handlers import roles
from bot.handlers.admin.naming import find_operator, name_start_link
from bot.middlewares.admin import AdminContext
from bot.ui.display import show
from bot.ui.names import write_account
from bot.ui.screens import Screen
from bot.ui.texts import escape
from bot.views.menu.callbacks import back_to_menu
from bot.views.team import coming_screens as view
from bot.views.team.coming_screens import Answer, JoinCallback, NotHerCallback
from models import Account, Operator
from services import chats
from services.chats import ChatRef
from services.joining import accounts, start_links
from services.joining.links import JOIN, TOKEN_BYTES
from services.team import leaving, operators


async def on_join(query: CallbackQuery, callback_data: JoinCallback, context: AdminContext) -> Screen:
    """Let an admin join by the link that he has opened, or leave it to whom it is for."""
    if callback_data.answer is Answer.NO:
        return Screen(context.words.plain("join-declined"), [[back_to_menu(context.words)]])
    joined = await context.unit.run_sync(
        start_links.follow,
        JOIN + callback_data.token,
        ChatRef(context.bot_id, context.admin_id),
        language=query.from_user.language_code,
        at=context.at,
    )
    assert joined is not None
    return Screen(escape(view.write_welcome(joined, context.words)), [[back_to_menu(context.words)]])


async def on_not_her(_query: CallbackQuery, callback_data: NotHerCallback, context: AdminContext) -> Screen:
    """Cut off an account that has joined as somebody else."""
    operator = await context.unit.run_sync(operators.find, f"#{callback_data.operator}")
    account = Account(callback_data.account)
    left = await context.unit.run_sync(leaving.cut_off, operator, account, actor=context.actor, at=context.at)
    profile = await context.unit.run_sync(chats.find_profile, account)
    shown = write_account(account, profile, context.words)
    return view.write_cut_off(operator, shown, left, context.words)


async def ask_to_dismiss(context: AdminContext, words: list[str]) -> Screen:
    """`dismiss <operator>`: ask before it is done, since there is no way back."""
    return view.ask_to_dismiss(await find_operator(context, words), context.words)


async def dismiss(context: AdminContext, operator: Operator) -> Screen:
    """Dismiss an operator."""
    left = await context.unit.run_sync(
        leaving.dismiss, operator, actor=context.actor, by=context.author, at=context.at
    )
    return view.write_dismissed(operator, left, context.words)


async def send_link(
    message: MaybeInaccessibleMessageUnion, context: AdminContext, operator: Operator
) -> object:
    """`link <operator>`: send a fresh link to join as a message of its own, to be forwarded; others end."""
    text = view.write_link(operator, await make_link(context, operator), context.words)
    return show(message, Screen(text))


async def make_link(context: AdminContext, operator: Operator) -> str:
    """Return a fresh one-time link by which somebody becomes this operator."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    await context.unit.run_sync(accounts.issue_link, operator, token, at=context.at)
    return await name_start_link(context, JOIN + token)


def register(router: Router) -> None:
    """Put the buttons into a router."""
    router.callback_query.register(on_join, roles.is_admin, JoinCallback.filter())
    router.callback_query.register(on_not_her, roles.is_admin, NotHerCallback.filter())
