"""What a rendering is made of: calls to Telegram, to be tried in order."""

import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiogram.methods import SendMessage, TelegramMethod
from aiogram.types import ReplyParameters

from bot.delivery.albums import Album
from bot.ui.lists import TAG
from bot.ui.screens import NO_PREVIEW
from services.contacts.settlement import Loss


@dataclass(frozen=True, slots=True)
class Rendering:
    """The calls to try in order. `shows`: the message that an edit changes; `optional`: may all fail.

    An `album` comes first; the forms are for this row alone then. `losses` say by number what a form lacks.
    """

    forms: tuple[TelegramMethod[Any], ...]
    shows: int | None = None
    optional: bool = False
    album: Album | None = None
    losses: Mapping[int, Loss] = field(default_factory=dict)


def send_text(
    chat_id: int, text: str, reply: ReplyParameters | None = None, markup: Any = None
) -> SendMessage:
    """Return the call that sends a text in HTML."""
    return SendMessage(
        chat_id=chat_id,
        text=text,
        parse_mode="HTML",
        reply_parameters=reply,
        reply_markup=markup,
        link_preview_options=NO_PREVIEW,
    )


def reply_to(message_id: int | None) -> ReplyParameters | None:
    """Return what makes a message a reply, as long as that other one is there."""
    if message_id is None:
        return None
    return ReplyParameters(message_id=message_id, allow_sending_without_reply=True)


def strip_tags(text: str) -> str:
    """Return HTML as the plain text that it shows."""
    return html.unescape(TAG.sub("", text))
