"""Another system hears every fact about a contact, signed, in order, at least once, whatever befalls it."""

import asyncio
from datetime import timedelta
from itertools import pairwise

import pytest
from aiohttp import web

from api.webhooks import client
from models import OutboxState, Status, actors
from models.database.open import open_database
from models.database.protocol import Database
from services.clients import forgetting
from services.clock import utc_now
from services.policy import Policy
from tests.api.happenings import (
    ASSIGNED,
    COMPLETED,
    CREATED,
    FORGOTTEN,
    LIFE,
    TAKEN,
    Business,
    sending_webhooks,
)
from tests.api.outside import Outside, Told, refuse


async def test_the_life_of_a_contact_is_told_on_either_database(
    either_database: Database, outside: Outside
) -> None:
    business = Business(either_database)
    await business.open()
    async with sending_webhooks(business, outside):
        number = await business.submit("Do you deliver?", phone="+79123456789", name="Vera")
        await business.move(number, Status.IN_PROGRESS, Status.COMPLETED, Status.IN_PROGRESS)
        await business.settled()
    assert outside.steps(number) == [*LIFE, TAKEN]
    created, assigned, taken, completed, _ = [told.event for told in outside.taken]
    assert [told.id for told in outside.taken] == [f"evt_{row.id}" for row in await business.events()]
    assert outside.taken[0].headers["webhook-id"] == created["id"]
    assert created["data"]["contact"]["message"] == "Do you deliver?"
    assert (created["data"]["lead"]["phone"], created["data"]["lead"]["name"]) == ("+79123456789", "Vera")
    assert (created["data"]["operator"], created["data"]["actor"]) == (None, "api")
    operator_id = assigned["data"]["operator_id"]
    assert assigned["data"]["operator"] == {"id": operator_id, "name": "Anna"}
    assert (assigned["data"]["why"], assigned["data"]["from_operator_id"]) == ("new", None)
    for event, status in ((taken, "in_progress"), (completed, "completed")):
        data = event["data"]
        assert (data["status"], data["operator_id"], data["actor"]) == (status, operator_id, "api")
    rows = await business.events()
    assert {row.state for row in rows} == {OutboxState.SENT}


async def test_one_who_answers_slowly_is_told_of_many_contacts_at_once_but_of_each_in_order(
    business: Business, outside: Outside
) -> None:
    at_work: dict[int, int] = {}
    most = 0

    async def answer(told: Told) -> web.Response:
        nonlocal most
        at_work[told.number] = at_work.get(told.number, 0) + 1
        most = max(most, sum(at_work.values()))
        assert at_work[told.number] == 1, "two facts of one contact at once"
        await asyncio.sleep(0.05)
        at_work[told.number] -= 1
        return web.Response()

    outside.answer = answer
    numbers = [await business.live(f"form {count}") for count in range(30)]
    async with sending_webhooks(business, outside):
        await business.settled()
    assert all(outside.steps(number) == LIFE for number in numbers)
    assert 10 < most <= client.AT_ONCE
    assert len(outside.tries) == len(outside.taken) == 4 * 30


async def test_what_was_told_but_not_written_down_at_a_kill_comes_again_with_its_id(
    business: Business, outside: Outside
) -> None:
    hold = asyncio.Event()

    async def answer(told: Told) -> web.Response:
        await hold.wait()
        return web.Response()

    outside.answer = answer
    number = await business.submit()
    async with sending_webhooks(business, outside) as task:
        await outside.wait(lambda: outside.tries)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    hold.set()
    async with sending_webhooks(business, outside):
        await business.settled()
    assert [told.id for told in outside.tries] == ["evt_1", "evt_1", "evt_2"]
    assert outside.tries[0].event == outside.tries[1].event
    assert outside.steps(number) == [CREATED, ASSIGNED]


async def test_a_stop_lets_what_is_on_its_way_be_answered_and_writes_it_down(
    business: Business, outside: Outside
) -> None:
    async def answer(told: Told) -> web.Response:
        await asyncio.sleep(0.3)
        return web.Response()

    outside.answer = answer
    await business.submit()
    async with sending_webhooks(business, outside):
        await outside.wait(lambda: outside.tries)
    assert [row.state for row in await business.events()] == [OutboxState.SENT, OutboxState.PENDING]


