"""The buttons on cards."""

from aiogram import Router
from aiogram.methods import AnswerCallbackQuery
from aiogram.types import CallbackQuery

from bot.ui.display import pop_up, show
from bot.ui.keyboards import CardCallback, HistoryCallback, MoreCallback, NoAnswerCallback, WhyCallback
from bot.ui.refusals import write_refusal
from bot.ui.screens import Screen
from bot.ui.texts import Words
from bot.views.cards.card import write_earlier
from bot.views.cards.later_screens import write_choice
from bot.views.decision_screens import write_why_me
from models.database.protocol import UnitOfWork
from services.contacts import card_actions
from services.contacts.states import Action
from services.moment import Moment
from services.queues.recipients import Recipient
from services.refusals import Reason, Refused


async def on_card_callback(
    query: CallbackQuery,
    callback_data: CardCallback,
    recipient: Recipient,
    unit: UnitOfWork,
    words: Words,
    at: Moment,
) -> object:
    """Move the contact, or say why not; until when to put it off is asked first."""
    contact, assignment = callback_data.contact, callback_data.assignment
    if callback_data.action is Action.SNOOZE:
        moments = await unit.run_sync(card_actions.list_moments, recipient, at=at)
        assert query.message is not None
        choice = write_choice(contact, assignment, moments, words, at.policy.timezone)
        return query.answer(), show(query.message, choice)
    refused = await unit.run_sync(card_actions.perform, callback_data.action, recipient, at=at)
    if refused is not None:
        return pop_up(query, write_refusal(refused, words))
    return query.answer(words.plain(f"done-{callback_data.action}", number=str(callback_data.contact)))


async def on_why_callback(
    query: CallbackQuery, recipient: Recipient, unit: UnitOfWork, words: Words
) -> AnswerCallbackQuery:
    """Say why the contact came to this operator."""
    decision, reason = await unit.run_sync(card_actions.explain, recipient)
    return pop_up(query, write_why_me(decision, reason, words))


async def on_more_callback(
    query: CallbackQuery, recipient: Recipient, unit: UnitOfWork, at: Moment
) -> AnswerCallbackQuery:
    """Show more of what the client has written."""
    await unit.run_sync(card_actions.show_more, recipient, at=at)
    return query.answer()


async def on_history_callback(
    query: CallbackQuery,
    callback_data: HistoryCallback,
    recipient: Recipient,
    unit: UnitOfWork,
    words: Words,
    at: Moment,
) -> object:
    """List the earlier contacts of the client."""
    earlier = await unit.run_sync(card_actions.list_earlier, recipient)
    assert query.message is not None
    text = write_earlier(callback_data.contact, earlier, words, timezone=at.policy.timezone)
    return query.answer(), show(query.message, Screen(text))


async def on_no_answer_callback(
    query: CallbackQuery,
    callback_data: NoAnswerCallback,
    recipient: Recipient,
    unit: UnitOfWork,
    words: Words,
    at: Moment,
) -> AnswerCallbackQuery:
    """Remind nobody of a client who needs no answer."""
    await unit.run_sync(card_actions.need_no_answer, recipient, at=at)
    return query.answer(words.plain("done-no-answer", number=str(callback_data.contact)))


async def on_unknown_callback(query: CallbackQuery, words: Words) -> AnswerCallbackQuery:
    """Answer a button that we never made, so that it doesn't spin."""
    return query.answer(write_refusal(Refused(Reason.NOT_YOURS), words), show_alert=True)


def register(router: Router) -> None:
    """Register the buttons on cards."""
    router.callback_query.register(on_card_callback, CardCallback.filter())
    router.callback_query.register(on_why_callback, WhyCallback.filter())
    router.callback_query.register(on_more_callback, MoreCallback.filter())
    router.callback_query.register(on_history_callback, HistoryCallback.filter())
    router.callback_query.register(on_no_answer_callback, NoAnswerCallback.filter())
    router.callback_query.register(on_unknown_callback)
