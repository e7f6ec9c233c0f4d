"""Opening hours: what is open when, where clocks change, and how much open time goes by."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.hours.schedule import FURTHEST, Schedule, spell

PARIS = ZoneInfo("Europe/Paris")
MONDAY = datetime(2026, 11, 30, tzinfo=UTC)
OFFICE = "Mo-Fr 09:00-18:00"
USELESS = ("", "always", "Mo-Fr 25:00-26:00", "off", "PH off", 'Mo-Fr "by call"', "2020 Jan 01", "Mo " * 300)


def schedule(hours: str | None, timezone: ZoneInfo = PARIS, country: str = "FR") -> Schedule:
    return Schedule(hours, timezone, country)


def in_paris(*moment: int, fold: int = 0) -> datetime:
    return datetime(*moment, tzinfo=PARIS, fold=fold).astimezone(UTC)  # type: ignore[misc,arg-type]  # year, month, …


def test_it_opens_and_closes_by_the_clock_of_its_place() -> None:
    office = schedule(OFFICE)
    assert not office.is_open(in_paris(2026, 11, 30, 8, 59))
    assert office.is_open(in_paris(2026, 11, 30, 9))
    assert not office.is_open(in_paris(2026, 11, 30, 18))
    assert office.find_opening(in_paris(2026, 11, 27, 19)) == in_paris(2026, 11, 30, 9), "over the weekend"
    assert office.find_opening(MONDAY + timedelta(hours=10)) == MONDAY + timedelta(hours=10), "open is open"
    assert office.find_change(in_paris(2026, 11, 30, 10)) == in_paris(2026, 11, 30, 18)


def test_a_night_shift_goes_on_after_midnight_and_public_holidays_are_those_of_the_country() -> None:
    night = schedule("Fr 22:00-06:00")
    assert night.is_open(in_paris(2026, 11, 28, 5, 59))
    assert not night.is_open(in_paris(2026, 11, 28, 6))
    closed = schedule(f"{OFFICE}; PH off")
    assert not closed.is_open(in_paris(2026, 7, 14, 12)), "Bastille Day is a Tuesday"
    assert schedule(f"{OFFICE}; PH off", country="RU").is_open(in_paris(2026, 7, 14, 12))
    assert schedule(f"{OFFICE}; PH off", country="XX").is_open(in_paris(2026, 7, 14, 12)), "nobody knows"


@pytest.mark.parametrize(
    ("day", "open_hours"), [((2026, 3, 29), 8), ((2026, 10, 25), 10), ((2026, 3, 22), 9)]
)
def test_where_clocks_change_a_night_has_an_hour_less_or_more(day: tuple[int, ...], open_hours: int) -> None:
    night = schedule("Sa 22:00-07:00")
    start = in_paris(*day, 12) - timedelta(days=1)
    assert night.count(start, in_paris(*day, 12)) == timedelta(hours=open_hours)
    assert night.find_change(in_paris(*day, 6)) == in_paris(*day, 7)


def test_no_clock_runs_while_it_is_closed() -> None:
    office = schedule(OFFICE)
    friday, monday = in_paris(2026, 11, 27, 17, 50), in_paris(2026, 11, 30, 9, 5)
    assert office.count(friday, monday) == timedelta(minutes=15)
    assert office.go_back(timedelta(minutes=15), monday) == friday
    assert office.count(monday, friday) == timedelta(), "never less than nothing"
    assert schedule(None).count(friday, monday) == monday - friday
    assert schedule(None).go_back(timedelta(hours=1), monday) == monday - timedelta(hours=1)
    assert schedule("2026 Nov 30 off").go_back(timedelta(hours=1), monday) == monday - FURTHEST


SPANS = some.tuples(some.integers(0, 23), some.integers(0, 23)).filter(lambda span: span[0] != span[1])


@given(
    days=some.sampled_from(["Mo-Su", "Mo-Fr", "Tu,Sa", "Su"]),
    span=SPANS,
    minutes=some.integers(0, 200 * 24 * 60),
    wanted=some.integers(1, 300),
    zone=some.sampled_from([PARIS, ZoneInfo("Europe/Moscow"), ZoneInfo("America/St_Johns")]),
)
def test_going_back_and_counting_say_the_same(
    days: str, span: tuple[int, int], minutes: int, wanted: int, zone: ZoneInfo
) -> None:
    hours = Schedule(f"{days} {span[0]:02}:00-{span[1]:02}:00", zone, "RU")
    now, patience = datetime(2026, 2, 1, tzinfo=UTC) + timedelta(minutes=minutes), timedelta(minutes=wanted)
    since = hours.go_back(patience, now)
    assert hours.count(since, now) == patience
    assert hours.count(since, since + timedelta(seconds=1)) == timedelta(seconds=1), "it was open then"
    middle = since + (now - since) / 2
    assert hours.count(since, middle) + hours.count(middle, now) == patience


@pytest.mark.parametrize(
    ("typed", "spelled"),
    [
        ("Mo-Fr 9:00-18:00", "Mo-Fr 09:00-18:00"),
        ("24/7", None),
        ("Mo-Su 00:00-24:00", None),
        ("24/7; PH off", "24/7; PH closed"),
        (None, None),
    ],
)
def test_hours_have_one_spelling(typed: str | None, spelled: str | None) -> None:
    assert spell(schedule(typed), MONDAY) == spelled


@pytest.mark.parametrize("useless", USELESS)
def test_what_never_opens_or_says_no_hours_is_refused(useless: str) -> None:
    with pytest.raises(ValueError, match=r"too long|no opening hours|never open"):
        spell(schedule(useless), MONDAY)
