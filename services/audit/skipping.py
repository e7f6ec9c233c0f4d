"""Who should have been in a draw and is not: a decision that names an operator with a weight nowhere.

A decision stores everybody who works here, the excluded with the reason. So who is in neither list was
skipped; and so was who is excluded for want of a weight that the changes of weights say there was. Whether
another reason, such as a pause, was true at that moment no event says: that can't be seen here.
"""

import enum
from collections.abc import Iterator
from dataclasses import dataclass

from services.audit.facts import Fact
from services.audit.weights_then import WeightsThen
from services.distribution.decisions import Selected
from services.distribution.routing import Exclusion


class Skip(enum.StrEnum):
    MISSING = "missing"  # is in neither list
    NO_WEIGHT = "no_weight"  # is said to have no weight
    WEIGHT = "weight"  # was drawn with another weight


@dataclass(frozen=True, slots=True)
class Skipped:
    """One operator in one decision who was not treated as the weights said."""

    contact_id: int
    event_id: int
    operator_id: int
    skip: Skip


def find_skipped(fact: Fact, decision: Selected, weights: WeightsThen) -> Iterator[Skipped]:
    """Yield who was skipped in a draw or turn; nobody where it does not say whose weights counted."""
    source_id = decision.weights_source_id
    if source_id is None:
        return
    excluded = {one.operator_id: one.reason for one in decision.excluded}
    drawn_with = {one.operator_id: one.weight for one in decision.candidates}
    # Of the excluded the first are listed, in id order: of who comes after the last of them nothing is known.
    is_whole = decision.excluded_counts.values() and sum(decision.excluded_counts.values()) == len(excluded)
    furthest = None if is_whole or not excluded else max(excluded)
    for operator_id, weight in weights.list_weighted(source_id, fact.id, fact.at):
        skip = None
        if operator_id in drawn_with:
            skip = Skip.WEIGHT if drawn_with[operator_id] != weight else None
        elif operator_id in excluded:
            skip = Skip.NO_WEIGHT if excluded[operator_id] is Exclusion.NO_WEIGHT else None
        elif furthest is None or operator_id < furthest:
            skip = Skip.MISSING
        if skip is not None:
            yield Skipped(fact.contact_id, fact.id, operator_id, skip)
