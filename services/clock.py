"""Time and chance, taken here and handed down as a moment."""

import random
from datetime import UTC, datetime

from services.moment import Moment
from services.policy import Policy

chance = random.SystemRandom().randrange


def utc_now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


def take_moment(policy: Policy) -> Moment:
    """Return this moment under a policy, with the chance of the system."""
    return Moment(now=utc_now(), chance=chance, policy=policy)
