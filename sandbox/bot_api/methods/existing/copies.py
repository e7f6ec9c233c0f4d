"""copyMessage and copyMessages: the same content as new messages of the bot, without the old buttons."""

from typing import Any

from sandbox.bot_api.methods.call import (
    CAPTION_TOO_LONG,
    Call,
    Method,
    find_writable_chat,
    is_long_caption,
    read_caption,
    read_markup,
)
from sandbox.bot_api.methods.existing.originals import find_original, find_originals, place_of, repeat
from sandbox.bot_api.methods.replies import read_reply
from sandbox.bot_api.methods.sending import send
from sandbox.server.chats import Message
from sandbox.server.errors import bad_request
from sandbox.server.keyboards import Markup
from sandbox.server.media import FILE_TYPES, WITHOUT_CAPTION, Kind

NEVER_COPIED = frozenset({Kind.STORY, Kind.PAID_MEDIA, Kind.CHECKLIST, Kind.SERVICE})
CANT_COPY = "message can't be copied"


def copy_message(call: Call) -> dict[str, int]:
    source, original = find_original(call, "copy")
    if not can_be_copied(original):
        raise bad_request(CANT_COPY)
    content = recaption(call, original.kind, original.content)
    # A copy with more to it is sent as a message of its own; a plain one Telegram makes, however long.
    if is_long_caption(content.get("caption", "")) and not is_plain(call):
        raise bad_request(CAPTION_TOO_LONG)
    _, message = send(call, original.kind, content, source=place_of(source, original))
    return {"message_id": message.message_id}


def copy_messages(call: Call) -> list[dict[str, int]]:
    """Skips what is gone or can't be copied; there is no replying with it and there are no buttons."""
    source, chat, originals = find_originals(call)
    originals = [original for original in originals if can_be_copied(original)]
    if not originals:
        raise bad_request(CANT_COPY)
    without_caption = call.parameters.flag("remove_caption")

    def read_content(original: Message) -> dict[str, Any]:
        return {"content": drop_caption(original.content) if without_caption else original.content}

    return repeat(call, source, chat, originals, read_content)


def can_be_copied(message: Message) -> bool:
    poll = message.content.get("poll", {})
    knows_answer = "correct_option_ids" in poll or "correct_option_id" in poll
    return message.kind not in NEVER_COPIED and (poll.get("type") != "quiz" or knows_answer)


def is_plain(call: Call) -> bool:
    """Neither in reply to a message nor with buttons."""
    return read_markup(call) == Markup() and not read_reply(call, find_writable_chat(call))


def recaption(call: Call, kind: Kind, content: dict[str, Any]) -> dict[str, Any]:
    """A `caption` parameter, an empty one too, replaces the original's."""
    if "caption" not in call.parameters.values or kind not in FILE_TYPES or kind in WITHOUT_CAPTION:
        return content
    return drop_caption(content) | read_caption(call)


def drop_caption(content: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in content.items() if key not in ("caption", "caption_entities")}


METHODS: dict[str, Method] = {"copyMessage": copy_message, "copyMessages": copy_messages}
