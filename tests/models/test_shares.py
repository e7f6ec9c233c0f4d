"""How bots spread over processes: whatever happens, they even out, and then nothing moves any more."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from models.database.shares import Shares, find_surplus, may_take

PROCESSES = st.integers(1, 6)
ROUNDS = 60

# bot → processes that can work for it
tokens = st.dictionaries(st.integers(1, 12), st.sets(PROCESSES, min_size=1), min_size=1)


def play(able: dict[int, set[int]], owners: dict[int, int]) -> int:
    """Let each process look so many times, one after the other; returns in which round the last bot moved."""
    left: dict[int, set[int]] = {}
    moved = 0
    processes = frozenset().union(*able.values())
    for number in range(1, ROUNDS):
        for process in processes:
            own_left = left.setdefault(process, set())
            for bot in sorted(able):
                if bot in owners or process not in able[bot]:
                    own_left.discard(bot)
                elif may_take(Shares(processes, able, owners), bot, process) or bot in own_left:
                    owners[bot] = process
                    moved = number
                else:
                    own_left.add(bot)
            surplus = find_surplus(Shares(processes, able, owners), process)
            if surplus is not None:
                del owners[surplus]
                moved = number
    return moved


@given(tokens, st.data())
def test_bots_even_out_wherever_they_are_and_then_stay(
    able: dict[int, set[int]], data: st.DataObject
) -> None:
    given_to = {bot: st.sampled_from([None, *sorted(able[bot])]) for bot in able}
    drawn = data.draw(st.fixed_dictionaries(given_to))
    owners = {bot: process for bot, process in drawn.items() if process is not None}
    assert play(able, owners) < ROUNDS - 5, "they never settle"
    assert set(owners) == set(able), "a bot has nobody"
    counts = Counter(owners.values())
    for bot, owner in owners.items():
        assert all(counts[owner] - counts[other] <= 1 for other in able[bot]), (able, owners)


def test_a_new_process_gets_its_share_of_what_one_has() -> None:
    able = {bot: {1, 2, 3} for bot in range(1, 7)}
    owners = dict.fromkeys(able, 1)
    play(able, owners)
    assert sorted(Counter(owners.values()).values()) == [2, 2, 2]


def test_who_has_just_let_a_bot_go_does_not_take_it_back_before_the_other_could() -> None:
    able = {1: {1, 2}, 2: {1, 2}}
    assert find_surplus(Shares(frozenset({1, 2}), able, {1: 1, 2: 1}), 1) == 1
    assert not may_take(Shares(frozenset({1, 2}), able, {2: 1}), 1, 1)
    assert may_take(Shares(frozenset({1, 2}), able, {2: 1}), 1, 2)


def test_what_is_no_bot_does_not_count() -> None:
    shares = Shares(frozenset({1, 2}), {0: {1, 2}, 1: {1, 2}}, {0: 1, 1: 1})
    assert shares.count(1) == 1
    assert find_surplus(shares, 1) is None
