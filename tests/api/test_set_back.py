"""The clock was an hour ahead and is set right: another system hears of everything as soon as it would have.

While it is ahead a receiver refuses every signature: they hold for five minutes.
"""

import asyncio
from datetime import timedelta

from aiohttp import web

from models import Status
from models.database.protocol import Database
from services.clock import utc_now
from tests.api.happenings import ASSIGNED, CREATED, LIFE, Business, sending_webhooks
from tests.api.outside import Outside, Told
from tests.stepped_clock import SteppedClock

SOON = 20  # seconds


def forgive_signatures(outside: Outside) -> None:
    """Let it be no fault that signatures were refused: the receiver's clock was right."""
    assert outside.forged
    outside.forged.clear()


async def wait_until_tried(business: Business) -> None:
    """Wait until something was refused and waits for its next try."""
    async with asyncio.timeout(SOON):
        while not any(row.attempts for row in await business.events()):  # noqa: ASYNC110 (another task)
            await asyncio.sleep(0.01)


async def test_what_was_refused_is_told_on_either_database(
    either_database: Database, outside: Outside, wall_clock: SteppedClock
) -> None:
    wall_clock.step(hours=1)
    business = Business(either_database)
    await business.open()
    await business.submit()
    async with sending_webhooks(business, outside):
        await wait_until_tried(business)
        wall_clock.step(hours=-1)
        await business.settled(SOON)
    assert outside.steps(1) == [CREATED, ASSIGNED]
    forgive_signatures(outside)


async def test_what_a_receiver_missed_that_was_down_is_told_in_order_with_what_came_since(
    business: Business, outside: Outside, wall_clock: SteppedClock
) -> None:
    wall_clock.step(hours=1)
    await outside.close()
    async with sending_webhooks(business, outside):
        number = await business.submit()
        await wait_until_tried(business)
        wall_clock.step(hours=-1)
        await business.move(number, Status.IN_PROGRESS, Status.COMPLETED)
        await outside.open()
        await business.settled(SOON)
    assert outside.steps(number) == LIFE


async def test_what_a_process_decides_whose_clock_is_ahead_is_told_at_once(
    business: Business, outside: Outside
) -> None:
    async with sending_webhooks(business, outside):
        await business.submit("first")
        await business.settled(SOON)  # it is at work
        number = await business.submit("second", now=utc_now() + timedelta(hours=1))
        await business.settled(SOON)
    assert outside.steps(number) == [CREATED, ASSIGNED]


async def test_one_contact_that_is_never_taken_still_holds_up_no_other(
    business: Business, outside: Outside, wall_clock: SteppedClock
) -> None:
    async def answer(told: Told) -> web.Response:
        return web.Response(status=500 if told.number == 1 else 200)

    wall_clock.step(hours=1)
    outside.answer = answer
    async with sending_webhooks(business, outside):
        numbers = [await business.submit(f"form {count}") for count in range(3)]
        await wait_until_tried(business)
        wall_clock.step(hours=-1)
        await business.settled(SOON, but=2)
        await outside.wait(lambda: len([told for told in outside.tries if told.number == 1]) > 1, SOON)
    assert [outside.steps(number) for number in numbers] == [[], *[[CREATED, ASSIGNED]] * 2]
    forgive_signatures(outside)
