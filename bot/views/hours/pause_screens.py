"""An operator's pause: until when it lasts, how it ends, and the question whether it was forgotten."""

import enum
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.ui.screens import Button, Number, Screen
from bot.ui.texts import Words
from bot.ui.times import write_moment
from models import Operator
from services.hours.working_time import of_operator
from services.moment import Moment
from services.team.pauses import find_number

DAY = timedelta(days=1)


class PauseAction(enum.StrEnum):
    SHORT = "short"
    LONG = "long"
    OPEN = "open"  # until he says that he is back
    BACK = "back"
    STAY = "stay"
    MINE = "mine"  # back, from the list of what is open


# The buttons that say how long.
CHOICES = {
    PauseAction.SHORT: timedelta(minutes=30),
    PauseAction.LONG: timedelta(hours=1),
    PauseAction.OPEN: None,
}


class PauseCallback(CallbackData, prefix="pause"):
    """A button about a pause; `since` tells it from those before."""

    action: PauseAction
    since: Number = 0


def write_paused(operator: Operator, words: Words, *, at: Moment) -> Screen:
    """Return until when an operator gets nothing new, and how to change that."""
    since = find_number(operator)

    def make(action: PauseAction) -> Button:
        return words.plain(f"button-pause-{action}"), PauseCallback(action=action, since=since)

    if operator.pause_until is None:
        text = words.plain("operator-paused")
    else:
        text = words.plain("operator-paused-until", **_name_until(operator, words, at=at))
    return Screen(text, [[make(action) for action in CHOICES], [offer_return(words)]])


def offer_return(words: Words, action: PauseAction = PauseAction.BACK) -> Button:
    """Return the button that ends a pause."""
    return words.plain("button-back-again"), PauseCallback(action=action)


def write_resumed(words: Words) -> Screen:
    """Return that an operator is back."""
    return Screen(words.plain("operator-resumed"))


def write_stays(words: Words) -> Screen:
    """Return that a pause goes on."""
    return Screen(words.plain("pause-stays"), [[offer_return(words)]])


def ask_about_pause(
    since: str, told_at: datetime, words: Words
) -> tuple[dict[str, Any], InlineKeyboardMarkup]:
    """Return what the question about a forgotten pause is to say, and the buttons below it."""
    moment = datetime.fromisoformat(since)
    stay = PauseCallback(action=PauseAction.STAY, since=int(moment.timestamp()))
    markup = Screen("", [[offer_return(words), (words.plain("button-pause-stay"), stay)]]).markup
    assert markup is not None
    assert moment.tzinfo is not None
    return name_moment(moment, told_at, words, moment.tzinfo), markup


def write_state(operator: Operator, words: Words, *, at: Moment) -> str:
    """Return that an operator is on a pause, and since or until when, for the list of what is open."""
    if operator.pause_until is not None:
        return words.plain("mine-paused-until", **_name_until(operator, words, at=at))
    if operator.paused_at is None:
        return words.plain("mine-paused")
    zone = of_operator(operator, at=at).timezone
    return words.plain("mine-paused-since", **name_moment(operator.paused_at, at.now, words, zone))


def add_pause(listed: Screen, operator: Operator, words: Words, *, at: Moment) -> Screen:
    """Return a list of what an operator has open below his pause, with the button that ends it."""
    text = f"{write_state(operator, words, at=at)}\n\n{listed.text}"
    ends = [offer_return(words, PauseAction.MINE)]
    return replace(listed, text=text, rows=[*listed.rows[:-1], ends, *listed.rows[-1:]])


def name_moment(moment: datetime, now: datetime, words: Words, zone: tzinfo) -> dict[str, str]:
    """Return a moment as texts about pauses are given it: by which day, and at what time."""
    local, today = moment.astimezone(zone), now.astimezone(zone).date()
    days = {today - DAY: "yesterday", today: "today", today + DAY: "tomorrow"}
    return {
        "day": days.get(local.date(), "other"),
        "time": f"{local.hour}:{local:%M}",
        "moment": write_moment(moment, words, zone),
    }


def _name_until(operator: Operator, words: Words, *, at: Moment) -> dict[str, str]:
    assert operator.pause_until is not None
    return name_moment(operator.pause_until, at.now, words, of_operator(operator, at=at).timezone)
