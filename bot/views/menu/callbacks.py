"""What the buttons of the menu and of the first steps say, and the way back that every list has."""

import enum

from aiogram.filters.callback_data import CallbackData

from bot.ui.screens import Button, Number
from bot.ui.texts import Words
from models import Contact

HOME = ""  # the first steps while there are any to do, else the menu
MENU = "all"  # the menu, whatever is still to do


class MenuCallback(CallbackData, prefix="menu"):
    """A button that opens a screen by the name of its command, or the menu itself."""

    page: str = HOME


class Step(enum.StrEnum):
    """What a button of the first steps does."""

    MYSELF = "me"
    WEIGHT = "weight"
    REFRESH = "look"


class StepCallback(CallbackData, prefix="step"):
    """A button of the first steps."""

    step: Step
    operator: Number = 0


def back_to_menu(words: Words) -> Button:
    """Return the button to the menu."""
    return words.plain("button-menu"), MenuCallback()


def back_to_list(contact: Contact, words: Words) -> Button:
    """Return the button to the list in which a contact stands, to the menu if it stands in none."""
    if contact.is_waiting:
        return words.plain("button-back-queue"), MenuCallback(page="queue")
    if contact.is_open:
        return words.plain("button-back-open"), MenuCallback(page="open")
    return back_to_menu(words)
