"""However long names are: the first steps, the menu and the weekly digest are within Telegram's limits."""

from collections.abc import Iterator
from dataclasses import asdict
from zoneinfo import ZoneInfo

import pytest

from bot.ui.lists import measure
from bot.ui.screens import LONGEST_LABEL, Screen
from bot.ui.texts import LANGUAGES, Words, speak
from bot.views.menu.first_steps import write_steps
from bot.views.menu.main_menu import write_menu
from bot.views.weekly.digest_screens import write_choice, write_digest
from models import Operator
from services.operations.digests import OperatorWeek, Week
from services.operations.first_steps import FirstSteps

MESSAGE, DATA = 4096, 64  # what Telegram takes
NAME = "👩" * 64
MOST = 2**31 - 1


def draw(words: Words) -> Iterator[Screen]:
    anna = Operator(id=MOST, name=NAME)
    for joined, invited in (((anna,), ()), ((), (anna,)), ((anna, anna), (anna,)), ((), ())):
        for is_done in (True, False):
            steps = FirstSteps("b" * 32, joined, invited, has_weight=is_done, has_message=is_done)
            yield write_steps(steps, words, done=words.html("steps-myself", name=NAME))
    helps = f"{words.html('operator-help')}\n\n{words.html('admin-help')}"
    yield write_menu(words, is_admin=True, is_operator=True, text=helps, has_steps=True)
    for which in ("unanswered", "lapsed", "unhappy"):
        yield write_digest(asdict(make_week(which)), ZoneInfo("Europe/Moscow"), words)
    yield write_choice(True, words)
    yield write_choice(False, words)


def make_week(look: str) -> Week:
    """Return a week with more of everything than there will ever be."""
    return Week(
        monday="2025-12-29",
        received=MOST,
        completed=MOST,
        change=-(10**6),
        within=MOST,
        decided=MOST,
        target=10**6,
        median=10**6,
        good=MOST,
        bad=MOST,
        operators=[OperatorWeek(NAME, MOST, MOST, 10**6)] * 200,
        waits=[(MOST, 10**7)] * 3,
        look=(look, NAME, MOST),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_and_button_fits(language: str) -> None:
    for screen in draw(speak(language)):
        assert 0 < measure(screen.text) <= MESSAGE
        for row in screen.markup.inline_keyboard if screen.markup else ():
            for button in row:
                assert len((button.callback_data or "").encode()) <= DATA
                assert len(button.text.encode("utf-16-le")) // 2 <= LONGEST_LABEL


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_quiet_week_is_told_in_few_lines(language: str) -> None:
    week = Week("2025-12-29", 1, 0, None, 0, 0, 0, None, 0, 0, [], [], None)
    told = write_digest(asdict(week), ZoneInfo("Europe/Moscow"), speak(language))
    assert len(told.text.splitlines()) == 3
