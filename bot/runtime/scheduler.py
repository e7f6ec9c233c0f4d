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
from edges.errors import note_outage
from edges.signals import Signal
from models.database.errors import may_succeed
from models.database.protocol import Database
from models.database.waiting import pause, wait_for_any
from services import sources, waits
from services.clients import expiry
from services.clock import WallClock, take_moment
from services.contacts import follow_ups
from services.deadlines import idle, wakeups
from services.distribution import grace, queue
from services.hours.working_time import Closed, read_closed
from services.operations import alerts, health
from services.operations.doctor import examine
from services.operations.due import find_due
from services.operations.trouble import Trouble
from services.policy import BusinessRules
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
    database: Database,
    rules: BusinessRules,
    workers: "Sequence[Worker]",
    decided: Signal,
    stop: asyncio.Event,
) -> None:
    """Look after what no event takes care of, until told to stop."""
    clock, swept, pruned, closed = WallClock(), -math.inf, -math.inf, None
    suspected, broken = set[str](), list[str]()
    while not stop.is_set():
        now, former = time.monotonic(), closed
        closed = await try_to(find_closed(database, rules))
        # Whoever opens or comes to work gets at once what waits.
        if is_swept := now - swept >= SWEEP or closed != former:
            swept = now
            await try_to(sweep(database, rules))
            # Found twice in a row: what is new by the hour may need a moment.
            found = set(await try_to(find_broken(database, rules)) or ())
            suspected, broken = found, sorted(found & suspected)
        if is_swept or clock.was_set_back(take_moment(rules).now):
            await try_to(begin_anew(database, rules, workers, clock))
        else:
            clock.note(take_moment(rules).now)
        await try_to(run_due(database, rules, workers, broken, decided, stop))
        if database.is_shared:
            await try_to(note_polls(database, rules, workers))
        if now - pruned >= PRUNE:
            pruned = now
            await try_to(prune(database, rules, stop))
        if is_swept:
            decided.notify()
        await pause(stop, TICK)


async def try_to(task: Coroutine[Any, Any, T]) -> T | None:
    """Do one task and return what it does; its failure must not keep the others from being done."""
    try:
        return await task
    except Exception as error:
        if note_outage(error):
            return None
        name = getattr(task, "__name__", "a task")  # the coroutine itself is shown as an address
        if may_succeed(error):
            log.info("scheduler: %s comes again later: %s", name, name_error(error))
        else:
            log.exception("scheduler: %s failed", name)
        return None


async def begin_anew(
    database: Database, rules: BusinessRules, workers: "Sequence[Worker]", clock: WallClock
) -> None:
    """Let nothing wait until a clock that was set back has caught up."""
    at = take_moment(rules)
    async with database.writing() as unit:
        await unit.run_sync(waits.begin_anew, bots=[w.bot_id for w in workers if w.is_ours], at=at)
        if clock.was_set_back(at.now):
            await unit.run_sync(alerts.tell_again, at=at)
    clock.note(at.now)


async def note_polls(database: Database, rules: BusinessRules, workers: "Sequence[Worker]") -> None:
    """Note which bots this process polls."""
    polled = [worker.bot_id for worker in workers if worker.is_ours and worker.may_send.is_set()]
    if polled:
        async with database.writing() as unit:
            await unit.run_sync(sources.note_polls, polled, at=take_moment(rules))


async def keep_draining(
    database: Database, rules: BusinessRules, decided: Signal, stop: asyncio.Event
) -> None:
    """Go on with what one transaction was too short for, soon after it, until told to stop."""
    heard = decided.subscribe()
    while not stop.is_set():
        await wait_for_any(stop, heard, seconds=SWEEP)
        heard.clear()
        await try_to(drain_on(database, rules, decided, stop))
        await pause(stop, BREATH)


async def drain_on(database: Database, rules: BusinessRules, decided: Signal, stop: asyncio.Event) -> None:
    """Assign what is left of queues, in small transactions."""
    async with database.reading() as view:
        is_left = bool(await view.run_sync(sources.list_draining))
    while is_left and not stop.is_set():
        async with database.writing() as unit:
            is_left = await unit.run_sync(queue.drain_on, at=take_moment(rules))
        decided.notify()


