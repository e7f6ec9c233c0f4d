"""Updates that nobody expects: injected as they are, or broken in a way that makes a parser fail."""

from typing import Any

from sandbox.server.chats import Author, Bot, Chat, ChatState, Message
from sandbox.server.cloud import Cloud, Happening
from sandbox.server.faults import Shape
from sandbox.server.media import Kind
from sandbox.server.updates import Update
from sandbox.server.views import show_message

# What makes a message of a private chat a service message, which can't be copied.
SERVICE_FIELDS = {
    *(
        "pinned_message",
        "message_auto_delete_timer_changed",
        "successful_payment",
        "users_shared",
        "chat_shared",
    ),
    *("connected_website", "write_access_allowed", "passport_data", "web_app_data", "chat_background_set"),
}
HIDDEN_ORIGIN = {"type": "hidden_user", "date": 1}  # without the name such an origin must have
UNKNOWN_ORIGIN = {"type": "new_origin", "date": 1}


def inject(cloud: Cloud, bot: Bot, update: Update) -> int:
    """Queues the update unchanged, past `allowed_updates`; returns its id.

    A message in it that belongs to the chat with a known person can be copied and replied to afterwards.
    """
    message = update.get("message")
    if isinstance(message, dict):
        register(cloud, bot, message)
    return bot.updates.put_raw(update)


def register(cloud: Cloud, bot: Bot, given: dict[str, Any]) -> None:
    place = given.get("chat")
    chat_id = place.get("id") if isinstance(place, dict) else None
    person = cloud.people.get(chat_id) if isinstance(chat_id, int) else None
    message_id = given.get("message_id")
    if person is None or not isinstance(message_id, int):
        return
    chat = cloud.chat_of(bot, person)
    if chat.state is ChatState.NEVER:
        chat.state = ChatState.OPEN
    if message_id in chat.messages:
        return
    kind, content = read_content(given)
    message = Message(message_id, Author.PERSON, person.as_user(), int(cloud.clock()), kind, content)
    chat.messages[message_id] = message
    chat.last_id = max(chat.last_id, message_id)
    cloud.happen(Happening.MESSAGE, chat, message=show_message(message, cloud.files))


def read_content(given: dict[str, Any]) -> tuple[Kind, dict[str, Any]]:
    """A service message stays one; anything else is kept as its text, or as “…”."""
    if SERVICE_FIELDS & given.keys():
        return Kind.SERVICE, {}
    text = given.get("text")
    return Kind.TEXT, {"text": text if isinstance(text, str) and text else "…"}


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
