"""What the processes on one PostgreSQL know of each other: who works for which bot, and what they announce.

Each keeps one connection for it, past any PgBouncer. Advisory locks say for which bots a process can work
and for which it does; PostgreSQL frees them when the connection ends, at the latest some seconds after its
process has fallen silent. An announcement wakes others at once and may be lost: they look by themselves, too.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from models.database.protocol import Share
from models.database.shares import Claim, Shares, find_surplus, may_take
from models.database.waiting import wait_for_any

AsyncpgConnection = Any  # the library has no types
APPLICATION = "leadbot"  # what sessions are called, before the number of their process
SILENCE = 6  # seconds without a word from a process, after which what it holds is ended
OWNER_CHECK = 2.0  # seconds; so soon a dead owner is replaced, and a lost lock noticed
PATIENCE = 2 * OWNER_CHECK  # with an answer of the server
RECONNECT = 1.0  # seconds, as the next one
FAREWELL = 1.0
PACE = 0.02  # seconds between two announcements: those of a burst go together
CHANNEL = "leadbot"
OWNERS = "owners"  # the announcement that somebody takes a bot over, or lets it go
PRESENT = -1  # as a bot for which every process can work
ABLE = -(1 << 62)  # the key of the shared lock of those who can work for bot n is ABLE - n

# With it, end what has told the server half of a statement and then nothing for so long, as a frozen process
# may: asyncpg sends a new one in two parts, and in between no timeout of PostgreSQL counts a session as idle.
LOOK = f"""
SELECT pid, pid = pg_backend_pid() AS is_own, (classid::bigint << 32) | objid::bigint AS key, (
    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name LIKE '{APPLICATION} %'
    AND state = 'active' AND wait_event = 'ClientRead' AND state_change < now() - interval '{SILENCE} seconds'
)
FROM pg_locks
WHERE locktype = 'advisory' AND objsubid = 1 AND granted
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


