"""Kinds of messages, and files: made up when somebody sends one, known to each bot by its own `file_id`."""

import base64
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    TEXT = "text"
    PHOTO = "photo"
    DOCUMENT = "document"
    VIDEO = "video"
    AUDIO = "audio"
    VOICE = "voice"
    ANIMATION = "animation"
    VIDEO_NOTE = "video_note"
    STICKER = "sticker"
    LOCATION = "location"
    CONTACT = "contact"
    DICE = "dice"
    POLL = "poll"
    STORY = "story"
    PAID_MEDIA = "paid_media"
    CHECKLIST = "checklist"
    SERVICE = "service"


# How Telegram calls the type of a file when it refuses one.
FILE_TYPES = {
    Kind.PHOTO: "Photo",
    Kind.DOCUMENT: "Document",
    Kind.VIDEO: "Video",
    Kind.AUDIO: "Audio",
    Kind.VOICE: "VoiceNote",
    Kind.ANIMATION: "Animation",
    Kind.VIDEO_NOTE: "VideoNote",
    Kind.STICKER: "Sticker",
}
WITHOUT_CAPTION = frozenset({Kind.VIDEO_NOTE, Kind.STICKER})

DETAILS: dict[Kind, dict[str, Any]] = {
    Kind.DOCUMENT: {"file_name": "contract.pdf", "mime_type": "application/pdf", "file_size": 24_576},
    Kind.VIDEO: {
        "width": 1280,
        "height": 720,
        "duration": 12,
        "file_name": "video.mp4",
        "mime_type": "video/mp4",
        "file_size": 1_048_576,
    },
    Kind.AUDIO: {
        "duration": 180,
        "performer": "Somebody",
        "title": "A song",
        "file_name": "song.mp3",
        "mime_type": "audio/mpeg",
        "file_size": 3_145_728,
    },
    Kind.VOICE: {"duration": 5, "mime_type": "audio/ogg", "file_size": 12_288},
    Kind.ANIMATION: {
        "width": 320,
        "height": 240,
        "duration": 3,
        "file_name": "animation.mp4",
        "mime_type": "video/mp4",
        "file_size": 65_536,
    },
    Kind.VIDEO_NOTE: {"length": 384, "duration": 8, "file_size": 524_288},
    Kind.STICKER: {
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
        "emoji": "👍",
        "set_name": "Thumbs",
        "file_size": 8_192,
    },
}
UNKNOWN = "application/octet-stream"
# By where they stand, the bytes that files of a type begin with; no type that a browser takes for a page.
SIGNATURES = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF8", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (8, b"WAVE", "audio/wav"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
)
PHOTO_SIZES = (("s", 90, 60, 1_400), ("x", 1280, 853, 187_000))


@dataclass(frozen=True, slots=True)
class File:
    """One file of this Telegram; every bot sees the same `unique_id`."""

    kind: Kind
    unique_id: str
    name: str | None = None
    content: bytes | None = None  # of an upload; what is made up has none
    size: tuple[int, int] | None = None  # of an uploaded picture or film, in pixels
    mime_type: str | None = None


def make_file_id(bot_id: int, file: File, suffix: str = "") -> str:
    """The id of a file for one bot: opaque, and different for every bot, as Telegram's are."""
    secret = f"{bot_id}:{file.unique_id}{suffix}".encode()
    return "AgAC" + base64.urlsafe_b64encode(secret).decode().rstrip("=")


def describe_file(bot_id: int, file: File) -> dict[str, Any]:
    """The fields a message about this file has for a bot."""
    if file.kind is Kind.PHOTO:
        return {"photo": [_photo_size(bot_id, file, *size) for size in PHOTO_SIZES]}
    width, height = file.size or (None, None)
    given = {"file_name": file.name, "mime_type": file.mime_type, "width": width, "height": height}
    details = {
        "file_id": make_file_id(bot_id, file),
        "file_unique_id": file.unique_id,
        **DETAILS[file.kind],
        **{name: value for name, value in given.items() if value},
        **({"file_size": len(file.content)} if file.content is not None else {}),
    }
    if file.kind is Kind.ANIMATION:
        # Telegram repeats an animation as a document, for old bots.
        shared = ("file_id", "file_unique_id", "file_name", "mime_type", "file_size")
        return {"animation": details, "document": {key: details[key] for key in shared}}
    return {str(file.kind): details}


def list_file_ids(bot_id: int, file: File) -> list[str]:
    """Every id under which a bot may send the file."""
    return [make_file_id(bot_id, file, suffix) for suffix in _suffixes(file)]


def list_unique_ids(file: File) -> list[str]:
    """Every `file_unique_id` under which bots are told of the file."""
    return [file.unique_id + suffix for suffix in _suffixes(file)]


def _suffixes(file: File) -> list[str]:
    return [size[0] for size in PHOTO_SIZES] if file.kind is Kind.PHOTO else [""]


SHOWN = (
    *("file_id", "file_unique_id", "file_name", "file_size", "mime_type"),
    *("width", "height", "duration", "title", "performer", "emoji"),
)


def find_file_details(kind: Kind, content: dict[str, Any]) -> dict[str, Any]:
    """Ids, name and size of the file in the fields of a message; of a photo the largest one's."""
    described = content.get(str(kind)) if kind in FILE_TYPES else None
    if kind is Kind.PHOTO and isinstance(described, list) and described:
        described = described[-1]
    if not isinstance(described, dict):
        return {}
    return {key: described[key] for key in SHOWN if key in described}


def _photo_size(bot_id: int, file: File, suffix: str, width: int, height: int, size: int) -> dict[str, Any]:
    if file.content is not None and suffix == PHOTO_SIZES[-1][0]:
        size = len(file.content)
        width, height = file.size or (width, height)
    return {
        "file_id": make_file_id(bot_id, file, suffix),
        "file_unique_id": file.unique_id + suffix,
        "width": width,
        "height": height,
        "file_size": size,
    }


def find_type(content: bytes) -> str:
    """The media type that the first bytes show, whatever the name says; `UNKNOWN` if none is sure."""
    for place, signature, kind in SIGNATURES:
        if content.startswith(signature, place):
            return kind
    return UNKNOWN