async def test_a_receiver_that_was_down_hears_everything_in_order_when_it_is_back(
    business: Business, outside: Outside
) -> None:
    await outside.close()
    async with sending_webhooks(business, outside):
        numbers = [await business.live(f"form {count}") for count in range(12)]
        async with asyncio.timeout(20):
            while not any(row.attempts for row in await business.events()):  # noqa: ASYNC110 (another task)
                await asyncio.sleep(0.01)
        outside.answer = refuse(500)
        await outside.open()
        await outside.wait(lambda: len(outside.tries) >= 3)
        failed = [told.at for told in outside.tries[:3]]
        outside.answer = refuse(204)
        await business.settled()
    assert all(outside.steps(number) == LIFE for number in numbers)
    assert len(outside.taken) == len({told.id for told in outside.taken}) == 4 * 12
    pauses = [later - at for at, later in pairwise(failed)]
    assert pauses[0] >= 0.04, "it was hammered while it could not answer"
    assert pauses[1] >= 0.08


async def test_one_contact_that_is_never_taken_holds_up_no_other(
    business: Business, outside: Outside
) -> None:
    async def answer(told: Told) -> web.Response:
        return web.Response(status=500 if told.number == 1 else 200)

    outside.answer = answer
    async with sending_webhooks(business, outside):
        numbers = [await business.live(f"form {count}") for count in range(5)]
        await outside.wait(lambda: len(outside.taken) == 4 * 4)
        late = await business.live("one more")
        await outside.wait(lambda: len(outside.taken) == 4 * 5)
        await business.settled(but=4)
        assert [row.contact_id for row in await business.events(OutboxState.PENDING)] == [1] * 4
        assert all(outside.steps(number) == LIFE for number in [*numbers[1:], late])
        assert len({told.id for told in outside.tries if told.number == 1}) == 1, "its later facts wait"
        outside.answer = refuse(200)
        await business.settled()
    assert outside.steps(1) == LIFE


async def test_each_failure_of_an_event_doubles_the_pause_before_its_next_try(
    business: Business, outside: Outside
) -> None:
    outside.answer = refuse(502)
    await business.submit()
    async with sending_webhooks(business, outside, first_pause=0.1):
        await outside.wait(lambda: len(outside.tries) == 4)
    pauses = [later.at - told.at for told, later in zip(outside.tries, outside.tries[1:], strict=False)]
    assert [pause >= wanted for pause, wanted in zip(pauses, (0.1, 0.2, 0.4), strict=True)] == [True] * 3
    assert len({told.id for told in outside.tries}) == 1
    [row, _] = await business.events()
    assert (row.attempts, row.error) == (4, "HTTP 502")


async def test_a_receiver_that_asks_for_peace_gets_it_for_all_contacts(
    business: Business, outside: Outside
) -> None:
    outside.answer = refuse(429, **{"Retry-After": "1"})
    await business.submit("first")
    async with sending_webhooks(business, outside):
        await outside.wait(lambda: outside.tries)
        outside.answer = refuse(200)
        await business.submit("second")
        await business.settled()
    assert outside.tries[1].at - outside.tries[0].at >= 1.0
    assert len(outside.taken) == 4


async def test_a_start_tries_at_once_what_waited_for_its_next_try(
    business: Business, outside: Outside
) -> None:
    await business.submit()
    await business.change_events(due_at=utc_now() + timedelta(minutes=9), attempts=9)
    async with sending_webhooks(business, outside):
        await business.settled(5)
    assert outside.steps(1) == [CREATED, ASSIGNED]


async def test_a_redirect_is_not_followed_but_tried_again_where_it_was(
    business: Business, outside: Outside
) -> None:
    outside.answer = refuse(307, Location=outside.url + "&elsewhere=1")
    await business.submit()
    async with sending_webhooks(business, outside):
        await outside.wait(lambda: len(outside.tries) == 3)
        assert outside.taken == []
        outside.answer = refuse(200)
        await business.settled()
    assert outside.steps(1) == [CREATED, ASSIGNED]


