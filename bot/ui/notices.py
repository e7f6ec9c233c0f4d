"""The parameters of a notice as a person reads them: ages, phones, numbers and troubles in words."""

from collections.abc import Mapping
from typing import Any

from bot.ui.phones import write_phone
from bot.ui.texts import Words
from bot.ui.times import write_minutes


def write_params(params: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """Return what a text is given, from what its notice was stored with."""
    written = dict(params)
    if "minutes" in written:
        written["age"] = write_minutes(written.pop("minutes"), words)
    if "phone" in written:
        written["phone"] = write_phone(written["phone"], words)
    if "number" in written:
        written["number"] = str(written["number"])  # a number of a contact has no thousands separator
    if "error" in written:
        written["error"] = words.plain(written["error"])
    return written
