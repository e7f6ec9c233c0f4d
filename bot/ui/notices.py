"""The parameters of a notice as a person reads them: ages, phones, numbers and troubles in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.ui.phones import write_phone
from bot.ui.texts import Words
from bot.ui.times import write_minutes
from services.operations.trouble import MOST_NUMBERS, NUMBERS

DOTS = "…"
# What notices don't have that were stored before they had it.
SINCE: dict[str, dict[str, Any]] = {
    "alert-dead": {NUMBERS: ()},
    "alert-internal": {NUMBERS: ()},
    "alert-untaken": {NUMBERS: ()},
    "alert-unreachable": {"waiting": 0, "bots": DOTS},
}


def write_params(params: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """Return what a text is given, from what its notice was stored with."""
    written = {**SINCE.get(params.get("key", ""), {}), **params}
    if "minutes" in written:
        written["age"] = write_minutes(written.pop("minutes"), words)
    if "phone" in written:
        written["phone"] = write_phone(written["phone"], words)
    if "number" in written:
        written["number"] = str(written["number"])  # a number of a contact has no thousands separator
    if "error" in written:
        written["error"] = words.plain(written["error"])
    if NUMBERS in written:
        written[NUMBERS] = write_numbers(written[NUMBERS], words)
    return written


def write_numbers(numbers: Sequence[int], words: Words) -> str:
    """Return the numbers of contacts, with dots for those that don't fit; "none" is what texts choose by."""
    shown = [words.plain("contact-number", number=str(number)) for number in numbers[:MOST_NUMBERS]]
    more = [DOTS] if len(numbers) > MOST_NUMBERS else []
    return ", ".join([*shown, *more]) or "none"
