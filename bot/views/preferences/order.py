"""In which order a source's requests come, and after how long its second group helps."""

from bot.ui.names import name_source
from bot.ui.screens import Button, Screen, put_below
from bot.ui.texts import Words
from bot.ui.times import write_span
from bot.views.preferences.callbacks import OrderCallback
from bot.views.source_screens import SourceAction, SourceCallback
from models import Source
from services.distribution.order.settings import SourceMinutes

OFFERED = {SourceMinutes.PRIORITY: (0, 15, 30, 60, 120), SourceMinutes.SECOND_AFTER: (0, 5, 10, 15, 30)}


def write_order(source: Source, words: Words, *, done: str = "") -> Screen:
    """Return both, with buttons for other times; `done` says in HTML what was just set."""
    lines = [words.html("order-title", source=name_source(source))]
    rows: list[list[Button]] = []
    for which, offered in OFFERED.items():
        minutes = getattr(source, which.value)
        if minutes:
            lines.append(words.plain(f"order-{which}-some", span=write_span(60 * minutes, words)))
        else:
            lines.append(words.plain(f"order-{which}-none"))
        rows.append([offer(source, which, choice, minutes, words) for choice in offered])
    lines += ["", words.plain("order-explained")]
    back: Button = (words.plain("button-back"), SourceCallback(action=SourceAction.SHOW, source=source.id))
    return Screen(put_below(done, "\n".join(lines)), [*rows, [back]])


def offer(source: Source, which: SourceMinutes, minutes: int, present: int, words: Words) -> Button:
    """Return the button that sets so many minutes."""
    label = write_minutes(which, minutes, words)
    chosen = f"· {label} ·" if minutes == present else label
    return chosen, OrderCallback(source=source.id, which=which, minutes=minutes)


def write_minutes(which: SourceMinutes, minutes: int, words: Words) -> str:
    """Return so many minutes as a button says them."""
    if not minutes:
        return words.plain(f"button-order-{which}-none")
    return words.plain(f"button-order-{which}-some", span=write_span(60 * minutes, words))
