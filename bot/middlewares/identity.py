"""Before any handler: who writes, and in which language.

Updates from groups are ignored. What Telegram's own rules do not allow is reported as malformed.
"""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from itertools import chain
from typing import Any

from aiogram import BaseMiddleware, Bot
from aiogram.enums import ChatType
from aiogram.types import CallbackQuery, Chat, Message, TelegramObject

from bot.reading.carried import read_reply
from bot.reading.incoming import is_plain
from bot.ui.keyboards import CardCallback, CardMenuCallback, PoolCallback
from bot.ui.texts import choose_language, speak
from bot.views.cards.mine_screens import MineCallback
from bot.views.contact_screens import ContactAction, ContactCallback
from models.database.protocol import UnitOfWork
from services.chats import ChatRef, Profile
from services.moment import Moment
from services.names import drop_directions
from services.team import identity

LONGEST_CALLBACK_DATA = 64  # bytes

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class MalformedUpdateError(Exception):
    """An update that Telegram's own rules don't allow; it will not get better by trying again."""


class Identify(BaseMiddleware):
    """Adds `person` (who it is) and `words` (how to speak to them)."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        assert isinstance(event, Message | CallbackQuery)
        chat = find_chat(event)
        if chat.type != ChatType.PRIVATE:
            return None
        user = event.from_user
        if user is None:
            raise MalformedUpdateError("a private message without an author")
        unit: UnitOfWork = data["unit"]
        bot: Bot = data["bot"]
        at: Moment = data["at"]
        data["person"] = await unit.run_sync(
            identity.identify,
            ChatRef(bot.id, user.id),
            language=user.language_code,
            reply_to=read_reply(event) if isinstance(event, Message) else None,
            is_text=is_text(event),
            is_edit=data["event_update"].edited_message is not None,
            album=event.media_group_id if isinstance(event, Message) else None,
            card_of=find_card(event, bot.id),
            page_of=find_page(event, bot.id),
            profile=Profile(drop_directions(user.full_name), user.username),
            at=at,
        )
        data["words"] = speak(choose_language(user.language_code, at.policy.default_language))
        return await handler(event, data)


def find_chat(event: Message | CallbackQuery) -> Chat:
    """Return where it happened; raises MalformedUpdateError for a callback that Telegram does not send."""
    if isinstance(event, Message):
        return event.chat
    if len((event.data or "").encode()) > LONGEST_CALLBACK_DATA:
        raise MalformedUpdateError("a callback with more than 64 bytes of data")
    if event.message is None:
        raise MalformedUpdateError("a callback about no message")
    return event.message.chat


def is_text(event: Message | CallbackQuery) -> bool:
    """Tell a message in plain words from commands and everything else."""
    return isinstance(event, Message) and is_plain(event)


def find_card(event: Message | CallbackQuery, bot_id: int) -> int | None:
    """Return the contact whose card this message replies to, as the buttons of the card or of /mine say.

    The id of a card is unknown to us while its send is under way, and if Telegram's answer got lost.
    """
    for data in list_buttons(event, bot_id):
        with suppress(TypeError, ValueError):
            return CardCallback.unpack(data).contact
        with suppress(TypeError, ValueError):
            return CardMenuCallback.unpack(data).contact
        with suppress(TypeError, ValueError):
            return PoolCallback.unpack(data).contact
        with suppress(TypeError, ValueError):
            callback = MineCallback.unpack(data)
            return callback.contact if callback.assignment else None  # the list has a button for each contact
    return None


def find_page(event: Message | CallbackQuery, bot_id: int) -> int | None:
    """Return the contact whose page an admin replies to, as the buttons below the page say."""
    for data in list_buttons(event, bot_id):
        with suppress(TypeError, ValueError):
            callback = ContactCallback.unpack(data)
            return None if callback.action is ContactAction.SHOW else callback.contact  # else a list
    return None


def list_buttons(event: Message | CallbackQuery, bot_id: int) -> list[str]:
    """Return what the buttons of the message replied to say, if that is one of ours."""
    replied = event.reply_to_message if isinstance(event, Message) else None
    is_ours = replied is not None and replied.from_user is not None and replied.from_user.id == bot_id
    if replied is None or not is_ours or replied.reply_markup is None:
        return []
    return [
        button.callback_data or "" for button in chain.from_iterable(replied.reply_markup.inline_keyboard)
    ]
