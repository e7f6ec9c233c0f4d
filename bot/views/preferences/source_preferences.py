"""Whom a source prefers, and how long its contacts wait for them."""

from bot.ui.names import name_source
from bot.ui.screens import Button, Screen, arrange, put_below
from bot.ui.texts import Words
from bot.ui.times import write_span
from bot.views.preferences.callbacks import PreferenceCallback
from bot.views.source_screens import SourceAction, SourceCallback
from models import Source
from services.distribution.preferences import Preference
from services.team.preferences import read_wait

OFFERED = (None, 0, 30, 60, 300, 900)  # seconds


def write_preferences(source: Source, days: int, words: Words, *, done: str = "") -> Screen:
    """Return whom a source prefers; `days`: how long one is known; `done` in HTML what was set."""
    lines = [
        words.html("prefer-title", source=name_source(source)),
        *(
            words.html(f"prefer-{which}", days=days, wait=write_wait(read_wait(source, which), words))
            for which in Preference
        ),
        "",
        words.plain("prefer-explained"),
    ]
    buttons: list[list[Button]] = [
        [(words.plain(f"button-prefer-{which}"), PreferenceCallback(source=source.id, which=which))]
        for which in Preference
    ]
    back = SourceCallback(action=SourceAction.SHOW, source=source.id)
    text = "\n".join(lines)
    return Screen(put_below(done, text), [*buttons, [(words.plain("button-back"), back)]])


def offer_waits(source: Source, which: Preference, days: int, words: Words) -> Screen:
    """Return the choice of how long to wait for the preferred."""
    now = read_wait(source, which)

    def press(wait: int | None) -> PreferenceCallback:
        return PreferenceCallback(source=source.id, which=which, wait=0 if wait is None else wait + 1)

    buttons = [
        (f"· {label} ·" if wait == now else label, press(wait))
        for wait in OFFERED
        if (label := write_wait(wait, words))
    ]
    text = words.html(f"prefer-choose-{which}", source=name_source(source), days=days)
    back = (words.plain("button-back"), PreferenceCallback(source=source.id))
    return Screen(text, [*arrange(buttons, 2), [back]])


def write_wait(seconds: int | None, words: Words) -> str:
    """Return how long contacts wait for the preferred, or that they don't."""
    if not seconds:
        return words.plain("prefer-off" if seconds is None else "prefer-if-free")
    if seconds % 60:
        return words.plain("prefer-wait-seconds", seconds=seconds)
    return words.plain("prefer-wait", span=write_span(seconds, words))
