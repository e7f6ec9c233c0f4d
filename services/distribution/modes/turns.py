"""Whose turn it is: everybody gets a part by weight, exactly and in turn. Pure and replayable, as routing is.

Of the contacts that an operator could take he gets his part to within less than one, while the same ones
could take them with the same weights; R. Tijdeman, The chairman assignment problem (1980). Whatever changes
of those, and however often, he is never more than n - 1 ahead or behind, of n who share a source.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

ONE = 2**40  # a whole contact: parts and credits are counted in units so small that rounding is not seen


@dataclass(frozen=True, slots=True)
class Turn:
    """One who could take a contact; `credit`: what he is owed before it, in contacts times ONE.

    Who got more than his part so far has a credit below 0.
    """

    operator_id: int
    weight: int
    credit: int


def divide(weights: Sequence[int]) -> list[int]:
    """Divide one contact by weight; what comes out adds up to ONE. Raises ValueError without any weight."""
    total = sum(weights)
    if total <= 0 or min(weights) < 0:
        raise ValueError("nobody has a weight")
    bounds, so_far = [0], 0
    for weight in weights:
        so_far += weight
        bounds.append(ONE * so_far // total)
    return [end - begin for begin, end in itertools.pairwise(bounds)]


def find_next(turns: Sequence[Turn]) -> int:
    """Return whose turn it is, by operator id; raises ValueError if there is nobody.

    Of those who are owed at least 1 / (2n - 2), of n, the one whose contact must come first. Who is owed
    most, if there is none of these, or if somebody is owed more than one: only changes of who shares can
    bring that about.
    """
    parts = divide([turn.weight for turn in turns])
    owed = {turn.operator_id: turn.credit + part for turn, part in zip(turns, parts, strict=True)}
    others = 2 * (len(turns) - 1)
    if others == 0:
        return turns[0].operator_id
    ready = [
        (turn, part)
        for turn, part in zip(turns, parts, strict=True)
        if owed[turn.operator_id] * others >= ONE and part > 0
    ]
    if not ready or max(owed.values()) > ONE:
        return min(owed, key=lambda operator_id: (-owed[operator_id], operator_id))
    latest = ONE - ONE // others  # what one may be owed before the turn must have come

    def count_steps(turn: Turn, part: int) -> int:
        return max(-((owed[turn.operator_id] - latest) // part), 0)

    return min(ready, key=lambda one: (count_steps(*one), one[0].operator_id))[0].operator_id


def settle(turns: Sequence[Turn], winner: int) -> dict[int, int]:
    """Return the credit of each after one of them got the contact; together they are owed what they were."""
    parts = divide([turn.weight for turn in turns])
    return {
        turn.operator_id: turn.credit + part - (ONE if turn.operator_id == winner else 0)
        for turn, part in zip(turns, parts, strict=True)
    }
