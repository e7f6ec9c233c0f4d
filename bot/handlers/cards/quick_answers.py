"""Quick answers: an operator chooses one below a card or in /mine, looks at it, and sends it."""

from aiogram import Bot, Router
from aiogram.types import CallbackQuery

from bot.ui.display import pop_up, show, show_instead
from bot.ui.keyboards import AnswersCallback
from bot.ui.screens import Screen
from bot.ui.texts import Words
from bot.views.quick_answers.choosing import (
    ChooseAction,
    ChooseCallback,
    write_choice,
    write_filled,
    write_sent,
)
from models import Source
from models.database.protocol import UnitOfWork
from services import sources
from services.moment import Moment
from services.queues.recipients import Recipient
from services.quick_answers import sending
from services.refusals import Reason, Refused
from services.team.identity import Person


async def on_ask(
    query: CallbackQuery,
    callback_data: AnswersCallback,
    recipient: Recipient,
    bot: Bot,
    unit: UnitOfWork,
    words: Words,
    has_inline_mode: bool | None = None,
) -> object:
    """Offer the quick answers for a contact, in a message of their own: it will stand for what is sent."""
    answers = await unit.run_sync(sending.offer, recipient)
    if not answers:
        return pop_up(query, words.plain("answers-gone"))
    assert query.message is not None
    typed_bot = await find_typed_bot(unit, bot, has_inline_mode)
    number, assignment = callback_data.contact, callback_data.assignment
    choice = write_choice(number, assignment, answers, words, typed_bot=typed_bot)
    return query.answer(), show(query.message, choice)


async def find_typed_bot(unit: UnitOfWork, bot: Bot, has_inline_mode: bool | None) -> Source | None:
    """Return the bot behind whose name quick answers can be found by typing, None without inline mode."""
    return await unit.run_sync(sources.bot_source, bot.id) if has_inline_mode else None


async def on_callback(
    query: CallbackQuery,
    callback_data: ChooseCallback,
    recipient: Recipient,
    bot: Bot,
    unit: UnitOfWork,
    person: Person,
    words: Words,
    at: Moment,
    has_inline_mode: bool | None = None,
) -> object:
    """Show the titles or what one says, or send it; or say why not."""
    number, assignment = callback_data.contact, callback_data.assignment
    answer, value = callback_data.answer, callback_data.value
    assert query.message is not None
    match callback_data.action:
        case ChooseAction.CLOSE:
            if person.operator_id is None:  # a screen that nobody else was shown
                raise Refused(Reason.NOT_YOURS)
            return show_instead(query, Screen(words.plain("answers-closed", number=str(number))))
        case ChooseAction.LIST:
            answers = await unit.run_sync(sending.offer, recipient)
            if not answers:
                return pop_up(query, words.plain("answers-gone"))
            typed_bot = await find_typed_bot(unit, bot, has_inline_mode)
            choice = write_choice(number, assignment, answers, words, page=value, typed_bot=typed_bot)
            return show_instead(query, choice)
        case ChooseAction.SHOW:
            filled = await unit.run_sync(sending.show, recipient, answer)
            return show_instead(query, write_filled(number, assignment, filled, words))
        case ChooseAction.SEND:
            place = query.message.message_id
            filled = await unit.run_sync(sending.send, recipient, place, answer, value, at=at)
            return show_instead(query, write_sent(number, filled, words))


def register(router: Router) -> None:
    """Register the button on cards, and those of the screens."""
    router.callback_query.register(on_ask, AnswersCallback.filter())
    router.callback_query.register(on_callback, ChooseCallback.filter())
