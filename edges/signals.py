"""How one part of a process wakes others."""

import asyncio


class Signal:
    """Wakes all who wait for work; a notification that nobody waits for is kept."""

    def __init__(self) -> None:
        self._events: list[asyncio.Event] = []

    def subscribe(self) -> asyncio.Event:
        """Return an event that every notification sets."""
        self._events.append(event := asyncio.Event())
        return event

    def notify(self) -> None:
        """There may be something to do."""
        for event in self._events:
            event.set()
