"""What a client answers who was asked whether a request is still needed."""

from aiogram import Bot, Router
from aiogram.types import CallbackQuery

from bot.ui.display import show_instead
from bot.ui.keyboards import IdleCallback
from bot.ui.screens import Screen
from bot.ui.texts import Words
from models.database.protocol import UnitOfWork
from services.chats import ChatRef
from services.deadlines import idle
from services.moment import Moment
from services.team.identity import Person


async def on_callback(
    query: CallbackQuery,
    callback_data: IdleCallback,
    bot: Bot,
    unit: UnitOfWork,
    person: Person,
    words: Words,
    at: Moment,
) -> object:
    """Keep the contact or complete it."""
    chat, is_needed = ChatRef(bot.id, person.account), callback_data.is_needed
    await unit.run_sync(idle.answer, chat, callback_data.contact, is_needed=is_needed, at=at)
    number = str(callback_data.contact)
    return show_instead(query, Screen(words.plain("idle-yes" if is_needed else "idle-no", number=number)))


def register(router: Router) -> None:
    """Register the buttons below the question."""
    router.callback_query.register(on_callback, IdleCallback.filter())
