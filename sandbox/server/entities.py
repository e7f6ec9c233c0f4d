"""Formatting as Telegram keeps it: plain text plus entities counted in UTF-16 code units."""

import re
from collections.abc import Callable
from html import escape
from typing import Any

from sandbox.server.errors import bad_request
from sandbox.server.links import normalise_link

Entity = dict[str, Any]
FindUser = Callable[[int], Entity | None]

# The types a bot may set (others Telegram finds by itself), and which of two over the same characters comes
# first, as TDLib sorts them.
PRIORITY = {
    "blockquote": 0,
    "expandable_blockquote": 0,
    "pre": 11,
    "code": 20,
    "text_link": 49,
    "text_mention": 49,
    "bold": 90,
    "italic": 91,
    "underline": 92,
    "strikethrough": 93,
    "spoiler": 94,
    "custom_emoji": 99,
}
COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/@])")
WRAPPERS = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "spoiler": ('<span class="tg-spoiler">', "</span>"),
    "code": ("<code>", "</code>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ("<blockquote expandable>", "</blockquote>"),
}


def utf16_length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def sort_entities(entities: list[Entity]) -> list[Entity]:
    return sorted(entities, key=lambda e: (e["offset"], -e["length"], PRIORITY.get(e["type"], 50)))


def find_commands(text: str) -> list[Entity]:
    """The `bot_command` entities of what a person wrote."""
    return [
        {"type": "bot_command", "offset": utf16_length(text[: m.start()]), "length": len(m[0])}
        for m in COMMAND.finditer(text)
    ]


def check_entities(given: object, text: str, find_user: FindUser) -> list[Entity]:
    """The formatting of an `entities` parameter: cut to the text; unknown types and people are dropped."""
    if not isinstance(given, list):
        raise bad_request("can't parse entities: Expected an Array of MessageEntity")
    length = utf16_length(text)
    return sort_entities([e for e in (_check_entity(item, length, find_user) for item in given) if e])


def _check_entity(given: object, text_length: int, find_user: FindUser) -> Entity | None:
    if not isinstance(given, dict):
        raise bad_request("can't parse entities: Expected an Object of MessageEntity")
    kind, offset, length = given.get("type"), given.get("offset"), given.get("length")
    if not isinstance(kind, str):
        raise bad_request("can't parse entities: Can't find field \"type\"")
    if not isinstance(offset, int) or not isinstance(length, int):
        raise bad_request('can\'t parse entities: Field "offset" and "length" must be of type Number')
    length = min(length, text_length - offset)
    details = _read_details(kind, given, find_user)
    if kind not in PRIORITY or details is None or offset < 0 or length <= 0:
        return None
    return {"type": kind, "offset": offset, "length": length, **details}


def _read_details(kind: str, given: Entity, find_user: FindUser) -> Entity | None:
    """What an entity of the type must bring along; None if that makes it worthless."""
    match kind:
        case "text_link":
            url = str(given.get("url", ""))
            if (link := normalise_link(url)) is None:
                raise bad_request(f"entity URL '{url}' is invalid: Wrong HTTP URL")
            return {"url": link}
        case "text_mention":
            user = given.get("user")
            user_id = user.get("id") if isinstance(user, dict) else None
            found = find_user(user_id) if isinstance(user_id, int) else None
            return {"user": found} if found else None
        case "pre" if given.get("language"):
            return {"language": str(given["language"])}
        case "custom_emoji":
            return {"custom_emoji_id": str(given.get("custom_emoji_id", ""))}
    return {}


def trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Text without the white space around it, which Telegram drops, entities moved along."""
    stripped = text.strip()
    if stripped == text:
        return text, entities
    skipped = utf16_length(text[: len(text) - len(text.lstrip())])
    total = utf16_length(stripped)
    moved = []
    for entity in entities:
        start = max(entity["offset"] - skipped, 0)
        end = min(entity["offset"] + entity["length"] - skipped, total)
        if end > start:
            moved.append({**entity, "offset": start, "length": end - start})
    return stripped, moved


def render_html(text: str, entities: list[Entity]) -> str:
    """Text with its formatting as safe HTML, for people to look at."""
    if not entities:
        return escape(text, quote=False)
    units = text.encode("utf-16-le", "surrogatepass")
    ordered = sort_entities(entities)
    places = sorted(
        {0, len(units) // 2, *(p for e in ordered for p in (e["offset"], e["offset"] + e["length"]))}
    )
    parts = []
    for place, following in zip(places, [*places[1:], None], strict=True):
        parts += [_wrap(e)[1] for e in reversed(ordered) if e["offset"] + e["length"] == place]
        parts += [_wrap(e)[0] for e in ordered if e["offset"] == place]
        if following is not None:
            piece = units[place * 2 : following * 2].decode("utf-16-le", "replace")
            parts.append(escape(piece, quote=False))
    return "".join(parts)


def _wrap(entity: Entity) -> tuple[str, str]:
    match entity["type"]:
        case "text_link":
            return f'<a href="{escape(entity["url"])}">', "</a>"
        case "text_mention":
            return f'<a href="tg://user?id={entity["user"]["id"]}">', "</a>"
        case "custom_emoji":
            return f'<tg-emoji emoji-id="{escape(str(entity["custom_emoji_id"]))}">', "</tg-emoji>"
        case "pre" if "language" in entity:
            return f'<pre><code class="language-{escape(entity["language"])}">', "</code></pre>"
        case "pre":
            return "<pre>", "</pre>"
        case kind:
            return WRAPPERS.get(kind, ("", ""))
