"""What the control API shows: a chat and its messages as the person sees them."""

from typing import Any

from sandbox.server.carried.quotes import words_of
from sandbox.server.chats import Chat, ChatState, Message
from sandbox.server.entities import render_html
from sandbox.server.keyboards import show_inline
from sandbox.server.media import find_file_details


def show_message(message: Message) -> dict[str, Any]:
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
        **find_file_details(message.kind, content),
        "media_group_id": message.media_group_id,
        "asks_reply": message.asks_reply,
        "source": message.source,
        "quote": message.quote and message.quote["text"],
        "forward_origin": message.forward_origin,
        "contact": content.get("contact"),
        "location": content.get("location"),
    }
    return shown | {key: value for key, value in extra.items() if value is not None}


def show_chat(chat: Chat | None) -> dict[str, Any]:
    """A chat that was never begun looks empty."""
    if chat is None:
        return {"messages": [], "keyboard": None, "state": str(ChatState.NEVER), "answers": []}
    return {
        "messages": [show_message(message) for message in chat.messages.values()],
        "keyboard": chat.keyboard.captions() if chat.keyboard else None,
        "state": str(chat.state),
        "answers": chat.answers,
    }
