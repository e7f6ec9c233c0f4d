"""A screen: one message with buttons; a press on one of them replaces it by the next screen."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, TypeVar

from aiogram.filters.callback_data import CallbackData
from aiogram.types import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    WebAppInfo,
)
from pydantic import Field

from bot.ui.isolation import isolate
from bot.ui.lists import shorten

LONGEST_LABEL = 40  # UTF-16 units on a button; Telegram cuts longer ones where nobody expects it
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)  # of links that people wrote
T = TypeVar("T")
Press = CallbackData | CopyTextButton | WebAppInfo  # what is asked of us, copied, or opened within Telegram
Button = tuple[str, Press]  # with its label

# Whoever forges a larger number asks for what no column can hold.
Number = Annotated[int, Field(ge=0, lt=2**31)]
Positive = Annotated[int, Field(gt=0, lt=2**31)]


@dataclass(frozen=True, slots=True)
class Screen:
    """Text in HTML, rows of buttons, and what pops up when a button led here."""

    text: str
    rows: Sequence[Sequence[Button]] = ()
    pop_up: str | None = None

    @property
    def markup(self) -> InlineKeyboardMarkup | None:
        """Return the buttons as Telegram wants them, None if there are none."""
        rows = [[make_button(label, callback) for label, callback in row] for row in self.rows if row]
        return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def put_below(done: str, text: str) -> str:
    """Return the text of a screen below what was just done, if anything was; both in HTML."""
    return f"{done}\n\n{text}" if done else text


def make_button(label: str, callback: Press) -> InlineKeyboardButton:
    """Return a button whose label fits."""
    if isinstance(callback, CopyTextButton):
        return InlineKeyboardButton(text=shorten(label, LONGEST_LABEL), copy_text=callback)
    if isinstance(callback, WebAppInfo):
        return InlineKeyboardButton(text=shorten(label, LONGEST_LABEL), web_app=callback)
    return InlineKeyboardButton(text=shorten(label, LONGEST_LABEL), callback_data=callback.pack())


def name_with(name: str, number: int) -> str:
    """Return a label of a name and a number, which is seen however long the name is."""
    note = f" · {number}"
    marks = len(isolate(name)) - len(name)
    return isolate(shorten(name, LONGEST_LABEL - len(note) - marks)) + note


def arrange(buttons: Iterable[Button], in_row: int) -> list[list[Button]]:
    """Return buttons in rows of so many."""
    flat = list(buttons)
    return [flat[i : i + in_row] for i in range(0, len(flat), in_row)]


def cut_page(things: Sequence[T], page: int, size: int) -> tuple[Sequence[T], int, int]:
    """Return the things of a page, which page that is (at most the last one), and how many there are."""
    pages = max(-(-len(things) // size), 1)
    page = min(page, pages - 1)
    return things[page * size : (page + 1) * size], page, pages


def write_pager(page: int, pages: int, callback: Callable[[int], CallbackData]) -> list[Button]:
    """Return buttons to the pages before and after, with where we are between them; none for one page."""
    if pages < 2:
        return []
    return [
        ("‹", callback((page - 1) % pages)),
        (f"{page + 1} / {pages}", callback(page)),
        ("›", callback((page + 1) % pages)),
    ]
