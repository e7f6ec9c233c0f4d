"""The draw is exactly proportional to weight × free places, in every world small enough to try them all."""

from collections import Counter
from collections.abc import Iterator
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.distribution.routing import (
    Candidate,
    Draw,
    Exclusion,
    draw,
    find_winner,
    select_eligible,
    total_score,
)

SMALL = range(3)

# The values of weight, load and limit times the flags that exclude; flags one at a time and all at once.
FLAGS: list[dict[str, bool]] = [
    {},
    {"is_active": False},
    {"on_shift": False},
    {"is_reachable": False},
    {"is_client": True},
    {"had_it": True},
    {"is_active": False, "on_shift": False, "is_reachable": False, "is_client": True, "had_it": True},
]
NUMBERS = list(product(SMALL, SMALL, SMALL))


def make_candidate(operator_id: int, numbers: tuple[int, int, int], flags: dict[str, bool]) -> Candidate:
    weight, load, limit = numbers
    return Candidate(operator_id, weight, load, limit, **flags)


def small_worlds() -> Iterator[list[Candidate]]:
    """Up to three operators: all numbers for each, all flags for up to two, none or all for one of three."""
    yield []
    everybody = list(product(NUMBERS, FLAGS))
    for numbers, flags in everybody:
        yield [make_candidate(1, numbers, flags)]
    for first, second in product(everybody, repeat=2):
        yield [make_candidate(2, *second), make_candidate(1, *first)]
    for one, two, three in product(NUMBERS, repeat=3):
        for flags in (FLAGS[0], FLAGS[-1]):
            yield [make_candidate(3, three, {}), make_candidate(1, one, {}), make_candidate(2, two, flags)]


def expected_score(s: Candidate) -> int:
    """The formula of the design, written a second time."""
    may = s.is_active and s.on_shift and s.is_reachable and not s.is_client and not s.had_it
    return s.weight * (s.limit - s.load) if may and s.load < s.limit else 0


def check_every_ticket(candidates: list[Candidate]) -> None:
    candidates = select_eligible(candidates)
    expected = Counter({s.operator_id: expected_score(s) for s in candidates})
    named = Counter(find_winner(candidates, ticket) for ticket in range(total_score(candidates)))
    assert named == +expected
    assert [c.operator_id for c in candidates] == sorted(+expected)


def test_in_every_small_world_each_operator_is_named_by_exactly_as_many_tickets_as_his_score() -> None:
    seen = 0
    for candidates in small_worlds():
        check_every_ticket(candidates)
        seen += 1
    assert seen == 1 + 27 * 7 + (27 * 7) ** 2 + 27**3 * 2


def test_tickets_count_along_operators_in_id_order() -> None:
    candidates = select_eligible([Candidate(9, 1, 0, 2), Candidate(4, 3, 1, 2)])
    assert [find_winner(candidates, ticket) for ticket in range(5)] == [4, 4, 4, 9, 9]


@pytest.mark.parametrize("ticket", [-1, 5, 6, 10**9])
def test_a_ticket_out_of_range_names_nobody(ticket: int) -> None:
    candidates = select_eligible([Candidate(9, 1, 0, 2), Candidate(4, 3, 1, 2)])
    with pytest.raises(ValueError, match="out of range"):
        find_winner(candidates, ticket)


def test_nobody_to_draw_from_draws_no_ticket() -> None:
    def no_chance(_total: int) -> int:
        raise AssertionError("a ticket was drawn")

    assert draw([], no_chance) is None
    assert draw(select_eligible([Candidate(1, 1, 2, 2)]), no_chance) is None


def test_a_draw_tells_ticket_and_total() -> None:
    candidates = select_eligible([Candidate(1, 2, 0, 3), Candidate(2, 1, 1, 5)])
    assert draw(candidates, lambda total: total - 1) == Draw(operator_id=2, ticket=9, total=10)


any_candidate = st.builds(
    Candidate,
    st.integers(1, 10**6),
    weight=st.integers(0, 1000),
    load=st.integers(0, 2000),
    limit=st.integers(0, 1000),
    is_active=st.booleans(),
    on_shift=st.booleans(),
    is_reachable=st.booleans(),
    is_client=st.booleans(),
    had_it=st.booleans(),
)


@given(st.lists(any_candidate, max_size=40, unique_by=lambda s: s.operator_id))
def test_in_big_worlds_each_operator_owns_one_run_of_tickets_as_long_as_his_score(
    candidates: list[Candidate],
) -> None:
    candidates = select_eligible(candidates)
    begin = 0
    for s in sorted(candidates, key=lambda s: s.operator_id):
        if score := expected_score(s):
            assert find_winner(candidates, begin) == s.operator_id
            assert find_winner(candidates, begin + score - 1) == s.operator_id
            begin += score
    assert begin == total_score(candidates)


@pytest.mark.parametrize(
    ("candidate", "exclusion"),
    [
        (Candidate(1, 1, 0, 1), None),
        (Candidate(1, 0, 5, 1, False, False, False, True, True), Exclusion.NO_WEIGHT),
        (Candidate(1, 1, 5, 1, False, False, False, True, True), Exclusion.OFF),
        (Candidate(1, 1, 5, 1, True, False, False, True, True), Exclusion.PAUSED),
        (
            Candidate(1, 1, 5, 1, True, True, False, True, True, is_at_work=False),
            Exclusion.OFF_HOURS,
        ),
        (Candidate(1, 1, 5, 1, True, True, False, True, True), Exclusion.UNREACHABLE),
        (Candidate(1, 1, 5, 1, True, True, True, True, True), Exclusion.OWN_CONTACT),
        (Candidate(1, 1, 5, 1, True, True, True, False, True, True), Exclusion.GAVE_BACK),
        (Candidate(1, 1, 5, 1, True, True, True, False, False, True), Exclusion.HAD_IT),
        (Candidate(1, 1, 5, 1), Exclusion.FULL),
        (Candidate(1, 1, 1, 1), Exclusion.FULL),
        (Candidate(1, 1, 0, 0), Exclusion.FULL),
    ],
)
def test_the_reason_given_is_the_first_that_applies(
    candidate: Candidate, exclusion: Exclusion | None
) -> None:
    assert candidate.exclusion is exclusion


def test_shares_follow_the_weights_at_any_seed() -> None:
    """Chi-square of 1,000 draws over weights 1:2:3:4; beyond 11.345 (three degrees of freedom) p < 0.01."""
    candidates = [Candidate(weight, weight, 0, 1) for weight in (1, 2, 3, 4)]
    beyond = 0
    for seed in range(100):
        chance = Random(seed).randrange
        drawn = Counter(d.operator_id for _ in range(1000) if (d := draw(candidates, chance)))
        chi_square = sum((drawn[w] - 100 * w) ** 2 / (100 * w) for w in (1, 2, 3, 4))
        beyond += chi_square > 11.345
    assert beyond <= 5
