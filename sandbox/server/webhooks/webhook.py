"""Brings a bot's updates to its server: those of a chat one after another, each until it is taken."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import aiohttp

from sandbox.server.journal import Journal
from sandbox.server.updates import Queued, UpdateQueue
from sandbox.server.webhooks.schedule import LIFETIME, Lane, choose_delay, find_lane

ANSWER_WITHIN = 60.0  # seconds
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
REFUSED = "Connection refused"
CLOSED = "Connection closed"
TIMED_OUT = "Read timeout expired"


@dataclass(frozen=True, slots=True)
class Target:
    """Where updates go, and how."""

    url: str
    secret_token: str
    max_connections: int


@dataclass(frozen=True, slots=True)
class Failure:
    at: float
    why: str  # in Telegram's words


class Webhook:
    """Delivers from when it is made until `end`."""

    def __init__(
        self,
        username: str,
        target: Target,
        updates: UpdateQueue,
        clock: Callable[[], float],
        journal: Journal,
    ) -> None:
        self.target = target
        self.last_failure: Failure | None = None
        self._username, self._updates, self._clock, self._journal = username, updates, clock, journal
        self._sending: dict[Lane, asyncio.Task[None]] = {}
        for queued in updates.pending:
            queued.failures, queued.due = 0, 0.0
        self._running = asyncio.create_task(self._run())

    def end(self) -> None:
        """Deliver nothing more; what is not taken stays in the queue."""
        self._running.cancel()

    async def end_soon(self) -> None:
        """Deliver nothing more, and wait until nothing of it runs."""
        self.end()
        await asyncio.gather(self._running, return_exceptions=True)

    def retry(self) -> None:
        """Bring at once what waits for its next try."""
        for queued in self._updates.pending:
            queued.due = 0.0
        self._updates.arrived.set()

    async def _run(self) -> None:
        connector, patience = aiohttp.TCPConnector(limit=0), aiohttp.ClientTimeout(total=ANSWER_WITHIN)
        async with aiohttp.ClientSession(connector=connector, timeout=patience) as session:
            try:
                while True:
                    self._updates.arrived.clear()
                    self._drop_expired()
                    await self._wait(self._begin(session))
            finally:
                for task in self._sending.values():
                    task.cancel()
                await asyncio.gather(*self._sending.values(), return_exceptions=True)

    async def _wait(self, seconds: float | None) -> None:
        # wait_for would miss its own end where something arrives in the same moment.
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._updates.arrived.wait()

    def _drop_expired(self) -> None:
        now = self._clock()
        for queued in list(self._updates.pending):
            queued.since = now if queued.since is None else queued.since
            if now - queued.since >= LIFETIME and find_lane(queued.update, queued.id) not in self._sending:
                self._updates.pending.remove(queued)

    def _begin(self, session: aiohttp.ClientSession) -> float | None:
        """Send the first of each chat that may be sent; returns in how many seconds the next is due."""
        now, seen, next_due = self._clock(), set(self._sending), None
        for queued in self._updates.pending:
            if len(self._sending) >= self.target.max_connections:
                return None  # the end of each is told
            lane = find_lane(queued.update, queued.id)
            if lane in seen:
                continue
            seen.add(lane)
            if queued.due <= now:
                self._sending[lane] = asyncio.create_task(self._send(session, lane, queued))
            else:
                next_due = min(queued.due, next_due or queued.due)
        return None if next_due is None else next_due - now

    async def _send(self, session: aiohttp.ClientSession, lane: Lane, queued: Queued) -> None:
        status, why, retry_after = await self._post(session, queued)
        delay = None
        if why is None:
            self._updates.take_away(queued)
        else:
            self.last_failure = Failure(self._clock(), why)
            queued.failures += 1
            delay = choose_delay(queued.failures, retry_after)
            queued.due = self._clock() + delay
        self._journal.add(
            {
                "at": self._clock(),
                "bot": self._username,
                "update_id": queued.id,
                "status": status,
                "error": why,
                "again_in": delay,
            }
        )
        del self._sending[lane]
        self._updates.arrived.set()

    async def _post(
        self, session: aiohttp.ClientSession, queued: Queued
    ) -> tuple[int | None, str | None, str | None]:
        """The status if there was an answer, what is wrong in Telegram's words, and `Retry-After`."""
        headers = {"Content-Type": "application/json"}
        if self.target.secret_token:
            headers[SECRET_HEADER] = self.target.secret_token
        body = json.dumps(queued.update).encode()
        try:
            async with session.post(
                self.target.url, data=body, headers=headers, allow_redirects=False
            ) as answer:
                await answer.read()
        except TimeoutError:
            return None, TIMED_OUT, None
        except aiohttp.ClientConnectorError:
            return None, REFUSED, None
        except (aiohttp.ClientError, OSError):
            return None, CLOSED, None
        if 200 <= answer.status < 300:
            return answer.status, None, None
        why = f"Wrong response from the webhook: {answer.status} {answer.reason}"
        return answer.status, why, answer.headers.get("Retry-After")
