"""The updates of one bot, as Telegram keeps them: in order, until confirmed or taken by a webhook."""

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import Any

from sandbox.server.errors import ApiError

Update = dict[str, Any]

# What a bot that never said `allowed_updates` doesn't get.
ONLY_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
MAX_BATCH = 100
MAX_WAIT = 50
CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


@dataclass(slots=True, eq=False)
class Queued:
    update: Any  # an object, unless a test wants something else to be delivered
    id: int
    must_be_seen: bool = False  # an update with an old id, which any offset would confirm unseen
    not_before: int = 0  # the lowest offset it is delivered at
    failures: int = 0  # as all that follows: of its way to a webhook
    due: float = 0.0
    since: float | None = None


class UpdateQueue:
    def __init__(self, first_id: int) -> None:
        self.next_id = first_id
        self.pending: deque[Queued] = deque()
        self.delivered = 0  # confirmed by an offset
        self.allowed: frozenset[str] = frozenset()
        self.arrived = asyncio.Event()  # for a webhook: there may be something to bring
        self._poll: asyncio.Future[None] | None = None

    def wants(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in ONLY_ON_REQUEST

    def put(self, kind: str, payload: dict[str, Any]) -> int | None:
        """The id of the new update; None if the bot asked not to get this kind."""
        if not self.wants(kind):
            return None
        update_id = self._take_id()
        self.pending.append(Queued({"update_id": update_id, kind: payload}, update_id))
        self.end_poll()
        return update_id

    def put_raw(self, update: Update) -> int:
        """Queues whatever it is given; an `update_id` in it is kept, and higher ones move the counter."""
        update_id = update.get("update_id")
        if not isinstance(update_id, int):
            update_id = self._take_id()
            update = {**update, "update_id": update_id}
        self.next_id = max(self.next_id, update_id + 1)
        self.pending.append(Queued(update, update_id, must_be_seen=True))
        self.end_poll()
        return update_id

    def put_as_is(self, update: Any) -> int:
        """Queues anything at all as an update; returns the id that confirms it, whatever it says itself."""
        update_id = self._take_id()
        self.pending.append(Queued(update, update_id))
        self.end_poll()
        return update_id

    def repeat_last(self, *, later: bool) -> None:
        """Queues the newest update again: for the same batch, or `later` for one after its confirmation."""
        last = self.pending[-1]
        not_before = last.id + 1 if later else 0
        self.pending.append(Queued(last.update, last.id, must_be_seen=True, not_before=not_before))

    async def take(self, offset: int, limit: int, seconds: float) -> list[Any]:
        """Confirms what is below `offset` and returns what follows, waiting for it if there is nothing.

        Ends an earlier call that still waits with 409. A negative offset forgets all but the last so many.
        """
        self.stop_poll(ApiError(409, CONFLICT))
        if offset < 0:
            offset = self._forget_all_but(-offset)
        self._confirm(offset)
        found = self._find(offset, limit)
        if found or seconds <= 0:
            return found
        await self._wait(seconds)
        return self._find(offset, limit)

    def take_away(self, queued: Queued) -> None:
        """Lets go of an update that a webhook has taken."""
        if queued in self.pending:
            self.pending.remove(queued)
            self.delivered += 1

    def drop_pending(self) -> None:
        self._forget_all_but(0)

    def stop_poll(self, reason: ApiError) -> None:
        if self._poll and not self._poll.done():
            self._poll.set_exception(reason)
        self._poll = None

    def end_poll(self) -> None:
        """Lets a call that waits return what there is."""
        self.arrived.set()
        if self._poll and not self._poll.done():
            self._poll.set_result(None)

    def _take_id(self) -> int:
        self.next_id += 1
        return self.next_id - 1

    def _forget_all_but(self, count: int) -> int:
        while len(self.pending) > count:
            self.pending.popleft()
            self.delivered += 1
        return self.pending[0].id if self.pending else 0

    def _confirm(self, offset: int) -> None:
        while self.pending and self.pending[0].id < offset and not self.pending[0].must_be_seen:
            self.pending.popleft()
            self.delivered += 1

    def _find(self, offset: int, limit: int) -> list[Update]:
        found = []
        for queued in self.pending:
            is_new = queued.must_be_seen or queued.id >= offset
            if is_new and offset >= queued.not_before:
                queued.must_be_seen = False
                found.append(queued.update)
            if len(found) >= limit:
                break
        return found

    async def _wait(self, seconds: float) -> None:
        poll = self._poll = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(poll, seconds)
        except TimeoutError:
            return
        finally:
            if self._poll is poll:
                self._poll = None
