"""What a message of a person carries beside its content: a reply, a quote, an origin, a date."""

from dataclasses import dataclass
from typing import Any

from sandbox.control.fields import malformed
from sandbox.server.carried.origins import complete, find_fault
from sandbox.server.carried.quotes import MAX_QUOTE, find_quote
from sandbox.server.chats import Chat
from sandbox.server.cloud import Cloud
from sandbox.server.entities import utf16_length
from sandbox.server.errors import impossible

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Carried:
    reply_to: int | None = None
    quote: str | None = None
    external_reply: Json | None = None  # to a message of another chat, as the Bot API shows it
    forward_origin: Json | None = None
    sent_at: float | None = None  # unix seconds; now if not given


NOTHING = Carried()


def read_carried(cloud: Cloud, chat: Chat, carried: Carried) -> Json:
    """The fields of the new message; raises 422 for what doesn't go together, 409 for a reply to nothing."""
    if carried.reply_to is not None and carried.reply_to not in chat.messages:
        raise impossible(f"There is no message {carried.reply_to} in this chat to reply to.")
    check_together(carried)
    date = read_date(cloud, carried.sent_at)
    return {
        "date": date,
        "reply_to": carried.reply_to,
        "quote": read_quote(chat, carried),
        "external_reply": read_external_reply(carried.external_reply, date),
        "forward_origin": read_origin(carried.forward_origin, date),
    }


def check_together(carried: Carried) -> None:
    is_reply = carried.reply_to is not None or carried.external_reply is not None
    if carried.forward_origin is not None and (is_reply or carried.quote is not None):
        raise malformed("A forwarded message replies to nothing and quotes nothing.")
    if carried.reply_to is not None and carried.external_reply is not None:
        raise malformed("A message replies to one message: give either reply_to or external_reply.")
    if carried.quote is not None and not is_reply:
        raise malformed("A quote needs reply_to or external_reply.")


def read_date(cloud: Cloud, sent_at: float | None) -> int:
    now = cloud.clock()
    if sent_at is None:
        return int(now)
    if not 1 <= sent_at <= now:
        raise malformed("“sent_at” is a time in unix seconds, not later than now.")
    return int(sent_at)


def read_quote(chat: Chat, carried: Carried) -> Json | None:
    """Of a message in this chat the place is looked up; a message elsewhere nobody can check."""
    quote = carried.quote
    if quote is None:
        return None
    if not 0 < utf16_length(quote) <= MAX_QUOTE:
        raise malformed(f"A quote has 1-{MAX_QUOTE} characters (UTF-16 code units).")
    if carried.reply_to is None:
        return {"text": quote, "position": 0, "is_manual": True}
    found = find_quote(chat.messages[carried.reply_to].content, quote)
    if found is None:
        raise malformed(f"Message {carried.reply_to} does not say “{quote}”.")
    return found


def read_external_reply(given: Json | None, date: int) -> Json | None:
    if given is None:
        return None
    origin = given.get("origin")
    if not isinstance(origin, dict):
        raise malformed("An external_reply has an origin.")
    return {**given, "origin": read_origin(origin, date)}


def read_origin(given: Json | None, date: int) -> Json | None:
    """Without a date of its own the original was sent when the forward was."""
    if given is None:
        return None
    if fault := find_fault(given):
        raise malformed(fault)
    return complete(given, date)
