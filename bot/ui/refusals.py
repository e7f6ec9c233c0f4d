"""Puts a refusal into one line."""

from bot.ui.isolation import isolate
from bot.ui.lists import cut
from bot.ui.phones import write_phone
from bot.ui.texts import Words
from services.refusals import Refused

PHONES = {"phone", "reach"}  # reach: phone and email of a client
LONGEST_NAME = 100  # characters of what somebody has typed as a name; names that exist are shorter
NUMBERS = {"number", "newer"}  # of contacts: they have no thousands separator


def write_refusal(refusal: Refused, words: Words) -> str:
    """Return why a wish was not granted, as plain text."""
    params = {name: write_param(name, value, words) for name, value in refusal.params.items()}
    return words.plain(f"refused-{refusal.reason}", **params)


def write_param(name: str, value: str | int, words: Words) -> str | int:
    """Return a parameter the way people write it."""
    if name in NUMBERS:
        return str(value)
    if name in PHONES and isinstance(value, str):
        return ", ".join(isolate(write_phone(part, words)) for part in value.split(", "))
    if name == "name" and isinstance(value, str):
        return cut(value, LONGEST_NAME)
    return value
