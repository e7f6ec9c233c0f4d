"""The wall clock of the machine as its owner sets it: the product reads it, nobody measures a wait by it."""

from datetime import datetime, timedelta, tzinfo

import pytest


class SteppedClock:
    """A clock that is right until it is stepped."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self, zone: tzinfo) -> datetime:
        """Return what the clock shows."""
        return datetime.now(zone) + self.ahead

    def step(self, **time: float) -> None:
        """Set the clock forward, or back by less than nothing."""
        self.ahead += timedelta(**time)


@pytest.fixture
def wall_clock(monkeypatch: pytest.MonkeyPatch) -> SteppedClock:
    """The clock that the product reads for the rest of a test."""
    clock = SteppedClock()
    monkeypatch.setattr("services.clock.datetime", clock)
    return clock
