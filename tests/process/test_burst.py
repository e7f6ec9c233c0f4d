"""A hundred clients in one second on fifty places: nobody above the limit, nobody out of turn."""

from tests.process.burst import CLIENTS, NAMES, PLACES, Burst

TOTAL = PLACES * len(NAMES)


def test_every_place_is_taken_and_everybody_else_waits(burst: Burst) -> None:
    assert burst.assigned == list(range(1, TOTAL + 1)), "first come, first served"
    assert burst.waiting == list(range(TOTAL + 1, CLIENTS + 1))


def test_no_write_ever_put_an_operator_above_the_limit(burst: Burst) -> None:
    assert burst.raises == CLIENTS
    assert burst.most_above == 0, "up to the limit, not beyond"
    assert burst.loads == [(PLACES,)] * len(NAMES)


def test_each_completed_request_gives_its_place_to_the_first_who_waits(burst: Burst) -> None:
    assert [step.left for step in burst.completions] == [[step.first] for step in burst.completions]
    assert [step.first for step in burst.completions] == burst.waiting
