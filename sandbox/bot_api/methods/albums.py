"""sendMediaGroup: several files as one album, one message each under a shared `media_group_id`."""

from collections.abc import Collection
from typing import Any

from sandbox.bot_api.methods.call import Call, Method, find_writable_chat, is_silent
from sandbox.bot_api.methods.files import find_file, find_upload, make_content
from sandbox.bot_api.methods.parameters import Parameters
from sandbox.bot_api.methods.replies import read_reply
from sandbox.server.chats import Author
from sandbox.server.errors import bad_request
from sandbox.server.media import File, Kind

MIXABLE = {Kind.PHOTO, Kind.VIDEO}
KINDS = MIXABLE | {Kind.AUDIO, Kind.DOCUMENT}


def send_album(call: Call) -> list[dict[str, Any]]:
    parts = [read_part(call, item) for item in read_media(call)]
    check_mix({file.kind for file, _ in parts})
    chat = find_writable_chat(call)
    reply, album = read_reply(call, chat), call.cloud.make_album_id()
    shown = []
    for file, content in parts:
        message = call.cloud.post(
            chat,
            Author.BOT,
            call.bot.as_user(),
            file.kind,
            content,
            media_group_id=album,
            silent=is_silent(call),
            **reply,
        )
        call.cloud.show_file_to(call.bot, file)
        shown.append(chat.show(message))
    return shown


def read_media(call: Call) -> list[object]:
    media = call.parameters.object("media", "media")
    if not isinstance(media, list):
        raise bad_request("expected an Array of InputMedia")
    if not media:
        raise bad_request("there are no messages to send")
    # Telegram's server lets one pass; its documentation asks for 2-10.
    if len(media) == 1:
        raise bad_request("too few messages to send as an album")
    if len(media) > 10:
        raise bad_request("too many messages to send as an album")
    return media


def read_part(call: Call, item: object, kinds: Collection[Kind] = KINDS) -> tuple[File, dict[str, Any]]:
    """The file and the message of one InputMedia, read as if it were a call of its own."""
    if not isinstance(item, dict):
        raise bad_request("can't parse InputMedia: expected an Object")
    if item.get("type") not in [*kinds]:
        raise bad_request(f'can\'t parse InputMedia: type "{item.get("type")}" is unsupported')
    kind, given = Kind(item["type"]), item.get("media")
    if not isinstance(given, str) or not given:
        raise bad_request("can't parse InputMedia: media not found")
    part = Call(call.cloud, call.bot, Parameters(item, call.parameters.uploads))
    file = (find_upload(part, kind, given) if given.startswith("attach://") else None) or find_file(
        part, kind, given
    )
    return file, make_content(part, file)


def check_mix(kinds: set[Kind]) -> None:
    alone = sorted(kinds - MIXABLE)
    if alone and len(kinds) > 1:
        raise bad_request(f"{alone[0]} can't be mixed with other media types")


METHODS: dict[str, Method] = {"sendMediaGroup": send_album}
