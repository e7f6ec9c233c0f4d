"""What the scheduler does when it is due, each in transactions of its own."""

import asyncio
from collections.abc import Callable, Sequence

from models.database.protocol import Database
from services import sources
from services.clock import take_moment
from services.deadlines import reminders, timeouts
from services.distribution import queue
from services.operations import digests
from services.policy import BusinessRules
from services.queues import card_relocation, floods
from services.team import pauses, shifts
from services.what_if import trials


async def disconnect(database: Database, rules: BusinessRules, bots: Sequence[int]) -> None:
    """Let nobody get contacts of bots that nobody polls any more."""
    async with database.writing() as unit:
        await unit.run_sync(sources.set_connected, bots, False)
        await unit.run_sync(card_relocation.relocate_from_disconnected, at=take_moment(rules))


async def remind(database: Database, rules: BusinessRules, bots: Sequence[int], stop: asyncio.Event) -> None:
    """Remind operators whose clients have waited for long, in small transactions."""
    reminded = reminders.BATCH
    while reminded == reminders.BATCH and not stop.is_set():
        async with database.writing() as unit:
            reminded = await unit.run_sync(reminders.remind, bots=bots, at=take_moment(rules))


async def tell_held(
    database: Database, rules: BusinessRules, bots: Sequence[int], stop: asyncio.Event
) -> None:
    """Tell operators how much of a flood they were not shown, in small transactions."""
    told = floods.BATCH
    while told == floods.BATCH and not stop.is_set():
        async with database.writing() as unit:
            told = await unit.run_sync(floods.tell_held, bots=bots, at=take_moment(rules))


async def offer_untaken(
    database: Database, rules: BusinessRules, bots: Sequence[int], stop: asyncio.Event
) -> None:
    """Give what was not taken in time to others, in small transactions."""
    after = 0
    while not stop.is_set():
        at = take_moment(rules)
        async with database.reading() as view:
            ids = await view.run_sync(timeouts.list_overdue, bots=bots, after=after, at=at)
        if not ids:
            return
        after = ids[-1]
        async with database.writing() as unit:
            await unit.run_sync(timeouts.offer_to_others, ids, at=at)


async def widen(database: Database, rules: BusinessRules) -> None:
    """Give everybody what has waited long enough for some."""
    async with database.writing() as unit:
        await unit.run_sync(queue.widen, at=take_moment(rules))


async def ask_at_end(database: Database, rules: BusinessRules) -> None:
    """Ask operators whose hours have ended whether to pass on what they have open."""
    async with database.writing() as unit:
        await unit.run_sync(shifts.ask, at=take_moment(rules))


async def send_digests(database: Database, rules: BusinessRules) -> None:
    """Tell admins of last week; what takes long is read outside the transaction that tells them."""
    async with database.reading() as view:
        week = await view.run_sync(digests.collect, at=take_moment(rules))
    async with database.writing() as unit:
        await unit.run_sync(digests.send, week, at=take_moment(rules))


async def tell_of_trials(database: Database, rules: BusinessRules) -> None:
    """Tell who has let a plan run beside what counts that its days are over."""
    async with database.writing() as unit:
        await unit.run_sync(trials.tell, at=take_moment(rules))


async def see_to_pauses(database: Database, rules: BusinessRules) -> None:
    """End pauses that are over, and ask about those that look forgotten."""
    async with database.writing() as unit:
        await unit.run_sync(pauses.see_to, at=take_moment(rules))


async def do_one(database: Database, rules: BusinessRules, act: Callable[..., object], id_: int) -> None:
    """Do something with a contact or an operator."""
    async with database.writing() as unit:
        await unit.run_sync(act, id_, at=take_moment(rules))
