"""What the answers of another system mean, and how long it is left alone."""

from datetime import UTC, datetime

import pytest

from api.webhooks.client import AT_ONCE, LONGEST_SILENCE, Answer, Pace, back_off, read_answer
from services.queues.webhook_queue import LONGEST_PAUSE

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_2xx_is_a_yes(status: int) -> None:
    assert read_answer(status, {}, NOW) == Answer()


@pytest.mark.parametrize("status", [301, 304, 400, 401, 404, 429, 500, 503])
def test_anything_else_is_worth_another_try(status: int) -> None:
    assert read_answer(status, {}, NOW) == Answer(f"HTTP {status}")


def test_410_is_a_no_for_good() -> None:
    assert read_answer(410, {}, NOW) == Answer("HTTP 410", is_gone=True)


@pytest.mark.parametrize(
    ("status", "asked", "seconds"),
    [
        (429, "7", 7),
        (503, "7", 7),
        (500, "7", 0),
        (429, "999999999", LONGEST_PAUSE),
        (429, "Mon, 05 Jan 2026 12:00:30 GMT", 30),
        (429, "Mon, 05 Jan 2026 12:00:30 -0000", 30),
        (503, "Mon, 05 Jan 2026 11:00:00 GMT", 0),
        (503, "Tue, 06 Jan 2026 12:00:00 GMT", LONGEST_PAUSE),
        (429, "-1", 0),
        (429, "1.5", 0),
        (429, "²", 0),
        (429, "soon", 0),
        (429, "", 0),
    ],
)
def test_a_wish_for_peace_is_obeyed_within_reason(status: int, asked: str, seconds: float) -> None:
    assert read_answer(status, {"Retry-After": asked}, NOW).wait == seconds


def test_pauses_double_up_to_ten_minutes() -> None:
    assert [back_off(failures, 1.0, 600.0) for failures in (0, 1, 2, 9, 10, 10_000)] == [
        *(1, 2, 4),
        *(512, 600, 600),
    ]


def test_while_it_takes_nothing_there_is_one_try_after_each_longer_pause() -> None:
    pace, now = Pace(1.0), 100.0
    assert pace.count_room(0, now) == AT_ONCE
    assert pace.count_room(5, now) == AT_ONCE - 5
    for wanted in (1, 2, 4, 8, 16, 32, 60, 60):
        pace.note(taken=False, failed=True, wait=0, now=now)
        assert pace.count_room(0, now + wanted - 0.1) == 0
        now += wanted
        assert pace.count_room(0, now) == 1
        assert pace.count_room(1, now) == 0
    assert LONGEST_SILENCE == 60
    pace.note(taken=True, failed=True, wait=0, now=now)
    assert pace.count_room(0, now) == AT_ONCE


def test_failures_of_tries_that_began_together_count_as_one() -> None:
    pace = Pace(1.0)
    for moment in (10.0, 10.1, 10.9):
        pace.note(taken=False, failed=True, wait=0, now=moment)
    assert (pace.failures, pace.resumes_at) == (1, 11.0)


def test_peace_that_it_asks_for_holds_even_when_it_takes_others() -> None:
    pace = Pace(1.0)
    pace.note(taken=True, failed=True, wait=30, now=10.0)
    assert pace.count_room(0, 39.9) == 0
    assert pace.count_room(0, 40.0) == AT_ONCE
