"""What the control API shows: a chat and its messages as the person sees them."""

from collections.abc import Mapping
from typing import Any

from sandbox.server.carried.quotes import words_of
from sandbox.server.chats import Chat, ChatState, Message
from sandbox.server.entities import render_html
from sandbox.server.keyboards import ReplyKeyboard, show_inline
from sandbox.server.media import File, Kind, find_file_details

# What there is to say of kinds that are neither words nor files.
OTHERS = ("contact", "location", "dice", "poll", "checklist")


def show_message(message: Message, files: Mapping[str, File]) -> dict[str, Any]:
    """`files` are those of this Telegram: of one with bytes the message says so, by `has_bytes`."""
    content = message.content
    text, entities = words_of(content)
    shown: dict[str, Any] = {
        "message_id": message.message_id,
        "from": str(message.author),
        "date": message.date,
        "kind": str(message.kind),
        "text": text,
        "entities": entities,
        "html": render_html(text, entities),
        "buttons": show_inline(message.inline),
        "reply_to": message.reply_to,
        "edited": message.edit_date is not None,
        "reactions": list(message.reactions),
    }
    extra = {
        **show_file(message.kind, content, files),
        "media_group_id": message.media_group_id,
        "asks_reply": message.asks_reply,
        "source": message.source,
        "quote": message.quote and message.quote["text"],
        "forward_origin": message.forward_origin,
        "via_bot": message.via_bot and message.via_bot["username"],
        "silent": message.silent or None,
        "external_reply": message.external_reply,
        **{name: content.get(name) for name in OTHERS},
    }
    return shown | {key: value for key, value in extra.items() if value is not None}


def show_file(kind: Kind, content: dict[str, Any], files: Mapping[str, File]) -> dict[str, Any]:
    details = find_file_details(kind, content)
    file = files.get(details.get("file_unique_id", ""))
    return details | ({"has_bytes": True} if file and file.content is not None else {})


def show_keys(keyboard: ReplyKeyboard | None) -> list[list[dict[str, Any]]] | None:
    """The keyboard under the input field: captions, and which of them share the phone."""
    if keyboard is None:
        return None
    return [
        [{"text": key["text"], "asks_phone": bool(key.get("request_contact"))} for key in row]
        for row in keyboard.rows
    ]


def show_chat(chat: Chat | None, files: Mapping[str, File]) -> dict[str, Any]:
    """A chat that was never begun looks empty."""
    if chat is None:
        nothing: dict[str, Any] = {"messages": [], "keyboard": None, "keys": None, "answers": []}
        return {**nothing, "state": str(ChatState.NEVER)}
    return {
        "messages": [show_message(message, files) for message in chat.messages.values()],
        "keyboard": chat.keyboard.captions() if chat.keyboard else None,
        "keys": show_keys(chat.keyboard),
        "state": str(chat.state),
        "answers": chat.answers,
    }
