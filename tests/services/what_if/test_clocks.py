"""A clock that runs at times counts and finds the same moments, whatever the stretches."""

from hypothesis import given
from hypothesis import strategies as st

from services.what_if.clocks import ALWAYS, ENDLESS, Clock, intersect, join

MOMENTS = st.integers(0, 1000)


@st.composite
def stretches(draw: st.DrawFn) -> list[tuple[float, float]]:
    edges = sorted(draw(st.lists(MOMENTS, max_size=12, unique=True)))
    return [(float(a), float(b)) for a, b in zip(edges[::2], edges[1::2], strict=False)]


@given(stretches(), MOMENTS, st.integers(1, 500))
def test_what_is_found_is_as_far_as_was_asked_for(
    given_: list[tuple[float, float]], now: int, span: int
) -> None:
    clock = Clock(given_)
    found = clock.find(now, span)
    left = clock.count(10_000) - clock.count(now)
    assert (found == ENDLESS) == (left < span)
    if found != ENDLESS:
        assert found >= now
        assert clock.count(found) - clock.count(now) == span


@given(stretches(), stretches(), MOMENTS)
def test_both_run_where_each_of_them_does(
    some: list[tuple[float, float]], others: list[tuple[float, float]], now: int
) -> None:
    both = Clock(intersect(some, others))
    assert both.runs(now) == (Clock(some).runs(now) and Clock(others).runs(now))


def test_what_was_seen_holds_until_the_next_look_and_before_the_first() -> None:
    assert join([(10, True), (20, True), (30, False), (40, True)], -5) == [(-5, 30), (40, ENDLESS)]
    assert join([(10, False), (20, True)], -5) == [(20, ENDLESS)]
    assert join([], -5) == []


def test_an_endless_clock_counts_every_second() -> None:
    assert ALWAYS.count(20) - ALWAYS.count(-10) == 30
    assert ALWAYS.find(7, 5) == 12
    assert Clock([]).find(3, 1) == ENDLESS
    assert Clock([]).find(3, 0) == ENDLESS
