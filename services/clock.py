"""Time and chance, taken here and handed down as a moment."""

import math
import random
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from services.moment import Moment
from services.policy import BusinessRules
from services.waits import CLOCKS_DIFFER

chance = random.SystemRandom().randrange


@dataclass(slots=True)
class SharedClock:
    """How far the clock that several processes share is ahead of this machine's."""

    offset: timedelta = timedelta()

    @property
    def seconds(self) -> float:
        return self.offset.total_seconds()


shared = SharedClock()


def utc_now() -> datetime:
    """Return this moment, by the clock that all processes share."""
    return datetime.now(UTC) + shared.offset


def take_moment(rules: BusinessRules) -> Moment:
    """Return this moment under the rules in force, with the chance of the system."""
    return Moment(now=utc_now(), chance=chance, policy=rules.policy)


@dataclass(slots=True)
class WallClock:
    """Notices that the clock was set back; at first it may have been, while nobody looked."""

    lead: float = math.inf  # before the steady clock, in seconds, when it was noted last

    def was_set_back(self, now: datetime) -> bool:
        """Tell whether it shows less than it should since it was noted."""
        return _find_lead(now) < self.lead - CLOCKS_DIFFER.total_seconds()

    def note(self, now: datetime) -> None:
        """Take what it shows now as right."""
        self.lead = _find_lead(now)


def _find_lead(now: datetime) -> float:
    return now.timestamp() - time.monotonic()
