"""Requests that write share a commit with those that come meanwhile; each is answered after its own commit.

Where one of them fails nothing of its batch is kept, and each is done again by itself: so a refused or broken
request changes nothing, and fails alone. Where the disk is at fault they all fail at once.

No request waits for longer than LONGEST_ANSWER. What is not at its commit by then is not done at all: whoever
is told that the database is busy may send it again. If the connection is lost at the commit nobody knows
whether it was kept: then only what does no harm a second time is done again.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from models.database.errors import is_lost, is_out_of_order, may_succeed
from models.database.protocol import Database
from models.database.redo import redo
from models.database.waiting import wait_within
from services.clock import take_moment
from services.moment import Moment
from services.policy import BusinessRules

T = TypeVar("T")
Work = Callable[[Session, Moment], T]


Prefetch = Callable[[Session, list[Any]], None]  # reads at once what each of several requests is about

BATCH = 32
LONGEST_ANSWER = 8.0  # seconds that a request waits for the database, of the 10 that its caller waits for us


class LostCommitError(Exception):
    """The connection was lost at the commit: what was wanted may be done or not."""


class AbandonedError(Exception):
    """Somebody whose request is in the batch does not wait any more: it must not be committed."""


@dataclass(slots=True)
class Job:
    work: Work[Any]
    ahead: tuple[Prefetch, Any] | None
    answer: asyncio.Future[Any]
    is_repeatable: bool
    is_at_commit: bool = False  # or was, and nobody knows what became of it


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
        knows whether it is committed; and so does all that is at its commit for too long. Before its commit
        it raises TimeoutError then, and is not done.
        """
        job = Job(work, ahead, asyncio.get_running_loop().create_future(), is_repeatable)
        self._jobs.append(job)
        if self._running is None:
            self._running = asyncio.create_task(self._run())
        try:
            # The wait is the database's, so that the log tells it as a part of an outage.
            answer: T = await wait_within(LONGEST_ANSWER, job.answer)
        except TimeoutError as error:
            if job.answer.cancelled() and job.is_at_commit:
                raise LostCommitError from error
            raise
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
                        if may_be_done(job, error) or is_disk_at_fault(error):
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
        if not list_wanted(batch):
            return
        wanted: list[Job] = []
        is_done = False
        try:
            async with self._database.writing() as unit:
                # Whom a stop or the time has cut off meanwhile: what was wanted is not done either.
                wanted = list_wanted(batch)
                answers = await unit.run_sync(do_all, wanted, take_moment(self._rules))
                if len(list_wanted(wanted)) < len(wanted):
                    raise AbandonedError
                for job in wanted:
                    job.is_at_commit = True
                is_done = True
        except Exception as error:
            if is_done and is_lost(error):
                raise LostCommitError from error
            for job in wanted if is_done else ():
                job.is_at_commit = False
            raise
        for job, answer in zip(wanted, answers, strict=True):
            settle(job, answer)


def list_wanted(batch: Sequence[Job]) -> list[Job]:
    """Return the requests that somebody still waits for."""
    return [job for job in batch if not job.answer.done()]


def may_be_done(job: Job, error: Exception) -> bool:
    """Tell whether a request that failed must not be done again, because it may have been done."""
    return isinstance(error, LostCommitError) and not job.is_repeatable


def is_disk_at_fault(error: Exception) -> bool:
    """Tell whether nothing can be written now: to do each request again would keep all of them waiting."""
    lost = error.__cause__ if isinstance(error, LostCommitError) else None
    return is_out_of_order(lost or error)


def is_worth_redoing(job: Job, error: Exception) -> bool:
    """Tell whether a request that failed may succeed, and does no harm if it has been done."""
    if job.answer.done() or may_be_done(job, error) or is_disk_at_fault(error):
        return False
    return isinstance(error, LostCommitError) or may_succeed(error)


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
