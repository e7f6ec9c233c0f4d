"""What goes on in the office while a visitor watches: one thing at a time, until it ends or is stopped."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

log = logging.getLogger("demo")


class What(StrEnum):
    RUSH = "rush"
    DAY = "day"


@dataclass(slots=True)
class Run:
    """Something that runs, and which part of it is done, from 0 to 1."""

    what: What
    done: float = 0.0


class BusyError(Exception):
    """Something else is running."""


class Runner:
    """Runs one thing at a time."""

    def __init__(self) -> None:
        self.run: Run | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self, what: What, work: Callable[[Run], Awaitable[None]]) -> None:
        """Begin, and return at once; raises BusyError."""
        if self.run is not None:
            raise BusyError
        self.run = Run(what)
        self._task = asyncio.create_task(self._play(self.run, work))

    async def stop(self) -> None:
        """End what runs, if anything does, and wait until it has ended."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _play(self, run: Run, work: Callable[[Run], Awaitable[None]]) -> None:
        try:
            await work(run)
        except Exception:
            log.exception("the %s has failed", run.what)
        finally:
            self.run = self._task = None
