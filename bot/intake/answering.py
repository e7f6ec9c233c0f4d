"""What handlers return is sent after the commit, once, and may be lost: a late answer is worth nothing.

It keeps to the pace of the bot and leaves every second turn to the outbox. Those who work here do not wait
behind a crowd, and a client who asks faster than answers can be sent gets only some of them.
"""

import asyncio
from collections import Counter
from collections.abc import Collection
from typing import Any

from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.methods import TelegramMethod

from bot.delivery.sounds import silence_call
from bot.intake.long_answers import make_long
from bot.runtime.worker import Worker, log
from bot.ui.answers import Answer, LongAnswer, Report
from edges.errors import describe, log_trouble
from models import Account
from models.database.waiting import cancel

AT_ONCE = 10
# Answers to one chat, those that are being sent among them
WAITING = 20
WAITING_STAFF = 200
LAST_WORDS = 2.0  # seconds for answers in flight at a stop


class Lane:
    """Answers that are sent at once, and take their turns one after the other."""

    def __init__(self, worker: Worker, most: int) -> None:
        self._worker, self._limit, self._turn = worker, asyncio.Semaphore(AT_ONCE), asyncio.Lock()
        self.most = most  # answers that wait for one chat

    async def make(self, call: TelegramMethod[Any] | Report) -> None:
        """Make one call, or read and make the report that it is."""
        async with self._limit:
            if not isinstance(call, Report):
                await self._send(silence_call(call), seconds=15)
                return
            async with self._worker.database.reading() as view:
                found = await view.run_sync(call.read)
            for method in await asyncio.to_thread(call.make, found):
                await self._send(method, seconds=60)

    async def _send(self, method: TelegramMethod[Any], *, seconds: int) -> None:
        async with self._turn:  # only one of them has a turn ahead, so the outbox gets its own
            await self._worker.pace.take_turn()
        await self._worker.bot(method, request_timeout=seconds)


class Answering:
    """The answers of one bot that are being sent."""

    def __init__(self, worker: Worker, stop: asyncio.Event) -> None:
        self._worker, self._stop = worker, stop
        self._staff, self._others = Lane(worker, WAITING_STAFF), Lane(worker, WAITING)
        self._sending: set[asyncio.Task[None]] = set()
        self._waiting: Counter[Account | None] = Counter()

    def start(self, account: Account | None, answer: Answer, staff: Collection[Account]) -> None:
        """Begin to make the calls of an answer; `account` is whom it is for, if that is known."""
        lane = self._staff if account in staff else self._others
        if account is not None and self._waiting[account] >= lane.most:
            log.info("bot %s: an answer was left out: too many of them wait", self._worker.bot_id)
            return
        self._waiting[account] += 1
        task = asyncio.create_task(self._make(answer, lane))
        self._sending.add(task)

        def end(task: asyncio.Task[None]) -> None:
            self._sending.discard(task)
            self._waiting[account] -= 1
            if not self._waiting[account]:
                del self._waiting[account]

        task.add_done_callback(end)

    async def finish(self) -> None:
        """Give what is being sent a moment; what is not sent by then is lost."""
        if self._sending:
            await asyncio.wait(self._sending, timeout=LAST_WORDS)
        await cancel(self._sending)

    async def _make(self, answer: Answer, lane: Lane) -> None:
        for call in answer:
            try:
                if isinstance(call, LongAnswer):  # nobody else waits until it is made
                    await make_long(self._worker, call, self._stop)
                else:
                    await lane.make(call)
            except (TelegramAPIError, ClientDecodeError, OSError, TimeoutError) as error:
                log.info("bot %s: an answer was lost: %s", self._worker.bot_id, describe(error))
            except Exception as error:
                log_trouble(log, "bot %s: an answer could not be sent", self._worker.bot_id, error=error)
