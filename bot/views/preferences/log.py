"""Who has changed weights, groups, modes and priorities, and when."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import Any

from bot.ui.lists import join_lines
from bot.ui.names import name_source
from bot.ui.screens import Screen
from bot.ui.texts import Words
from bot.ui.times import write_moment
from bot.views.preferences.order import write_minutes
from bot.views.weight_screens import WeightAction, WeightCallback
from models import Event, Operator, Source
from services.distribution.order.settings import SourceMinutes
from services.events import Kind


def write_log(
    changes: Sequence[tuple[Event, Operator | None, Source]], words: Words, timezone: tzinfo
) -> Screen:
    """Return who has changed which weight, or how a source decides, and when, newest first."""
    lines = [
        words.html(
            "weight-log-line" if operator is not None else "weight-log-source",
            at=write_moment(event.at, words, timezone),
            by=event.data.get("by") or "—",
            source=name_source(source),
            before=write_logged(event, event.data["before"], words),
            after=write_logged(event, event.data["after"], words),
            **({"name": operator.name} if operator is not None else {}),
        )
        for event, operator, source in changes
    ]
    body = join_lines(lines, words) if lines else words.plain("weight-log-none")
    back = (words.plain("button-all-weights"), WeightCallback(action=WeightAction.LIST))
    return Screen(f"{words.plain('weight-log-title')}\n{body}", [[back]])


def write_logged(event: Event, value: Any, words: Words) -> str:
    """Return what was before a change, or is after it."""
    match Kind(event.kind):
        case Kind.GROUP_SET:
            return words.plain("weight-group-second" if value else "weight-group-first")
        case Kind.MODE_SET:
            return words.plain(f"button-mode-{value}")
        case Kind.SOURCE_SET:
            return write_minutes(SourceMinutes(event.data["name"]), value, words)
        case _:
            return write_weight(value, words)


def write_weight(weight: int | None, words: Words) -> str:
    """Return a weight in a list of changes."""
    return words.plain("weight-was-none") if weight is None else str(weight)
