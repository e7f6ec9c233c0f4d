"""Reads a Telegram message for the services, and tells conversation from service messages."""

import re
from typing import Protocol

from aiogram import Bot
from aiogram.enums import ContentType
from aiogram.types import Message

from bot.reading import carried
from services.contacts.conversation import PHONE
from services.contacts.messages import Incoming

# Service messages of Telegram itself. What is not among them, however new, is something that a person sent.
SERVICE = {
    ContentType.BOOST_ADDED,
    ContentType.CHANNEL_CHAT_CREATED,
    ContentType.CHAT_BACKGROUND_SET,
    ContentType.CHAT_OWNER_CHANGED,
    ContentType.CHAT_OWNER_LEFT,
    ContentType.CHAT_SHARED,
    ContentType.CHECKLIST_TASKS_ADDED,
    ContentType.CHECKLIST_TASKS_DONE,
    ContentType.COMMUNITY_CHAT_ADDED,
    ContentType.COMMUNITY_CHAT_JOINED,
    ContentType.COMMUNITY_CHAT_REMOVED,
    ContentType.CONNECTED_WEBSITE,
    ContentType.DELETE_CHAT_PHOTO,
    ContentType.DIRECT_MESSAGE_PRICE_CHANGED,
    ContentType.FORUM_TOPIC_CLOSED,
    ContentType.FORUM_TOPIC_CREATED,
    ContentType.FORUM_TOPIC_EDITED,
    ContentType.FORUM_TOPIC_REOPENED,
    ContentType.GENERAL_FORUM_TOPIC_HIDDEN,
    ContentType.GENERAL_FORUM_TOPIC_UNHIDDEN,
    ContentType.GIFT,
    ContentType.GIFT_UPGRADE_SENT,
    ContentType.GIVEAWAY_COMPLETED,
    ContentType.GIVEAWAY_CREATED,
    ContentType.GROUP_CHAT_CREATED,
    ContentType.LEFT_CHAT_MEMBER,
    ContentType.MANAGED_BOT_CREATED,
    ContentType.MESSAGE_AUTO_DELETE_TIMER_CHANGED,
    ContentType.MIGRATE_FROM_CHAT_ID,
    ContentType.MIGRATE_TO_CHAT_ID,
    ContentType.NEW_CHAT_MEMBERS,
    ContentType.NEW_CHAT_PHOTO,
    ContentType.NEW_CHAT_TITLE,
    ContentType.PAID_MESSAGE_PRICE_CHANGED,
    ContentType.PASSPORT_DATA,
    ContentType.PINNED_MESSAGE,
    ContentType.POLL_OPTION_ADDED,
    ContentType.POLL_OPTION_DELETED,
    ContentType.PROXIMITY_ALERT_TRIGGERED,
    ContentType.REFUNDED_PAYMENT,
    ContentType.SUCCESSFUL_PAYMENT,
    ContentType.SUGGESTED_POST_APPROVAL_FAILED,
    ContentType.SUGGESTED_POST_APPROVED,
    ContentType.SUGGESTED_POST_DECLINED,
    ContentType.SUGGESTED_POST_PAID,
    ContentType.SUGGESTED_POST_REFUNDED,
    ContentType.SUPERGROUP_CHAT_CREATED,
    ContentType.UNIQUE_GIFT,
    ContentType.USERS_SHARED,
    ContentType.USER_SHARED,
    ContentType.VIDEO_CHAT_ENDED,
    ContentType.VIDEO_CHAT_PARTICIPANTS_INVITED,
    ContentType.VIDEO_CHAT_SCHEDULED,
    ContentType.VIDEO_CHAT_STARTED,
    ContentType.WEB_APP_DATA,
    ContentType.WRITE_ACCESS_ALLOWED,
}

FILES = {"animation", "audio", "document", "sticker", "video", "video_note", "voice"}
JOIN_COMMAND = re.compile(r"/start(@\w+)?\s+(?:op|adm|see)_\S*(\s.*)?", re.IGNORECASE | re.DOTALL)
ONLY_COMMAND = re.compile(r"/[A-Za-z0-9_]+(@\w+)?\s*")


class File(Protocol):
    """What all kinds of files have: an id to send it by, and one that is the same every time."""

    @property
    def file_id(self) -> str: ...

    @property
    def file_unique_id(self) -> str: ...


def read_message(message: Message, bot: Bot) -> Incoming:
    """Return what the services need of a private message."""
    author, file = message.from_user, find_file(message)
    return Incoming(
        bot_id=bot.id,
        chat_id=message.chat.id,
        message_id=message.message_id,
        kind=PHONE if shares_own_phone(message) else message.content_type,
        text=message.text or message.caption,
        file_id=file.file_id if file else None,
        file_unique_id=file.file_unique_id if file else None,
        media_group_id=message.media_group_id,
        name=author.full_name if author else None,
        language=author.language_code if author else None,
        username=author.username if author else None,
        entities=carried.read_entities(message),
        reply_to=carried.read_reply(message),
        quote=carried.read_quote(message),
        forwarded_from=carried.read_origin(message),
        look=carried.read_look(message),
        written_at=carried.read_date(message),
    )


def find_file(message: Message) -> File | None:
    """Return the file that a message carries, of a photo the largest."""
    if message.photo:
        return message.photo[-1]
    if message.content_type not in FILES:
        return None
    file: File = getattr(message, message.content_type)
    return file


def is_conversation(message: Message) -> bool:
    """Tell a message of a person from a service message such as a pinned message."""
    return message.content_type not in SERVICE


def shares_own_phone(message: Message) -> bool:
    """Tell the author's own contact, which Telegram vouches for, from somebody else's card.

    A forwarded one may have a number that was the author's once, and is somebody else's now.
    """
    card, author = message.contact, message.from_user
    return card is not None and author is not None and card.user_id == author.id and is_own(message)


def is_own(message: Message) -> bool:
    """Tell what somebody has written here from a forward, and from what another bot wrote in his name."""
    return message.forward_origin is None and message.via_bot is None


def is_inline_result(message: Message, bot: Bot) -> bool:
    """Tell what somebody has chosen among the results of this bot's inline mode."""
    return message.via_bot is not None and message.via_bot.id == bot.id


def is_foreign_command(message: Message) -> bool:
    """Tell a command that somebody else wrote: it is no order."""
    return not is_own(message) and is_command(message)


def is_plain(message: Message) -> bool:
    """Tell a text in plain words of one's own from commands and everything else."""
    return bool(message.text) and not (message.text or "").startswith("/") and is_own(message)


def is_command(message: Message) -> bool:
    """Tell whether a text begins with a command."""
    return re.match(r"/\w", message.text or "") is not None


def is_only_command(message: Message) -> bool:
    """Tell whether a text is a command and nothing else."""
    return ONLY_COMMAND.fullmatch(message.text or "") is not None


def is_start_link(message: Message) -> bool:
    """Tell /start with at most one word behind it from a sentence, which a client wants answered."""
    return re.fullmatch(r"/\w+(@\w+)?(\s+\S+)?\s*", message.text or "") is not None


def is_join_link(message: Message) -> bool:
    """Tell /start with a link to join, whatever stands behind it."""
    return JOIN_COMMAND.fullmatch(message.text or "") is not None


def read_everything(message: Message) -> str:
    """Return all the words of a message that its reader sees or follows: with what it quotes and links to."""
    entities = message.entities or message.caption_entities or ()
    parts = [message.text, message.caption, message.quote.text if message.quote else None]
    return "\n".join(part for part in (*parts, *(entity.url for entity in entities)) if part)
