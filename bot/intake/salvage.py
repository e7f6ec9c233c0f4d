"""What can be saved of an update that can't be parsed: a client's message needs only ids to be copied."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from services import conversation, people
from services.conversation import Incoming
from services.routing import Chance


def salvage(
    session: Session,
    bot_id: int,
    update: dict[str, Any],
    *,
    admins: frozenset[int],
    now: datetime,
    chance: Chance,
) -> None:
    """Let the message open or join a contact, if it is a client's in a private chat."""
    incoming = find_message(bot_id, update)
    if incoming is None:
        return
    person = people.recognize(
        session,
        bot_id=bot_id,
        telegram_id=incoming.chat_id,
        language=incoming.language,
        reply_to=find_replied_to(update),
        now=now,
        chance=chance,
    )
    is_command = (incoming.text or "").startswith("/")
    if person.answers is not None or person.is_active_operator or is_command:
        return  # an operator sees that nothing happened; a client would never know
    conversation.receive(session, incoming, now=now, chance=chance)


def find_message(bot_id: int, update: dict[str, Any]) -> Incoming | None:
    """Return the message of an update, as far as it can be read, None if it isn't a private one."""
    message = update.get("message")
    chat = message.get("chat") if isinstance(message, dict) else None
    if not isinstance(message, dict) or not isinstance(chat, dict) or chat.get("type") != "private":
        return None
    chat_id, message_id, author = chat.get("id"), message.get("message_id"), message.get("from")
    if not isinstance(chat_id, int) or not isinstance(message_id, int):
        return None
    author = author if isinstance(author, dict) else chat
    names = [part for part in (author.get("first_name"), author.get("last_name")) if isinstance(part, str)]
    text = message.get("text", message.get("caption"))
    code = author.get("language_code")
    return Incoming(
        bot_id=bot_id,
        chat_id=chat_id,
        message_id=message_id,
        kind="text" if isinstance(text, str) and "text" in message else "unknown",
        text=text if isinstance(text, str) else None,
        name=" ".join(names) or None,
        language=code if isinstance(code, str) else None,
    )


def find_replied_to(update: dict[str, Any]) -> int | None:
    """Return what the message of an update replies to."""
    replied = update["message"].get("reply_to_message")
    message_id = replied.get("message_id") if isinstance(replied, dict) else None
    return message_id if isinstance(message_id, int) else None
