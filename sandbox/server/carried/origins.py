"""Where a forwarded message comes from, as the Bot API's `forward_origin` says it."""

from typing import Any

from sandbox.server.chats import Message, Person

Origin = dict[str, Any]

# By type the fields an origin must have, beside its type and its date.
FIELDS: dict[str, dict[str, type]] = {
    "user": {"sender_user": dict},
    "hidden_user": {"sender_user_name": str},
    "chat": {"sender_chat": dict},
    "channel": {"chat": dict, "message_id": int},
}
PARTS: dict[str, dict[str, type]] = {
    "sender_user": {"id": int, "first_name": str},
    "sender_chat": {"id": int, "type": str},
    "chat": {"id": int, "type": str},
}


def find_origin(message: Message, author: Person | None) -> Origin:
    """The origin of a forward of the message: a forward keeps its own, some people hide their account."""
    if message.forward_origin:
        return message.forward_origin
    if author and author.hides_account:
        name = " ".join(filter(None, (author.first_name, author.last_name)))
        return {"type": "hidden_user", "date": message.date, "sender_user_name": name}
    return {"type": "user", "date": message.date, "sender_user": message.user}


def find_fault(origin: Origin) -> str | None:
    """What keeps a given origin from being one of the Bot API, as a sentence; None: nothing does."""
    kind = origin.get("type")
    if not isinstance(kind, str) or kind not in FIELDS:
        return f"The type of an origin is one of {', '.join(FIELDS)}."
    if not has(origin, FIELDS[kind]):
        return f"An origin of the type {kind} has {' and '.join(FIELDS[kind])}."
    for name in FIELDS[kind].keys() & PARTS.keys():
        if not has(origin[name], PARTS[name]):
            return f"The {name} of an origin has {' and '.join(PARTS[name])}."
    if not has({"date": 1, **origin}, {"date": int}):
        return "The date of an origin is a whole number of unix seconds."
    return None


def has(given: dict[str, Any], fields: dict[str, type]) -> bool:
    """Are all the fields there, of these types?"""
    values = {name: given.get(name) for name in fields}
    return all(isinstance(v, fields[name]) and not isinstance(v, bool) for name, v in values.items())


def complete(origin: Origin, date: int) -> Origin:
    """A faultless origin with the date it may lack; who sent it is a person unless it says otherwise."""
    whole = {"date": date, **origin}
    return whole | (
        {"sender_user": {"is_bot": False, **origin["sender_user"]}} if "sender_user" in origin else {}
    )
