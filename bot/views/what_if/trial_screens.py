"""What a trial has shown, in the caption of its picture, and what can be done with it."""

from datetime import tzinfo

from bot.ui.lists import join_lines, measure, shorten
from bot.ui.screens import Button, Screen
from bot.ui.texts import Html, Words
from bot.ui.times import write_days, write_moment, write_span
from bot.views.reports.statistics_screens import LONGEST_CAPTION
from bot.views.what_if.callbacks import TrialAction, TrialCallback
from bot.views.what_if.choices import back_home
from bot.views.what_if.sentences import write_plan
from models import Trial
from services.what_if import plans, trials
from services.what_if.comparing import Compared
from services.what_if.forecast import Expected, Range

OFFERED_DAYS = (7, 14, 28)
MOST_LISTED = 8  # operators
LONGEST_NAME = 24  # UTF-16 units
SHORT = 60  # seconds; shorter waits are not worth a line
OFTEN_FULL = 0.05  # the part of the time at the limit from which on it is said


def write_compared(found: Compared, words: Words) -> str:
    """Return in HTML what a plan would have done, for so many operators as a caption has room for."""
    days = write_days(found.period, words)
    title = words.html("what-if-question", plan=Html(name_plan(found, words)))
    if not found.now.arrivals:
        return join_lines([title, "", words.plain("what-if-nothing", days=days)], words)
    above = [title, words.plain("what-if-days", days=days, count=found.now.arrivals), ""]
    below = [
        "",
        *list_waits(found, words),
        "",
        words.plain("what-if-off-by", points=round(100 * found.now.find_error())),
        words.plain("what-if-about"),
    ]
    for most in range(MOST_LISTED, 0, -1):
        text = join_lines([*above, *list_shares(found, most, words), *below], words)
        if measure(text) <= LONGEST_CAPTION:
            break
    return text


def name_plan(found: Compared, words: Words) -> str:
    """Return the plan as a sentence, in HTML."""
    names = {one.operator_id: one.name for one in found.now.operators}
    return write_plan(found.plan, names, found.sources, words)


def list_shares(found: Compared, most: int, words: Words) -> list[str]:
    """Return everybody's share before and after, in HTML, the largest changes first."""
    before = {one.operator_id: one for one in found.now.operators}
    shown = sorted(
        (one for one in found.then.operators if one.share.high or has_share(before.get(one.operator_id))),
        key=lambda one: -abs(one.share.mean - find_share(before.get(one.operator_id))),
    )
    lines = [
        words.html(
            "what-if-share",
            name=shorten(one.name, LONGEST_NAME),
            before=round(100 * find_share(before.get(one.operator_id))),
            after=round(100 * one.share.mean),
            low=round(100 * one.share.low),
            high=min(round(100 * one.share.high), 100),
        )
        for one in shown[:most]
    ]
    if (more := len(shown) - most) > 0:
        lines.append(words.plain("what-if-others", count=more))
    return lines


def has_share(one: Expected | None) -> bool:
    """Tell whether an operator got anything before."""
    return one is not None and one.share.high > 0


def find_share(one: Expected | None) -> float:
    """Return an operator's share before; who is yet to be hired has none."""
    return 0.0 if one is None else one.share.mean


def list_waits(found: Compared, words: Words) -> list[str]:
    """Return how many clients had to wait, how long, and who is often at the limit."""
    now, then = found.now, found.then
    lines = [words.plain("what-if-waited", before=_percent(now.waited), after=_percent(then.waited))]
    for key, before, after in (
        ("what-if-found", now.longest_wait, then.longest_wait),
        ("what-if-answer", now.answer, then.answer),
        ("what-if-longest-answer", now.longest_answer, then.longest_answer),
    ):
        if before is not None and after is not None and max(before.mean, after.mean) >= SHORT:
            was, would = write_span(int(before.mean), words), write_span(int(after.mean), words)
            lines.append(words.plain(key, before=was, after=would))
    return [*lines, *list_full(found, words)]


def list_full(found: Compared, words: Words) -> list[str]:
    """Return who is often at the limit, in HTML."""
    before = {one.operator_id: one.full for one in found.now.operators}
    often = [
        (one.name, before.get(one.operator_id), one.full)
        for one in found.then.operators
        if max(one.full.mean, before[one.operator_id].mean if one.operator_id in before else 0) >= OFTEN_FULL
    ]
    often.sort(key=lambda one: -one[2].mean)
    return [
        words.html(
            "what-if-full",
            name=shorten(name, LONGEST_NAME),
            before=_percent(was) if was else 0,
            after=_percent(full),
        )
        for name, was, full in often[:3]
    ]


def _percent(part: Range) -> int:
    return round(100 * part.mean)


def offer(trial: Trial, days: int | None, words: Words) -> list[list[Button]]:
    """Return what can be done with a trial; `days`: how many were looked at, None of one that runs beside."""

    def do(action: TrialAction, value: int = 0) -> TrialCallback:
        return TrialCallback(action=action, trial=trial.id, value=value)

    first: list[Button] = []
    if trials.can_be_applied(plans.read(trial.plan)):
        first.append((words.plain("button-trial-apply"), do(TrialAction.APPLY)))
    if trial.beside_since is None and first:
        first.append((words.plain("button-trial-beside-start"), do(TrialAction.BESIDE)))
    others: list[Button] = [
        (words.plain("button-trial-days", count=n), do(TrialAction.DAYS, n))
        for n in OFFERED_DAYS
        if days is not None and n != days
    ]
    give_up: Button = (words.plain("button-trial-give-up"), do(TrialAction.GIVE_UP))
    return [first, others, [give_up, back_home(words)]]


def write_applied(plan: str, words: Words) -> Screen:
    """Return that a plan counts now; `plan` in HTML."""
    return Screen(words.html("trial-applied", plan=Html(plan)), [[back_home(words)]])


def write_given_up(words: Words) -> Screen:
    """Return that everything stays as it is."""
    return Screen(words.plain("trial-given-up"), [[back_home(words)]])


def write_beside(trial: Trial, plan: str, words: Words, timezone: tzinfo) -> Screen:
    """Return that a plan runs beside what counts from now on; `plan` in HTML."""
    assert trial.beside_until is not None
    until = write_moment(trial.beside_until, words, timezone)
    compare = (
        words.plain("button-trial-compare"),
        TrialCallback(action=TrialAction.COMPARE, trial=trial.id),
    )
    return Screen(words.html("trial-beside", plan=Html(plan), until=until), [[compare], [back_home(words)]])


def write_over(trial_id: int, words: Words) -> Screen:
    """Return that the days of a plan are over, with the button that compares."""
    compare = (
        words.plain("button-trial-compare"),
        TrialCallback(action=TrialAction.COMPARE, trial=trial_id),
    )
    return Screen(words.plain("trial-over"), [[compare]])
