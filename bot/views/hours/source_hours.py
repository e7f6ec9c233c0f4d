"""When sources are open: all of them, and one with what can be changed."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from bot.ui.lists import join_lines
from bot.ui.names import name_source
from bot.ui.screens import Button, Screen, arrange, put_below
from bot.ui.texts import Words
from bot.views.hours.callbacks import HoursAction, HoursCallback, offer_presets
from bot.views.hours.writing import write_days, write_hours, write_opening
from bot.views.menu.callbacks import back_to_menu
from bot.views.preferences.callbacks import TextCallback
from models import Source
from services.hours.rules import Rules
from services.hours.schedule import Schedule
from services.team.source_texts import SourceText

MOST_BUTTONS = 80  # Telegram takes 100


def write_all(found: Sequence[Source], words: Words) -> Screen:
    """Return the hours of all sources that have their own, and a button for each."""
    if not found:
        return Screen(words.plain("sources-none"), [[back_to_menu(words)]])
    lines = [
        words.html("hours-line", source=name_source(source), hours=write_hours(source.hours, words))
        for source in found
    ]
    buttons: list[Button] = [
        (name_source(source), HoursCallback(action=HoursAction.SHOW, source=source.id)) for source in found
    ]
    title = words.plain("hours-title")
    rows = [*arrange(buttons[:MOST_BUTTONS], 2), [back_to_menu(words)]]
    return Screen(f"{title}\n{join_lines(lines, words)}", rows)


def write_source_hours(
    source: Source, schedule: Schedule, now: datetime, words: Words, timezone: tzinfo, *, done: str = ""
) -> Screen:
    """Return when one source is open; `done` says in HTML what just was."""
    rules = Rules.read(source.hours)
    lines = [
        words.html("hours-of-source", source=name_source(source)),
        words.html("hours-week", hours=write_hours(source.hours, words)),
    ]
    if rules.closed:
        days = ", ".join(write_days(one, words) for one in rules.closed)
        lines.append(words.html("hours-closed-days", days=days))
    lines += [write_state(schedule, now, words, timezone), "", words.plain("hours-explained")]
    text = "\n".join(lines)
    return Screen(put_below(done, text), list_actions(source, rules, words))


def write_state(schedule: Schedule, now: datetime, words: Words, timezone: tzinfo) -> str:
    """Return whether it is open now, and until when it stays so."""
    change = schedule.find_change(now)
    if schedule.is_open(now):
        if change is None:
            return words.html("hours-open")
        return words.html("hours-open-until", moment=write_opening(change, now, words, timezone))
    if change is None:
        return words.html("hours-shut")
    return words.html("hours-shut-until", moment=write_opening(change, now, words, timezone))


def list_actions(source: Source, rules: Rules, words: Words) -> list[list[Button]]:
    """Return what can be changed, with the way back."""

    def press(action: HoursAction, value: int = 0, until: int = 0) -> HoursCallback:
        return HoursCallback(action=action, source=source.id, value=value, until=until)

    holidays = "open" if rules.holidays_are_closed else "closed"
    closed: list[Button] = [
        (
            words.plain("button-open-days", days=write_days(one, words)),
            press(HoursAction.OPEN_DAYS, one.first.toordinal(), one.last.toordinal()),
        )
        for one in rules.closed
    ]
    rows: list[list[Button]] = [
        *offer_presets(lambda which: press(HoursAction.PRESET, which), words),
        [(words.plain("button-other-hours"), press(HoursAction.ASK))],
        [
            (
                words.plain(f"button-holidays-{holidays}"),
                press(HoursAction.HOLIDAYS, int(not rules.holidays_are_closed)),
            )
        ],
        [(words.plain("button-close-days"), press(HoursAction.ASK_DAYS))],
        *arrange(closed, 1),
    ]
    if source.bot_id is not None:
        text = TextCallback(source=source.id, which=SourceText.CLOSED)
        rows.append([(words.plain("button-source-closed"), text)])
    return [*rows, [(words.plain("button-all-hours"), HoursCallback(action=HoursAction.LIST))]]
