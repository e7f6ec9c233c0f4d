"""*More* on a card: its rarer buttons in place of the everyday ones, and back."""

from typing import Any

from aiogram import Router
from aiogram.methods import EditMessageReplyMarkup
from aiogram.types import CallbackQuery

from bot.handlers.cards.labels import show_tags
from bot.ui.display import show
from bot.ui.keyboards import CardMenu, CardMenuCallback, card_buttons
from bot.ui.texts import Words
from bot.views.cards.card_menu import menu_buttons
from bot.views.cards.mine_screens import ask_about_spam
from models.database.protocol import UnitOfWork
from services.contacts.cards import access
from services.moment import Moment
from services.queues import labels
from services.queues.recipients import Recipient
from services.quick_answers import offered
from services.reports import records


async def on_menu_callback(
    query: CallbackQuery,
    callback_data: CardMenuCallback,
    recipient: Recipient,
    unit: UnitOfWork,
    words: Words,
    at: Moment,
) -> object:
    """Show the other buttons below the same card, or what a rare one asks, in a message of its own."""
    number, assignment = callback_data.contact, callback_data.assignment
    await unit.run_sync(access.check_open, recipient, at=at)
    assert query.message is not None
    contact, _, earlier = await unit.run_sync(records.read_card, number)
    labelled = await unit.run_sync(labels.read_one, contact)
    match callback_data.menu:
        case CardMenu.MORE:
            buttons = menu_buttons(contact, labelled, words)
        case CardMenu.LESS:
            has_answers = await unit.run_sync(offered.has_answers, contact)
            buttons = card_buttons(contact, earlier, words, has_answers=has_answers)
        case CardMenu.TAGS:
            return query.answer(), show(query.message, show_tags(contact, assignment, labelled, words))
        case CardMenu.SPAM:
            return query.answer(), show(query.message, ask_about_spam(number, assignment, words))
    where: dict[str, Any] = {"chat_id": query.message.chat.id, "message_id": query.message.message_id}
    return query.answer(), EditMessageReplyMarkup(**where, reply_markup=buttons)


def register(router: Router) -> None:
    """Register *More*, and what it leads to."""
    router.callback_query.register(on_menu_callback, CardMenuCallback.filter())
