"""How what makes no sound is sent: rows by the rule of `services/queues/sounds.py`, and all answers.

Who presses a button or writes a command looks at the chat.
"""

from dataclasses import replace
from typing import Any

from aiogram.methods import TelegramMethod

from bot.delivery.forms import Rendering


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
