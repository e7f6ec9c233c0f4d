"""The link to the live board, and the sessions that last."""

from collections.abc import Sequence
from datetime import tzinfo

from aiogram.filters.callback_data import CallbackData

from bot.ui.lists import join_lines, shorten
from bot.ui.screens import Button, Number, Screen
from bot.ui.texts import Words
from bot.ui.times import write_moment
from bot.views.menu.callbacks import back_to_menu
from models import BoardSession

LONGEST_DEVICE = 60  # UTF-16 units
MOST_LISTED = 20


class BoardCallback(CallbackData, prefix="board"):
    """Gives a new link; with `end` ends a session."""

    end: Number = 0


def write_link(link: str, lasting: Sequence[BoardSession], words: Words, timezone: tzinfo) -> Screen:
    """Return the link, which works once, and who is in already, with a button that ends each."""
    lines = [words.html("board-link", link=link)]
    if lasting:
        lines += ["", words.plain("board-sessions")]
        lines += [write_session(one, words, timezone) for one in lasting[:MOST_LISTED]]
    buttons: list[list[Button]] = [
        [(words.plain("button-board-end", name=one.name, number=str(one.id)), BoardCallback(end=one.id))]
        for one in lasting[:MOST_LISTED]
    ]
    again: Button = (words.plain("button-board-again"), BoardCallback())
    return Screen(join_lines(lines, words), [*buttons, [again], [back_to_menu(words)]])


def write_session(one: BoardSession, words: Words, timezone: tzinfo) -> str:
    """Return whose a session is, since when and on which device, in HTML."""
    assert one.entered_at is not None
    since = write_moment(one.entered_at, words, timezone)
    device = shorten(one.device or "—", LONGEST_DEVICE)
    return words.html("board-session", name=one.name, since=since, device=device, number=str(one.id))


def write_off(words: Words) -> Screen:
    """Return that there is no board, and how to have one."""
    return Screen(words.html("board-off"), [[back_to_menu(words)]])
