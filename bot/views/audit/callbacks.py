"""What the buttons of audits say."""

from datetime import date

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.ui.screens import Number

FIRST_DAY, LAST_DAY = date(2000, 1, 1).toordinal(), date(2100, 1, 1).toordinal()


class StoryCallback(CallbackData, prefix="story"):
    """Shows what an operator got on a day, which is numbered as Python numbers days; without one, today."""

    operator: Number
    day: int | None = Field(default=None, ge=FIRST_DAY, le=LAST_DAY)


class WhyNotCallback(CallbackData, prefix="whynot"):
    """Offers the operators of whom to ask why they did not get a contact; with one shows how he stood."""

    contact: Number
    operator: Number = 0
