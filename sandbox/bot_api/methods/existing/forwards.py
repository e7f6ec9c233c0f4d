"""forwardMessage and forwardMessages: the whole message with its origin, in reply to nothing."""

from typing import Any

from sandbox.bot_api.methods.call import Call, Method, check_voices, find_writable_chat, is_silent
from sandbox.bot_api.methods.existing.originals import find_original, find_originals, place_of, repeat
from sandbox.server.carried.origins import find_origin
from sandbox.server.chats import Author, Message
from sandbox.server.errors import bad_request
from sandbox.server.media import Kind

CANT_FORWARD = "message can't be forwarded"


def forward_message(call: Call) -> dict[str, Any]:
    source, original = find_original(call, "forward")
    if original.kind is Kind.SERVICE:
        raise bad_request(CANT_FORWARD)
    chat = find_writable_chat(call)
    check_voices(chat, [original.kind])
    message = call.cloud.post(
        chat,
        Author.BOT,
        call.bot.as_user(),
        original.kind,
        source=place_of(source, original),
        silent=is_silent(call),
        **read_forward(call, original),
    )
    return chat.show(message)


def forward_messages(call: Call) -> list[dict[str, int]]:
    """Skips what is gone and service messages."""
    source, chat, originals = find_originals(call)
    originals = [original for original in originals if original.kind is not Kind.SERVICE]
    if not originals:
        raise bad_request(CANT_FORWARD)
    return repeat(call, source, chat, originals, lambda original: read_forward(call, original))


def read_forward(call: Call, original: Message) -> dict[str, Any]:
    author = call.cloud.people.get(original.user["id"])
    return {"content": original.content, "forward_origin": find_origin(original, author)}


METHODS: dict[str, Method] = {"forwardMessage": forward_message, "forwardMessages": forward_messages}
