"""Moments to come as people type them, and the mornings that buttons offer."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.reading.moments import read_moment, read_pause
from models import Source
from services.hours.mornings import Later, find_morning, list_moments
from tests.moments import make_moment

ZONE = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 11, 27, 15, 30, tzinfo=ZONE)  # a Friday


def nine(day: date) -> datetime:
    return datetime.combine(day, time(9), ZONE)


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("tomorrow", "2026-11-28 09:00"),
        ("завтра", "2026-11-28 09:00"),
        ("до завтра", "2026-11-28 09:00"),
        ("Завтра в 10", "2026-11-28 10:00"),
        ("tomorrow at 10:15", "2026-11-28 10:15"),
        ("послезавтра 8:05", "2026-11-29 08:05"),
        ("today 18:00", "2026-11-27 18:00"),
        ("сегодня в 18", "2026-11-27 18:00"),
        ("18:30", "2026-11-27 18:30"),
        ("в 9:00", "2026-11-28 09:00"),
        ("9:00", "2026-11-28 09:00"),
        ("monday", "2026-11-30 09:00"),
        ("до понедельника", "2026-11-30 09:00"),
        ("в понедельник 10:00", "2026-11-30 10:00"),
        ("во вторник в 11", "2026-12-01 11:00"),
        ("until Tue 11:00", "2026-12-01 11:00"),
        ("пт", "2026-12-04 09:00"),
        ("25.12", "2026-12-25 09:00"),
        ("25.12 10:00", "2026-12-25 10:00"),
        ("25 декабря, 10:00", "2026-12-25 10:00"),
        ("2026-12-25 10:00", "2026-12-25 10:00"),
        ("Dec 25", None),  # dates are read as in /hours
        ("25 dec at 10", "2026-12-25 10:00"),
        ("3.1", "2027-01-03 09:00"),
        ("через час", "2026-11-27 16:30"),
        ("in an hour", "2026-11-27 16:30"),
        ("через 2 часа", "2026-11-27 17:30"),
        ("in 20 min", "2026-11-27 15:50"),
        ("через 3 дня", "2026-11-30 09:00"),
        ("in 3 days", "2026-11-30 09:00"),
        ("через неделю", "2026-12-04 09:00"),
    ],
)
def test_moments_are_understood(typed: str, moment: str | None) -> None:
    expected = datetime.fromisoformat(moment).replace(tzinfo=ZONE) if moment else None
    assert read_moment(typed, NOW, nine) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "later",
        "today",
        "сегодня",
        "25:00",
        "завтра 10:75",
        "31.02",
        "1.12-3.12",
        "<b>",
        "in 5 fish",
        "12",
        "м",
    ],
)
def test_what_says_no_moment_is_not_guessed(typed: str) -> None:
    assert read_moment(typed, NOW, nine) is None


def find(hours: str | None, now: datetime = NOW) -> dict[str, str]:
    moments = list_moments(Source(hours=hours), at=make_moment(now, timezone=ZONE))
    return {name.value: f"{moment:%a %d %H:%M}" for name, moment in moments.items() if moment is not None}


def test_a_morning_is_at_nine_or_when_the_source_opens() -> None:
    monday = {"monday": "Mon 30 09:00"}  # which is in three days, so it is offered once
    assert (
        find(None) == {"hour": "Fri 27 16:30", "evening": "Fri 27 18:00", "tomorrow": "Sat 28 09:00"} | monday
    )
    assert find("Mo-Fr 10:00-19:00") == {
        "hour": "Fri 27 16:30",
        "evening": "Fri 27 18:00",
        "monday": "Mon 30 10:00",  # and nothing for Saturday, when it is closed
    }
    at, day = make_moment(NOW, timezone=ZONE), date(2026, 11, 28)
    assert find_morning(Source(hours="Mo-Su 00:00-24:00"), day, at=at) == nine(date(2026, 11, 28))


def test_an_evening_that_has_come_is_not_offered() -> None:
    assert Later.EVENING.value not in find(None, NOW.replace(hour=17, minute=1))


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("30", "2026-11-27 16:00"),
        ("30 мин", "2026-11-27 16:00"),
        ("на 30 минут", "2026-11-27 16:00"),
        ("30 min.", "2026-11-27 16:00"),
        ("for 45m", "2026-11-27 16:15"),
        ("2h", "2026-11-27 17:30"),
        ("2ч", "2026-11-27 17:30"),
        ("2 часа", "2026-11-27 17:30"),
        ("2 hours", "2026-11-27 17:30"),
        ("час", "2026-11-27 16:30"),
        ("на час", "2026-11-27 16:30"),
        ("an hour", "2026-11-27 16:30"),
        ("полчаса", "2026-11-27 16:00"),
        ("for half an hour", "2026-11-27 16:00"),
        ("до 16:00", "2026-11-27 16:00"),
        ("until 18:30", "2026-11-27 18:30"),
        ("18:30", "2026-11-27 18:30"),
        ("до 18", "2026-11-27 18:00"),
        ("до 9", "2026-11-28 09:00"),
        ("через час", "2026-11-27 16:30"),
        ("завтра", "2026-11-28 09:00"),
        ("до понедельника", "2026-11-30 09:00"),
        ("2 days", "2026-11-29 09:00"),
        ("0", "2026-11-27 15:30"),
        ("25:00", None),
        ("until 25", None),
        ("-5", None),
        ("half", None),
        ("a while", None),
        ("30 seconds", None),
        ("1e3", None),
    ],
)
def test_how_long_a_pause_is_in_words(typed: str, moment: str | None) -> None:
    read = read_pause(typed, NOW, nine)
    assert (f"{read:%Y-%m-%d %H:%M}" if read else None) == moment
