"""What happens by the clock: reminders, timeouts, unanswered follow-ups, alerts, the sweep, pruning."""

import asyncio
import logging
import math
import time
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from bot.runtime import due_tasks
from edges.errors import describe as name_error
from edges.signals import Signal
from models.database.errors import may_succeed
from models.database.protocol import Database
from models.database.waiting import pause, wait_for_any
from services import sources, waits
from services.clients import expiry
from services.clock import WallClock, take_moment
from services.contacts import follow_ups
from services.deadlines import idle, wakeups
from services.distribution import queue
from services.hours.working_time import Closed, read_closed
from services.operations import alerts, health
from services.operations.due import find_due
from services.operations.trouble import Trouble
from services.policy import Policy
from services.queues import retention

if TYPE_CHECKING:  # a process without bots does without aiogram
    from bot.runtime.worker import Worker

log = logging.getLogger("leadbot")
T = TypeVar("T")

TICK = 5.0  # seconds, as all that follow
SWEEP = 30.0
BREATH = 0.2  # from one step of what is done in many to the next
PRUNE = 600.0


async def run_scheduler(
    database: Database, policy: Policy, workers: "Sequence[Worker]", decided: Signal, stop: asyncio.Event
) -> None:
    """Look after what no event takes care of, until told to stop."""
    clock, swept, pruned, closed = WallClock(), -math.inf, -math.inf, None
    while not stop.is_set():
        now, former = time.monotonic(), closed
        closed = await try_to(find_closed(database, policy))
        # Whoever opens or comes to work gets at once what waits.
        if is_swept := now - swept >= SWEEP or closed != former:
            swept = now
            await try_to(sweep(database, policy))
        if is_swept or clock.was_set_back(take_moment(policy).now):
            await try_to(begin_anew(database, policy, workers, clock))
        else:
            clock.note(take_moment(policy).now)
        await try_to(run_due(database, policy, workers, decided, stop))
        if database.is_shared:
            await try_to(note_polls(database, policy, workers))
        if now - pruned >= PRUNE:
            pruned = now
            await try_to(prune(database, policy, stop))
        if is_swept:
            decided.notify()
        await pause(stop, TICK)


async def try_to(task: Coroutine[Any, Any, T]) -> T | None:
    """Do one task and return what it does; its failure must not keep the others from being done."""
    try:
        return await task
    except Exception as error:
        if may_succeed(error):
            log.info("scheduler: %s comes again later: %s", task, name_error(error))
        else:
            log.exception("scheduler: %s failed", task)
        return None


async def begin_anew(
    database: Database, policy: Policy, workers: "Sequence[Worker]", clock: WallClock
) -> None:
    """Let nothing wait until a clock that was set back has caught up."""
    at = take_moment(policy)
    async with database.writing() as unit:
        await unit.run_sync(waits.begin_anew, bots=[w.bot_id for w in workers if w.is_ours], at=at)
        if clock.was_set_back(at.now):
            await unit.run_sync(alerts.tell_again, at=at)
    clock.note(at.now)


async def note_polls(database: Database, policy: Policy, workers: "Sequence[Worker]") -> None:
    """Note which bots this process polls."""
    polled = [worker.bot_id for worker in workers if worker.is_ours and worker.may_send.is_set()]
    if polled:
        async with database.writing() as unit:
            await unit.run_sync(sources.note_polls, polled, at=take_moment(policy))


async def keep_draining(database: Database, policy: Policy, decided: Signal, stop: asyncio.Event) -> None:
    """Go on with what one transaction was too short for, soon after it, until told to stop."""
    heard = decided.subscribe()
    while not stop.is_set():
        await wait_for_any(stop, heard, seconds=SWEEP)
        heard.clear()
        await try_to(drain_on(database, policy, decided, stop))
        await pause(stop, BREATH)


