"""Hours and dates as people type them, in both languages, and hours as they read them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.reading.dates import read_dates
from bot.reading.hours import read_hours
from bot.ui.texts import speak
from bot.views.hours.writing import write_hours, write_opening

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("Mon-Fri 9-18", "Mo-Fr 09:00-18:00"),
        ("Mo-Fr 09:00-18:00; Sa 10:00-02:00", "Mo-Fr 09:00-18:00; Sa 10:00-02:00"),
        ("weekdays 9:30am – 6pm, sat 10 to 14", "Mo-Fr 09:30-18:00; Sa 10:00-14:00"),
        ("every day 12am-12pm", "Mo-Su 00:00-12:00"),
        ("9—18", "09:00-18:00"),
        ("с пн по пт с 9 до 18", "Mo-Fr 09:00-18:00"),
        ("с понедельника по пятницу 9-18.", "Mo-Fr 09:00-18:00"),
        ("Monday to Friday 9-17", "Mo-Fr 09:00-17:00"),
        ("каждый будний день 9-18", "Mo-Fr 09:00-18:00"),
        ("every weekday 9-5pm", "Mo-Fr 09:00-17:00"),
        ("каждую субботу 10-16", "Sa 10:00-16:00"),
        ("пн-пт 9-18, сб 10:00-16:00", "Mo-Fr 09:00-18:00; Sa 10:00-16:00"),
        ("ПН, Ср, пт 9-13 14-18", "Mo,We,Fr 09:00-13:00,14:00-18:00"),
        ("понедельник — пятница: с 9.00 до 18.00; выходные: закрыто", "Mo-Fr 09:00-18:00; Sa,Su off"),
        ("ежедневно 10–24", "Mo-Su 10:00-24:00"),
        ("будни 9-18, праздники выходной", "Mo-Fr 09:00-18:00; PH off"),
        ("круглосуточно", "24/7"),
        ("Always", "24/7"),
    ],
)
def test_hours_are_understood(typed: str, hours: str) -> None:
    assert read_hours(typed) == hours


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "later",
        "mon",
        "mon-",
        "9",
        "9-9",
        "25-30",
        "9:75-10",
        "13pm-14pm",
        "mon 9-18 tue",
        "9-18 <b>",
        "1-2-3",
    ],
)
def test_what_says_no_hours_is_not_guessed(typed: str) -> None:
    assert read_hours(typed) is None


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("31.12", "2026-12-31", "2026-12-31"),
        ("31.12 – 8.1", "2026-12-31", "2027-01-08"),
        ("2026-12-31", "2026-12-31", "2026-12-31"),
        ("31 декабря - 8 января", "2026-12-31", "2027-01-08"),
        ("1 May till 3 May 2028", "2028-05-01", "2028-05-03"),
        ("20.11 - 30.11", "2026-11-20", "2026-11-30"),
        ("8.01 - 31.12", "2026-01-08", "2026-12-31"),
        ("29.02", "2028-02-29", "2028-02-29"),
        ("27.11", "2026-11-27", "2026-11-27"),
        ("26.11", "2027-11-26", "2027-11-26"),
        ("3 марта 2027 г.", "2027-03-03", "2027-03-03"),
    ],
)
def test_dates_without_a_year_are_the_next_ones(typed: str, first: str, last: str) -> None:
    assert read_dates(typed, TODAY) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "typed", ["", "soon", "32.01", "31.02", "1.13", "5 - 6", "0000-01-01", "8.1.2027-1.1.2027", "5 мда"]
)
def test_what_is_no_date_is_not_guessed(typed: str) -> None:
    assert read_dates(typed, TODAY) is None


@pytest.mark.parametrize(
    ("hours", "english", "russian"),
    [
        (None, "around the clock", "круглосуточно"),
        ("Mo-Fr 09:00-18:00", "Mon–Fri 9:00–18:00", "пн–пт 9:00–18:00"),
        (
            "Mo-Fr 09:00-13:00,14:00-18:00; Su closed; PH closed; 2026 Dec 31 closed",
            "Mon–Fri 9:00–13:00,14:00–18:00, Sun closed; closed on public holidays",
            "пн–пт 9:00–13:00,14:00–18:00, вс закрыто; в праздники закрыто",
        ),
    ],
)
def test_hours_are_read_as_people_write_them(hours: str | None, english: str, russian: str) -> None:
    assert (write_hours(hours, speak("en")), write_hours(hours, speak("ru"))) == (english, russian)


def test_when_it_opens_is_a_time_today_and_a_day_later_on() -> None:
    zone, told = ZoneInfo("Europe/Moscow"), datetime(2026, 11, 27, 4, tzinfo=UTC)
    today, later = datetime(2026, 11, 27, 6, tzinfo=UTC), datetime(2026, 11, 30, 6, tzinfo=UTC)
    assert [write_opening(today, told, speak(one), zone) for one in ("en", "ru")] == ["at 9:00", "в 9:00"]
    assert write_opening(later, told, speak("en"), zone) == "on Monday, November 30 at 9:00"
    assert write_opening(later, told, speak("ru"), zone) == "30 ноября (понедельник) в 9:00"
