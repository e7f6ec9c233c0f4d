"""The screens of audits are within Telegram's limits however many there are of everything."""

from datetime import timedelta

import pytest

from bot.ui.texts import LANGUAGES, speak
from bot.views.audit.audit_screens import write_audit
from bot.views.audit.operator_story import write_story
from models import Operator
from services.audit.availability_then import Stretch
from services.audit.judging import Audit, Share, Tickets
from services.audit.one_operator import Story
from services.audit.skipping import Skip, Skipped
from services.audit.tally import MOST_LISTED, Apart
from services.distribution.routing import Exclusion
from services.reports.periods import count_back
from tests.bot.ui.test_longest import make_name
from tests.bot.ui.test_longest_hours import NOW, check
from tests.moments import make_moment

MANY = 2**31 - 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_audit_of_many_operators_and_sources_fits(language: str) -> None:
    words, at = speak(language), make_moment(NOW)
    apart = Apart(MANY, MANY, MANY, MANY, MANY)
    shares = [
        Share(make_name(n), make_name(n + 1), MANY, MANY, float(MANY), 1e-9, 1e-9, apart) for n in range(300)
    ]
    skipped = [Skipped(MANY, MANY, n, skip) for n in range(MOST_LISTED) for skip in Skip][:MOST_LISTED]
    names = {n: make_name(n) for n in range(MOST_LISTED)}
    found = Audit(MANY, MANY, shares, Tickets(MANY, 1e-9, 1e-9), skipped, MANY, MANY, MANY, names)
    screen = write_audit(found, count_back(366, at=at), words)
    check(screen)
    assert str(MANY - MOST_LISTED)[-3:] in screen.text, "how many more were skipped is said"


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_an_operator_got_so_much_fits(language: str) -> None:
    words, at = speak(language), make_moment(NOW)
    stretches = [
        Stretch(reason, NOW + timedelta(minutes=n), NOW + timedelta(minutes=n + 1), MANY)
        for n in range(200)
        for reason in Exclusion
    ]
    story = Story(MANY, MANY, MANY, float(MANY), MANY, MANY, MANY, stretches)
    operator = Operator(id=MANY, name=make_name(1))
    check(write_story(operator, count_back(1, at=at), story, words, at=at))
