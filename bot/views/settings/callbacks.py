"""What the buttons of `/settings` say."""

import enum

from aiogram.filters.callback_data import CallbackData

from bot.ui.screens import Number


class SettingAction(enum.StrEnum):
    LIST = "list"
    SHOW = "show"
    SET = "set"  # value: as `Policy` writes it in JSON
    SURE = "sure"  # the same, after a question
    DEFAULT = "default"
    ASK = "ask"
    UNDO = "undo"  # value: the change
    LOG = "log"


class SettingCallback(CallbackData, prefix="set"):
    """A button about a rule of the business."""

    action: SettingAction
    name: str = ""
    value: str = ""


class AdminAction(enum.StrEnum):
    LIST = "list"
    INVITE = "invite"
    REMOVE = "remove"
    REMOVE_SURELY = "removed"


class AdminCallback(CallbackData, prefix="adm"):
    """A button about the admins."""

    action: AdminAction
    admin: Number = 0
