"""What the buttons say that set whom sources prefer, what they say, and what operators speak."""

import enum

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.ui.screens import Number
from bot.ui.texts import LANGUAGES
from models import Mode
from services.distribution.order.settings import MINUTES, SourceMinutes
from services.distribution.preferences import Preference
from services.team.preferences import LONGEST_WAIT
from services.team.source_texts import EVERYBODY, SourceText


class PreferenceCallback(CallbackData, prefix="pref"):
    """Shows whom a source prefers; with `which` offers how long to wait; with `wait` sets it."""

    source: Number
    which: Preference | None = None
    wait: int | None = Field(default=None, ge=0, le=LONGEST_WAIT + 1)  # seconds + 1; 0: nobody is preferred


class ModeCallback(CallbackData, prefix="mode"):
    """Shows how a source decides who gets what; with a mode sets it."""

    source: Number
    mode: Mode | None = None


class OrderCallback(CallbackData, prefix="ord"):
    """Shows in which order a source's requests come; with `which` sets it."""

    source: Number
    which: SourceMinutes | None = None
    minutes: int = Field(default=0, ge=0, le=MINUTES[-1])


class LanguageCallback(CallbackData, prefix="lang"):
    """Shows the languages of an operator; with a code adds that one, or takes it away."""

    operator: Number
    code: str = Field(default="", pattern="^([a-z]{2,3})?$")


class TextState(enum.StrEnum):
    """What a button makes of a text."""

    OWN = "own"  # asks for it
    OFF = "off"
    USUAL = "usual"


class TextCallback(CallbackData, prefix="text"):
    """Shows the texts of a source; with `which` one of them; with `state` changes it for some readers."""

    source: Number
    which: SourceText | None = None
    readers: str = Field(default=EVERYBODY, pattern=f"^({'|'.join((EVERYBODY, *LANGUAGES))})$")
    state: TextState | None = None
