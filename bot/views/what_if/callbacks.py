"""What the buttons of a trial say."""

import enum

from aiogram.filters.callback_data import CallbackData

from bot.ui.screens import Number


class TryAction(enum.StrEnum):
    """What to try, or which choice to show first."""

    HOME = "home"
    OPERATOR = "op"
    WEIGHTS = "ws"  # of an operator for a source
    LIMITS = "ls"
    WEIGHT = "w"  # value: the weight
    LIMIT = "l"  # value: the limit
    OFF = "off"
    HIRE = "hire"
    DRAW = "draw"
    TURNS = "turns"
    POOL = "pool"


class WhatIfCallback(CallbackData, prefix="wi"):
    action: TryAction = TryAction.HOME
    operator: Number = 0
    source: Number = 0
    value: Number = 0


class TrialAction(enum.StrEnum):
    """What becomes of a trial."""

    DAYS = "days"  # value: how many are looked at
    APPLY = "apply"
    BESIDE = "beside"
    COMPARE = "compare"
    GIVE_UP = "no"


class TrialCallback(CallbackData, prefix="tr"):
    action: TrialAction
    trial: Number
    value: Number = 0
