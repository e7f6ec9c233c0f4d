"""Time and chance, taken here and handed down as arguments."""

import random
from datetime import UTC, datetime

chance = random.SystemRandom().randrange


def utc_now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)
