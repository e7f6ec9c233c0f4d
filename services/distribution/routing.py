"""Who may take a contact and who gets it: pure, exact and replayable.

score = weight × capacity; one ticket is drawn uniformly from 0 ≤ ticket < Σ scores and names the operator.
This is the distribution of `random.choices` with the scores as weights, without its floating point.
"""

import enum
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

Chance = Callable[[int], int]  # chance(n) is uniform over 0 ≤ result < n, as random.randrange


class Exclusion(enum.StrEnum):
    """Why a candidate is not eligible: the first that applies, in this order."""

    NO_WEIGHT = "no_weight"
    OFF = "off"
    PAUSED = "paused"
    OFF_HOURS = "off_hours"  # these are no hours of his work
    UNREACHABLE = "unreachable"
    OWN_CONTACT = "own_contact"
    GAVE_BACK = "gave_back"
    HAD_IT = "had_it"
    SECOND_GROUP = "second_group"  # it is too early for the second group
    FULL = "full"
    NOT_PREFERRED = "not_preferred"  # the source prefers others, who are free or worth waiting for


@dataclass(frozen=True, slots=True)
class Candidate:
    """An operator as a candidate for one contact; without an `exclusion` he is eligible."""

    operator_id: int
    weight: int
    load: int
    limit: int
    is_active: bool = True
    on_shift: bool = True
    is_reachable: bool = True
    is_client: bool = False
    gave_back: bool = False
    had_it: bool = False
    is_at_work: bool = True
    is_preferred: bool = True
    is_second: bool = False
    is_held_back: bool = False  # with the second group
    credit: int = 0  # what he is owed where contacts go in turn

    @property
    def capacity(self) -> int:
        return max(self.limit - self.load, 0)

    @property
    def score(self) -> int:
        return self.weight * self.capacity

    @property
    def may_some_day(self) -> bool:
        """Tell whether only a pause, the hour, a lost chat or a full desk can keep such a contact away."""
        return self.weight > 0 and self.is_active and not self.is_client

    @property
    def exclusion(self) -> Exclusion | None:
        checks = (
            (self.weight <= 0, Exclusion.NO_WEIGHT),
            (not self.is_active, Exclusion.OFF),
            (not self.on_shift, Exclusion.PAUSED),
            (not self.is_at_work, Exclusion.OFF_HOURS),
            (not self.is_reachable, Exclusion.UNREACHABLE),
            (self.is_client, Exclusion.OWN_CONTACT),
            (self.gave_back, Exclusion.GAVE_BACK),
            (self.had_it, Exclusion.HAD_IT),
            (self.is_held_back, Exclusion.SECOND_GROUP),
            (self.capacity == 0, Exclusion.FULL),
            (not self.is_preferred, Exclusion.NOT_PREFERRED),
        )
        return next((reason for applies, reason in checks if applies), None)


@dataclass(frozen=True, slots=True)
class Draw:
    """One draw: ticket out of total, and whom it named."""

    operator_id: int
    ticket: int
    total: int


def select_eligible(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the candidates whom nothing excludes, in id order, which the ticket counts along."""
    return sorted((c for c in candidates if c.exclusion is None), key=lambda c: c.operator_id)


def total_score(eligible: Sequence[Candidate]) -> int:
    """Return the number of tickets."""
    return sum(candidate.score for candidate in eligible)


def find_winner(eligible: Sequence[Candidate], ticket: int) -> int:
    """Return the operator id that a ticket names; raises ValueError for a ticket out of range."""
    if ticket >= 0:
        for candidate in eligible:
            if ticket < candidate.score:
                return candidate.operator_id
            ticket -= candidate.score
    raise ValueError("the ticket is out of range")


def draw(eligible: Sequence[Candidate], chance: Chance) -> Draw | None:
    """Draw one operator, or None when there is nobody to draw from."""
    total = total_score(eligible)
    if total == 0:
        return None
    ticket = chance(total)
    return Draw(find_winner(eligible, ticket), ticket, total)
