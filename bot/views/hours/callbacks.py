"""What the buttons say that set hours, and the hours that they offer."""

import enum
from collections.abc import Callable
from datetime import date

from aiogram.filters.callback_data import CallbackData

from bot.ui.screens import Button, Number, arrange
from bot.ui.texts import Words
from bot.views.hours.writing import write_hours
from services.hours.rules import Days

LAST_DAY = date.max.toordinal()  # whoever forges a later one means no day that is closed
PRESETS = ("Mo-Fr 09:00-18:00", "Mo-Fr 10:00-19:00", "Mo-Sa 10:00-20:00", "Mo-Su 09:00-21:00", "24/7")


class HoursAction(enum.StrEnum):
    LIST = "list"
    SHOW = "show"
    PRESET = "preset"  # value: which
    ASK = "ask"
    HOLIDAYS = "holi"  # value: 1 closes
    ASK_DAYS = "askdays"
    OPEN_DAYS = "open"  # value, until: the days


class HoursCallback(CallbackData, prefix="h"):
    """A button about the hours of a source."""

    action: HoursAction
    source: Number = 0
    value: Number = 0
    until: Number = 0

    @property
    def days(self) -> Days:
        """Return the days that it is about."""
        first, last = (date.fromordinal(min(max(day, 1), LAST_DAY)) for day in (self.value, self.until))
        return Days(first, last)


class WorkAction(enum.StrEnum):
    SHOW = "show"
    PRESET = "preset"  # value: which
    ASK = "ask"
    ASK_ZONE = "askzone"
    AWAY = "away"  # value: for so many days
    ASK_AWAY = "askaway"
    BACK = "back"


class WorkCallback(CallbackData, prefix="work"):
    """A button about the hours of an operator."""

    action: WorkAction
    operator: Number
    value: Number = 0


def offer_presets(make: Callable[[int], CallbackData], words: Words) -> list[list[Button]]:
    """Return a button for each of the hours that many have."""
    buttons = [(write_hours(preset, words), make(which)) for which, preset in enumerate(PRESETS)]
    return arrange(buttons, 2)
