"""What the buttons about the live board say."""

import enum

from aiogram.filters.callback_data import CallbackData

from bot.ui.screens import Number


class BoardAction(enum.StrEnum):
    LINK = "link"
    SESSIONS = "who"  # who is in
    END = "end"  # number: the session
    RIGHTS = "rights"  # who may look
    ADD = "add"
    SHOW = "show"  # number: the right, here and below
    STEER = "steer"  # on: whether more than to look
    SOURCES = "sources"  # value: the page
    SOURCE = "source"  # value: the source; on: whether it is seen
    ALL = "all"
    INVITE = "invite"
    REMOVE = "remove"
    REMOVE_SURELY = "removed"


class BoardCallback(CallbackData, prefix="board"):
    """A button about the live board: its link, who is in, who may look."""

    action: BoardAction = BoardAction.LINK
    number: Number = 0
    value: Number = 0
    on: bool = False
