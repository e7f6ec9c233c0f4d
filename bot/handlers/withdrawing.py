"""/withdraw: an operator takes an answer back, the one that the command replies to, or one of the latest."""

from aiogram import Bot, F, Router
from aiogram.types import CallbackQuery, Message

from bot.handlers import roles
from bot.reading.carried import read_reply
from bot.ui.display import show, show_instead
from bot.ui.refusals import write_refusal
from bot.ui.screens import Screen
from bot.ui.texts import Words
from bot.views.answer_screens import WithdrawCallback, write_answers
from models.database.protocol import UnitOfWork
from services.chats import ChatRef
from services.contacts import edits
from services.moment import Moment
from services.refusals import Refused
from services.team.identity import Person


async def on_reply(
    message: Message, bot: Bot, unit: UnitOfWork, person: Person, words: Words, at: Moment
) -> object:
    """Withdraw the answer that is replied to; that it is gone is said once it is."""
    chat, replied = ChatRef(bot.id, person.account), read_reply(message)
    try:
        await unit.run_sync(edits.withdraw_replied, chat, replied or 0, at=at)
    except Refused as refusal:
        return message.reply(write_refusal(refusal, words))
    return None


async def on_command(message: Message, unit: UnitOfWork, person: Person, words: Words, at: Moment) -> object:
    """Offer the latest answers."""
    answers = await unit.run_sync(edits.list_withdrawable, person.account, at=at)
    return show(message, write_answers(answers, words, at.policy.timezone))


async def on_callback(
    query: CallbackQuery,
    callback_data: WithdrawCallback,
    unit: UnitOfWork,
    person: Person,
    words: Words,
    at: Moment,
) -> object:
    """Withdraw one of them, or none."""
    if not callback_data.message:
        return show_instead(query, Screen(words.plain("withdraw-kept")))
    try:
        await unit.run_sync(edits.withdraw, person.account, callback_data.message, at=at)
    except Refused as refusal:
        return show_instead(query, Screen(write_refusal(refusal, words)))
    return show_instead(query, Screen(words.plain("withdraw-begun")))


def register_replies(router: Router) -> None:
    """Register /withdraw as a reply, before answers: else the client would read it."""
    router.message.register(on_reply, roles.is_operator, roles.command("withdraw"), F.reply_to_message)


def register(router: Router) -> None:
    """Register /withdraw alone, and the buttons below its list."""
    router.message.register(on_command, roles.is_operator, roles.command("withdraw"))
    router.callback_query.register(on_callback, roles.is_operator, WithdrawCallback.filter())
