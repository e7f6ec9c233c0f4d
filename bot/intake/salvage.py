"""Saves what it can of an update that can't be parsed: ids are enough to copy a client's message."""

import re
from datetime import UTC, datetime
from typing import Any

from aiogram.enums import ContentType
from sqlalchemy.orm import Session

from bot.reading.incoming import ONLY_COMMAND, SERVICE
from services.contacts import conversation
from services.contacts.messages import Incoming
from services.joining import start_links
from services.moment import Moment
from services.queues import outbox, recipients
from services.refusals import Reason, Refused
from services.team import identity
from services.team.identity import Person

USERNAME = re.compile(r"\w{1,64}", re.ASCII)


def salvage(session: Session, bot_id: int, update: dict[str, Any], *, at: Moment) -> None:
    """Let a private message do what it would have done, as far as it can be read."""
    incoming = find_message(bot_id, update)
    if incoming is None or start_links.holds_living_link(session, str(update["message"]), at=at):
        return
    person = identity.identify(
        session,
        incoming.chat,
        language=incoming.language,
        reply_to=find_replied_to(update),
        album=incoming.media_group_id,
        at=at,
    )
    if person.answers is not None:
        salvage_answer(session, incoming, person.answers, is_own="via_bot" not in update["message"], at=at)
    elif is_client(person) and not ONLY_COMMAND.fullmatch(incoming.text or ""):
        conversation.receive(session, incoming, at=at)


def is_client(person: Person) -> bool:
    """Tell whether what somebody writes is a client's: of admins and operators, in an own open contact."""
    return person.is_client or not (person.is_admin or person.is_at_work)


def salvage_answer(
    session: Session, incoming: Incoming, contact_id: int, *, is_own: bool, at: Moment
) -> None:
    """Copy an operator's answer to the client, or tell the operator that it can't be.

    What is not in the operator's own words may have been filled in for another client.
    """
    try:
        if not is_own:
            raise Refused(Reason.ANSWER_ELSEWHERE, number=contact_id)
        conversation.answer(session, incoming, contact_id, at=at)
    except Refused:
        recipient = recipients.Recipient(incoming.bot_id, incoming.chat_id, contact_id)
        outbox.notify(session, recipient, "answer-not-delivered", reply_to=incoming.message_id, at=at)


def find_message(bot_id: int, update: dict[str, Any]) -> Incoming | None:
    """Return the message of an update, as far as it can be read, None if it isn't a private one."""
    message = update.get("message")
    chat = message.get("chat") if isinstance(message, dict) else None
    if not isinstance(message, dict) or not isinstance(chat, dict) or chat.get("type") != "private":
        return None
    if SERVICE.intersection(message):
        return None
    chat_id, message_id, author = chat.get("id"), message.get("message_id"), message.get("from")
    if not isinstance(chat_id, int) or not isinstance(message_id, int):
        return None
    author = author if isinstance(author, dict) else chat
    names = [part for part in (author.get("first_name"), author.get("last_name")) if isinstance(part, str)]
    text = message.get("text", message.get("caption"))
    code, album = author.get("language_code"), message.get("media_group_id")
    username = author.get("username")
    return Incoming(
        bot_id=bot_id,
        chat_id=chat_id,
        message_id=message_id,
        kind=find_kind(message),
        text=clean(text) if isinstance(text, str) else None,
        media_group_id=album if isinstance(album, str) and len(album) <= 64 else None,
        name=clean(" ".join(names)) or None,
        language=code if isinstance(code, str) else None,
        username=username if isinstance(username, str) and USERNAME.fullmatch(username) else None,
        reply_to=find_replied_to(update),
        written_at=find_date(message.get("date")),
    )


def find_kind(message: dict[str, Any]) -> str:
    """Return what a message is in Telegram's words, as far as its fields tell."""
    if isinstance(message.get("text"), str):
        return "text"
    return next((kind.value for kind in ContentType if kind.value in message and kind != "text"), "unknown")


def find_replied_to(update: dict[str, Any]) -> int | None:
    """Return what the message of an update replies to."""
    replied = update["message"].get("reply_to_message")
    message_id = replied.get("message_id") if isinstance(replied, dict) else None
    return message_id if isinstance(message_id, int) else None


def find_date(date: object) -> datetime | None:
    """Return when a message was written, None if that can't be read."""
    try:
        return datetime.fromtimestamp(date, UTC) if isinstance(date, int) and date > 0 else None
    except (OverflowError, OSError, ValueError):
        return None


def clean(text: str) -> str:
    """Return a text that databases take: without half emoji and NUL characters."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")
