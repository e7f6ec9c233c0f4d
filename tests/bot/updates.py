"""Raw updates as Telegram would send them, for what people can't do by hand."""

import time
from typing import Any

from sandbox.client.person import Person
from sandbox.client.seen import Bot

Json = dict[str, Any]


def user(person: Person) -> Json:
    """The person as Telegram describes an author."""
    return {"id": person.id, "is_bot": False, "first_name": person.first_name, "language_code": "en"}


def message(person: Person, message_id: int, **content: Any) -> Json:
    """A message of a private chat."""
    chat = {"id": person.id, "type": "private", "first_name": person.first_name}
    now = int(time.time())
    return {"message_id": message_id, "date": now, "from": user(person), "chat": chat, **content}


def press(person: Person, bot: Bot, data: str) -> Json:
    """A press on a message that is too old to be shown."""
    place = {"message_id": 1, "date": 0, "chat": {"id": person.id, "type": "private"}}
    return {"id": f"{bot.id}77", "from": user(person), "chat_instance": "1", "data": data, "message": place}
