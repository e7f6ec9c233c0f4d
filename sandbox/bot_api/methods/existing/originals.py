"""What copies and forwards share: which messages are meant, and making new messages of them."""

from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from sandbox.bot_api.methods.call import (
    Call,
    check_voices,
    find_chat,
    find_writable_chat,
    is_silent,
    read_message_id,
    read_message_ids,
)
from sandbox.server.chats import Author, Chat, Message
from sandbox.server.errors import bad_request


def find_original(call: Call, purpose: str) -> tuple[Chat, Message]:
    """The message that `from_chat_id` and `message_id` name."""
    source = find_chat(call, "from_chat_id")
    message_id = read_message_id(call)
    original = source.messages.get(message_id)
    if original is None:
        raise bad_request(f"message to {purpose} not found")
    return source, original


def find_originals(call: Call) -> tuple[Chat, Chat, list[Message]]:
    """Where the messages of `message_ids` are, where they shall go, and those of them that are there."""
    message_ids = read_message_ids(call)
    if any(later <= earlier for earlier, later in pairwise(message_ids)):
        raise bad_request("message identifiers must be in a strictly increasing order")
    source, chat = find_chat(call, "from_chat_id"), find_writable_chat(call)
    originals = [source.messages[number] for number in message_ids if number in source.messages]
    if not originals:
        raise bad_request("there are no messages to forward")
    return source, chat, originals


def repeat(
    call: Call, source: Chat, chat: Chat, originals: list[Message], read: Callable[[Message], dict[str, Any]]
) -> list[dict[str, int]]:
    """Posts each message again with what `read` says of it; albums become albums of their own."""
    check_voices(chat, [original.kind for original in originals])
    sizes = Counter(original.media_group_id for original in originals if original.media_group_id)
    # One part alone is no album any more.
    albums = {old: call.cloud.make_album_id() for old, size in sizes.items() if size > 1}
    made = []
    for original in originals:
        message = call.cloud.post(
            chat,
            Author.BOT,
            call.bot.as_user(),
            original.kind,
            media_group_id=albums.get(original.media_group_id or ""),
            source=place_of(source, original),
            silent=is_silent(call),
            **read(original),
        )
        made.append({"message_id": message.message_id})
    return made


def place_of(chat: Chat, message: Message) -> dict[str, int]:
    return {"chat_id": chat.id, "message_id": message.message_id}
