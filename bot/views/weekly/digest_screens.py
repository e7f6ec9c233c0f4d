"""The weekly digest in words, and the screen on which an admin says whether to get it."""

import enum
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.ui.lists import join_lines
from bot.ui.screens import Button, Screen
from bot.ui.texts import Words
from bot.ui.times import write_days, write_span
from bot.views.menu.callbacks import back_to_menu
from services.reports.periods import WEEK, Period

LONGEST_OPERATORS = 2500  # UTF-16 units


class WeekCallback(CallbackData, prefix="week"):
    """An admin wants the statistics of the week of a Monday."""

    monday: int = Field(ge=1, le=date.max.toordinal())


class DigestAction(enum.StrEnum):
    SHOW = "show"
    STOP = "stop"  # below a digest, which stays
    ON = "on"
    OFF = "off"


class DigestCallback(CallbackData, prefix="dig"):
    """An admin looks whether he gets the digest, or changes that."""

    action: DigestAction


def write_digest(week: Mapping[str, Any], timezone: Any, words: Words) -> Screen:
    """Return a week as it was stored, in HTML, with the ways to its statistics and to silence."""
    monday = date.fromisoformat(week["monday"])
    days = write_days(Period(monday, monday + timedelta(days=WEEK - 1), timezone), words)
    lines = [
        words.html("digest-title", days=days),
        words.plain("digest-received", count=week["received"]) + write_change(week["change"], words),
        *list_answers(week, words),
        words.plain("digest-completed", count=week["completed"]),
    ]
    if week["good"] or week["bad"]:
        lines.append(words.plain("digest-rated", good=week["good"], bad=week["bad"]))
    if week["operators"]:
        each = [write_operator(operator, words) for operator in week["operators"]]
        lines += ["", words.plain("digest-operators"), join_lines(each, words, limit=LONGEST_OPERATORS)]
    if week["waits"]:
        lines += ["", words.html("digest-waits", waits=", ".join(list_waits(week["waits"], words)))]
    if week["look"]:
        which, name, count = week["look"]
        lines += ["", words.html(f"digest-look-{which}", name=name, count=count)]
    statistics = (words.plain("button-week"), WeekCallback(monday=monday.toordinal()))
    stop = (words.plain("button-digest-stop"), DigestCallback(action=DigestAction.STOP))
    return Screen("\n".join(lines), [[statistics], [stop]])


def write_change(change: int | None, words: Words) -> str:
    """Return by how much there was more or less than in the week before; nothing where it can't be said."""
    if not change:
        return ""
    return words.plain("digest-change", arrow="↑" if change > 0 else "↓", percent=abs(change))


def list_answers(week: Mapping[str, Any], words: Words) -> list[str]:
    """Return how soon clients had a first answer, and how many within the target if there is one."""
    lines = []
    if week["decided"]:
        of = {"within": str(week["within"]), "total": str(week["decided"])}
        share, target = round(100 * week["within"] / week["decided"]), write_span(week["target"], words)
        lines.append(words.html("digest-in-time", target=target, **of, share=share))
    if week["median"] is not None:
        lines.append(words.html("digest-median", span=write_span(week["median"], words)))
    return lines


def write_operator(operator: Mapping[str, Any], words: Words) -> str:
    """Return an operator's week in a line."""
    counts = {"received": operator["received"], "completed": operator["completed"]}
    line = words.html("digest-operator", name=operator["name"], **counts)
    if operator["median"] is not None:
        line += words.html("digest-operator-median", span=write_span(operator["median"], words))
    return line


def list_waits(waits: Sequence[Sequence[int]], words: Words) -> list[str]:
    """Return who has waited longest, and for how long."""
    return [
        words.plain("digest-wait", number=str(number), span=write_span(seconds, words))
        for number, seconds in waits
    ]


def write_choice(wanted: bool, words: Words) -> Screen:
    """Return whether an admin gets the digest, and the button that changes it."""
    state = "on" if wanted else "off"
    other = DigestAction.OFF if wanted else DigestAction.ON
    change: Button = (words.plain(f"button-digest-{other}"), DigestCallback(action=other))
    return Screen(words.plain(f"digest-{state}"), [[change], [back_to_menu(words)]])
