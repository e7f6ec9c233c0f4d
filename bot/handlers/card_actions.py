"""Buttons on cards."""

from datetime import datetime

from aiogram import Bot, Router
from aiogram.methods import AnswerCallbackQuery
from aiogram.types import CallbackQuery

from bot.ui.display import pop_up
from bot.ui.keyboards import CardPress, WhyPress
from bot.ui.refusals import write_refusal
from bot.ui.texts import Words
from bot.views.decision_screens import write_why_me
from models.database.protocol import UnitOfWork
from services.contacts import card_actions
from services.distribution.routing import Chance
from services.queues.recipients import Thread
from services.refusals import Reason, Refused
from services.team.identity import Person


async def on_card_press(
    query: CallbackQuery,
    callback_data: CardPress,
    bot: Bot,
    unit: UnitOfWork,
    person: Person,
    words: Words,
    now: datetime,
    chance: Chance,
) -> AnswerCallbackQuery:
    """Move the contact, or say why not."""
    thread = Thread(bot.id, person.telegram_id, callback_data.contact, callback_data.assignment)
    refusal = await unit.run_sync(card_actions.press, callback_data.action, thread, now=now, chance=chance)
    if refusal is not None:
        return query.answer(write_refusal(refusal, words), show_alert=True)
    return query.answer(words.plain(f"done-{callback_data.action}", number=str(callback_data.contact)))


async def on_why_press(
    query: CallbackQuery, callback_data: WhyPress, bot: Bot, unit: UnitOfWork, person: Person, words: Words
) -> AnswerCallbackQuery:
    """Say why the contact came to this operator."""
    thread = Thread(bot.id, person.telegram_id, callback_data.contact, callback_data.assignment)
    try:
        decision = await unit.run_sync(card_actions.explain, thread)
    except Refused as refusal:
        return pop_up(query, write_refusal(refusal, words))
    return pop_up(query, write_why_me(decision, words))


async def on_other_press(query: CallbackQuery, words: Words) -> AnswerCallbackQuery:
    """Answer a button that we never made, so that it doesn't spin."""
    return query.answer(write_refusal(Refused(Reason.NOT_YOURS), words), show_alert=True)


def router() -> Router:
    """Return the router of presses."""
    router = Router(name="presses")
    router.callback_query.register(on_card_press, CardPress.filter())
    router.callback_query.register(on_why_press, WhyPress.filter())
    router.callback_query.register(on_other_press)
    return router
