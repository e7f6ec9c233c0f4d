"""The statistics of the audit are exact: against sums over all outcomes, and against tables in books."""

from itertools import product
from math import comb, prod
from random import Random

import pytest

from services.audit import chances


def test_the_chance_of_each_number_of_wins_is_the_sum_over_all_outcomes() -> None:
    each = [(1, 4), (1, 4), (2, 3), (9, 10), (1, 50)]
    found = chances.count_wins({pair: each.count(pair) for pair in each})
    for won in range(len(each) + 1):
        wanted = sum(
            prod(own / all_ if wins else 1 - own / all_ for wins, (own, all_) in zip(one, each, strict=True))
            for one in product((False, True), repeat=len(each))
            if sum(one) == won
        )
        assert found.masses[won - found.first] == pytest.approx(wanted, rel=1e-12)


def test_many_draws_of_one_chance_are_a_binomial_distribution_to_the_end_of_its_tail() -> None:
    found = chances.count_wins({(1, 4): 1000})
    for won in (150, 200, 250, 300, 380):
        wanted = comb(1000, won) * 3 ** (1000 - won) / 4**1000
        assert found.masses[won - found.first] == pytest.approx(wanted, rel=1e-10)


def test_two_sided_is_twice_the_smaller_tail_and_never_above_one() -> None:
    assert chances.judge_wins({(1, 2): 10}, 0) == pytest.approx(2 / 1024)
    assert chances.judge_wins({(1, 2): 10}, 9) == pytest.approx(22 / 1024)
    assert chances.judge_wins({(1, 2): 10}, 5) == 1
    assert chances.judge_wins({(3, 3): 4}, 4) == 1
    assert chances.judge_wins({(3, 3): 4}, 3) == 0, "a sure one can't be lost"


def test_evenness_has_kolmogorovs_exact_distribution() -> None:
    assert chances._stay_within(10, 0.274) == pytest.approx(0.6284796154565, rel=1e-10)
    random = Random(5)
    found = [chances.judge_uniform([random.random() for _ in range(20)]) for _ in range(2000)]
    assert sum(p < 0.05 for p in found) / 2000 == pytest.approx(0.05, abs=0.015)
    assert chances.judge_uniform([random.random() ** 2 for _ in range(200)]) < 1e-6


def test_looking_at_many_is_corrected_as_holm_does_it() -> None:
    assert chances.correct([0.01, 0.04, 0.03, 0.5]) == pytest.approx([0.04, 0.09, 0.09, 0.5])
    assert chances.correct([]) == []
