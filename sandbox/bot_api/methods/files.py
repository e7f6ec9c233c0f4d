"""Files in a call: one that came with it, or one the bot has seen, known by its id for this bot."""

from typing import Any

from sandbox.bot_api.methods.call import Call, read_caption
from sandbox.server.errors import bad_request
from sandbox.server.media import FILE_TYPES, WITHOUT_CAPTION, File, Kind, describe_file

WRONG_FILE = "wrong file identifier/HTTP URL specified"


def read_file(call: Call, kind: Kind) -> File:
    """The file of the field that is called like its kind."""
    given = call.parameters.text(str(kind))
    # A part of a multipart body may also be the field itself.
    return find_upload(call, kind, given or str(kind)) or find_file(call, kind, given)


def find_upload(call: Call, kind: Kind, given: str) -> File | None:
    """A file that came with the call as the part that `attach://<part>` names."""
    upload = call.parameters.uploads.get(given.removeprefix("attach://"))
    if upload is None:
        return None
    if not upload.content:
        raise bad_request("file must be non-empty")
    return call.cloud.add_file(kind, None if kind is Kind.PHOTO else upload.name, upload.content)


def find_file(call: Call, kind: Kind, file_id: str) -> File:
    """A file this bot has seen; the ids other bots have for it are worth nothing."""
    if not file_id:
        raise bad_request(f"there is no {str(kind).replace('_', ' ')} in the request")
    if "://" in file_id:
        raise bad_request("failed to get HTTP URL content")
    file = call.bot.files.get(file_id)
    if file is None:
        raise bad_request(WRONG_FILE)
    if file.kind is not kind:
        raise bad_request(f"can't use file of type {FILE_TYPES[file.kind]} as {FILE_TYPES[kind]}")
    return file


def make_content(call: Call, file: File) -> dict[str, Any]:
    """The file with the caption of the call."""
    caption = {} if file.kind in WITHOUT_CAPTION else read_caption(call)
    return describe_file(call.bot.id, file) | caption
