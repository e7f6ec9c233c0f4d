"""The menu: every list of an admin, and what an operator has, each a press away."""

from collections.abc import Sequence

from bot.ui.screens import Button, Screen
from bot.ui.texts import Words
from bot.views.cards.mine_screens import MineAction, MineCallback
from bot.views.client_screens import TryCallback
from bot.views.menu.callbacks import HOME, MenuCallback

# The commands whose screens an admin opens here, by row; each has a label and an opener.
PAGES: Sequence[Sequence[str]] = (
    ("operators", "weight"),
    ("sources", "hours"),
    ("queue", "open"),
    ("stats", "answers"),
    ("outcomes", "tags"),
    ("audit", "whatif"),
    ("settings", "board"),
)


def write_menu(
    words: Words,
    *,
    is_admin: bool,
    is_operator: bool,
    text: str | None = None,
    has_steps: bool = False,
) -> Screen:
    """Return the menu of somebody who works here; `text` is what to say in HTML instead of its title.

    `has_steps`: some of the first steps are still to do.
    """
    rows: list[list[Button]] = []
    if is_operator:
        rows.append([(words.plain("button-mine-of-menu"), MineCallback(action=MineAction.LIST))])
    if is_admin:
        rows += [[open_page(page, words) for page in row] for row in PAGES]
        rows.append([(words.plain("button-try"), TryCallback())])
    if has_steps:
        rows.append([(words.plain("button-steps"), MenuCallback(page=HOME))])
    return Screen(text or words.plain("menu-title"), rows)


def open_page(page: str, words: Words) -> Button:
    """Return the button that opens the screen of a command."""
    return words.plain(f"button-page-{page}"), MenuCallback(page=page)
