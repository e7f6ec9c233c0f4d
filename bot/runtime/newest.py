"""What is worth an answer only while it is the newest of its person: the rest is dropped."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from models.database.waiting import cancel

T = TypeVar("T")

AT_ONCE = 4
WAITING = 200  # people; who comes when so many wait is not answered


@dataclass(slots=True)
class Newest(Generic[T]):
    """What waits, by whose it is, and what is being answered."""

    waiting: dict[int, T] = field(default_factory=dict)
    answering: set[asyncio.Task[None]] = field(default_factory=set)

    def put(self, person: int, asked: T, answer: Callable[[T], Awaitable[None]]) -> None:
        """Let somebody's question be answered soon, in place of an earlier one that waits; return at once."""
        if person not in self.waiting and len(self.waiting) >= WAITING:
            return
        self.waiting[person] = asked
        if len(self.answering) < AT_ONCE:
            task = asyncio.create_task(self._answer_all(answer))
            self.answering.add(task)
            task.add_done_callback(self.answering.discard)

    async def drop(self) -> None:
        """Answer nothing more."""
        self.waiting.clear()
        await cancel(self.answering)

    async def _answer_all(self, answer: Callable[[T], Awaitable[None]]) -> None:
        while self.waiting:
            await answer(self.waiting.pop(next(iter(self.waiting))))
