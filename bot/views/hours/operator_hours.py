"""When an operator works, with what can be changed."""

from datetime import datetime, timedelta, tzinfo

from bot.ui.screens import Button, Screen, put_below
from bot.ui.texts import Words
from bot.views.hours.callbacks import WorkAction, WorkCallback, offer_presets
from bot.views.hours.writing import write_date, write_hours, write_opening
from bot.views.operator_screens import OperatorAction, OperatorCallback
from models import Operator

OFFERED_DAYS = (1, 3, 7, 14)  # of being away


def write_operator_hours(
    operator: Operator,
    timezone: tzinfo,
    works_again: datetime | None,
    now: datetime,
    words: Words,
    *,
    done: str = "",
) -> Screen:
    """Return when an operator works, in what time zone, and when again; `done` says in HTML what just was."""
    lines = [
        words.html("work-title", name=operator.name),
        words.html("hours-week", hours=write_hours(operator.hours, words)),
    ]
    if operator.timezone is not None:
        lines.append(
            words.html("work-zone", zone=operator.timezone, time=f"{now.astimezone(timezone):%H:%M}")
        )
    is_away = operator.away_until is not None and operator.away_until > now
    if operator.away_until is not None and is_away:
        last = (operator.away_until.astimezone(timezone) - timedelta(days=1)).date()
        lines.append(words.html("work-away", date=write_date(last, words)))
    if works_again is None:
        lines.append(words.plain("hours-shut"))
    elif works_again > now:
        lines.append(words.html("work-again", moment=write_opening(works_again, now, words, timezone)))
    else:
        lines.append(words.plain("work-now"))
    text = "\n".join([*lines, "", words.html("work-explained", name=operator.name)])
    return Screen(put_below(done, text), list_actions(operator, is_away, words))


def list_actions(operator: Operator, is_away: bool, words: Words) -> list[list[Button]]:
    """Return what can be changed, with the way back."""

    def press(action: WorkAction, value: int = 0) -> WorkCallback:
        return WorkCallback(action=action, operator=operator.id, value=value)

    away: list[Button] = [
        (words.plain("button-away", count=days), press(WorkAction.AWAY, days)) for days in OFFERED_DAYS
    ]
    back: list[Button] = [(words.plain("button-work-back"), press(WorkAction.BACK))] if is_away else []
    page = OperatorCallback(action=OperatorAction.SHOW, operator=operator.id)
    return [
        *offer_presets(lambda which: press(WorkAction.PRESET, which), words),
        [
            (words.plain("button-other-hours"), press(WorkAction.ASK)),
            (words.plain("button-work-zone"), press(WorkAction.ASK_ZONE)),
        ],
        away[:2],
        away[2:],
        [(words.plain("button-away-until"), press(WorkAction.ASK_AWAY)), *back],
        [(words.plain("button-operator-page"), page)],
    ]
