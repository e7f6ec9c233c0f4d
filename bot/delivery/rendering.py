"""An outbox row in words: the calls that deliver it, the best form first, simpler ones behind it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiogram.methods import (
    CopyMessage,
    EditMessageText,
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
from aiogram.types import (
    BufferedInputFile,
    ForceReply,
    InlineKeyboardMarkup,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from bot.delivery.albums import Album, write_album
from bot.ui import keyboards
from bot.ui.lists import measure_plain, shorten
from bot.ui.notices import write_params
from bot.ui.screens import NO_PREVIEW
from bot.ui.texts import Words, escape
from bot.views.card import can_come_back, name_kind, write_card
from models import Author, Message, OutboxKind
from services.questions import ASKS
from services.queues.outbox import BUTTONS, BY_CARD, EDITED, RECEIPT
from services.queues.render_data import RenderData

LONGEST_QUOTE = 3500  # UTF-16 units of a text that we put into a sentence of ours
LONGEST_MESSAGE = 4096  # UTF-16 units
LONGEST_CAPTION = 1024  # UTF-16 code units
BY_FILE_ID: dict[str, tuple[Callable[..., TelegramMethod[Any]], str]] = {
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
ASK_PHONE = "ask_phone"


@dataclass(frozen=True, slots=True)
class Rendering:
    """The calls to try in order. `shows`: the message that an edit changes; `optional`: may all fail.

    An `album` comes first; the forms are for this row alone then.
    """

    forms: tuple[TelegramMethod[Any], ...]
    shows: int | None = None
    optional: bool = False
    album: Album | None = None


def render(data: RenderData, words: Words) -> Rendering | None:
    """Return the rendering for an outbox row, None if nobody should get it any more."""
    match data.row.kind:
        case OutboxKind.CARD:
            return _card(data, words)
        case OutboxKind.RELAY if data.is_current:
            return _relay(data, words)
        case OutboxKind.NOTICE if data.is_current:
            return _notice(data, words) if data.message is None else _edited(data, data.message, words)
        case _:
            return None


def _card(data: RenderData, words: Words) -> Rendering | None:
    contact, chat_id, shown = data.contact, data.row.chat_id, data.card_id
    assert contact is not None
    if not data.is_current:
        ended = words.html("card-ended", number=str(contact.id))
        line = EditMessageText(chat_id=chat_id, message_id=shown, text=ended)
        return Rendering((line,), shown, optional=True) if shown else None
    text = write_card(contact, data.first_message, data.earlier, words)
    look: dict[str, Any] = {
        "chat_id": chat_id,
        "reply_markup": keyboards.card_buttons(contact, words) if can_come_back(contact) else None,
        "link_preview_options": NO_PREVIEW,
    }
    sends = (
        SendMessage(text=text, parse_mode="HTML", **look),
        SendMessage(text=_strip_tags(text), parse_mode=None, **look),
    )
    if shown is None:
        return Rendering(sends)
    return Rendering((EditMessageText(message_id=shown, text=text, parse_mode="HTML", **look), *sends), shown)


def _relay(data: RenderData, words: Words) -> Rendering:
    message, chat_id = data.message, data.row.chat_id
    assert message is not None
    if EDITED in data.row.params:
        return _changed(data, message, words)
    reply = _reply_to(data.card_id)
    to_operator = data.row.assignment_no is not None
    short_text = message.kind == "text" and measure_plain(message.text or "") <= LONGEST_QUOTE
    if to_operator and message.author is Author.OPERATOR and short_text:
        said = words.html("operator-said", text=message.text or "")
        return Rendering((_send(chat_id, said, reply),))
    forms = (
        *_copy(chat_id, message, reply),
        *_by_file_id(chat_id, message, reply, message.text),
        *_as_file(chat_id, message, reply),
        _send(chat_id, _in_words(message, to_operator, words), reply),
    )
    return Rendering(forms, album=write_album(data, reply))


def _changed(data: RenderData, message: Message, words: Words) -> Rendering:
    """The new version of a message whose file was replaced, in reply to the copy of the former one."""
    chat_id, reply = data.row.chat_id, _reply_to(data.copy_id or data.card_id)
    text = message.text or ""
    said = words.plain("edited", text=text) if text else words.plain("edited-file")
    fits = message.kind not in WITHOUT_CAPTION and measure_plain(said) <= LONGEST_CAPTION
    lost = _in_words(message, data.row.assignment_no is not None, words, said)
    forms = (
        *_copy(chat_id, message, reply, caption=said if fits else None),
        *_by_file_id(chat_id, message, reply, said if fits else text),
        _send(chat_id, lost, reply),
    )
    return Rendering(forms)


def _edited(data: RenderData, message: Message, words: Words) -> Rendering:
    """The new words of a message, whole, in reply to the copy of the former ones."""
    chat_id, reply, text = data.row.chat_id, _reply_to(data.copy_id or data.card_id), message.text
    if not text:
        return Rendering((_send(chat_id, words.html("edited-to-nothing"), reply),))
    room = LONGEST_MESSAGE - measure_plain(words.plain("edited", text=""))
    said = _send(chat_id, words.html("edited", text=shorten(text, room)), reply)
    fits = measure_plain(text) <= room
    return Rendering((said,) if fits else (*_copy(chat_id, message, reply), said))


def _copy(
    chat_id: int, message: Message, reply: ReplyParameters | None, caption: str | None = None
) -> tuple[TelegramMethod[Any], ...]:
    if message.chat_id is None or message.message_id is None:
        return ()
    copy = CopyMessage(
        chat_id=chat_id,
        from_chat_id=message.chat_id,
        message_id=message.message_id,
        caption=caption,  # without one the copy has the original's
        reply_parameters=reply,
    )
    return (copy,)


def _by_file_id(
    chat_id: int, message: Message, reply: ReplyParameters | None, text: str | None
) -> tuple[TelegramMethod[Any], ...]:
    if message.kind not in BY_FILE_ID or message.file_id is None:
        return ()
    method, field = BY_FILE_ID[message.kind]
    caption = {} if message.kind in WITHOUT_CAPTION else {"caption": text}
    return (method(chat_id=chat_id, reply_parameters=reply, **{field: message.file_id}, **caption),)


def _as_file(
    chat_id: int, message: Message, reply: ReplyParameters | None
) -> tuple[TelegramMethod[Any], ...]:
    """A text that came by API may be longer than Telegram's messages."""
    text = message.text or ""
    if message.chat_id is not None or measure_plain(text) <= LONGEST_MESSAGE:
        return ()
    file = BufferedInputFile(text.encode(), filename=f"{message.contact_id}.txt")
    return (SendDocument(chat_id=chat_id, document=file, reply_parameters=reply),)


