"""Updates as they come, however broken: for the things Telegram sends and nobody expects."""

from typing import Any

from sandbox.chats import Author, Bot, ChatState, Message
from sandbox.cloud import Cloud, Happening
from sandbox.media import Kind
from sandbox.updates import Update
from sandbox.views import show_message

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
    cloud.happen(Happening.MESSAGE, chat, message=show_message(message))


def read_content(given: dict[str, Any]) -> tuple[Kind, dict[str, Any]]:
    """A service message stays one; anything else is kept as its text, or as “…”."""
    if SERVICE_FIELDS & given.keys():
        return Kind.SERVICE, {}
    text = given.get("text")
    return Kind.TEXT, {"text": text if isinstance(text, str) and text else "…"}
