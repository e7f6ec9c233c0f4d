"""What a message carries besides its words: formatting, a quote, its first author, when it was written."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from aiogram.types import InaccessibleMessage, Message, MessageEntity

from services.names import drop_directions, quote_handle

# What an author sets by hand; links, mentions and the like Telegram finds again by itself.
SET_BY_HAND = {
    *("bold", "italic", "underline", "strikethrough", "spoiler", "code", "pre"),
    *("blockquote", "expandable_blockquote", "text_link", "text_mention", "custom_emoji"),
}


def read_entities(message: Message) -> list[dict[str, Any]] | None:
    """Return the formatting of the text or the caption, as we store it; None without any."""
    found: Sequence[MessageEntity] = message.entities or message.caption_entities or ()
    return [_read_entity(entity) for entity in found if entity.type in SET_BY_HAND] or None


def _read_entity(entity: MessageEntity) -> dict[str, Any]:
    stored = {"type": str(entity.type), "offset": entity.offset, "length": entity.length}
    if entity.user is not None:
        return {**stored, "type": "text_link", "url": f"tg://user?id={entity.user.id}"}
    if entity.custom_emoji_id:
        return {**stored, "custom_emoji_id": entity.custom_emoji_id}
    return {**stored, "url": entity.url} if entity.url else stored


def read_look(message: Message) -> dict[str, Any] | None:
    """Return what else its author chose for a message, as the methods that send one call it."""
    preview, video = message.link_preview_options, message.video
    look = {
        "link_preview_options": preview.model_dump(mode="json", exclude_none=True) if preview else None,
        "show_caption_above_media": message.show_caption_above_media,
        "has_spoiler": message.has_media_spoiler,
        "cover": video.cover[-1].file_id if video is not None and video.cover else None,
        "start_timestamp": video.start_timestamp if video is not None else None,
    }
    return {name: value for name, value in look.items() if value} or None


def read_origin(message: Message) -> str | None:
    """Return whose message this was before it was forwarded, as Telegram shows it; None of an own one."""
    origin = message.forward_origin
    if origin is None:
        return None
    user = getattr(origin, "sender_user", None)
    if user is not None:
        name = quote_handle(drop_directions(user.full_name))
        return f"{name} (@{user.username})" if user.username else name
    chat = getattr(origin, "sender_chat", None) or getattr(origin, "chat", None)
    name = str(getattr(origin, "sender_user_name", None) or getattr(chat, "title", None) or "…")
    return quote_handle(drop_directions(name))


def read_reply(message: Message) -> int | None:
    """Return the id of the message of the same chat that this one replies to."""
    replied = message.reply_to_message
    if replied is None or isinstance(replied, InaccessibleMessage):
        return None
    return replied.message_id


def read_quote(message: Message) -> dict[str, Any] | None:
    """Return the part of another message that this one quotes, as Telegram wants it back."""
    quote = message.quote
    if quote is None:
        return None
    entities = [entity.model_dump(mode="json", exclude_none=True) for entity in quote.entities or ()]
    return {"text": quote.text, "entities": entities, "position": quote.position}


def read_date(message: Message) -> datetime | None:
    """Return when a message was written; 0 is Telegram's word for a date that nobody knows."""
    return message.date if message.date.timestamp() else None
