"""What the buttons say that set whom sources prefer, and what operators speak."""

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.ui.screens import Number
from services.distribution.preferences import Preference
from services.team.preferences import LONGEST_WAIT


class PreferenceCallback(CallbackData, prefix="pref"):
    """Shows whom a source prefers; with `which` offers how long to wait; with `wait` sets it."""

    source: Number
    which: Preference | None = None
    wait: int | None = Field(default=None, ge=0, le=LONGEST_WAIT + 1)  # seconds + 1; 0: nobody is preferred


class LanguageCallback(CallbackData, prefix="lang"):
    """Shows the languages of an operator; with a code adds that one, or takes it away."""

    operator: Number
    code: str = Field(default="", pattern="^([a-z]{2,3})?$")
