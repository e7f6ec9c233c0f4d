"""Quotes: the part of a message that a reply picks out, with the formatting that Telegram keeps in it."""

from collections.abc import Iterator
from typing import Any

from sandbox.server.entities import Entity, utf16_length

KEPT = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler", "custom_emoji"})
MAX_QUOTE = 1024  # UTF-16 code units


def words_of(content: dict[str, Any]) -> tuple[str, list[Entity]]:
    """The text of a message or the caption of a medium, with its formatting."""
    text = content.get("text", content.get("caption", ""))
    return text, content.get("entities", content.get("caption_entities", []))


def find_quote(
    content: dict[str, Any], quoted: str, near: int = 0, entities: list[Entity] | None = None
) -> dict[str, Any] | None:
    """The quote as the Bot API shows it, from the place nearest to a position; None if it stands nowhere.

    With `entities` only a place with the same formatting counts.
    """
    text, formatting = words_of(content)
    wanted = None if entities is None else keep(entities)
    length = utf16_length(quoted)
    found = [
        (place, cut)
        for place in find_places(text, quoted)
        if (cut := cut_entities(formatting, place, length)) == wanted or wanted is None
    ]
    if not found or not 0 < length <= MAX_QUOTE:
        return None
    place, cut = min(found, key=lambda candidate: abs(candidate[0] - near))
    return {"text": quoted, "position": place, "is_manual": True, **({"entities": cut} if cut else {})}


def find_places(text: str, part: str) -> Iterator[int]:
    """Where the part begins, in UTF-16 code units."""
    at = text.find(part) if part else -1
    while at >= 0:
        yield utf16_length(text[:at])
        at = text.find(part, at + 1)


def keep(entities: list[Entity]) -> list[Entity]:
    return [entity for entity in entities if entity["type"] in KEPT]


def cut_entities(entities: list[Entity], start: int, length: int) -> list[Entity]:
    """The formatting that is kept in a quote of so many units, counted from its beginning."""
    cut = []
    for entity in keep(entities):
        begins = max(entity["offset"] - start, 0)
        ends = min(entity["offset"] + entity["length"] - start, length)
        if ends > begins:
            cut.append({**entity, "offset": begins, "length": ends - begins})
    return cut
