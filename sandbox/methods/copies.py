"""copyMessage: the same content as a new message of the bot, without the original's buttons."""

from typing import Any

from sandbox.errors import bad_request
from sandbox.media import FILE_TYPES, WITHOUT_CAPTION, Kind
from sandbox.methods.call import Call, Method, find_chat, read_caption
from sandbox.methods.sending import send


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
    place = {"chat_id": source.id, "message_id": message_id}
    _, message = send(call, original.kind, content, source=place)
    return {"message_id": message.message_id}


def recaption(call: Call, kind: Kind, content: dict[str, Any]) -> dict[str, Any]:
    """A `caption` parameter, an empty one too, replaces the original's."""
    if "caption" not in call.parameters.values or kind not in FILE_TYPES or kind in WITHOUT_CAPTION:
        return content
    kept = {key: value for key, value in content.items() if key not in ("caption", "caption_entities")}
    return kept | read_caption(call)


METHODS: dict[str, Method] = {"copyMessage": copy_message}
