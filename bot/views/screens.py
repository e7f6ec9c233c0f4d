"""A screen of the control room: one message with buttons that a tap replaces by the next screen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

LONGEST_LABEL = 40  # characters on a button; Telegram cuts longer ones where nobody expects it
Button = tuple[str, CallbackData]  # label, what a tap on it says


@dataclass(frozen=True, slots=True)
class Screen:
    """Text in HTML, rows of buttons, and what pops up when a tap led here."""

    text: str
    rows: Sequence[Sequence[Button]] = ()
    pop_up: str | None = None

    @property
    def markup(self) -> InlineKeyboardMarkup | None:
        """Return the buttons as Telegram wants them, None if there are none."""
        rows = [[make_button(label, tap) for label, tap in row] for row in self.rows if row]
        return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def make_button(label: str, tap: CallbackData) -> InlineKeyboardButton:
    """Return a button whose label fits."""
    shown = label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…"
    return InlineKeyboardButton(text=shown, callback_data=tap.pack())


def arrange(buttons: Iterable[Button], in_row: int) -> list[list[Button]]:
    """Return buttons in rows of so many."""
    flat = list(buttons)
    return [flat[i : i + in_row] for i in range(0, len(flat), in_row)]
