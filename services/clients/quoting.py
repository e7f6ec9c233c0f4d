"""Which updates that were set aside quote a person: by account, name, number, address, words, or message.

In whatever spelling: escapes, capitals and compatible characters make no difference.
"""

import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Contact, Event, Inbox, Lead, Message, Outbox
from services import events
from services.phones import split_extension

WORDS = ("before", "after", "text")  # in the data of an edit or a note
SHORTEST_TEXT = 4  # characters; a shorter one is everybody's, and found only by its message
SHORTEST_PART = 8  # of a text, that is quoted by itself

Place = tuple[int, int, int]  # (bot_id, chat_id, message_id)


@dataclass(frozen=True, slots=True)
class Clues:
    """By what a person is recognized."""

    names: frozenset[str]  # found as whole words: name, username, email, account
    numbers: frozenset[str]  # digits of phones, however they are set
    texts: frozenset[str]
    places: frozenset[Place]  # where the person's messages and what we showed of them stand


def gather(
    session: Session, family: Iterable[Lead], contacts: Collection[Contact], accounts: Collection[int]
) -> Clues:
    """Return by what a person is recognized, before it is deleted."""
    people, ids = list(family), [contact.id for contact in contacts]
    said = session.scalars(select(Message).where(Message.contact_id.in_(ids))).all()
    kinds = (events.Kind.EDITED.value, events.Kind.NOTE.value)
    with_words = select(Event.data).where(Event.contact_id.in_(ids), Event.kind.in_(kinds))
    facts = session.scalars(with_words).all()
    texts = [contact.message for contact in contacts]
    texts += [contact.rating_comment for contact in contacts if contact.rating_comment]
    texts += [typed for contact in contacts for typed in contact.as_typed.values()]
    texts += [text for message in said for text in (message.text, (message.quote or {}).get("text")) if text]
    texts += [text for fact in facts for key in WORDS if isinstance(text := fact.get(key), str)]
    sent = select(Outbox.bot_id, Outbox.chat_id, Outbox.message_id).where(
        Outbox.contact_id.in_(ids), Outbox.message_id.is_not(None)
    )
    places = {(row.bot_id, row.chat_id, row.message_id) for row in session.execute(sent)}
    places |= {(m.bot_id, m.chat_id, m.message_id) for m in said if m.bot_id and m.chat_id and m.message_id}
    names = [name for lead in people for name in (lead.name, lead.username, lead.email) if name]
    return Clues(
        frozenset(map(fold, (*names, *map(str, accounts)))) - {""},
        frozenset(split_extension(lead.phone or "")[0].lstrip("+") for lead in people) - {""},
        frozenset(text for text in map(fold, texts) if len(text) >= SHORTEST_TEXT),
        frozenset(places),
    )


def quotes(row: Inbox, clues: Clues) -> bool:
    """Tell whether an update quotes a person."""
    try:
        body = json.loads(row.body)
    except ValueError:
        body = row.body
    if any((row.bot_id, *place) in clues.places for place in find_places(body, None)):
        return True
    return any(mentions(fold(text), clues) for text in find_texts(body))


def mentions(text: str, clues: Clues) -> bool:
    """Tell whether a folded text says something of a person."""
    digits = re.sub(r"\D", "", text)
    return (
        any(number in digits for number in clues.numbers)
        or any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in clues.names)
        or any(said in text or (len(text) >= SHORTEST_PART and text in said) for said in clues.texts)
    )


def find_places(value: Any, chat_id: int | None) -> Iterator[tuple[int, int]]:
    """Return (chat_id, message_id) of every message in an update, by the chat around it if it has none."""
    if isinstance(value, dict):
        chat = value.get("chat")
        if isinstance(chat, dict) and isinstance(chat.get("id"), int):
            chat_id = chat["id"]
        message_id = value.get("message_id")
        if isinstance(message_id, int) and chat_id is not None:
            yield chat_id, message_id
    for part in list_parts(value):
        yield from find_places(part, chat_id)


def find_texts(value: Any) -> Iterator[str]:
    """Return every text and number in an update."""
    if isinstance(value, str | int | float):
        yield str(value)
    for part in list_parts(value):
        yield from find_texts(part)


def list_parts(value: Any) -> Iterable[Any]:
    """Return what an object or a list of JSON consists of."""
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def fold(text: str) -> str:
    """Return a text in the one spelling that we compare."""
    return unicodedata.normalize("NFKC", text).casefold().strip()
