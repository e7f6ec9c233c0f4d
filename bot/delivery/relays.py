"""What is copied to the other side: the best form first, then simpler ones, the last of them in words.

A reply answers the reader's own copy of what it answers, with the quoted part, else the card. Towards the
client nothing is forwarded: that would show whose account the operator has.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from aiogram.methods import (
    DeleteMessage,
    DeleteMessages,
    EditMessageCaption,
    EditMessageMedia,
    EditMessageText,
    ForwardMessage,
    SendDocument,
    TelegramMethod,
)
from aiogram.types import (
    BufferedInputFile,
    InputMediaAnimation,
    ReplyParameters,
)

from bot.delivery.albums import MEDIA, write_album
from bot.delivery.copies import (
    BY_FILE_ID,
    LONGEST_CAPTION,
    WITHOUT_CAPTION,
    Calls,
    copy,
    repeat,
    send_by_file_id,
    with_quote,
)
from bot.delivery.forms import Rendering, reply_to, send_text
from bot.ui.formatting import format_text
from bot.ui.isolation import isolate
from bot.ui.lists import measure_plain, shorten
from bot.ui.texts import Html, Words, escape
from bot.views.cards.card import name_kind
from models import Author, Message
from services.contacts.settlement import Loss
from services.queues.relays import EDITED, LOOK, SIGNED, WITHDRAWN
from services.queues.rendering.render_data import RenderData

LONGEST_QUOTE = 3500  # UTF-16 units of a text that we put into a sentence of ours
LONGEST_MESSAGE = 4096  # UTF-16 units
REPLACEABLE = MEDIA | {"animation": InputMediaAnimation}

Form = tuple[TelegramMethod[Any], Loss | None]


def render_relay(data: RenderData, message: Message, words: Words) -> Rendering | None:
    """Return how a message, its new version, or its withdrawal reaches the other side."""
    if WITHDRAWN in data.row.params:
        return _withdrawal(data)
    if message.withdrawn_at is not None:
        return None
    if EDITED in data.row.params:
        return _new_version(data, message, words)
    chat_id, reply = data.row.chat_id, reply_to(data.replied_id or data.card_id)
    short_text = message.kind == "text" and measure_plain(message.text or "") <= LONGEST_QUOTE
    text = format_text(message.text or "", message.entities)
    if SIGNED in data.row.params and short_text:
        key = "signed-text-to-operator" if _is_for_operator(data) else "signed-text-to-client"
        said = words.html(key, name=data.row.params[SIGNED], text=text)
        return Rendering((send_text(chat_id, said, reply),))
    if _is_for_operator(data) and message.author is Author.OPERATOR and short_text:
        said = write_answer(message, text, words)
        return Rendering((send_text(chat_id, said, reply),))
    album = write_album(data, reply)
    return _choose(_list_forms(data, message, reply, words), album=album)


def write_answer(message: Message, text: str, words: Words) -> str:
    """Return in HTML what somebody has answered, as the operator reads it who has the request now."""
    if message.signed:
        return words.html("signed-text-to-operator", name=message.signed, text=text)
    # Of an admin's answers older versions kept no name.
    return words.html("operator-said" if message.operator_id is not None else "admin-said", text=text)


def render_edit(data: RenderData, message: Message, words: Words) -> Rendering | None:
    """Return how the new words of a message reach the other side: a client sees an answer change in place."""
    if message.withdrawn_at is not None:
        return None
    chat_id, reply, text = data.row.chat_id, reply_to(data.copy_id or data.card_id), message.text
    in_place = tuple(_edit_in_place(data, message))
    if not text:
        gone = send_text(chat_id, words.html("edited-to-nothing"), reply)
        return Rendering((*in_place, gone))
    marks = len(isolate(text)) - len(text)
    room = LONGEST_MESSAGE - measure_plain(words.plain("edited", text="")) - marks
    fits = measure_plain(text) <= room
    end = None if fits else len(shorten(text, room)) - 1
    shown = Html(format_text(text, message.entities, end=end) + ("" if fits else "…"))
    said = send_text(chat_id, words.html("edited", text=shown), reply)
    copies = () if fits else copy(chat_id, message, reply)
    return Rendering((*in_place, *copies, said))


def _choose(forms: Iterable[Form], **more: Any) -> Rendering:
    in_order = list(forms)
    losses = {number: loss for number, (_, loss) in enumerate(in_order) if loss is not None}
    return Rendering(tuple(form for form, _ in in_order), losses=losses, **more)


def _list_forms(
    data: RenderData, message: Message, reply: ReplyParameters | None, words: Words
) -> Iterator[Form]:
    chat_id, for_operator = data.row.chat_id, _is_for_operator(data)
    is_long = message.kind != "text" and measure_plain(message.text or "") > LONGEST_CAPTION
    if reply is not None and message.reply_to_id is not None and message.quote is not None:
        quoting = with_quote(reply, message.quote)
        yield from ((form, None) for form in _show(data, message, quoting))
    yield from ((form, None) for form in _show(data, message, reply))
    if for_operator and message.chat_id is not None and message.kind != "text":
        forward = ForwardMessage(
            chat_id=chat_id, from_chat_id=message.chat_id, message_id=message.message_id or 0
        )
        yield forward, None
    elif is_long and reply is not None:
        yield from ((form, None) for form in copy(chat_id, message, None))  # of a reply it is refused
    text = None if is_long else format_text(message.text or "", message.entities) or None
    yield from (
        (form, Loss.CAPTION if is_long else None) for form in send_by_file_id(chat_id, message, reply, text)
    )
    yield from ((form, None) for form in _as_file(chat_id, message, reply))
    loss = None if message.kind == "text" else Loss.CONTENT
    yield send_text(chat_id, _in_words(message, for_operator, words), reply), loss


def _show(data: RenderData, message: Message, reply: ReplyParameters | None) -> Calls:
    if _is_for_operator(data):
        return copy(data.row.chat_id, message, reply)
    return repeat(data.row.chat_id, message, reply, data.row.params.get(LOOK, {}))


def _new_version(data: RenderData, message: Message, words: Words) -> Rendering:
    """A message whose file was replaced: in place, else in reply to the copy of the former one."""
    chat_id, reply = data.row.chat_id, reply_to(data.copy_id or data.card_id)
    text = format_text(message.text or "", message.entities)
    said = words.html("edited", text=text) if text else words.html("edited-file")
    fits = message.kind not in WITHOUT_CAPTION and measure_plain(message.text or "") <= LONGEST_CAPTION - 20
    lost = _in_words(message, _is_for_operator(data), words, Html(said))
    forms = (
        *_edit_in_place(data, message, with_file=True),
        *copy(chat_id, message, reply, caption=said if fits else None),
        *send_by_file_id(chat_id, message, reply, said if fits else text),
        send_text(chat_id, lost, reply),
    )
    return Rendering(forms)


def _edit_in_place(
    data: RenderData, message: Message, *, with_file: bool = False
) -> Iterator[TelegramMethod[Any]]:
    """Change the client's copy of an answer; an operator sees a client's change in a message of its own."""
    if _is_for_operator(data) or message.author is not Author.OPERATOR or data.copy_id is None:
        return
    place: dict[str, Any] = {"chat_id": data.row.chat_id, "message_id": data.copy_id}
    text = format_text(message.text or "", message.entities)
    if with_file:
        if message.kind in REPLACEABLE and message.file_id is not None:
            media = REPLACEABLE[message.kind](media=message.file_id, caption=text or None, parse_mode="HTML")
            yield EditMessageMedia(media=media, **place)
    elif message.kind == "text":
        yield EditMessageText(text=text, parse_mode="HTML", **place)
    elif message.kind in BY_FILE_ID and message.kind not in WITHOUT_CAPTION:
        yield EditMessageCaption(caption=text or None, parse_mode="HTML", **place)


def _withdrawal(data: RenderData) -> Rendering | None:
    chat_id, copies = data.row.chat_id, sorted(set(data.copies))
    if not copies:
        return None
    if len(copies) == 1:  # of one alone Telegram says why it can't be deleted
        return Rendering((DeleteMessage(chat_id=chat_id, message_id=copies[0]),))
    return Rendering((DeleteMessages(chat_id=chat_id, message_ids=copies),))


def _is_for_operator(data: RenderData) -> bool:
    return data.row.assignment_no is not None


def _as_file(chat_id: int, message: Message, reply: ReplyParameters | None) -> Calls:
    """A text that came by API may be longer than Telegram's messages."""
    text = message.text or ""
    if message.chat_id is not None or measure_plain(text) <= LONGEST_MESSAGE:
        return ()
    file = BufferedInputFile(text.encode(), filename=f"{message.contact_id}.txt")
    return (SendDocument(chat_id=chat_id, document=file, reply_parameters=reply),)


def _in_words(message: Message, for_operator: bool, words: Words, said: Html | None = None) -> str:
    text = format_text(message.text or "", message.entities) if said is None else said
    if message.kind == "text":
        return text
    key = "relay-lost" if for_operator else "relay-lost-to-client"
    return f"{escape(words.plain(key, kind=name_kind(message.kind, words)))}\n{text}".rstrip()
