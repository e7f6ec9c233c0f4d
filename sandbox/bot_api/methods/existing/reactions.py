"""setMessageReaction: one emoji of the bot's on a message, or none."""

from sandbox.bot_api.methods.call import Call, Method, find_writable_chat, read_message_id
from sandbox.server.carried.reactions import find_emoji
from sandbox.server.chats import Chat, Message
from sandbox.server.errors import bad_request

MAX_REACTIONS = 1
TYPES = ("emoji", "custom_emoji", "paid")


def set_reaction(call: Call) -> bool:
    types = read_types(call)
    message_id = read_message_id(call)
    chat = find_writable_chat(call)
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request("message to react not found")
    if len(types) > MAX_REACTIONS:
        raise bad_request("REACTIONS_TOO_MANY")
    call.cloud.react(chat, find_first(chat, message), [read_emoji(given) for given in types])
    return True


def read_types(call: Call) -> list[dict[str, object]]:
    """The reactions of the call; without any those on the message are taken away."""
    given = call.parameters.object("reaction", "reaction types")
    if given is None:
        return []
    if not isinstance(given, list):
        raise bad_request("expected an Array of ReactionType")
    for item in given:
        if not isinstance(item, dict):
            raise bad_request("can't parse ReactionType: expected an Object")
        if item.get("type") not in TYPES:
            raise bad_request("can't parse ReactionType: invalid reaction type specified")
    return given


def read_emoji(given: dict[str, object]) -> str:
    emoji = find_emoji(given.get("emoji")) if given["type"] == "emoji" else None
    if emoji is None:
        raise bad_request("REACTION_INVALID")
    return emoji


def find_first(chat: Chat, message: Message) -> Message:
    """A reaction to a part of an album is one to the first part that is there."""
    if message.media_group_id is None:
        return message
    return next(m for m in chat.messages.values() if m.media_group_id == message.media_group_id)


METHODS: dict[str, Method] = {"setMessageReaction": set_reaction}
