"""Which rows of the outbox make a sound: a card, a new message of a client, an answer to one, and an alert.

What only follows one of these, or tells what its reader has just done or can look up, is silent. So are all
answers to presses and commands: who asks looks at the chat.
"""

from dataclasses import replace
from typing import Any

from aiogram.methods import TelegramMethod

from bot.delivery.forms import Rendering
from models import Author, OutboxKind
from services.queues import floods, introducing, notes, outbox, relays
from services.queues.rendering.render_data import RenderData

TO_CLIENTS = "client-"  # how the keys of notices to clients begin
# A question, after days without a word, that ends the contact if nobody answers it.
HEARD_BY_CLIENTS = frozenset({"client-idle"})
# Beside those; every other notice is an alert.
SILENT_NOTICES = frozenset(
    {
        relays.CARRIED,  # the copy follows
        "album-from-client",
        "album-from-operator",
        "signed-to-client",
        "signed-to-operator",
        "follow-up-to-operator",
        relays.CAPTION,  # it follows the file
        introducing.EARLIER,  # it follows the card
        floods.MORE,  # thirty messages have just been heard
        relays.EDITED,  # Telegram's own edits make no sound either
        notes.NOTE,
        "answer-withdrawn",  # its reader has just asked for it
        "spam-banned",
        "spam-refused",
    }
)


def is_silent(data: RenderData) -> bool:
    """Tell whether a row makes no sound when it is sent; who queued it may have said so (`outbox.SILENT`)."""
    row = data.row
    if outbox.SILENT in row.params:
        return True
    match row.kind:
        case OutboxKind.CARD:
            return data.card_id is not None  # it is shown already, and has only changed
        case OutboxKind.RELAY:
            is_for_operator = row.assignment_no is not None
            is_of_staff = data.message is not None and data.message.author is Author.OPERATOR
            return relays.EDITED in row.params or (is_for_operator and is_of_staff)
        case _:
            return is_silent_notice(row.params["key"])


def is_silent_notice(key: str) -> bool:
    """Tell whether a notice with this text makes no sound."""
    return (key.startswith(TO_CLIENTS) and key not in HEARD_BY_CLIENTS) or key in SILENT_NOTICES


def silence(rendering: Rendering) -> Rendering:
    """Return what is sent without a sound, by itself or in an album."""
    album = rendering.album
    if album is not None:
        album = replace(album, forms=tuple(map(silence_call, album.forms)))
    return replace(rendering, forms=tuple(map(silence_call, rendering.forms)), album=album)


def silence_call(call: TelegramMethod[Any]) -> TelegramMethod[Any]:
    """Return a call that makes no sound; a change, a deletion or a pop-up makes none anyway."""
    if "disable_notification" not in type(call).model_fields:
        return call
    return call.model_copy(update={"disable_notification": True})
