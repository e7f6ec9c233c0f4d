"""copyMessage and copyMessages: the same content as new messages of the bot, without the old buttons."""

from collections import Counter
from itertools import pairwise
from typing import Any

from sandbox.bot_api.methods.call import (
    Call,
    Method,
    find_chat,
    find_writable_chat,
    read_caption,
    read_message_ids,
)
from sandbox.bot_api.methods.sending import send
from sandbox.server.chats import Author, Chat, Message
from sandbox.server.errors import bad_request
from sandbox.server.media import FILE_TYPES, WITHOUT_CAPTION, Kind


def copy_message(call: Call) -> dict[str, int]:
    source = find_chat(call, "from_chat_id")
    message_id = call.parameters.number("message_id")
    if not message_id:
        raise bad_request("message identifier is not specified")
    original = source.messages.get(message_id)
    if original is None:
        raise bad_request("message to copy not found")
    if original.kind is Kind.SERVICE:
        raise bad_request("message can't be copied")
    content = recaption(call, original.kind, original.content)
    _, message = send(call, original.kind, content, source=place_of(source, original))
    return {"message_id": message.message_id}


def copy_messages(call: Call) -> list[dict[str, int]]:
    """Skips what is gone or can't be copied; there is no replying with it and there are no buttons."""
    message_ids = read_message_ids(call)
    if any(later <= earlier for earlier, later in pairwise(message_ids)):
        raise bad_request("message identifiers must be in a strictly increasing order")
    source, chat = find_chat(call, "from_chat_id"), find_writable_chat(call)
    originals = [source.messages[number] for number in message_ids if number in source.messages]
    if not originals:
        raise bad_request("there are no messages to forward")
    originals = [original for original in originals if original.kind is not Kind.SERVICE]
    if not originals:
        raise bad_request("message can't be copied")
    return copy_all(call, source, chat, originals)


def copy_all(call: Call, source: Chat, chat: Chat, originals: list[Message]) -> list[dict[str, int]]:
    sizes = Counter(original.media_group_id for original in originals if original.media_group_id)
    # One part alone is no album any more.
    albums = {old: call.cloud.make_album_id() for old, size in sizes.items() if size > 1}
    without_caption = call.parameters.flag("remove_caption")
    copies = []
    for original in originals:
        content = drop_caption(original.content) if without_caption else original.content
        copy = call.cloud.post(
            chat,
            Author.BOT,
            call.bot.as_user(),
            original.kind,
            content,
            media_group_id=albums.get(original.media_group_id or ""),
            source=place_of(source, original),
        )
        copies.append({"message_id": copy.message_id})
    return copies


def place_of(chat: Chat, message: Message) -> dict[str, int]:
    return {"chat_id": chat.id, "message_id": message.message_id}


def recaption(call: Call, kind: Kind, content: dict[str, Any]) -> dict[str, Any]:
    """A `caption` parameter, an empty one too, replaces the original's."""
    if "caption" not in call.parameters.values or kind not in FILE_TYPES or kind in WITHOUT_CAPTION:
        return content
    return drop_caption(content) | read_caption(call)


def drop_caption(content: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in content.items() if key not in ("caption", "caption_entities")}


METHODS: dict[str, Method] = {"copyMessage": copy_message, "copyMessages": copy_messages}
