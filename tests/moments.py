"""Moments to call services with, under a policy that a test chooses."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from services.moment import Moment
from services.policy import Policy


def first(_total: int) -> int:
    """The chance that always names the first candidate."""
    return 0


def make_moment(now: datetime, chance: Callable[[int], int] = first, **policy: Any) -> Moment:
    """Return a moment of a business that has decided what `policy` says, and nothing else."""
    return Moment(now=now, chance=chance, policy=Policy(**policy))
