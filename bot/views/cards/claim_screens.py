"""The offer to keep a phone or an e-mail that the client has typed, and what became of it."""

from collections.abc import Mapping
from typing import Any

from aiogram.filters.callback_data import CallbackData

from bot.ui.phones import write_phone
from bot.ui.screens import Number, Positive, Screen
from bot.ui.texts import Words
from services.queues.claims.finding import PHONE
from services.queues.claims.offering import VALUE, WAY


class ClaimCallback(CallbackData, prefix="claim"):
    """An operator keeps what the message with this button offers, or does not."""

    contact: Positive
    assignment: Number
    keep: bool


def ask_about_claim(contact: int, assignment: int, params: Mapping[str, Any], words: Words) -> Screen:
    """Return the offer; `params` are those of its notice."""
    way, value = params[WAY], params[VALUE]
    shown = write_phone(value, words) if way == PHONE else value

    def do(keep: bool) -> ClaimCallback:
        return ClaimCallback(contact=contact, assignment=assignment, keep=keep)

    buttons = [(words.plain("button-claim-keep"), do(True)), (words.plain("button-claim-no"), do(False))]
    return Screen(words.html("claim-offered", way=way, value=shown), [buttons])


def write_decided(contact: int, value: str, keep: bool, words: Words) -> Screen:
    """Return what became of an offer."""
    if not keep:
        return Screen(words.plain("claim-declined"))
    shown = value if "@" in value else write_phone(value, words)
    return Screen(words.html("claim-kept", number=str(contact), value=shown))
