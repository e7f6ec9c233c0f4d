"""Why not somebody: within Telegram's limits however long names are and however much was held."""

from datetime import UTC, datetime

import pytest

from bot.ui.texts import LANGUAGES, speak
from bot.views.audit.why_not import write_choice, write_why_not
from models import Operator
from services.audit.why_not import Standing, WhyNot
from services.distribution.routing import Exclusion
from tests.bot.ui.test_longest import make_name
from tests.bot.ui.test_longest_hours import check

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
MANY = 2**31 - 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_somebody_stood_fits_on_the_screen_however_often_it_was_assigned(language: str) -> None:
    words, winner = speak(language), Operator(id=MANY, name=make_name(1))
    check(write_choice(MANY, [Operator(id=MANY - n, name=make_name(n)) for n in range(100)], words))
    ran = WhyNot(Standing.RAN, NOW, MANY, 1000, 1000, 1000, MANY, MANY, ticket=MANY)
    held = tuple(range(MANY - 1000, MANY))
    full = WhyNot(Standing.LEFT_OUT, NOW, MANY, reason=Exclusion.FULL, since=NOW, held=held)
    others = [WhyNot(standing, NOW, MANY, 1, 1, 1, 1, 1, reason=Exclusion.OFF) for standing in Standing]
    for stood in ([ran] * 100, [full] * 100, others * 20):
        check(write_why_not(MANY, winner, stood, {MANY: winner}, words, UTC))
