"""Opening hours fall into the week, public holidays and closed days, and are put together again."""

from datetime import date

import pytest

from services.hours.rules import Days, Rules

NEW_YEAR = Days(date(2026, 12, 31), date(2027, 1, 8))
MAY_DAY = Days(date(2027, 5, 1), date(2027, 5, 1))


def test_the_parts_are_found_and_put_together_again() -> None:
    hours = "Mo-Fr 09:00-18:00; Sa 10:00-16:00; PH closed; 2026 Dec 31-2027 Jan 8 closed; 2027 May 1 closed"
    rules = Rules.read(hours)
    assert rules == Rules("Mo-Fr 09:00-18:00; Sa 10:00-16:00", True, (NEW_YEAR, MAY_DAY))
    assert Rules.read(rules.write()) == rules
    assert Rules.read(None).write() == "24/7"


def test_days_are_closed_once_and_opened_again() -> None:
    closed = Rules.read("Mo-Fr 09:00-18:00").close(MAY_DAY).close(NEW_YEAR).close(MAY_DAY)
    assert closed.closed == (NEW_YEAR, MAY_DAY)
    assert closed.open([NEW_YEAR]).write() == "Mo-Fr 09:00-18:00; 2027 May 01 off"


@pytest.mark.parametrize("rule", ["2026 Feb 31 off", "2026 Mar 07 10:00-15:00", "easter off", "Dec 31 off"])
def test_what_is_no_such_part_stays_in_the_week(rule: str) -> None:
    assert Rules.read(f"Mo-Fr 09:00-18:00; {rule}").week == f"Mo-Fr 09:00-18:00; {rule}"


def test_a_rule_that_wins_over_holidays_goes_on_doing_so() -> None:
    rules = Rules.read("Mo-Fr 09:00-18:00; PH off; Jan 07 10:00-14:00; 2027 May 1 closed")
    assert rules.week == "Mo-Fr 09:00-18:00; PH off; Jan 07 10:00-14:00"
    assert (rules.holidays_are_closed, rules.closed) == (False, (MAY_DAY,))
