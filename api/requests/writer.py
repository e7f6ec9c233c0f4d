"""Requests that write share a commit with those that come meanwhile; each is answered after its own commit.

Where one of them fails nothing of its batch is kept, and each is done again by itself: so a refused or broken
request changes nothing, and fails alone. If the connection is lost at the commit nobody knows whether it was
kept: then only what does no harm a second time is done again.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from models.database.errors import is_lost, may_succeed
from models.database.protocol import Database
from models.database.redo import redo
from services.clock import take_moment
from services.moment import Moment
from services.policy import BusinessRules

T = TypeVar("T")
Work = Callable[[Session, Moment], T]


Prefetch = Callable[[Session, list[Any]], None]  # reads at once what each of several requests is about

BATCH = 32


class LostCommitError(Exception):
    """The connection was lost at the commit: what was wanted may be done or not."""


@dataclass(frozen=True, slots=True)
class Job:
    work: Work[Any]
    ahead: tuple[Prefetch, Any] | None
    answer: asyncio.Future[Any]
    is_repeatable: bool


class Writer:
    """Does what requests want in the order in which they come. `notify` is called after every commit."""

    def __init__(self, database: Database, rules: BusinessRules, notify: Callable[[], None]) -> None:
        self._database, self._rules, self._notify = database, rules, notify
        self._jobs: list[Job] = []
        self._running: asyncio.Task[None] | None = None

    async def write(
        self, work: Work[T], *, ahead: tuple[Prefetch, Any] | None = None, is_repeatable: bool = True
    ) -> T:
        """Return what `work` returns, once that is committed; raises what it raises, with nothing changed.

        What is read `ahead`, by a function and of what, is read for all requests of a commit at once.
        What is not repeatable, because done twice it would be there twice, raises LostCommitError if nobody
        knows whether it is committed.
        """
        job = Job(work, ahead, asyncio.get_running_loop().create_future(), is_repeatable)
        self._jobs.append(job)
        if self._running is None:
            self._running = asyncio.create_task(self._run())
        answer: T = await job.answer
        return answer

    async def finish(self) -> None:
        """Wait until everything is done."""
        if self._running is not None:
            await self._running

    async def _run(self) -> None:
        try:
            while self._jobs:
                batch, self._jobs = self._jobs[:BATCH], self._jobs[BATCH:]
                try:
                    await self._commit(batch)
                except Exception as error:
                    for job in batch:
                        if may_be_done(job, error):
                            settle(job, error=error)
                        else:
                            await self._commit_alone(job)
                self._notify()
        finally:
            self._running = None

    async def _commit_alone(self, job: Job) -> None:
        try:
            await redo(lambda _attempt: self._commit([job]), is_worth_it=partial(is_worth_redoing, job))
        except Exception as error:
            settle(job, error=error)

    async def _commit(self, batch: Sequence[Job]) -> None:
        is_done = False
        try:
            async with self._database.writing() as unit:
                # Whom a stop has cut off meanwhile is not answered: what was wanted is not done either.
                wanted = [job for job in batch if not job.answer.done()]
                answers = await unit.run_sync(do_all, wanted, take_moment(self._rules))
                is_done = True
        except Exception as error:
            if is_done and is_lost(error):
                raise LostCommitError from error
            raise
        for job, answer in zip(wanted, answers, strict=True):
            settle(job, answer)


def may_be_done(job: Job, error: Exception) -> bool:
    """Tell whether a request that failed must not be done again, because it may have been done."""
    return isinstance(error, LostCommitError) and not job.is_repeatable


def is_worth_redoing(job: Job, error: Exception) -> bool:
    """Tell whether a request that failed may succeed, and does no harm if it has been done."""
    return not may_be_done(job, error) and (isinstance(error, LostCommitError) or may_succeed(error))


def do_all(session: Session, jobs: Sequence[Job], at: Moment) -> list[Any]:
    """Do what several requests want, in one transaction."""
    ahead: defaultdict[Prefetch, list[Any]] = defaultdict(list)
    for job in jobs:
        if job.ahead is not None:
            prefetch, what = job.ahead
            ahead[prefetch].append(what)
    for prefetch, whats in ahead.items():
        prefetch(session, whats)
    return [job.work(session, at) for job in jobs]


def settle(job: Job, answer: Any = None, error: Exception | None = None) -> None:
    """Answer a request, unless nobody waits for the answer any more."""
    if job.answer.done():
        return
    if error is None:
        job.answer.set_result(answer)
    else:
        job.answer.set_exception(error)
