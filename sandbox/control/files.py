"""Files with bytes: people send them, and everybody's are read back, never as a document of this origin."""

from typing import Any
from urllib.parse import quote as quote_url

from aiohttp import BodyPartReader, web

from sandbox.control.carried import Carried, read_carried
from sandbox.control.fields import TYPES, Fields, malformed
from sandbox.control.people import Act, enter, send_file
from sandbox.control.words import caption_content
from sandbox.server.chats import Bot, Person
from sandbox.server.cloud import Cloud
from sandbox.server.errors import ControlError
from sandbox.server.media import UNKNOWN, Kind, find_type

MOST_BYTES = 20 * 1024 * 1024  # what Telegram lets a bot download
LONGEST_WORDS = 64 * 1024  # of a field of the form, in bytes; a caption is far shorter
LARGEST_SIDE = 10_000  # pixels
KINDS = (Kind.PHOTO, Kind.DOCUMENT, Kind.VIDEO, Kind.AUDIO, Kind.VOICE)
TOO_LARGE = f"A file may have at most {MOST_BYTES // 2**20} MB: bots can't download larger ones."


async def read_upload(request: web.Request) -> tuple[Fields, bytes]:
    """The fields of a form and the bytes of its `file`, whose name becomes the field `name`."""
    if request.content_type != "multipart/form-data":
        raise malformed("An upload is a multipart form.")
    given: Fields = {}
    content: bytes | None = None
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or not part.name:
                raise malformed("A part of the form has no name.")
            if part.name == "file":
                given["name"], content = part.filename or "file", await read_part(part, MOST_BYTES)
            else:
                given[part.name] = read_value(part.name, await read_part(part, LONGEST_WORDS))
    except ValueError as error:
        raise malformed("The form can't be read.") from error
    if not content:
        raise malformed("The “file” is missing or empty.")
    return given, content


async def read_part(part: BodyPartReader, most: int) -> bytes:
    read = bytearray()
    while chunk := await part.read_chunk(2**16):
        read += chunk
        if len(read) > most:
            raise ControlError(413, TOO_LARGE)
    return bytes(read)


def read_value(name: str, value: bytes) -> Any:
    try:
        return int(value) if TYPES.get(name) is int else value.decode()
    except ValueError as error:
        raise malformed(f"“{name}” can't be read.") from error


def upload(
    cloud: Cloud,
    content: bytes,
    bot: Bot,
    person: Person,
    kind: str,
    name: str,
    *,
    caption: str = "",
    width: int | None = None,
    height: int | None = None,
    media_group_id: str | None = None,
    reply_to: int | None = None,
    quote: str | None = None,
) -> Act:
    """Sends the file; nothing is kept of one that is refused."""
    if kind not in KINDS:
        raise malformed(f"A file is sent as one of {', '.join(KINDS)}.")
    read_carried(cloud, enter(cloud, bot, person), Carried(reply_to, quote))
    words, found = caption_content(cloud, person, caption), find_type(content)
    if kind == Kind.PHOTO and not found.startswith("image/"):
        raise malformed(f"“{name}” is no picture: send it as a file.")
    file = cloud.add_file(
        Kind(kind),
        None if kind == Kind.PHOTO else name,
        content,
        size=read_size(width, height),
        mime_type=found,
    )
    return send_file(
        cloud, bot, person, file.kind, words, file, media_group_id, reply_to=reply_to, quote=quote
    )


def read_size(width: int | None, height: int | None) -> tuple[int, int] | None:
    if width is None or height is None:
        return None
    if not (0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE):
        raise malformed(f"A picture is 1-{LARGEST_SIDE} pixels wide and high.")
    return width, height


async def read_file(cloud: Cloud, fields: Fields) -> web.Response:
    """The bytes of a file; a browser shows only what is surely a picture, a sound or a film."""
    unique_id = fields["file_unique_id"]
    file = cloud.files.get(unique_id)
    if file is None:
        raise ControlError(404, f"There is no file {unique_id}.")
    if file.content is None:
        raise ControlError(404, f"The {file.kind} {unique_id} is made up: nobody uploaded it.")
    kind = UNKNOWN if file.kind is Kind.DOCUMENT else find_type(file.content)
    place = "inline" if kind != UNKNOWN else "attachment"
    name = quote_url(file.name or str(file.kind), safe="")
    headers = {"Content-Disposition": f"{place}; filename*=UTF-8''{name}"}
    return web.Response(body=file.content, content_type=kind, headers=headers)
