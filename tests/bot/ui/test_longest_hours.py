"""The screens about hours are within Telegram's limits, however many rules and contacts there are."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.ui.lists import LONGEST_LIST, measure, measure_plain
from bot.ui.screens import LONGEST_LABEL, Screen
from bot.ui.texts import LANGUAGES, speak
from bot.views.hours import operator_hours, pause_screens, shift_screens, source_hours
from bot.views.hours.callbacks import HoursAction, HoursCallback
from bot.views.preferences import languages, modes, source_preferences
from models import Lead, Mode, Operator, Source
from services.distribution.preferences import Preference
from services.hours.schedule import LONGEST, Schedule
from services.team import pauses
from services.team.preferences import MOST_LANGUAGES
from services.team.transfers import Transfer
from services.team.working_hours import MOST_CLOSED
from tests.bot.ui.test_longest import BUTTONS, DATA, MESSAGE, make_name
from tests.moments import make_moment

ZONE = ZoneInfo("America/Argentina/ComodRivadavia")
NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
SPOKEN = [f"a{chr(97 + n)}" for n in range(MOST_LANGUAGES)]
WEEK = "Mo-Fr 09:00-13:00,14:00-18:00; Sa 10:00-16:00; PH off; "
CLOSED = [f"2027 Jan {n:02}-2027 Feb {n:02} off" for n in range(1, MOST_CLOSED + 1)]


def check(screen: Screen) -> None:
    assert measure(screen.text) <= MESSAGE
    buttons = [button for row in (screen.markup.inline_keyboard if screen.markup else ()) for button in row]
    assert len(buttons) <= BUTTONS
    for button in buttons:
        assert measure_plain(button.text) <= LONGEST_LABEL
        assert len(button.callback_data or "") <= DATA


@pytest.mark.parametrize("language", LANGUAGES)
def test_hours_fit_on_the_screen(language: str) -> None:
    words, done = speak(language), "👩" * 300
    hours = (WEEK + "; ".join(CLOSED))[:LONGEST]
    source = Source(id=2**31 - 1, name=make_name(1), bot_id=1, hours=hours)
    check(source_hours.write_source_hours(source, Schedule(None, ZONE, "RU"), NOW, words, ZONE, done=done))
    many = [Source(id=n, name=make_name(n), hours=hours) for n in range(300)]
    check(source_hours.write_all(many, words))
    operator = Operator(id=2**31 - 1, name=make_name(2), hours=hours, timezone=ZONE.key)
    operator.away_until = NOW + timedelta(days=900)
    check(operator_hours.write_operator_hours(operator, ZONE, operator.away_until, NOW, words, done=done))


@pytest.mark.parametrize("language", LANGUAGES)
def test_preferences_and_languages_fit_on_the_screen(language: str) -> None:
    words, done = speak(language), "👩" * 300
    source = Source(id=2**31 - 1, name=make_name(1), bot_id=1, prefers_known=86_399, prefers_language=86_400)
    check(source_preferences.write_preferences(source, 36_500, words, done=done))
    for which in Preference:
        check(source_preferences.offer_waits(source, which, 36_500, words))
    for source.mode in Mode:
        check(modes.write_modes(source, words, done=done))
    operator = Operator(id=2**31 - 1, name=make_name(2), languages=" ".join(SPOKEN))
    check(languages.write_languages(operator, words, done=done))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_end_of_the_hours_fits_on_the_screen(language: str) -> None:
    words = speak(language)
    moves = [Transfer(n, None, waits=True) for n in range(1, 1000)]
    clients = {move.contact_id: Lead(name=make_name(3)) for move in moves}
    check(shift_screens.write_plan(moves, clients, {}, 2**31 - 1, words))
    check(shift_screens.write_done(moves, clients, {}, words))
    at = make_moment(NOW)
    paused = Operator(id=1, paused_at=NOW, pause_until=NOW + pauses.LONGEST, timezone=ZONE.key)
    check(pause_screens.write_paused(paused, words, at=at))
    full = Screen("x" * LONGEST_LIST)
    check(pause_screens.add_pause(full, paused, words, at=at))


def test_the_largest_days_fit_onto_a_button() -> None:
    most = 2**31 - 1
    callback = HoursCallback(action=HoursAction.OPEN_DAYS, source=most, value=most, until=most)
    assert len(callback.pack()) <= DATA
