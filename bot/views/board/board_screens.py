"""The link to the live board, and the sessions that last."""

from collections.abc import Sequence
from datetime import tzinfo

from aiogram.types import WebAppInfo

from bot.ui.lists import join_lines, shorten
from bot.ui.screens import Button, Screen
from bot.ui.texts import Words
from bot.ui.times import write_moment
from bot.views.board.callbacks import BoardAction, BoardCallback
from bot.views.menu.callbacks import back_to_menu
from bot.views.settings.callbacks import SettingAction, SettingCallback
from models import BoardSession

LONGEST_DEVICE = 60  # UTF-16 units
MOST_LISTED = 20


def write_link(
    link: str,
    lasting: Sequence[BoardSession],
    words: Words,
    timezone: tzinfo,
    *,
    app: str | None = None,
    is_admin: bool = True,
) -> Screen:
    """Return the link, which works once, and who is in already, with a button that ends each.

    `app` is the address that opens the board within Telegram. Who is no admin sees the own sessions alone.
    """
    lines = [words.html("board-link", link=link)]
    if lasting:
        lines += ["", *write_lasting(lasting, words, timezone)]
    rows: list[list[Button]] = [[(words.plain("button-board-again"), BoardCallback())]]
    if app is not None:
        rows.insert(0, [(words.plain("button-board-app"), WebAppInfo(url=app))])
    if is_admin:
        rows += [[offer_rights(words)], [back_to_menu(words)]]
    return Screen(join_lines(lines, words), [*end_each(lasting, words), *rows])


def write_sessions(
    lasting: Sequence[BoardSession], words: Words, timezone: tzinfo, *, is_admin: bool = True
) -> Screen:
    """Return who is in, with a button that ends each session."""
    lines = write_lasting(lasting, words, timezone) if lasting else [words.html("board-nobody-in")]
    rows: list[list[Button]] = [[(words.plain("button-page-board"), BoardCallback())]]
    if is_admin:
        back = (words.plain("button-all-settings"), SettingCallback(action=SettingAction.LIST))
        rows += [[offer_rights(words)], [back]]
    return Screen(join_lines(lines, words), [*end_each(lasting, words), *rows])


def write_lasting(lasting: Sequence[BoardSession], words: Words, timezone: tzinfo) -> list[str]:
    """Return who is in, as lines in HTML."""
    shown = [write_session(one, words, timezone) for one in lasting[:MOST_LISTED]]
    return [words.html("board-sessions"), *shown]


def end_each(lasting: Sequence[BoardSession], words: Words) -> list[list[Button]]:
    """Return a button that ends each session."""
    return [
        [
            (
                words.plain("button-board-end", name=one.name, number=str(one.id)),
                BoardCallback(action=BoardAction.END, number=one.id),
            )
        ]
        for one in lasting[:MOST_LISTED]
    ]


def offer_rights(words: Words) -> Button:
    """Return the button to who may look."""
    return words.plain("button-board-rights"), BoardCallback(action=BoardAction.RIGHTS)


def write_session(one: BoardSession, words: Words, timezone: tzinfo) -> str:
    """Return whose a session is, since when and on which device, in HTML."""
    assert one.entered_at is not None
    since = write_moment(one.entered_at, words, timezone)
    device = shorten(one.device or "—", LONGEST_DEVICE)
    return words.html("board-session", name=one.name, since=since, device=device, number=str(one.id))


def write_off(words: Words, *, is_admin: bool = True) -> Screen:
    """Return that there is no board, and how to have one."""
    return Screen(words.html("board-off"), [[back_to_menu(words)]] if is_admin else [])
