"""Until when to put a contact off: the choice, and what was chosen."""

from collections.abc import Mapping
from datetime import datetime, tzinfo

from bot.ui.keyboards import LaterCallback
from bot.ui.screens import Button, Screen
from bot.ui.texts import Words
from bot.ui.times import write_moment
from bot.views.cards.mine_screens import MineAction, MineCallback
from bot.views.cards.put_off import write_until
from services.hours.mornings import Later


def write_choice(
    contact: int,
    assignment: int,
    moments: Mapping[Later, datetime | None],
    words: Words,
    timezone: tzinfo,
) -> Screen:
    """Return the choice until when to put a contact off."""

    def choose(until: Later | None) -> LaterCallback:
        return LaterCallback(until=until, contact=contact, assignment=assignment)

    rows: list[list[Button]] = []
    for name, moment in moments.items():
        when = write_moment(moment, words, timezone) if moment is not None else ""
        rows.append([(words.plain(f"button-later-{name}", moment=when), choose(name))])
    rows.append([(words.plain("button-cancel"), choose(None))])
    return Screen(words.plain("later-choose", number=str(contact)), rows)


def write_done(contact: int, until: datetime | None, words: Words, timezone: tzinfo) -> Screen:
    """Return that a contact is put off."""
    when = write_until(until, words, timezone)
    return Screen(words.html("later-done", number=str(contact), until=when), [[write_back(words)]])


def write_kept(words: Words) -> Screen:
    """Return that a contact stays as it is."""
    return Screen(words.plain("later-kept"), [[write_back(words)]])


def write_back(words: Words) -> Button:
    """Return the button to what an operator has open."""
    return words.plain("button-mine"), MineCallback(action=MineAction.LIST)
