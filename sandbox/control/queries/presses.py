"""Button presses: of what is on a message now, or forged."""

from sandbox.control.people import enter_opened
from sandbox.server.chats import Bot, Chat, Message, Person
from sandbox.server.cloud import Cloud, Happening
from sandbox.server.delivery import deliver
from sandbox.server.errors import impossible


def find_button(message: Message, button: str) -> str:
    """What a button of the message sends, found by its caption or its data."""
    buttons = [b for row in message.inline or [] for b in row if "callback_data" in b]
    for candidate in buttons:
        if button in (candidate["text"], candidate["callback_data"]):
            return str(candidate["callback_data"])
    captions = ", ".join(f"“{b['text']}”" for b in buttons) or "none"
    raise impossible(f"Message {message.message_id} has no button “{button}” now; its buttons: {captions}.")


def press(cloud: Cloud, bot: Bot, person: Person, message_id: int, button: str) -> tuple[str, int | None]:
    """Presses a button that is on the message now; returns the callback query's id and the update's."""
    chat = enter_opened(cloud, bot, person)
    message = chat.messages.get(message_id)
    if message is None:
        raise impossible(f"There is no message {message_id} in this chat.")
    return query(cloud, chat, person, message_id, find_button(message, button))


def forge_press(cloud: Cloud, bot: Bot, person: Person, message_id: int, data: str) -> tuple[str, int | None]:
    """A press with any data on any message, as a modified client can send it."""
    return query(cloud, enter_opened(cloud, bot, person), person, message_id, data)


def query(cloud: Cloud, chat: Chat, person: Person, message_id: int, data: str) -> tuple[str, int | None]:
    message = chat.messages.get(message_id)
    # Without the message a bot gets only its place: Telegram's InaccessibleMessage, known by its date 0.
    shown = chat.show(message) if message else {"chat": chat.as_chat(), "message_id": message_id, "date": 0}
    pressed = cloud.add_query(chat)
    cloud.happen(Happening.PRESS, chat, callback_query_id=pressed.id, message_id=message_id, data=data)
    payload = {
        "id": pressed.id,
        "from": person.as_user(),
        "message": shown,
        "chat_instance": str(-chat.bot.id * 1_000 - chat.id),
        "data": data,
    }
    return pressed.id, deliver(cloud, chat, "callback_query", payload)