async def test_what_a_receiver_says_is_gone_is_given_up_and_the_rest_goes_on(
    business: Business, outside: Outside
) -> None:
    outside.answer = refuse(410)
    await business.submit()
    async with sending_webhooks(business, outside):
        await business.settled()
        assert {row.state for row in await business.events()} == {OutboxState.DEAD}
        outside.answer = refuse(200)
        await business.move(1, Status.IN_PROGRESS)
        await business.settled()
    assert outside.steps(1) == [TAKEN]


async def test_what_fails_for_three_days_is_given_up_but_not_before_it_was_tried_often(
    business: Business, outside: Outside
) -> None:
    outside.answer = refuse(500)
    long_ago = utc_now() - timedelta(days=3, minutes=1)
    await business.submit("long ago", now=long_ago)
    async with sending_webhooks(business, outside):
        await outside.wait(lambda: len(outside.tries) == 2)
    assert await business.events(OutboxState.DEAD) == []
    await business.submit("just now")
    await business.change_events(attempts=9)
    async with sending_webhooks(business, outside):
        await outside.wait(lambda: {told.id for told in outside.tries} == {"evt_1", "evt_2", "evt_3"})
    assert [row.id for row in await business.events(OutboxState.DEAD)] == [1, 2]
    assert [row.id for row in await business.events(OutboxState.PENDING)] == [3, 4]


async def test_an_event_that_cant_be_written_is_given_up_without_quoting_the_client(
    business: Business, outside: Outside, caplog: pytest.LogCaptureFixture
) -> None:
    await business.submit("secret words")
    await business.change_events(params={"broken": True})
    await business.submit("other words")
    async with sending_webhooks(business, outside):
        await business.settled()
    assert [row.state for row in await business.events()] == [OutboxState.DEAD] * 2 + [OutboxState.SENT] * 2
    assert "evt_1 can't be written" in caplog.text
    assert "words" not in caplog.text


async def test_logs_and_rows_tell_of_failures_without_secret_address_or_words(
    business: Business, outside: Outside, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "leadbot")
    outside.answer = refuse(400)
    await business.submit("secret words", name="Verochka", phone="+79123456789")
    async with sending_webhooks(business, outside):
        await outside.wait(lambda: outside.tries)
        await outside.close()
        await outside.wait(lambda: "ClientConnectorError" in caplog.text)
    kept = caplog.text + str([(row.params, row.error) for row in await business.events()])
    assert "HTTP 400" in kept
    for hidden in ("secret words", "Verochka", "79123456789", "MfKQ9r8", "part-of-the-address"):
        assert hidden not in kept


async def test_of_a_forgotten_person_only_that_there_was_a_contact_is_told(
    business: Business, outside: Outside
) -> None:
    number = await business.submit("secret words", name="Verochka", phone="+79123456789")
    async with business.database.writing() as unit:
        await unit.run_sync(forgetting.forget, number, actor=actors.admin(90), at=business.at())
    async with sending_webhooks(business, outside):
        await business.settled()
    assert outside.steps(number) == [CREATED, ASSIGNED, COMPLETED, FORGOTTEN]
    told = str([told.event for told in outside.taken])
    assert not [word for word in ("secret words", "Verochka", "79123456789") if word in told]


async def test_what_waits_when_it_is_switched_off_is_told_when_it_is_on_again(
    sqlite_address: str, outside: Outside
) -> None:
    database = await open_database(sqlite_address)
    business = Business(database)
    await business.open()
    number = await business.submit()
    sending, business.policy = business.policy, Policy()
    await business.move(number, Status.IN_PROGRESS)
    assert len(await business.events(OutboxState.PENDING)) == 2, "and nothing more is queued"
    business.policy = sending
    async with sending_webhooks(business, outside):
        await business.settled()
    await database.close()
    assert outside.steps(number) == [CREATED, ASSIGNED]
