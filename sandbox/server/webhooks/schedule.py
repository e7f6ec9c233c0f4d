"""Telegram's rules for what a server has not taken: when it comes again, and what must wait for it."""

from typing import Any

FIRST_DELAY = 2  # seconds, as all that follow; the first retry is at once
LONGEST_DELAY = 120
LONGEST_RETRY_AFTER = 3600  # what asks for more is not heeded
LIFETIME = 24 * 3600.0

Lane = int | str


def choose_delay(failures: int, retry_after: str | None) -> float:
    """After how many seconds an update comes again that has failed so often."""
    if retry_after is not None and retry_after.isdecimal() and int(retry_after) <= LONGEST_RETRY_AFTER:
        return int(retry_after)
    return 0 if failures <= 1 else min(FIRST_DELAY ** (failures - 1), LONGEST_DELAY)


def find_lane(update: Any, number: int) -> Lane:
    """What an update shares with those that come one after another: its chat, if it has one."""
    payloads = update.values() if isinstance(update, dict) else ()
    about = next((value for value in payloads if isinstance(value, dict)), {})
    message = about.get("message")
    chat = (message if isinstance(message, dict) else about).get("chat")
    chat_id = chat.get("id") if isinstance(chat, dict) else None
    return chat_id if isinstance(chat_id, int) else f"update {number}"
