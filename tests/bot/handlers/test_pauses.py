"""An operator's pause in the chat: by words, by buttons, in /mine, and the question in the morning."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from bot.views.hours.pause_screens import PauseAction, PauseCallback
from models import Operator
from services.clock import utc_now
from services.team import pauses
from tests.moments import make_moment
from tests.stage import Stage

ON_SHIFT = "SELECT on_shift FROM operators"
LASTS = "A pause lasts from a minute to 7 days. If you are away for longer, tell your admin."
UNTIL = "SELECT pause_until IS NOT NULL FROM operators"


def make_longer(session: Session, hours: float) -> None:
    """Let Anna's pause have begun, and end, so much earlier; then the clock strikes."""
    anna = session.get_one(Operator, 1)
    assert anna.paused_at is not None
    anna.paused_at -= timedelta(hours=hours)
    anna.pause_until = anna.pause_until and anna.pause_until - timedelta(hours=hours)
    session.flush()
    pauses.see_to(session, at=make_moment(utc_now()))


async def test_a_pause_without_words_lasts_until_the_operator_is_back(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    screen = await stage.ask("/pause", anna)
    assert screen.text == "You get no new requests; the open ones stay with you. To come back: /resume"
    assert screen.captions == ["30 minutes", "1 hour", "Until I am back", "I am back"]
    assert (stage.one(ON_SHIFT), stage.one(UNTIL)) == (0, 0)
    back = await stage.tap(screen, "I am back", anna)
    assert (back.text, back.buttons, stage.one(ON_SHIFT)) == ("You get requests again.", [], 1)


async def test_buttons_say_how_long_and_change_it(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    screen = await stage.ask("/pause", anna)
    screen = await stage.tap(screen, "30 minutes", anna)
    assert screen.text.startswith("You get no new requests until ")
    assert screen.text.endswith(", then they come again; the open ones stay with you.")
    assert stage.one(UNTIL) == 1
    screen = await stage.tap(screen, "Until I am back", anna)
    assert screen.text.startswith("You get no new requests; ")
    assert (stage.one(ON_SHIFT), stage.one(UNTIL)) == (0, 0)


async def test_a_button_of_a_pause_that_is_over_says_so(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    screen = await stage.ask("/pause", anna)
    await stage.ask("/resume", anna)
    assert await stage.press(anna, screen, "1 hour") == "That pause is over already. A new one: /pause"
    assert (stage.one(ON_SHIFT), stage.one(UNTIL)) == (1, 0)


@pytest.mark.parametrize("words", ["/pause 30", "/pause 2h", "/pause на 2ч", "/PAUSE until tomorrow 14:00"])
async def test_words_say_how_long(stage: Stage, words: str) -> None:
    anna = await stage.hire("Anna")
    screen = await stage.ask(words, anna)
    assert screen.text.startswith("You get no new requests until ")
    assert (stage.one(ON_SHIFT), stage.one(UNTIL)) == (0, 1)
    shown = await stage.ask("/mine", anna)
    assert shown.text.startswith("⏸ You are on a pause until ")
    assert shown.captions == ["I am back", "« Menu"]


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("/pause soon", "How long is the pause? Minutes, hours, or until when."),
        ("/pause 0", LASTS),
        ("/pause 9999h", LASTS),
        ("/pause <b>", "How long is the pause? Minutes, hours, or until when."),
    ],
)
async def test_words_that_say_no_time_change_nothing(stage: Stage, words: str, wrong: str) -> None:
    anna = await stage.hire("Anna")
    answer = await stage.ask(words, anna)
    assert answer.text == f"{wrong}\nFor example: /pause 30"
    assert stage.one(ON_SHIFT) == 1


async def test_mine_says_that_one_is_on_a_pause_and_ends_it(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello?")
    await stage.card(anna, "Hello?")
    await stage.ask("/pause", anna)
    mine = await stage.ask("/mine", anna)
    first, _, rest = mine.text.partition("\n\n")
    assert first.startswith("⏸ You have been on a pause since ")
    assert rest.startswith("You have 1 open request:")
    assert mine.captions == ["#1 Vera", "I am back", "« Menu"]
    mine = await stage.tap(mine, "I am back", anna)
    assert mine.text.startswith("You have 1 open request:")
    assert stage.one(ON_SHIFT) == 1


async def test_a_pause_that_ends_is_told_without_a_sound(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await stage.ask("/pause 30", anna)
    await stage.run(make_longer, 1)
    await stage.ask("/mine", anna)
    told = await anna.wait_for(stage.bot, "Your pause is over: you get requests again.")
    assert told.silent
    assert stage.one(ON_SHIFT) == 1


async def test_a_forgotten_pause_is_asked_about(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await stage.ask("/pause", anna)
    await stage.run(make_longer, 48)
    await stage.ask("/mine", anna)
    asked = await anna.wait_for(stage.bot, ". Back?")
    assert asked.captions == ["I am back", "Stay on pause"]
    stays = await stage.tap(asked, "Stay on pause", anna)
    assert (stays.text, stays.captions) == ("All right, the pause goes on.", ["I am back"])
    assert stage.one(ON_SHIFT) == 0
    await stage.tap(stays, "I am back", anna)
    assert stage.one(ON_SHIFT) == 1


async def test_a_client_presses_no_button_of_a_pause(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    screen = await stage.ask("/pause", anna)
    vera = await stage.client("Vera", text="Hello?")
    told = await vera.wait_for(stage.bot, "Request #1")
    for action in PauseAction:
        data = PauseCallback(action=action, since=1).pack()
        query = await vera.forge_press(stage.bot, told.message_id, data)
        assert await vera.wait_answer(stage.bot, query) == "This request is not yours."
    assert stage.one(ON_SHIFT) == 0
    assert (await stage.look(screen, anna)).text == screen.text
