"""What the buttons of the control room say. Whoever forges a number larger than a column asks for nothing."""

import enum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

Number = Annotated[int, Field(ge=0, lt=2**31)]


class OperatorAct(enum.StrEnum):
    LIST = "list"  # value: page
    SHOW = "show"
    ADD = "add"
    ON = "on"
    OFF = "off"
    LIMITS = "lims"
    LIMIT = "lim"  # value: the limit
    ASK_LIMIT = "asklim"
    RENAME = "name"
    LINK = "link"
    WEIGHTS = "weights"


class MoveAct(enum.StrEnum):
    CHOOSE = "choose"
    PREVIEW = "show"
    CARRY_OUT = "do"


class WeightAct(enum.StrEnum):
    LIST = "list"
    SOURCE = "src"
    OPERATOR = "op"
    SET = "set"
    ASK = "ask"
    UNDO = "undo"  # value: the event
    LOG = "log"


class SourceAct(enum.StrEnum):
    LIST = "list"  # value: page
    SHOW = "show"
    ADD = "add"
    RENAME = "name"
    GREETING = "greet"
    RECEIPT = "rcpt"


class ContactAct(enum.StrEnum):
    SHOW = "show"  # value: page of messages
    WHY = "why"  # value: which decision, from 1; 0 for the latest
    OPERATORS = "ops"  # value: page
    ASSIGN = "give"  # value: the operator
    COMPLETE = "done"
    COMPLETE_SURELY = "sure"  # what nobody has can't be reopened
    REOPEN = "reopen"


class OperatorTap(CallbackData, prefix="o"):
    act: OperatorAct
    operator: Number = 0
    value: Number = 0


class MoveTap(CallbackData, prefix="mv"):
    """Moving all that an operator has open, to the target or by draw (0), as the plan says."""

    act: MoveAct
    operator: Number
    target: Number = 0
    seed: Number = 0
    plan: Number = 0


class WeightTap(CallbackData, prefix="w"):
    act: WeightAct
    source: Number = 0
    operator: Number = 0
    value: Number = 0


class SourceTap(CallbackData, prefix="s"):
    act: SourceAct
    source: Number = 0
    value: Number = 0


class ContactTap(CallbackData, prefix="c"):
    act: ContactAct
    contact: Number
    value: Number = 0


class QueueTap(CallbackData, prefix="q"):
    page: Number = 0


class MineAct(enum.StrEnum):
    LIST = "list"
    SHOW = "show"
    TAKE = "take"
    COMPLETE = "complete"
    PASS_ON = "pass"


class MineTap(CallbackData, prefix="m"):
    """A button below /mine."""

    act: MineAct
    contact: Number = 0
    assignment: Number = 0
