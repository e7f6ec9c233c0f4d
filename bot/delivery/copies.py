"""One message in another chat: copied, with the words that we have stored, or by the id of its file."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from aiogram.methods import (
    CopyMessage,
    SendAnimation,
    SendAudio,
    SendDocument,
    SendMessage,
    SendPhoto,
    SendSticker,
    SendVideo,
    SendVideoNote,
    SendVoice,
    TelegramMethod,
)
from aiogram.types import LinkPreviewOptions, MessageEntity, ReplyParameters

from bot.ui.formatting import format_text
from bot.ui.lists import measure_plain
from models import Author, Message

LONGEST_CAPTION = 1024  # UTF-16 units
BY_FILE_ID: dict[str, tuple[type[TelegramMethod[Any]], str]] = {
    "photo": (SendPhoto, "photo"),
    "document": (SendDocument, "document"),
    "video": (SendVideo, "video"),
    "audio": (SendAudio, "audio"),
    "voice": (SendVoice, "voice"),
    "animation": (SendAnimation, "animation"),
    "video_note": (SendVideoNote, "video_note"),
    "sticker": (SendSticker, "sticker"),
}
WITHOUT_CAPTION = {"video_note", "sticker"}
WITH_CAPTION = BY_FILE_ID.keys() - WITHOUT_CAPTION
NO_LOOK: Mapping[str, Any] = MappingProxyType({})
Calls = tuple[TelegramMethod[Any], ...]


def copy(chat_id: int, message: Message, reply: ReplyParameters | None, caption: str | None = None) -> Calls:
    """Return the call that copies a message as it stands in its author's chat by then."""
    if message.chat_id is None or message.message_id is None:
        return ()
    call = CopyMessage(
        chat_id=chat_id,
        from_chat_id=message.chat_id,
        message_id=message.message_id,
        caption=caption,  # without one the copy has the original's
        parse_mode="HTML" if caption is not None else None,
        reply_parameters=reply,
    )
    return (call,)


def repeat(chat_id: int, message: Message, reply: ReplyParameters | None, look: Mapping[str, Any]) -> Calls:
    """Return the calls that send an answer as we have stored it; `look` is what else its author chose.

    A copy would show an edit that was refused. What nobody can edit is copied, and so is a caption that is
    too long for a bot.
    """
    text = message.text or ""
    if message.author is not Author.OPERATOR or message.chat_id is None:
        return copy(chat_id, message, reply)
    if message.kind == "text":
        return (send_words(chat_id, format_text(text, message.entities), reply, look),)
    if message.kind not in WITH_CAPTION or measure_plain(text) > LONGEST_CAPTION:
        return copy(chat_id, message, reply)
    caption = format_text(text, message.entities) or None
    return (
        *send_by_file_id(chat_id, message, reply, caption, look),
        *copy(chat_id, message, reply, caption),
    )


def send_words(
    chat_id: int, text: str, reply: ReplyParameters | None, look: Mapping[str, Any]
) -> SendMessage:
    """Return the call that sends a text in HTML with the preview of a link that its author chose."""
    preview = look.get("link_preview_options")
    return SendMessage(
        chat_id=chat_id,
        text=text,
        parse_mode="HTML",
        reply_parameters=reply,
        link_preview_options=LinkPreviewOptions(**preview) if preview else None,
    )


def send_by_file_id(
    chat_id: int,
    message: Message,
    reply: ReplyParameters | None,
    text: str | None,
    look: Mapping[str, Any] = NO_LOOK,
) -> Calls:
    """Return the call that sends the file of a message, nothing for what has none."""
    if message.kind not in BY_FILE_ID or message.file_id is None:
        return ()
    method, field = BY_FILE_ID[message.kind]
    caption = {} if message.kind in WITHOUT_CAPTION else {"caption": text, "parse_mode": "HTML"}
    chosen = {name: value for name, value in look.items() if name in method.model_fields}
    return (method(chat_id=chat_id, reply_parameters=reply, **{field: message.file_id}, **caption, **chosen),)


def with_quote(reply: ReplyParameters, quote: dict[str, Any]) -> ReplyParameters:
    """Return a reply that shows the quoted part of what it answers."""
    entities = [MessageEntity(**entity) for entity in quote.get("entities") or ()]
    return reply.model_copy(
        update={
            "quote": quote["text"],
            "quote_entities": entities or None,
            "quote_position": quote.get("position"),
        }
    )
