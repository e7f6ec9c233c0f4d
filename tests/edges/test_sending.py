"""The loop that sends: each thing once, whatever the database does, and nothing is forgotten at a stop."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from edges import sending
from edges.sending import InFlight, Sender, keep_sending

PATIENCE = 20  # seconds


@dataclass
class Post:
    """Letters that wait, and what became of them; what is neither stored nor on its way is sent."""

    waiting: list[str]
    failures: int = 0  # of the next times that something is to be stored
    sent: list[str] = field(default_factory=list)
    stored: list[str] = field(default_factory=list)
    in_flight: InFlight[str, str] = field(default_factory=InFlight)
    decided: asyncio.Event = field(default_factory=asyncio.Event)
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    is_sent: asyncio.Event = field(default_factory=asyncio.Event)
    may_arrive: asyncio.Event = field(default_factory=asyncio.Event)
    is_stored: asyncio.Event = field(default_factory=asyncio.Event)

    async def start(self, _is_news: bool) -> None:
        for letter in self.waiting:
            if letter not in self.stored and letter not in self.in_flight.keys:
                self.in_flight.start(letter, self.send(letter))

    async def send(self, letter: str) -> str:
        self.sent.append(letter)
        self.is_sent.set()
        await self.may_arrive.wait()
        return letter

    async def settle(self, letters: Sequence[str]) -> None:
        if self.failures:
            self.failures -= 1
            raise OSError("no room")
        self.stored += letters
        self.is_stored.set()


@asynccontextmanager
async def delivering(post: Post) -> AsyncIterator["asyncio.Task[None]"]:
    """Send what a post has until the block ends."""
    sender = Sender("test", post.in_flight, post.start, post.settle, lambda: ((post.decided,), 0.01))
    task = asyncio.create_task(keep_sending(sender, post.decided, post.stop))
    async with asyncio.timeout(PATIENCE):
        yield task
        post.stop.set()
        await task


async def test_what_is_sent_and_can_not_be_stored_is_stored_later_and_not_sent_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sending, "TROUBLED", 0.01)
    post = Post(["a", "b"], failures=3)
    post.may_arrive.set()
    async with delivering(post):
        await post.is_stored.wait()
    assert (sorted(post.sent), sorted(post.stored)) == (["a", "b"], ["a", "b"])


async def test_what_is_on_its_way_at_a_stop_arrives_and_is_stored() -> None:
    post = Post(["a"])
    async with delivering(post) as task:
        await post.is_sent.wait()
        post.stop.set()
        asyncio.get_running_loop().call_later(0.05, post.may_arrive.set)
        await task
    assert post.stored == ["a"]


async def test_a_stop_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "LAST_WORDS", 0.05)
    post = Post(["a"])
    async with delivering(post):
        await post.is_sent.wait()
    assert (post.sent, post.stored, len(post.in_flight)) == (["a"], [], 1)