async def find_closed(database: Database, rules: BusinessRules) -> Closed:
    """Return what is closed and who is not at work."""
    async with database.reading() as view:
        return await view.run_sync(read_closed, at=take_moment(rules))


async def sweep(database: Database, rules: BusinessRules) -> None:
    """Assign what could have been assigned and was not."""
    async with database.writing() as unit:
        await unit.run_sync(queue.drain_all, at=take_moment(rules))


async def find_broken(database: Database, rules: BusinessRules) -> list[str]:
    """Return which invariants of the database do not hold, of those that are cheap to look at."""
    async with database.reading() as view:
        return await view.run_sync(examine.list_broken, at=take_moment(rules))


async def run_due(
    database: Database,
    rules: BusinessRules,
    workers: "Sequence[Worker]",
    broken: Sequence[str],
    decided: Signal,
    stop: asyncio.Event,
) -> None:
    """Do what is due by the clock."""
    at, working = take_moment(rules), [worker.bot_id for worker in workers if worker.is_ours]
    async with database.reading() as view:
        due = await view.run_sync(
            find_due,
            listening=[worker.bot_id for worker in workers if worker.is_caught_up],
            working=working,
            alarms={worker.bot_id: worker.state.find_alarm(at.now) for worker in workers},
            broken=broken,
            is_shared=database.is_shared,
            at=at,
        )
    tasks = (
        # Before the reminders: who loses something hears that, and not at the same time that it waits.
        (due.untaken, partial(due_tasks.offer_untaken, database, rules, due.idle, stop)),
        (due.reminders, partial(due_tasks.remind, database, rules, due.idle, stop)),
        (due.follow_ups, partial(do_each, database, rules, follow_ups.give_up_waiting, due.follow_ups)),
        (due.wakeups, partial(do_each, database, rules, wakeups.wake, due.wakeups)),
        (due.left_alone, partial(do_each, database, rules, idle.see_to, due.left_alone)),
        (due.floods, partial(due_tasks.tell_held, database, rules, working, stop)),
        (due.widening, partial(due_tasks.widen, database, rules)),
        (due.graces, partial(do_each, database, rules, grace.end, due.graces)),
        (due.pauses, partial(due_tasks.see_to_pauses, database, rules)),
        (due.shifts, partial(due_tasks.ask_at_end, database, rules)),
        (due.gone, partial(due_tasks.disconnect, database, rules, due.gone)),
        (due.troubles, partial(alert, database, rules, workers, broken)),
        (due.trials, partial(due_tasks.tell_of_trials, database, rules)),
        (due.digests, partial(due_tasks.send_digests, database, rules)),
    )
    for is_due, make in tasks:
        if is_due:
            await try_to(make())
            decided.notify()


async def do_each(
    database: Database, rules: BusinessRules, act: Callable[..., object], ids: Sequence[int]
) -> None:
    """Do something with each of some contacts or operators, in a transaction of its own."""
    for id_ in ids:
        await try_to(due_tasks.do_one(database, rules, act, id_))


async def alert(
    database: Database, rules: BusinessRules, workers: "Sequence[Worker]", broken: Sequence[str]
) -> None:
    """Tell admins what is wrong, or the log if no admin can be told."""
    at = take_moment(rules)
    alarms = {worker.bot_id: worker.state.find_alarm(at.now) for worker in workers}
    async with database.writing() as unit:
        unheard = await unit.run_sync(alerts.raise_alerts, bots=alarms, broken=broken, at=at)
    for trouble in unheard:
        log.error("no admin could be told: %s", describe(trouble))


async def prune(database: Database, rules: BusinessRules, stop: asyncio.Event) -> None:
    """Delete what is kept no longer, in small transactions."""
    for delete in (retention.prune, expiry.blank_expired):
        deleted = 1
        while deleted and not stop.is_set():
            async with database.writing() as unit:
                deleted = await unit.run_sync(delete, at=take_moment(rules))
    async with database.writing() as unit:
        await unit.run_sync(health.count_on)
    await database.keep_statistics()


def describe(trouble: Trouble) -> str:
    """Return a trouble in the words of the log."""
    from bot.ui.notices import write_params  # without bots there is seldom anything to say
    from bot.ui.texts import speak

    words = speak("en")
    return words.plain(trouble.key, **write_params(trouble.params, words))
