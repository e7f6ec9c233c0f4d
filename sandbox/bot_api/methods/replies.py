"""Replies of bots: which message they answer, and the part of it that they quote."""

from typing import Any

from sandbox.bot_api.methods.call import Call, parse_formatted
from sandbox.bot_api.methods.parameters import Parameters
from sandbox.server.carried.quotes import find_quote
from sandbox.server.chats import Chat, Message
from sandbox.server.errors import bad_request


def read_reply(call: Call, chat: Chat) -> dict[str, Any]:
    """What makes a new message a reply: `reply_to`, perhaps `quote`; nothing if it is none.

    A message that is gone is an error unless the bot doesn't mind.
    """
    parameters = call.parameters
    given = parameters.object("reply_parameters", "reply parameters")
    if given is None:
        message_id = parameters.number("reply_to_message_id")
        tolerant = parameters.flag("allow_sending_without_reply")
    elif isinstance(given, dict) and isinstance(given.get("message_id"), int):
        message_id, tolerant = given["message_id"], given.get("allow_sending_without_reply") is True
    else:
        raise bad_request("can't parse reply parameters: Can't find field \"message_id\"")
    replied = chat.messages.get(message_id)
    if replied:
        return {"reply_to": message_id, "quote": read_quote(call, given or {}, replied)}
    if message_id and not tolerant:
        raise bad_request("message to be replied not found")
    return {}


def read_quote(call: Call, given: dict[str, Any], replied: Message) -> dict[str, Any] | None:
    """The quote of `reply_parameters`: words that are in the message, with the same formatting."""
    fields = {
        "quote": given.get("quote") or "",
        "parse_mode": given.get("quote_parse_mode") or "",
        "quote_entities": given.get("quote_entities"),
    }
    text, entities = parse_formatted(
        Call(call.cloud, call.bot, Parameters(fields)), "quote", "quote_entities"
    )
    if not text:
        return None
    position = given.get("quote_position")
    near = position if isinstance(position, int) else 0
    quote = find_quote(replied.content, text, near, entities)
    if quote is None:
        raise bad_request("QUOTE_TEXT_INVALID")
    return quote