def _in_words(message: Message, to_operator: bool, words: Words, said: str | None = None) -> str:
    text = (message.text if said is None else said) or ""
    if message.kind == "text":
        return escape(text)
    lost = words.plain(
        "relay-lost" if to_operator else "relay-lost-to-client", kind=name_kind(message.kind, words)
    )
    return f"{lost}\n{escape(text)}".rstrip()


def _notice(data: RenderData, words: Words) -> Rendering:
    params = write_params(data.row.params, words)
    key, reply_to = params.pop("key"), params.pop("reply_to", None)
    markup: InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply | None
    markup = keyboards.share_phone(words) if params.pop(ASK_PHONE, False) else None
    if key == "client-phone-saved":
        markup = ReplyKeyboardRemove()
    if params.pop(ASKS, None) is not None:
        markup = ForceReply(input_field_placeholder=words.plain("ask-placeholder"))
    if reply_to is None:
        reply_to = data.card_id  # of the assignment that it is about, if it is about one
    if params.pop(BY_CARD, False):
        assert data.contact is not None
        reply_to, params["client"] = data.card_id, data.contact.lead.name or words.plain("client-someone")
        markup = keyboards.card_buttons(data.contact, words) if params.pop(BUTTONS, False) else None
    receipt = params.pop(RECEIPT, None)
    if key == "album-from-client":
        assert data.contact is not None
        params["client"] = data.contact.lead.name or words.plain("client-someone")
    text = words.html(key, **params) + (f"\n{escape(receipt)}" if receipt else "")
    return Rendering((_send(data.row.chat_id, text, _reply_to(reply_to), markup),))


def _send(chat_id: int, text: str, reply: ReplyParameters | None = None, markup: Any = None) -> SendMessage:
    return SendMessage(
        chat_id=chat_id,
        text=text,
        parse_mode="HTML",
        reply_parameters=reply,
        reply_markup=markup,
        link_preview_options=NO_PREVIEW,
    )


def _reply_to(message_id: int | None) -> ReplyParameters | None:
    if message_id is None:
        return None
    return ReplyParameters(message_id=message_id, allow_sending_without_reply=True)


def _strip_tags(text: str) -> str:
    plain = re.sub(r"</?(b|i|a)( [^>]*)?>", "", text)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
