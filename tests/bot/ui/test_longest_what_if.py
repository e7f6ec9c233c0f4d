"""What a trial and the board show is within Telegram's limits however many it is about."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from bot.ui.lists import measure
from bot.ui.texts import LANGUAGES, speak
from bot.views.board import right_screens
from bot.views.board.board_screens import write_link, write_sessions
from bot.views.reports.statistics_screens import LONGEST_CAPTION
from bot.views.what_if import choices
from bot.views.what_if.trial_screens import offer, write_applied, write_beside, write_compared
from models import BoardRight, BoardSession, Operator, Source, Trial
from services.distribution.weights import Row
from services.joining import board_rights
from services.reports.periods import count_back
from services.what_if import plans
from services.what_if.comparing import Compared
from services.what_if.forecast import Expected, Forecast, Range
from services.what_if.plans import WeightChange
from tests.bot.ui.test_longest import make_name
from tests.bot.ui.test_longest_hours import check
from tests.moments import make_moment

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
MANY = 2**31 - 1
LONG = Range(10.0**7, 0.0, 10.0**8)
HALF = Range(0.5, 0.1, 1.9)


def make_forecast(numbers: Sequence[int], share: Range) -> Forecast:
    operators = [Expected(n, make_name(n), share, HALF, 0.9) for n in numbers]
    return Forecast(MANY, 60, operators, HALF, LONG, LONG, LONG, [1.0] * 19)


def make_plan(numbers: Sequence[int]) -> plans.Plan:
    return tuple(WeightChange(operator_id=n, source_id=n, before=n, after=n + 1) for n in numbers)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_comparison_of_many_operators_fits_into_a_caption(language: str) -> None:
    words, numbers = speak(language), range(1, 301)
    names = dict.fromkeys(numbers, "@" + "w" * 32)
    now, then = make_forecast(numbers, Range(0.001, 0, 0.1)), make_forecast(numbers, HALF)
    period = count_back(60, at=make_moment(NOW))
    for plan in (make_plan(numbers), plans.read([{"kind": "hire", "operator_id": 1}])):
        shown = write_compared(Compared(period, plan, now, then, names), words)
        assert measure(shown) <= LONGEST_CAPTION
        assert re.search(r"29\d", shown), "how many more there are is said"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_choices_of_many_operators_fit(language: str) -> None:
    words, numbers = speak(language), range(1, 301)
    everybody = [Operator(id=n, name=make_name(n), max_active_leads=1000, is_active=True) for n in numbers]
    sources = [Source(id=n, name=make_name(n), bot_id=n, code=None) for n in numbers]
    beside = [Trial(id=n, plan=plans.write(make_plan(numbers)), admin_id=1) for n in range(1, 9)]
    check(choices.write_home(everybody, sources, beside, words))
    check(choices.write_operator(everybody[0], [Row(one, [], inherited=False) for one in sources], words))
    check(choices.write_weights(everybody[0], sources[0], 1000, words))
    check(choices.write_limits(everybody[0], words))
    trial = beside[0]
    trial.beside_since, trial.beside_until = None, NOW
    assert [len(row) for row in offer(trial, 14, words)] == [2, 2, 2]
    plan = choices.write_short(trial, everybody, sources, words)
    check(write_applied(plan, words))
    check(write_beside(trial, plan, words, UTC))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_board_with_many_who_watch_it_fits(language: str) -> None:
    lasting = [BoardSession(id=n, name=make_name(n), device="x" * 200, entered_at=NOW) for n in range(1, 301)]
    link = f"https://{'x' * 200}.example/board/#in={'x' * 32}"
    check(write_link(link, lasting, speak(language), UTC, app=f"https://{'x' * 200}.example/board/"))
    check(write_sessions(lasting, speak(language), UTC))


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_who_may_look_at_the_board_fit_with_many_sources(language: str) -> None:
    words = speak(language)
    sources = [Source(id=n, name=make_name(n), bot_id=1, code=str(n)) for n in range(1, 301)]
    given = {"is_read_only": False, "by": make_name(7), "given_at": NOW, "joined_at": NOW}
    rights = [
        BoardRight(id=n, telegram_id=n, name=make_name(n), source_ids=list(range(1, 301)), **given)
        for n in range(1, board_rights.MOST + 1)
    ]
    check(right_screens.write_rights(rights, sources, words))
    check(right_screens.write_right(rights[0], None, sources, words, UTC))
    for page in (0, 99):
        screen = right_screens.choose_sources(rights[0], sources, page, words)
        check(screen)
        assert len(screen.rows) == right_screens.ON_PAGE + 3 - (4 if page else 0)
    check(right_screens.ask_to_remove(rights[0], words))
