"""Edits of a message's text, caption or buttons: only the bot's own messages, and only real changes."""

from typing import Any

from sandbox.bot_api.methods.call import (
    Call,
    Method,
    find_writable_chat,
    read_caption,
    read_markup,
    read_message_id,
    read_text,
)
from sandbox.bot_api.methods.existing.copies import drop_caption
from sandbox.server.chats import Author, Chat, Message
from sandbox.server.errors import bad_request
from sandbox.server.keyboards import InlineKeyboard
from sandbox.server.media import FILE_TYPES, WITHOUT_CAPTION, Kind

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)


def edit_text(call: Call) -> dict[str, Any]:
    content = read_text(call)
    # An edit without reply_markup takes the buttons away.
    inline = read_inline(call)
    chat, message = find_own_message(call)
    if message.kind is not Kind.TEXT:
        raise bad_request("there is no text in the message to edit")
    return change(call, chat, message, content, inline)


def edit_caption(call: Call) -> dict[str, Any]:
    """An edit without `caption` takes it away."""
    caption, inline = read_caption(call), read_inline(call)
    chat, message = find_own_message(call)
    if message.kind not in FILE_TYPES or message.kind in WITHOUT_CAPTION:
        raise bad_request("there is no caption in the message to edit")
    return change(call, chat, message, drop_caption(message.content) | caption, inline)


def edit_markup(call: Call) -> dict[str, Any]:
    inline = read_inline(call)
    chat, message = find_own_message(call)
    return change(call, chat, message, message.content, inline)


def read_inline(call: Call) -> InlineKeyboard | None:
    """The buttons of an edit; that a reply is opened is said when a message is sent, and never again."""
    markup = read_markup(call)
    if markup.inline is not None and markup.asks_reply is not None:
        # The rule is the documentation's; the words are ours.
        raise bad_request("force_reply can't be changed in an inline keyboard")
    return markup.inline


def find_own_message(call: Call) -> tuple[Chat, Message]:
    message_id = read_message_id(call)
    chat = find_writable_chat(call)
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request("message to edit not found")
    if message.author is not Author.BOT or message.is_final or message.forward_origin:
        raise bad_request("message can't be edited")
    return chat, message


def change(
    call: Call,
    chat: Chat,
    message: Message,
    content: dict[str, Any],
    inline: InlineKeyboard | None,
    kind: Kind | None = None,
) -> dict[str, Any]:
    """Puts new content, perhaps of another kind, and buttons into a message; no change is an error."""
    if content == message.content and inline == message.inline:
        raise bad_request(NOT_MODIFIED)
    if content != message.content:
        message.edit_date = int(call.cloud.clock())
    message.kind, message.content, message.inline = kind or message.kind, content, inline
    call.cloud.edit(chat, message)
    return chat.show(message)


METHODS: dict[str, Method] = {
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageReplyMarkup": edit_markup,
}
