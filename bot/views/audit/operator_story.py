"""Why an operator got what it was on a day: what could come, what came, and what kept the rest away."""

from collections.abc import Sequence
from datetime import date, timedelta

from babel.numbers import format_decimal

from bot.ui.lists import join_lines
from bot.ui.screens import Button, Screen
from bot.ui.texts import Words
from bot.ui.times import write_days
from bot.views.audit.callbacks import StoryCallback
from bot.views.operator_screens import back_to_operator
from models import Operator
from services.audit.availability_then import Stretch
from services.audit.one_operator import Story, list_longest
from services.moment import Moment
from services.reports.periods import Period, find_today

MOST_STRETCHES = 12


def write_story(operator: Operator, period: Period, story: Story, words: Words, *, at: Moment) -> Screen:
    """Return what became of the requests of an operator's sources on a day."""
    lines = [words.html("story-title", name=operator.name, day=write_days(period, words)), ""]
    if not story.given and not story.by_hand and not story.pooled:
        lines.append(words.plain("story-none"))
    if story.given:
        lines.append(words.plain("story-given", given=story.given, could=story.could))
    if story.could:
        expected = format_decimal(story.expected, "0.0", locale=words.language)
        lines.append(words.plain("story-got", got=story.got, expected=expected))
    if story.pooled:
        lines.append(words.plain("story-pooled", count=story.pooled))
    if story.by_hand:
        lines.append(words.plain("story-by-hand", count=story.by_hand))
    if story.left_out:
        lines += ["", words.plain("story-left-out"), *list_stretches(story.left_out, words, at=at)]
    if story.unknown:
        lines += ["", words.plain("story-unknown", count=story.unknown)]
    today = find_today(at=at)
    return Screen(
        join_lines(lines, words),
        [list_days(operator, period.first, today), [back_to_operator(operator, words)]],
    )


def list_stretches(stretches: Sequence[Stretch], words: Words, *, at: Moment) -> list[str]:
    """Return when an operator was left out, and why; of many the longest."""
    zone = at.policy.timezone
    lines = []
    for one in list_longest(stretches, MOST_STRETCHES):
        begin, end = one.since.astimezone(zone), one.until.astimezone(zone)
        since = f"{begin:%H:%M}"
        until = f"{end:%H:%M}" if begin.date() == end.date() else "24:00"  # a story is of one day
        lines.append(
            words.html(
                "story-stretch",
                time=since if since == until else f"{since}–{until}",
                reason=words.plain(f"why-excluded-{one.reason}"),
                count=one.count,
            )
        )
    if (rest := len(stretches) - MOST_STRETCHES) > 0:
        lines.append(words.plain("story-more", count=rest))
    return lines


def list_days(operator: Operator, day: date, today: date) -> list[Button]:
    """Return buttons to the day before and to the next one, which is not to come."""
    days = [("‹", day - timedelta(days=1)), ("›", day + timedelta(days=1))]
    return [
        (label, StoryCallback(operator=operator.id, day=one.toordinal()))
        for label, one in days
        if one <= today
    ]
