"""The rules of the business: all of them, one with what can be chosen, and who has changed what."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import Any

from bot.ui.lists import join_lines
from bot.ui.screens import Button, Screen, arrange
from bot.ui.texts import Words
from bot.ui.times import write_moment
from bot.views.board.callbacks import BoardAction, BoardCallback
from bot.views.menu.callbacks import back_to_menu
from bot.views.settings.callbacks import AdminAction, AdminCallback, SettingAction, SettingCallback
from bot.views.settings.writing import write_value
from models import SettingChange
from services.settings import decided
from services.settings.changes import Setting, write_json

MINUTES = (0, 5, 10, 15, 30, 60)
CHOICES: dict[str, tuple[Any, ...]] = {
    "reply_reminder_minutes": MINUTES,
    "first_answer_minutes": MINUTES,
    "accept_timeout_minutes": MINUTES,
    "pause_after_missed": (0, 1, 2, 3, 5, 10),
    "reopen_window_minutes": (0, 5, 10, 30, 60, 1440),
    "sticky_days": (0, 7, 14, 30, 90, 365),
    "idle_days": (0, 1, 2, 3, 7, 14),
    "messages_per_minute": (0, 10, 20, 30, 60, 100),
    "answer_reactions": (True, False),
    "card_force_reply": (True, False),
    "default_language": ("ru", "en"),
    "timezone": (
        *("Europe/Kaliningrad", "Europe/Moscow", "Europe/Samara", "Asia/Yekaterinburg"),
        *("Asia/Novosibirsk", "Asia/Vladivostok", "Asia/Almaty", "Europe/Berlin"),
    ),
    "phone_region": ("RU", "BY", "KZ", "UZ", "DE", "US"),
    "keep_days": (0, 30, 90, 180, 365, 1095),
}
WHOLE = ("answer_reactions", "card_force_reply", "default_language")  # there is nothing else to choose
LONG = ("timezone", "phone_region")  # names that need half a row


def write_all(settings: Sequence[Setting], words: Words) -> Screen:
    """Return all rules, each on a button with its value."""
    rows: list[list[Button]] = [
        [(write_label(setting, words), SettingCallback(action=SettingAction.SHOW, name=setting.name))]
        for setting in settings
    ]
    log = (words.plain("button-setting-log"), SettingCallback(action=SettingAction.LOG))
    admins = (words.plain("button-admins"), AdminCallback(action=AdminAction.LIST))
    board = (words.plain("button-board-sessions"), BoardCallback(action=BoardAction.SESSIONS))
    return Screen(words.html("settings-title"), [*rows, [admins, log], [board], [back_to_menu(words)]])


def write_label(setting: Setting, words: Words) -> str:
    """Return a rule and its value, marked if an admin has decided it."""
    mark = "● " if setting.is_decided else ""
    name = words.plain(f"setting-{setting.name}")
    return f"{mark}{name}: {write_value(setting.name, setting.value, words)}"


def write_setting(setting: Setting, words: Words, timezone: tzinfo, *, done: str = "") -> Screen:
    """Return one rule, what it does, and what can be chosen; `done` says in HTML what just was."""
    name, value = setting.name, write_value(setting.name, setting.value, words)
    lines = [
        words.html("setting-now", name=words.plain(f"setting-{name}"), value=value),
        words.html(f"setting-{name}-about"),
        *write_origin(setting, words, timezone),
    ]
    choices = [offer(setting, choice, words) for choice in CHOICES[name]]
    rows = arrange(choices, 2 if name in LONG else 3)
    if name not in WHOLE:
        rows.append([(words.plain("button-other-value"), make(SettingAction.ASK, name))])
    if setting.is_decided:
        default = write_value(name, setting.default, words)
        rows.append([(words.plain("button-default", value=default), make(SettingAction.DEFAULT, name))])
    text = "\n\n".join([*([done] if done else []), *lines])
    return Screen(text, [*rows, [(words.plain("button-all-settings"), make(SettingAction.LIST))]])


def write_origin(setting: Setting, words: Words, timezone: tzinfo) -> list[str]:
    """Return who has changed a rule last, in HTML; nothing if nobody has."""
    change = setting.changed
    if change is None:
        return []
    moment = write_moment(change.at, words, timezone)
    return [words.html("setting-changed-by", by=write_author(change, words), moment=moment)]


def offer(setting: Setting, choice: Any, words: Words) -> Button:
    """Return the button of a choice, ticked if it is in force."""
    tick = "✓ " if write_json(setting.value) == choice else ""
    value = decided.read_value(setting.name, choice)
    stored = str(int(choice)) if isinstance(choice, bool) else str(choice)
    return tick + write_value(setting.name, value, words), make(SettingAction.SET, setting.name, stored)


def write_change(
    setting: Setting, before: Any, change: SettingChange, words: Words, timezone: tzinfo
) -> Screen:
    """Return a rule after a change, with the button that undoes it."""
    done = words.html(
        "setting-set",
        name=words.plain(f"setting-{setting.name}"),
        before=write_value(setting.name, before, words),
        after=write_value(setting.name, setting.value, words),
    )
    screen = write_setting(setting, words, timezone, done=done)
    if setting.name == "keep_days":  # what was deleted does not come back
        return screen
    undo = (words.plain("button-undo"), make(SettingAction.UNDO, setting.name, str(change.id)))
    return Screen(screen.text, [[undo], *screen.rows])


def ask_to_delete(setting: Setting, days: int, words: Words) -> Screen:
    """Return the question before words and names are kept for a shorter time."""
    sure = (words.plain("button-keep-surely"), make(SettingAction.SURE, setting.name, str(days)))
    back = (words.plain("button-cancel"), make(SettingAction.SHOW, setting.name))
    return Screen(words.html("setting-keep-question", count=days), [[sure], [back]])


def write_log(changes: Sequence[SettingChange], words: Words, timezone: tzinfo) -> Screen:
    """Return what was changed, the newest first."""
    lines = [
        words.html(
            "setting-log-line",
            moment=write_moment(change.at, words, timezone),
            by=write_author(change, words),
            name=words.plain(f"setting-{change.name}"),
            value=write_stored(change, words),
        )
        for change in changes
    ]
    body = join_lines(lines, words) if lines else words.plain("setting-log-none")
    title = words.html("setting-log-title")
    return Screen(f"{title}\n\n{body}", [[(words.plain("button-all-settings"), make(SettingAction.LIST))]])


def write_stored(change: SettingChange, words: Words) -> str:
    """Return what a change has set; what this version does not understand as it stands."""
    if change.value is None:
        return words.plain("setting-as-default")
    try:
        return write_value(change.name, decided.read_value(change.name, change.value), words)
    except ValueError:
        return str(change.value)


def write_author(change: SettingChange, words: Words) -> str:
    """Return who has changed a rule."""
    return change.by or words.plain("setting-by-api")


def make(action: SettingAction, name: str = "", value: str = "") -> SettingCallback:
    """Return what a button says."""
    return SettingCallback(action=action, name=name, value=value)
