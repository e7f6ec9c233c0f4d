"""editMessageMedia: another file, with its caption, in place of the bot's own file or text."""

from typing import Any

from sandbox.bot_api.methods.albums import KINDS, MIXABLE, read_part
from sandbox.bot_api.methods.call import Call, Method
from sandbox.bot_api.methods.existing.edits import change, find_own_message, read_inline
from sandbox.server.chats import Message
from sandbox.server.errors import bad_request
from sandbox.server.media import Kind

NEW = KINDS | {Kind.ANIMATION}
EDITABLE = NEW | {Kind.TEXT}


def edit_media(call: Call) -> dict[str, Any]:
    given = call.parameters.object("media", "input media")
    if given is None:
        raise bad_request("can't parse input media JSON object")
    file, content = read_part(call, given, NEW)
    inline = read_inline(call)
    chat, message = find_own_message(call)
    if message.kind not in EDITABLE:
        raise bad_request("message can't be edited")
    check_album(message, file.kind)
    shown = change(call, chat, message, content, inline, file.kind)
    call.cloud.show_file_to(call.bot, file)
    return shown


def check_album(message: Message, kind: Kind) -> None:
    """In an album audio stays audio, documents stay documents, and photos and videos are of one sort."""
    if message.media_group_id is None or kind is message.kind:
        return
    if kind not in KINDS:
        raise bad_request("message content type can't be used in an album")
    if not {kind, message.kind} <= MIXABLE:
        raise bad_request("can't change media type in the album")


METHODS: dict[str, Method] = {"editMessageMedia": edit_media}
