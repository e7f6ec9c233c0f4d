"""A refusal in one line."""

from bot.texts import Words
from services.refusals import Refused

NUMBERS = {"number", "newer"}  # of contacts: they have no thousands separator


def write_refusal(refusal: Refused, words: Words) -> str:
    """Return why a wish was not granted, as plain text."""
    params = {name: str(value) if name in NUMBERS else value for name, value in refusal.params.items()}
    return words.plain(f"refused-{refusal.reason}", **params)
