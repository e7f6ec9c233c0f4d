"""Words as their author formatted them: text and stored entities become HTML, links that hide included."""

import html
from collections.abc import Mapping, Sequence
from typing import Any

from aiogram.types import MessageEntity
from aiogram.utils.text_decorations import html_decoration

from bot.ui.texts import Html, escape

QUOTES = {"blockquote", "expandable_blockquote"}


def format_text(
    text: str, entities: Sequence[Mapping[str, Any]] | None, *, end: int | None = None, quoted: bool = False
) -> Html:
    """Return a text, or its first `end` characters, in HTML as its author formatted it.

    `quoted`: it goes into a quote of ours, in which Telegram allows no further one.
    """
    shown = text[:end]
    if not entities:
        return Html(escape(shown))
    length = len(shown.encode("utf-16-le", "surrogatepass")) // 2
    kept = [
        _read_entity(entity, length)
        for entity in entities
        if entity["offset"] < length and not (quoted and entity["type"] in QUOTES)
    ]
    try:
        return Html(html_decoration.unparse(shown, kept))
    except UnicodeError:
        return Html(escape(shown))  # an entity that ends within a letter: no app of Telegram makes one


def _read_entity(stored: Mapping[str, Any], length: int) -> MessageEntity:
    url = stored.get("url")
    return MessageEntity(
        type=stored["type"],
        offset=stored["offset"],
        length=min(stored["length"], length - stored["offset"]),
        url=html.escape(url) if url else None,
        custom_emoji_id=stored.get("custom_emoji_id"),
    )
