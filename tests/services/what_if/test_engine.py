"""A run of an office keeps what the bot keeps: the limit, the order, and nobody beside a free place."""

import heapq
from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from models import Mode
from services.what_if.clocks import ALWAYS, ENDLESS, Clock
from services.what_if.engine import run
from services.what_if.office import Arrival, Handling, Office, OperatorModel, SourceModel

HOUR = 3600.0


def make_worker(id_: int, *, limit: int = 2, minutes: float = 30, clock: Clock = ALWAYS) -> OperatorModel:
    return OperatorModel(id_, f"operator {id_}", limit, clock, [Handling(60.0, 60 * minutes)])


def make_office(
    arrivals: list[Arrival], *workers: OperatorModel, mode: Mode = Mode.DRAW, **weights: int
) -> Office:
    given_ = {worker.id: weights.get(f"w{worker.id}", 1) for worker in workers}
    end = max((one.at for one in arrivals), default=0.0) + 1000 * HOUR
    return Office(0.0, end, workers, {1: SourceModel(1, "@bot", 1, mode)}, {1: given_}, arrivals)


def come(*moments: float) -> list[Arrival]:
    return [Arrival(moment, 1) for moment in moments]


def test_who_has_a_weight_and_a_place_gets_it_at_once() -> None:
    found = run(make_office(come(10, 20), make_worker(1), make_worker(2), w2=0), Random(1))
    assert found.got == {(1, 1): 2}
    assert found.waits == [0, 0]
    assert found.answers == [60, 60]


def test_nobody_free_means_to_wait_until_somebody_is() -> None:
    found = run(make_office(come(0, 0, 0), make_worker(1, limit=1)), Random(1))
    assert found.waits == [0, 1800, 3600]


def test_who_is_away_gets_nothing_until_coming() -> None:
    found = run(make_office(come(10), make_worker(1, clock=Clock([(100, ENDLESS)]))), Random(1))
    assert found.waits == [90]


def test_what_comes_while_its_source_is_closed_waits_for_the_opening() -> None:
    office = make_office(come(10, 20), make_worker(1))
    office = replace(office, places={1: replace(office.places[1], hours=Clock([(100, ENDLESS)]))})
    found = run(office, Random(1))
    assert found.got == {(1, 1): 2}
    assert found.waits == [0, 0], "no clock runs while it is closed"
    assert found.answers == [60, 60]


def test_work_stands_still_while_the_operator_is_away() -> None:
    clock = Clock([(0, 600), (HOUR, ENDLESS)])
    found = run(make_office(come(0, 1), make_worker(1, limit=1, clock=clock)), Random(1))
    assert found.waits == [0, HOUR + 1200 - 1]


def test_by_hand_means_to_that_operator_whatever_the_weight() -> None:
    office = make_office(come(0), make_worker(1), make_worker(2), w2=0)
    office = replace(office, arrivals=[Arrival(0, 1, by_hand=2)])
    assert run(office, Random(1)).got == {(1, 2): 1}


def test_the_preferred_get_it_while_they_have_a_place() -> None:
    office = make_office([], make_worker(1, limit=1), make_worker(2, limit=5))
    office = replace(office, arrivals=[Arrival(0, 1, preferred=frozenset({1})) for _ in range(3)])
    assert run(office, Random(1)).got == {(1, 1): 1, (1, 2): 2}


def test_in_turn_everybody_gets_the_part_of_the_weight() -> None:
    office = make_office(
        come(*range(8)), make_worker(1, limit=99), make_worker(2, limit=99), mode=Mode.TURNS, w1=3
    )
    assert run(office, Random(1)).got == {(1, 1): 6, (1, 2): 2}


def test_a_place_that_was_taken_before_counts_until_its_end() -> None:
    office = replace(make_office(come(10), make_worker(1, limit=1)), open_before=[(1, 50.0)])
    assert run(office, Random(1)).waits == [40]


def test_the_time_at_the_limit_is_a_part_of_the_time_there() -> None:
    office = replace(make_office(come(0), make_worker(1, limit=1)), end=2 * HOUR)
    assert run(office, Random(1)).full == {1: 0.25}


@given(
    st.lists(st.integers(0, 20_000), min_size=1, max_size=40),
    st.integers(1, 3),
    st.integers(1, 3),
    st.integers(0, 1000),
    st.sampled_from([Mode.DRAW, Mode.TURNS]),
)
def test_first_come_first_served_by_as_many_as_the_limits_allow(
    moments: list[int], limit: int, other: int, seed: int, mode: Mode
) -> None:
    moments = sorted(moments)
    office = make_office(come(*moments), make_worker(1, limit=limit), make_worker(2, limit=other), mode=mode)
    free = [0.0] * (limit + other)  # when each place is free
    expected = []
    for moment in moments:
        begin = max(moment, free[0])
        heapq.heapreplace(free, begin + 1800)
        expected.append(begin - moment)
    found = run(office, Random(seed))
    assert sorted(found.waits) == sorted(expected)
    assert found.waiting == 0


def test_the_same_seed_is_the_same_run() -> None:
    office = make_office(come(*range(50)), make_worker(1, limit=9), make_worker(2, limit=9))
    assert run(office, Random(3)) == run(office, Random(3))
    assert any(run(office, Random(3)).got != run(office, Random(seed)).got for seed in range(4, 10))
