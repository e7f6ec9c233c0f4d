"""The screens of quick answers are within Telegram's limits, however long titles and texts are."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.ui.keyboards import AnswersCallback
from bot.ui.screens import Screen
from bot.ui.texts import LANGUAGES, Words, speak
from bot.views.quick_answers import choosing, lists
from models import QuickAnswer, Source
from services.quick_answers.sending import Filled
from services.quick_answers.templates import LONGEST, LONGEST_TITLE, MOST
from tests.bot.ui.test_longest import DATA, make_name
from tests.bot.ui.test_longest_hours import check

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
LARGEST = 2**31 - 1


def make_answers() -> list[QuickAnswer]:
    source = Source(id=LARGEST, name=make_name(1))
    return [
        QuickAnswer(
            id=LARGEST - n,
            title="👩" * LONGEST_TITLE,
            title_key=str(n),
            text="👩" * LONGEST,
            used=10**9,
            created_at=NOW,
            source=source,
        )
        for n in range(3 * MOST)
    ]


def draw(words: Words) -> Iterator[Screen]:
    answers = make_answers()
    filled = Filled(answers[0], "👩" * (LONGEST + 200))
    for page in (0, 3, 99):
        for has_inline_mode in (True, False):
            bot = Source(id=LARGEST, name="@" + "x" * 32)  # the longest of Telegram
            typing = lists.tell_typing(bot, words, has_inline_mode=has_inline_mode)
            for done in ("", "👩" * 200):
                yield lists.write_list(answers, words, page=page, done=done, typing=typing)
        yield choosing.write_choice(LARGEST, LARGEST, answers, words, page=page, typed_bot=bot)
        yield lists.ask_source([Source(id=LARGEST, name=make_name(n)) for n in range(300)], words, page=page)
    yield lists.write_list((), words)
    yield lists.write_one(answers[0], words)
    yield lists.ask_to_remove(answers[0], words)
    yield choosing.write_filled(LARGEST, LARGEST, filled, words)
    yield choosing.write_sent(LARGEST, filled, words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_quick_answers_fit_on_every_screen(language: str) -> None:
    for screen in draw(speak(language)):
        check(screen)


def test_the_largest_numbers_fit_onto_a_button() -> None:
    assert len(AnswersCallback(contact=LARGEST, assignment=LARGEST).pack()) <= DATA
