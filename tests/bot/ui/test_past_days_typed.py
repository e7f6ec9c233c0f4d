"""Days that are over, as people type them."""

from datetime import date

import pytest

from bot.reading.past_days import read_past_day

TODAY = date(2026, 11, 28)  # a Saturday


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("today", TODAY),
        ("Сегодня", TODAY),
        ("yesterday", date(2026, 11, 27)),
        ("вчера", date(2026, 11, 27)),
        ("позавчера", date(2026, 11, 26)),
        ("on Tuesday", date(2026, 11, 24)),
        ("во вторник", date(2026, 11, 24)),
        ("сб", TODAY),
        ("25.11", date(2026, 11, 25)),
        ("25 ноября", date(2026, 11, 25)),
        ("31 Dec", date(2025, 12, 31)),
        ("29.02", date(2024, 2, 29)),
        ("2026-11-01", date(2026, 11, 1)),
        ("tomorrow", None),
        ("2026-12-01", None),
        ("32.11", None),
        ("someday", None),
        ("", None),
    ],
)
def test_the_last_day_that_is_meant_is_found(typed: str, day: date | None) -> None:
    assert read_past_day(typed, TODAY) == day
