"""The button on the cards of a shared pool: the first who presses it has the request."""

from dataclasses import replace

from aiogram import Router
from aiogram.methods import AnswerCallbackQuery
from aiogram.types import CallbackQuery

from bot.ui.display import pop_up
from bot.ui.keyboards import PoolCallback
from bot.ui.refusals import write_refusal
from bot.ui.texts import Words
from models.database.protocol import UnitOfWork
from services.contacts.cards import pooled
from services.moment import Moment
from services.queues.recipients import Recipient


async def on_callback(
    query: CallbackQuery,
    callback_data: PoolCallback,
    recipient: Recipient,
    unit: UnitOfWork,
    words: Words,
    at: Moment,
) -> AnswerCallbackQuery:
    """Take the contact, or say who has it."""
    card = replace(recipient, assignment_no=-callback_data.assignment)
    refused = await unit.run_sync(pooled.take, card, at=at)
    if refused is not None:
        return pop_up(query, write_refusal(refused, words))
    return query.answer(words.plain("done-take", number=str(callback_data.contact)))


def register(router: Router) -> None:
    """Register the button."""
    router.callback_query.register(on_callback, PoolCallback.filter())
