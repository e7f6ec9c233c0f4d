"""An operator's latest answers, each with a button that takes it back from the client."""

from collections.abc import Sequence
from datetime import tzinfo

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.ui.screens import Button, Screen, arrange
from bot.ui.texts import Words
from bot.ui.times import write_hour
from bot.views.cards.card import name_kind
from bot.views.history import write_excerpt
from models import Message


class WithdrawCallback(CallbackData, prefix="wd"):
    """Take an answer back; 0: leave all as it is."""

    message: int = Field(ge=0, lt=2**63)


def write_answers(answers: Sequence[Message], words: Words, timezone: tzinfo) -> Screen:
    """Return the answers that can be withdrawn, the newest first, or that there are none."""
    if not answers:
        return Screen(words.plain("withdraw-none"))
    buttons: list[Button] = [
        (write_label(answer, words, timezone), WithdrawCallback(message=answer.id)) for answer in answers
    ]
    keep: Button = (words.plain("button-withdraw-none"), WithdrawCallback(message=0))
    return Screen(words.plain("withdraw-title"), [*arrange(buttons, 1), [keep]])


def write_label(answer: Message, words: Words, timezone: tzinfo) -> str:
    """Return an answer in a few words: its number, the hour, and how it begins."""
    said = write_excerpt(answer.text) if answer.text else f"[{name_kind(answer.kind, words)}]"
    at = write_hour(answer.created_at.astimezone(timezone), words)
    return words.plain("withdraw-button", number=str(answer.contact_id), at=at, text=said)
