"""A plan as a sentence: what would be different."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import assert_never

from bot.ui.lists import shorten
from bot.ui.texts import Words
from services.what_if.plans import (
    Change,
    HireChange,
    HoursChange,
    LimitChange,
    ModeChange,
    OffChange,
    Plan,
    WeightChange,
)

MOST_CHANGES = 2  # that are told one by one
MOST_SOURCES = 2
LONGEST_NAME = 24  # UTF-16 units


def write_plan(
    plan: Plan,
    operators: Mapping[int, str],
    sources: Mapping[int, str],
    words: Words,
    *,
    is_html: bool = True,
) -> str:
    """Return what a plan changes, in HTML or plain; `operators` and `sources` are names by id."""
    groups = list(_group(plan))
    told = [_write(group, operators, sources, words, is_html=is_html) for group in groups[:MOST_CHANGES]]
    if (more := len(groups) - MOST_CHANGES) > 0:
        told.append(words.plain("what-if-more", count=more))
    return "; ".join(told)


def _group(plan: Plan) -> Iterator[Plan]:
    """Yield the changes, those together that give one operator the same weight for several sources."""
    for _, group in groupby(plan, key=_without_source):
        yield tuple(group)


def _without_source(change: Change) -> Change:
    return change.model_copy(update={"source_id": 0}) if isinstance(change, WeightChange) else change


def _write(
    group: Plan, operators: Mapping[int, str], sources: Mapping[int, str], words: Words, *, is_html: bool
) -> str:
    write, change = words.html if is_html else words.plain, group[0]

    def name(id_: int) -> str:
        return shorten(operators.get(id_, f"#{id_}"), LONGEST_NAME)

    def name_sources(ids: Iterable[int]) -> str:
        return ", ".join(shorten(sources.get(id_, f"#{id_}"), LONGEST_NAME) for id_ in ids)

    match change:
        case WeightChange():
            ids = [one.source_id for one in group if isinstance(one, WeightChange)]
            named = name_sources(ids[:MOST_SOURCES]) + (" …" if len(ids) > MOST_SOURCES else "")
            return write(
                "what-if-plan-weight",
                name=name(change.operator_id),
                source=named,
                before=change.before or 0,
                after=change.after,
            )
        case LimitChange():
            return write(
                "what-if-plan-limit",
                name=name(change.operator_id),
                before=change.before,
                after=change.after,
            )
        case OffChange():
            return write("what-if-plan-off", name=name(change.operator_id))
        case HoursChange():
            hours = shorten(change.after or words.plain("what-if-always"), LONGEST_NAME)
            return write("what-if-plan-hours", name=name(change.operator_id), hours=hours)
        case HireChange():
            return write("what-if-plan-hire", name=name(change.operator_id))
        case ModeChange():
            return write(f"what-if-plan-{change.after}", source=name_sources([change.source_id]))
    assert_never(change)
