"""What people type: texts and captions with their formatting, within the limits of Telegram's apps."""

from typing import Any

from sandbox.control.fields import malformed
from sandbox.server.chats import Person
from sandbox.server.cloud import Cloud
from sandbox.server.entities import Entity, check_entities, find_commands, sort_entities, trim, utf16_length
from sandbox.server.errors import ApiError, impossible

Entities = list[Entity]

# UTF-16 code units
MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_PREMIUM_CAPTION = 4096


def text_content(cloud: Cloud, text: str, entities: Entities | None = None) -> dict[str, Any]:
    """A text message, without the white space around it: Telegram's apps drop that."""
    text, found = read_words(cloud, text, entities)
    if not text:
        raise impossible("Nobody can send an empty message.")
    if utf16_length(text) > MAX_TEXT:
        raise impossible(f"A message has at most {MAX_TEXT} characters (UTF-16 code units).")
    return {"text": text, **({"entities": found} if found else {})}


def caption_content(
    cloud: Cloud, person: Person, caption: str, entities: Entities | None = None
) -> dict[str, Any]:
    if entities and not caption.strip():
        raise malformed("“entities” of a message without a text need a caption.")
    caption, found = read_words(cloud, caption, entities)
    limit = MAX_PREMIUM_CAPTION if person.is_premium else MAX_CAPTION
    if utf16_length(caption) > limit:
        raise impossible(f"A caption has at most {limit} characters (UTF-16 code units).")
    if not caption:
        return {}
    return {"caption": caption, **({"caption_entities": found} if found else {})}


def read_words(cloud: Cloud, text: str, entities: Entities | None) -> tuple[str, Entities]:
    """The text, trimmed, with the formatting given and the commands that Telegram finds in it."""
    try:
        given = check_entities(entities, text, cloud.find_user) if entities is not None else []
    except ApiError as error:
        reason = error.description.removeprefix("Bad Request: ")
        raise malformed(f"{reason[:1].upper()}{reason[1:]}.") from error
    text, given = trim(text, given)
    return text, sort_entities([*given, *find_commands(text)])
