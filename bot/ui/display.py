"""Screens as calls to Telegram: a new message, or an edit of the one whose button was pressed."""

from typing import Any

from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage
from aiogram.types import CallbackQuery, MaybeInaccessibleMessageUnion, Message

from bot.ui.lists import shorten
from bot.ui.screens import NO_PREVIEW, Screen

LONGEST_POP_UP = 200  # UTF-16 units


def show(message: MaybeInaccessibleMessageUnion, screen: Screen) -> SendMessage:
    """Answer a message with a screen."""
    return message.answer(screen.text, **look(screen))


def show_instead(
    query: CallbackQuery, screen: Screen
) -> tuple[AnswerCallbackQuery, EditMessageText | SendMessage]:
    """Replace the screen whose button was pressed, or send a new one if that one can't be edited any more."""
    assert query.message is not None
    shown: EditMessageText | SendMessage
    if isinstance(query.message, Message) and query.message.text is not None:
        shown = query.message.edit_text(screen.text, **look(screen))
    else:
        shown = query.message.answer(screen.text, **look(screen))
    return query.answer(screen.pop_up and cut(screen.pop_up)), shown


def pop_up(query: CallbackQuery, text: str) -> AnswerCallbackQuery:
    """Show a text that has to be read and closed."""
    return query.answer(cut(text), show_alert=True)


def look(screen: Screen) -> dict[str, Any]:
    """Return what every message of a screen has."""
    return {"parse_mode": "HTML", "reply_markup": screen.markup, "link_preview_options": NO_PREVIEW}


def cut(text: str) -> str:
    """Return a text that fits into what pops up."""
    return shorten(text, LONGEST_POP_UP)
