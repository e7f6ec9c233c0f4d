"""What operators report as spam: an admin bans the client, or says that it is none."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from bot.handlers import roles
from bot.middlewares.admin import AdminContext
from bot.ui.screens import Screen
from bot.views.client_screens import SpamCallback, name
from bot.views.decision_screens import write_back
from services.clients import spam


async def on_spam_callback(
    _query: CallbackQuery, callback_data: SpamCallback, context: AdminContext
) -> Screen:
    """Ban who has written spam; raises Refused if that is decided."""
    lead, completed = await context.unit.run_sync(
        spam.ban, callback_data.contact, name=context.author, actor=context.actor, at=context.at
    )
    words = context.words
    text = words.html("client-banned", client=name(lead, words), count=completed)
    return Screen(text, [[write_back(callback_data.contact, words)]])


async def on_no_spam_callback(
    _query: CallbackQuery, callback_data: SpamCallback, context: AdminContext
) -> Screen:
    """Let the operator know that it is no spam; raises Refused if that is decided."""
    number = callback_data.contact
    await context.unit.run_sync(spam.refuse, number, name=context.author, actor=context.actor, at=context.at)
    return Screen(context.words.plain("spam-none", number=str(number)), [[write_back(number, context.words)]])


def register(router: Router) -> None:
    """Put the buttons into a router."""
    router.callback_query.register(on_spam_callback, roles.is_admin, SpamCallback.filter(F.sure))
    router.callback_query.register(on_no_spam_callback, roles.is_admin, SpamCallback.filter())
