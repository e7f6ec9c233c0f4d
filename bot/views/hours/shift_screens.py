"""The end of an operator's hours: the question, where everything would go, and where it went."""

import enum
from collections.abc import Mapping, Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.ui.lists import join_lines
from bot.ui.screens import Button, Number, Screen
from bot.ui.texts import Words
from bot.views.transfer_screens import count_moved, list_moves
from models import Lead
from services.team.transfers import Transfer, hash_plan


class ShiftAction(enum.StrEnum):
    PREVIEW = "show"
    TRANSFER = "do"
    KEEP = "keep"


class ShiftCallback(CallbackData, prefix="sh"):
    """A button at the end of an operator's hours."""

    action: ShiftAction
    seed: Number = 0
    plan: Number = 0


def ask_at_end(words: Words) -> InlineKeyboardMarkup | None:
    """Return the buttons below the question whether to pass on what is open."""
    show = (words.plain("button-shift-preview"), ShiftCallback(action=ShiftAction.PREVIEW))
    return Screen("", [[show], [write_keep(words)]]).markup


def write_keep(words: Words) -> Button:
    """Return the button that leaves everything as it is."""
    return words.plain("button-shift-keep"), ShiftCallback(action=ShiftAction.KEEP)


def write_kept(words: Words) -> Screen:
    """Return what is said when nothing was passed on."""
    return Screen(words.plain("shift-kept"))


def write_plan(
    moves: Sequence[Transfer],
    clients: Mapping[int, Lead],
    names: Mapping[int, str],
    seed: int,
    words: Words,
) -> Screen:
    """Return where everything would go, to be confirmed."""
    going = count_moved(moves)
    confirm: list[Button] = []
    if going:
        callback = ShiftCallback(action=ShiftAction.TRANSFER, seed=seed, plan=hash_plan(moves))
        confirm.append((words.plain("button-shift-pass"), callback))
    lines = join_lines(list_moves(moves, clients, names, words), words)
    return Screen(f"{words.plain('shift-plan', count=going)}\n\n{lines}", [[*confirm, write_keep(words)]])


def write_done(
    moves: Sequence[Transfer], clients: Mapping[int, Lead], names: Mapping[int, str], words: Words
) -> Screen:
    """Return where everything went."""
    lines = join_lines(list_moves(moves, clients, names, words), words)
    return Screen(f"{words.plain('shift-done', count=count_moved(moves))}\n\n{lines}")
