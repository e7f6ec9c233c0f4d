"""The draw is exactly proportional to weight × free places, in every world small enough to try them all."""

from collections import Counter
from collections.abc import Iterator
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.distribution.routing import (
    Draw,
    Exclusion,
    Standing,
    draw,
    find_winner,
    select_candidates,
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


def stand(operator_id: int, numbers: tuple[int, int, int], flags: dict[str, bool]) -> Standing:
    weight, load, limit = numbers
    return Standing(operator_id, weight, load, limit, **flags)


def small_worlds() -> Iterator[list[Standing]]:
    """Up to three operators: all numbers for each, all flags for up to two, none or all for one of three."""
    yield []
    everybody = list(product(NUMBERS, FLAGS))
    for numbers, flags in everybody:
        yield [stand(1, numbers, flags)]
    for first, second in product(everybody, repeat=2):
        yield [stand(2, *second), stand(1, *first)]
    for one, two, three in product(NUMBERS, repeat=3):
        for flags in (FLAGS[0], FLAGS[-1]):
            yield [stand(3, three, {}), stand(1, one, {}), stand(2, two, flags)]


def expected_score(s: Standing) -> int:
    """The formula of the design, written a second time."""
    may = s.is_active and s.on_shift and s.is_reachable and not s.is_client and not s.had_it
    return s.weight * (s.limit - s.load) if may and s.load < s.limit else 0


def check_every_ticket(standings: list[Standing]) -> None:
    candidates = select_candidates(standings)
    expected = Counter({s.operator_id: expected_score(s) for s in standings})
    named = Counter(find_winner(candidates, ticket) for ticket in range(total_score(candidates)))
    assert named == +expected
    assert [c.operator_id for c in candidates] == sorted(+expected)


def test_in_every_small_world_each_operator_is_named_by_exactly_as_many_tickets_as_his_score() -> None:
    seen = 0
    for standings in small_worlds():
        check_every_ticket(standings)
        seen += 1
    assert seen == 1 + 27 * 7 + (27 * 7) ** 2 + 27**3 * 2


def test_tickets_count_along_operators_in_id_order() -> None:
    candidates = select_candidates([Standing(9, 1, 0, 2), Standing(4, 3, 1, 2)])
    assert [find_winner(candidates, ticket) for ticket in range(5)] == [4, 4, 4, 9, 9]


@pytest.mark.parametrize("ticket", [-1, 5, 6, 10**9])
def test_a_ticket_out_of_range_names_nobody(ticket: int) -> None:
    candidates = select_candidates([Standing(9, 1, 0, 2), Standing(4, 3, 1, 2)])
    with pytest.raises(ValueError, match="out of range"):
        find_winner(candidates, ticket)


def test_nobody_to_draw_from_draws_no_ticket() -> None:
    def no_chance(_total: int) -> int:
        raise AssertionError("a ticket was drawn")

    assert draw([], no_chance) is None
    assert draw(select_candidates([Standing(1, 1, 2, 2)]), no_chance) is None


def test_a_draw_tells_ticket_and_total() -> None:
    candidates = select_candidates([Standing(1, 2, 0, 3), Standing(2, 1, 1, 5)])
    assert draw(candidates, lambda total: total - 1) == Draw(operator_id=2, ticket=9, total=10)


standing = st.builds(
    Standing,
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


@given(st.lists(standing, max_size=40, unique_by=lambda s: s.operator_id))
def test_in_big_worlds_each_operator_owns_one_run_of_tickets_as_long_as_his_score(
    standings: list[Standing],
) -> None:
    candidates = select_candidates(standings)
    begin = 0
    for s in sorted(standings, key=lambda s: s.operator_id):
        if score := expected_score(s):
            assert find_winner(candidates, begin) == s.operator_id
            assert find_winner(candidates, begin + score - 1) == s.operator_id
            begin += score
    assert begin == total_score(candidates)


@pytest.mark.parametrize(
    ("standing", "exclusion"),
    [
        (Standing(1, 1, 0, 1), None),
        (Standing(1, 0, 5, 1, False, False, False, True, True), Exclusion.NO_WEIGHT),
        (Standing(1, 1, 5, 1, False, False, False, True, True), Exclusion.OFF),
        (Standing(1, 1, 5, 1, True, False, False, True, True), Exclusion.PAUSED),
        (Standing(1, 1, 5, 1, True, True, False, True, True), Exclusion.UNREACHABLE),
        (Standing(1, 1, 5, 1, True, True, True, True, True), Exclusion.OWN_CONTACT),
        (Standing(1, 1, 5, 1, True, True, True, False, True), Exclusion.HAD_IT),
        (Standing(1, 1, 5, 1), Exclusion.FULL),
        (Standing(1, 1, 1, 1), Exclusion.FULL),
        (Standing(1, 1, 0, 0), Exclusion.FULL),
    ],
)
def test_the_reason_given_is_the_first_that_applies(standing: Standing, exclusion: Exclusion | None) -> None:
    assert standing.exclusion is exclusion


def test_shares_follow_the_weights_at_any_seed() -> None:
    """Chi-square of 1,000 draws over weights 1:2:3:4; beyond 11.345 (three degrees of freedom) p < 0.01."""
    candidates = [Standing(weight, weight, 0, 1) for weight in (1, 2, 3, 4)]
    beyond = 0
    for seed in range(100):
        chance = Random(seed).randrange
        drawn = Counter(d.operator_id for _ in range(1000) if (d := draw(candidates, chance)))
        chi_square = sum((drawn[w] - 100 * w) ** 2 / (100 * w) for w in (1, 2, 3, 4))
        beyond += chi_square > 11.345
    assert beyond <= 5
