"""However long names are: what admins see of who joins and leaves is within Telegram's limits."""

from collections.abc import Iterator

import pytest

from bot.ui.lists import measure
from bot.ui.screens import LONGEST_LABEL, Screen
from bot.ui.texts import LANGUAGES, Words, speak
from bot.views.team import coming_screens as view
from models import Operator
from services.team.leaving import Left

MESSAGE, DATA = 4096, 64  # what Telegram takes
LINK = f"https://t.me/{'b' * 32}?start=op_{'t' * 22}"
ACCOUNT = {"account": 2**52 - 1, "name": "<👩>" * 32, "username": "u" * 32}


def draw(words: Words) -> Iterator[Screen]:
    anna = Operator(id=2**31 - 1, name="👩" * 64, load=1000, max_active_leads=1000)
    yield view.write_news({**ACCOUNT, "operator": anna.name, "operator_id": anna.id}, words)
    yield Screen(view.write_link(anna, LINK, words))
    yield view.ask_admin(anna, "t" * 22, words)
    yield view.ask_to_dismiss(anna, words)
    for moved in (0, 1, 2, 1000):
        for waiting in (0, 1, 2, 1000):
            yield view.write_cut_off(anna, "👩" * 64, Left(moved, waiting), words)
            yield view.write_dismissed(anna, Left(moved, waiting), words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_and_button_fits(language: str) -> None:
    for screen in draw(speak(language)):
        assert measure(screen.text) <= MESSAGE
        for row in screen.markup.inline_keyboard if screen.markup else ():
            for button in row:
                assert len((button.callback_data or "").encode()) <= DATA
                assert len(button.text.encode("utf-16-le")) // 2 <= LONGEST_LABEL
