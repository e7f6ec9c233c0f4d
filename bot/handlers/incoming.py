"""A Telegram message in the words of the services, and which kinds are conversation at all."""

import re

from aiogram import Bot
from aiogram.enums import ContentType
from aiogram.types import Message

from services.conversation import PHONE, Incoming

CONVERSATION = {
    ContentType.TEXT,
    ContentType.ANIMATION,
    ContentType.AUDIO,
    ContentType.CHECKLIST,
    ContentType.CONTACT,
    ContentType.DICE,
    ContentType.DOCUMENT,
    ContentType.GAME,
    ContentType.LOCATION,
    ContentType.PAID_MEDIA,
    ContentType.PHOTO,
    ContentType.POLL,
    ContentType.STICKER,
    ContentType.STORY,
    ContentType.UNKNOWN,  # something newer than we are: it can still be copied
    ContentType.VENUE,
    ContentType.VIDEO,
    ContentType.VIDEO_NOTE,
    ContentType.VOICE,
}
FILES = {"animation", "audio", "document", "sticker", "video", "video_note", "voice"}


def read_message(message: Message, bot: Bot) -> Incoming:
    """Return what the services need of a private message."""
    author = message.from_user
    return Incoming(
        bot_id=bot.id,
        chat_id=message.chat.id,
        message_id=message.message_id,
        kind=PHONE if shares_own_phone(message) else message.content_type,
        text=message.text or message.caption,
        file_id=find_file_id(message),
        media_group_id=message.media_group_id,
        name=author.full_name if author else None,
        language=author.language_code if author else None,
    )


def find_file_id(message: Message) -> str | None:
    """Return the file id of what a message carries, of a photo the largest."""
    if message.photo:
        return message.photo[-1].file_id
    if message.content_type not in FILES:
        return None
    file_id: str = getattr(message, message.content_type).file_id
    return file_id


def is_conversation(message: Message) -> bool:
    """Tell a message from a service note such as a pinned message."""
    return message.content_type in CONVERSATION


def shares_own_phone(message: Message) -> bool:
    """Tell the author's own contact, which Telegram vouches for, from somebody else's card."""
    card, author = message.contact, message.from_user
    return card is not None and author is not None and card.user_id == author.id


def is_command(message: Message) -> bool:
    """Tell whether a text begins with a command."""
    return re.match(r"/\w", message.text or "") is not None


def is_only_command(message: Message) -> bool:
    """Tell whether a text is a command and nothing else."""
    return re.fullmatch(r"/[A-Za-z0-9_]+(@\w+)?\s*", message.text or "") is not None


def is_start_link(message: Message) -> bool:
    """Tell /start with at most one word behind it from a sentence, which a client wants answered."""
    return re.fullmatch(r"/\w+(@\w+)?(\s+\S+)?\s*", message.text or "") is not None