async def drain_on(database: Database, policy: Policy, decided: Signal, stop: asyncio.Event) -> None:
    """Assign what is left of queues, in small transactions."""
    async with database.reading() as view:
        is_left = bool(await view.run_sync(sources.list_draining))
    while is_left and not stop.is_set():
        async with database.writing() as unit:
            is_left = await unit.run_sync(queue.drain_on, at=take_moment(policy))
        decided.notify()


async def find_closed(database: Database, policy: Policy) -> Closed:
    """Return what is closed and who is not at work."""
    async with database.reading() as view:
        return await view.run_sync(read_closed, at=take_moment(policy))


async def sweep(database: Database, policy: Policy) -> None:
    """Assign what could have been assigned and was not."""
    async with database.writing() as unit:
        await unit.run_sync(queue.drain_all, at=take_moment(policy))


async def run_due(
    database: Database, policy: Policy, workers: "Sequence[Worker]", decided: Signal, stop: asyncio.Event
) -> None:
    """Do what is due by the clock."""
    at, working = take_moment(policy), [worker.bot_id for worker in workers if worker.is_ours]
    async with database.reading() as view:
        due = await view.run_sync(
            find_due,
            listening=[worker.bot_id for worker in workers if worker.is_caught_up],
            working=working,
            alarms={worker.bot_id: worker.state.find_alarm(at.now) for worker in workers},
            is_shared=database.is_shared,
            at=at,
        )
    tasks = (
        (due.reminders, partial(due_tasks.remind, database, policy, due.idle, stop)),
        (due.follow_ups, partial(do_each, database, policy, follow_ups.give_up_waiting, due.follow_ups)),
        (due.wakeups, partial(do_each, database, policy, wakeups.wake, due.wakeups)),
        (due.left_alone, partial(do_each, database, policy, idle.see_to, due.left_alone)),
        (due.floods, partial(due_tasks.tell_held, database, policy, working, stop)),
        (due.untaken, partial(due_tasks.offer_untaken, database, policy, due.idle, stop)),
        (due.widening, partial(due_tasks.widen, database, policy)),
        (due.shifts, partial(due_tasks.ask_at_end, database, policy)),
        (due.gone, partial(due_tasks.disconnect, database, policy, due.gone)),
        (due.troubles, partial(alert, database, policy, workers)),
        (due.digests, partial(due_tasks.send_digests, database, policy)),
    )
    for is_due, make in tasks:
        if is_due:
            await try_to(make())
            decided.notify()


async def do_each(
    database: Database, policy: Policy, act: Callable[..., object], contacts: Sequence[int]
) -> None:
    """Do something with each of some contacts, in a transaction of its own."""
    for contact_id in contacts:
        await try_to(due_tasks.do_one(database, policy, act, contact_id))


async def alert(database: Database, policy: Policy, workers: "Sequence[Worker]") -> None:
    """Tell admins what is wrong, or the log if no admin can be told."""
    at = take_moment(policy)
    alarms = {worker.bot_id: worker.state.find_alarm(at.now) for worker in workers}
    async with database.writing() as unit:
        unheard = await unit.run_sync(alerts.raise_alerts, bots=alarms, at=at)
    for trouble in unheard:
        log.error("no admin could be told: %s", describe(trouble))


async def prune(database: Database, policy: Policy, stop: asyncio.Event) -> None:
    """Delete what is kept no longer, in small transactions."""
    for delete in (retention.prune, expiry.blank_expired):
        deleted = 1
        while deleted and not stop.is_set():
            async with database.writing() as unit:
                deleted = await unit.run_sync(delete, at=take_moment(policy))
    async with database.writing() as unit:
        await unit.run_sync(health.count_on)
    await database.keep_statistics()


def describe(trouble: Trouble) -> str:
    """Return a trouble in the words of the log."""
    from bot.ui.notices import write_params  # without bots there is seldom anything to say
    from bot.ui.texts import speak

    words = speak("en")
    return words.plain(trouble.key, **write_params(trouble.params, words))