class Processes:
    """This process among the others."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._claims: dict[int, Claim] = {}
        self._able: set[int] = set()  # for what this session has said that it can work
        self._held: set[int] = set()  # whose lock it has, perhaps for a claim that is over
        self._left: set[int] = set()  # bots that were free at the last look, and left to others
        self._listeners: defaultdict[str, list[Callable[[], None]]] = defaultdict(list)
        self._topics: set[str] = set()
        self._wake, self._looks_at = asyncio.Event(), 0.0
        self._running: asyncio.Task[None] | None = None
        self._process = 0  # as PostgreSQL numbers this one
        self.shares = Shares()
        self.is_connected = False

    @asynccontextmanager
    async def owning(self, bot_id: int, stop: asyncio.Event) -> AsyncIterator[asyncio.Event]:
        """Wait until this process works for a bot; yields what is set when that ends, latest at `stop`."""
        claim = self._claims[bot_id] = Claim()
        self._run()
        self._look_now()
        stopping = asyncio.create_task(stop.wait())
        stopping.add_done_callback(claim.end)
        try:
            await claim.changed.wait()
            if claim.error is not None:
                raise claim.error
            yield claim.ended
        finally:
            claim.is_last = stop.is_set()
            stopping.cancel()
            await self._release(claim)

    def announce(self, topic: str) -> None:
        """Tell the other processes that there may be something to do, soon; those of a burst go together."""
        if not self.is_connected or len(self.shares.processes) > 1:
            self._topics.add(topic)
            self._wake.set()

    def listen(self, topic: str, hear: Callable[[], None]) -> None:
        """Have `hear` called whenever another process announces a topic, or may have done so."""
        self._listeners[topic].append(hear)
        self._run()

    async def close(self) -> None:
        """End the connection."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)

    @property
    def share(self) -> Share | None:
        """Return what this process works for, None while it does not know."""
        if not self.is_connected:
            return None
        bots = sum(bot > 0 for bot in self.shares.owners)
        return Share(len(self.shares.processes), self.shares.count(self._process), bots)

    def _run(self) -> None:
        if self._running is None:
            self._running = asyncio.create_task(self._keep_session())

    def _look_now(self) -> None:
        self._looks_at = 0.0
        self._wake.set()

    async def _release(self, claim: Claim) -> None:
        claim.is_over = True
        self._wake.set()
        if self.is_connected:
            await wait_for_any(claim.freed, seconds=PATIENCE)

    async def _keep_session(self) -> None:
        while True:
            error: Exception = ConnectionResetError("the connection was lost")
            try:
                async with self._engine.connect() as connection:
                    session: AsyncpgConnection = (await connection.get_raw_connection()).driver_connection
                    try:
                        await self._work(session)
                    finally:
                        await session.close(timeout=FAREWELL)
            except Exception as failure:
                error = failure
            self._lose(error)
            await asyncio.sleep(RECONNECT)

    def _lose(self, error: Exception) -> None:
        """The connection is gone, and with it every lock."""
        self.is_connected, self.shares = False, Shares()
        self._able.clear()
        self._held.clear()
        self._left.clear()
        for claim in self._claims.values():
            if not claim.is_owned:
                claim.error = error
            claim.is_owned = False
            claim.end()
            claim.freed.set()

    async def _work(self, session: AsyncpgConnection) -> None:
        """Look every two seconds, and at once when there is a reason."""
        session.add_termination_listener(lambda _: self._wake.set())
        await session.add_listener(CHANNEL, self._hear)
        self._looks_at = 0.0
        while not session.is_closed():
            self._wake.clear()
            await self._let_go(session)
            if time.monotonic() >= self._looks_at:
                self._looks_at = time.monotonic() + OWNER_CHECK
                await self._look(session)
            await self._tell(session)
            if not self.is_connected:
                self.is_connected = True
                self._hear_all()
            await asyncio.sleep(PACE)
            await wait_for_any(self._wake, seconds=max(self._looks_at - time.monotonic(), 0))

    async def _let_go(self, session: AsyncpgConnection) -> None:
        """Free what nobody works for any more; meanwhile it may be wanted again."""
        over = {bot: claim for bot, claim in self._claims.items() if claim.is_over}
        working = {bot for bot, claim in self._claims.items() if claim.is_owned and not claim.is_over}
        for bot in self._held - working:
            await session.fetchval("SELECT pg_advisory_unlock($1)", bot, timeout=PATIENCE)
            self._held.discard(bot)
            self._topics.add(OWNERS)
        for bot, claim in over.items():
            if claim.is_last and bot in self._able:
                await session.fetchval("SELECT pg_advisory_unlock_shared($1)", ABLE - bot, timeout=PATIENCE)
                self._able.discard(bot)
            claim.freed.set()
            if self._claims.get(bot) is claim:
                del self._claims[bot]

    async def _look(self, session: AsyncpgConnection) -> None:
        """Take what is this process's to take, and let go what others should have."""
        wanted = {bot: claim for bot, claim in self._claims.items() if not claim.is_over}
        for bot in {PRESENT, *wanted} - self._able:
            await session.execute("SELECT pg_advisory_lock_shared($1)", ABLE - bot, timeout=PATIENCE)
            self._able.add(bot)
            self._topics.add(OWNERS)
        owners = await self._read_shares(session)
        left = set()
        for bot, claim in wanted.items():
            if claim.is_owned or bot in owners:
                continue
            if not may_take(self.shares, bot, self._process) and bot not in self._left:
                left.add(bot)
            elif await session.fetchval("SELECT pg_try_advisory_lock($1)", bot, timeout=PATIENCE):
                owners[bot] = self._process
                self._held.add(bot)
                claim.is_owned = True
                claim.changed.set()
                self._topics.add(OWNERS)
        self._left = left
        surplus = find_surplus(self.shares, self._process)
        if surplus in wanted:
            wanted[surplus].ended.set()

    async def _read_shares(self, session: AsyncpgConnection) -> dict[int, int]:
        """Read who can work and who works for which bot; returns the owners, which `shares` follows."""
        able: defaultdict[int, set[int]] = defaultdict(set)
        owners: dict[int, int] = {}
        for pid, is_own, key, _ in await session.fetch(LOOK, timeout=PATIENCE):
            if is_own:
                self._process = pid
            if key <= ABLE // 2:
                able[ABLE - key].add(pid)
            else:
                owners[key] = pid
        self.shares = Shares(able[PRESENT], able, owners)
        return owners

    async def _tell(self, session: AsyncpgConnection) -> None:
        topics, self._topics = self._topics, set()
        if topics and len(self.shares.processes) > 1:
            said = " ".join(sorted(topics))
            await session.fetchval("SELECT pg_notify($1, $2)", CHANNEL, said, timeout=PATIENCE)

    def _hear(self, _session: object, process: int, _channel: str, topics: object) -> None:
        if process == self._process:
            return
        for topic in str(topics).split(" "):
            if topic == OWNERS:
                self._look_now()
            for hear in self._listeners.get(topic, ()):
                hear()

    def _hear_all(self) -> None:
        """What was announced while nobody listened is lost: look everywhere."""
        for listeners in self._listeners.values():
            for hear in listeners:
                hear()
