"""A client says how it was: by a thumb below the notice of completion, and in words by a reply to that."""

from contextlib import suppress
from itertools import chain

from aiogram import Bot, Router
from aiogram.types import CallbackQuery, Message

from bot.reading.incoming import read_message
from bot.ui.display import show_instead
from bot.ui.refusals import write_refusal
from bot.ui.texts import Words
from bot.views.rating_screens import RateCallback, write_rated
from models.database.protocol import UnitOfWork
from services.chats import ChatRef
from services.clients import ratings
from services.moment import Moment
from services.refusals import Refused
from services.team.identity import Person


async def on_thumb(
    query: CallbackQuery,
    callback_data: RateCallback,
    bot: Bot,
    unit: UnitOfWork,
    person: Person,
    words: Words,
    at: Moment,
) -> object:
    """Keep the thumb, and say thanks instead of the question; who is banned is not answered."""
    number, rating = callback_data.contact, callback_data.rating
    counts = await unit.run_sync(ratings.rate, ChatRef(bot.id, person.account), number, rating, at=at)
    return show_instead(query, write_rated(number, rating, words)) if counts else query.answer()


async def keep_comment(message: Message, bot: Bot, unit: UnitOfWork, words: Words, at: Moment) -> object:
    """Keep words that reply to the question how it was; returns what to say, None for any other message.

    Which message is the question its thumbs say: another message is not looked up.
    """
    number = find_rated(message, bot.id)
    if number is None:
        return None
    try:
        is_kept = await unit.run_sync(ratings.comment, read_message(message, bot), number, at=at)
    except Refused as refusal:
        return message.reply(write_refusal(refusal, words))
    return message.answer(words.plain("client-comment-kept")) if is_kept else None


def find_rated(message: Message, bot_id: int) -> int | None:
    """Return the contact of whose thumbs a message replies to, None if it replies to none."""
    replied = message.reply_to_message
    is_ours = replied is not None and replied.from_user is not None and replied.from_user.id == bot_id
    if replied is None or not is_ours or replied.reply_markup is None:
        return None
    for button in chain.from_iterable(replied.reply_markup.inline_keyboard):
        with suppress(TypeError, ValueError):
            return RateCallback.unpack(button.callback_data or "").contact
    return None


def register(router: Router) -> None:
    """Register the thumbs."""
    router.callback_query.register(on_thumb, RateCallback.filter())
