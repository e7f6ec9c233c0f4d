"""Broken updates: the shapes that make a parser or a handler fail, as one chat could bring them about."""

from typing import Any

from sandbox.chats import Chat
from sandbox.cloud import Cloud
from sandbox.faults import Shape
from sandbox.updates import Update

HIDDEN_ORIGIN = {"type": "hidden_user", "date": 1}  # without the name such an origin must have
UNKNOWN_ORIGIN = {"type": "new_origin", "date": 1}


def malform(cloud: Cloud, chat: Chat, user: dict[str, Any], shape: Shape) -> Update:
    """A new update of the chat, by the user, broken in this way; its message gets an id of its own."""
    match shape:
        case Shape.HIDDEN_FORWARD:
            return {"message": make_message(cloud, chat, user, forward_origin=HIDDEN_ORIGIN)}
        case Shape.EXTERNAL_REPLY:
            reply = {"origin": HIDDEN_ORIGIN, "story": {}}
            return {"message": make_message(cloud, chat, user, external_reply=reply)}
        case Shape.UNKNOWN_ORIGIN:
            return {"message": make_message(cloud, chat, user, forward_origin=UNKNOWN_ORIGIN)}
        case Shape.UNKNOWN_STATUS:
            return {"my_chat_member": make_membership(cloud, chat, user)}
        case Shape.NO_AUTHOR:
            message = make_message(cloud, chat, user)
            del message["from"]
            return {"message": message}
        case Shape.NO_PAYLOAD:
            return {}
        case Shape.NO_MESSAGE:
            query = cloud.add_query(chat)
            return {
                "callback_query": {"id": query.id, "from": user, "chat_instance": "1", "data": "x" * 1024}
            }
        case Shape.NUMBER_AS_TEXT:
            return {"message": make_message(cloud, chat, user, text=12345)}


def make_message(cloud: Cloud, chat: Chat, user: dict[str, Any], **content: Any) -> dict[str, Any]:
    return {
        "message_id": chat.take_id(),
        "date": int(cloud.clock()),
        "from": user,
        "chat": chat.as_chat(),
        "text": "Something broken",
        **content,
    }


def make_membership(cloud: Cloud, chat: Chat, user: dict[str, Any]) -> dict[str, Any]:
    bot = chat.bot.as_user()
    return {
        "chat": chat.as_chat(),
        "from": user,
        "date": int(cloud.clock()),
        "old_chat_member": {"user": bot, "status": "member"},
        "new_chat_member": {"user": bot, "status": "enlightened"},
    }
