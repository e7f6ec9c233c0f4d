"""How one part of a process wakes others, also those in other processes on the same database."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from models.database.protocol import Database

LOOK_AGAIN = timedelta(seconds=1)  # while nobody announces what other processes do
LOOK_AGAIN_HEARING = timedelta(seconds=20)  # an announcement may be lost
DECIDED = "decided"  # rows are in an outbox
ARRIVED = "arrived"  # updates are in the inbox, of the bot named behind it


class Signal:
    """Wakes all who wait for work; a notification that nobody waits for is kept."""

    def __init__(self, announce: Callable[[], None] | None = None) -> None:
        self._events: list[asyncio.Event] = []
        self._announce = announce

    def subscribe(self) -> asyncio.Event:
        """Return an event that every notification sets."""
        self._events.append(event := asyncio.Event())
        return event

    def notify(self) -> None:
        """There may be something to do, here or elsewhere."""
        self.wake()
        if self._announce is not None:
            self._announce()

    def wake(self) -> None:
        """There may be something to do here."""
        for event in self._events:
            event.set()


def share_signal(database: Database, topic: str) -> Signal:
    """Return a signal that all processes on a database share."""
    signal = Signal(lambda: database.announce(topic))
    database.listen(topic, signal.wake)
    return signal


def find_wait(database: Database, due: datetime | None, now: datetime) -> float:
    """Return how many seconds to wait for a signal before looking all the same.

    At `due` there will be something to do without any signal; while others are not heard the wait is shorter
    than it is worth to ask for that.
    """
    if not database.is_hearing:
        return LOOK_AGAIN.total_seconds()
    wait = LOOK_AGAIN_HEARING if due is None else min(LOOK_AGAIN_HEARING, max(due - now, timedelta()))
    return wait.total_seconds()
