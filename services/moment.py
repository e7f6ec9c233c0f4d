"""When something happens, by which chance and under which policy: the last argument of every rule."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from services.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What a rule may know besides the database; `chance(n)` is uniform over 0 ≤ result < n."""

    now: datetime
    chance: Callable[[int], int]
    policy: Policy
