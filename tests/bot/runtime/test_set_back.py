"""The clock is set back an hour: what people wait for begins anew, and nobody is told of times to come."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import update

from models import Operator
from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage
from services.clock import utc_now
from tests.process.program import until
from tests.stage import Stage, find_start, open_stage
from tests.stepped_clock import SteppedClock

SOON = 30  # seconds
UNWEIGHED = "nobody has a weight"
AHEAD = """
SELECT 1 FROM contacts
WHERE max(ifnull(assigned_at, ''), ifnull(unanswered_since, ''), ifnull(waiting_since, '')) > ?1
UNION ALL SELECT 1 FROM outbox WHERE ifnull(done_at, created_at) > ?1
"""


@pytest_asyncio.fixture
async def stage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wall_clock: SteppedClock
) -> AsyncIterator[Stage]:
    """A business whose clock is looked at often."""
    monkeypatch.setattr("bot.runtime.scheduler.TICK", 0.1)
    async with open_stage(tmp_path, reopen_window_minutes=10, accept_timeout_minutes=30) as stage:
        yield stage


async def set_back(stage: Stage, clock: SteppedClock, **time: float) -> None:
    """Set the clock back by an hour or another time, and wait until nothing lies ahead any more."""
    await stage.settle()
    clock.step(**{name: -value for name, value in (time or {"hours": 1}).items()})
    await notice(stage)


async def notice(stage: Stage) -> None:
    """Wait until nothing lies ahead."""
    ahead = (utc_now() + timedelta(minutes=1)).strftime("%Y-%m-%d %H:%M:%S")
    await until(lambda: not stage.rows(AHEAD, ahead), "a wait that begins now")


async def count_told(stage: Stage, person: Person, words: str) -> int:
    """Return how many messages of the bot to somebody contain these words, after a few looks at the clock."""
    await asyncio.sleep(1)  # what must not come can't be awaited
    await stage.settle()
    return len([text for text in await stage.texts(person) if words in text])


# Reminders


async def begin(stage: Stage) -> tuple[Person, Person, ChatMessage]:
    """Let an operator take a client's contact; returns both, and the card."""
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    await stage.press(anna, card, "Take")
    return anna, vera, card


async def check_next_wait(
    stage: Stage, clock: SteppedClock, operator: Person, client: Person, former: ChatMessage
) -> None:
    """Let a client ask once more and wait: the operator is reminded again."""
    await client.write(stage.bot, "And now?")
    await operator.wait_for(stage.bot, "And now?")
    clock.step(minutes=16)
    await operator.wait_for(stage.bot, "⏳", SOON, after=former.message_id)


async def test_an_operator_is_reminded_in_time_and_then_twice_as_late(
    stage: Stage, wall_clock: SteppedClock
) -> None:
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Is anybody there?")
    await stage.press(anna, await stage.card(anna, "Is anybody there?"), "Take")
    await set_back(stage, wall_clock)
    assert await count_told(stage, anna, "⏳") == 0, "not at once either"
    wall_clock.step(minutes=15)
    told = await anna.wait_for(stage.bot, "⏳", SOON)
    assert told.text == "⏳ Vera has been waiting for an answer for 15 minutes (request #1)."
    wall_clock.step(minutes=10)
    assert await count_told(stage, anna, "⏳") == 1
    wall_clock.step(minutes=10)
    await anna.wait_for(stage.bot, "⏳", SOON, after=told.message_id)


async def test_the_next_wait_of_the_same_client_is_reminded_of_too(
    stage: Stage, wall_clock: SteppedClock
) -> None:
    anna, vera, card = await begin(stage)
    wall_clock.step(minutes=16)
    reminder = await anna.wait_for(stage.bot, "⏳", SOON)
    await anna.write(stage.bot, "Good day", reply_to=card.message_id)
    await vera.wait_for(stage.bot, "Good day")
    await set_back(stage, wall_clock)
    await check_next_wait(stage, wall_clock, anna, vera, reminder)


async def test_a_small_step_neither_repeats_a_reminder_nor_loses_the_next(
    stage: Stage, wall_clock: SteppedClock
) -> None:
    anna, vera, card = await begin(stage)
    wall_clock.step(minutes=15)
    reminder = await anna.wait_for(stage.bot, "⏳", SOON)
    wall_clock.step(seconds=-40)
    assert await count_told(stage, anna, "⏳") == 1
    await anna.write(stage.bot, "Good day", reply_to=card.message_id)
    await vera.wait_for(stage.bot, "Good day")
    await check_next_wait(stage, wall_clock, anna, vera, reminder)


# Cards that nobody takes, follow-ups, the queue


async def test_a_card_that_nobody_takes_goes_on_in_time_and_not_at_once(
    stage: Stage, wall_clock: SteppedClock
) -> None:
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    await stage.card(anna, "Hello")
    boris = await stage.hire("Boris")
    await set_back(stage, wall_clock)
    assert await count_told(stage, boris, "Hello") == 0
    wall_clock.step(minutes=30)
    await boris.wait_for(stage.bot, "Hello", SOON)
    await anna.wait_for(stage.bot, "Request #1 was not taken in time", SOON)


async def test_a_card_goes_on_though_the_clock_was_set_back_while_no_process_ran(
    stage: Stage, wall_clock: SteppedClock
) -> None:
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    await stage.card(anna, "Hello")
    boris = await stage.hire("Boris")
    await stage.settle()
    await stage.stop()
    wall_clock.step(hours=-1)
    await stage.start()
    await stage.command("/help")  # the bot has to know that nobody has answered
    await notice(stage)
    wall_clock.step(minutes=30)
    await boris.wait_for(stage.bot, "Hello", SOON)


async def test_a_follow_up_that_nobody_deals_with_becomes_a_request_in_time(
    stage: Stage, wall_clock: SteppedClock
) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    await stage.complete(anna, "Hello")
    await vera.write(stage.bot, "And the invoice?")
    await anna.wait_for(stage.bot, "And the invoice?")
    await set_back(stage, wall_clock)
    assert await count_told(stage, vera, "Request #2") == 0
    wall_clock.step(minutes=5)
    await vera.wait_for(stage.bot, "Request #2 received", SOON)


async def test_the_safety_net_still_catches_what_waits(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, wall_clock: SteppedClock
) -> None:
    monkeypatch.setattr("bot.runtime.scheduler.SWEEP", 0.2)
    anna = await stage.hire("Anna", limit=0)
    vera = await stage.client("Vera", text="Hello")
    await vera.wait_for(stage.bot, "received")
    await set_back(stage, wall_clock)
    await stage.run(lambda session: session.execute(update(Operator).values(max_active_leads=1)))
    await anna.wait_for(stage.bot, "Hello", SOON)


# Alerts


async def wait_until_told(stage: Stage, count: int, words: str = UNWEIGHED) -> None:
    """Wait until the admin has been told something so many times."""
    told = await stage.admin.wait_until(
        stage.bot,
        lambda chat: [m for m in chat.from_bot if words in m.text][count - 1 :] or None,
        f"“{words}”, {count} times",
        SOON,
    )
    assert len(told) == 1


async def test_an_alert_is_not_silenced_for_longer_than_its_hour(
    stage: Stage, wall_clock: SteppedClock
) -> None:
    await stage.hire("Anna", weight=None)
    await stage.client("Vera", text="Hello")
    await wait_until_told(stage, 1)
    await set_back(stage, wall_clock)
    await wait_until_told(stage, 2)
    wall_clock.step(minutes=58)
    assert await count_told(stage, stage.admin, UNWEIGHED) == 2
    wall_clock.step(minutes=3)
    await stage.client("Karl", text="Hello")  # somebody must still ask
    await wait_until_told(stage, 3)


async def test_nor_if_the_clock_was_set_back_while_no_process_ran(
    stage: Stage, wall_clock: SteppedClock
) -> None:
    await stage.hire("Anna", weight=None)
    await stage.client("Vera", text="Hello")
    await wait_until_told(stage, 1)
    await stage.stop()
    wall_clock.step(hours=-1)
    await stage.start()
    await wait_until_told(stage, 2)
    assert await count_told(stage, stage.admin, UNWEIGHED) == 2


async def test_who_waits_for_an_operator_is_told_of_in_five_minutes(
    stage: Stage, wall_clock: SteppedClock
) -> None:
    await stage.hire("Anna", limit=0)
    vera = await stage.client("Vera", text="Hello")
    await vera.wait_for(stage.bot, "received")
    await set_back(stage, wall_clock)
    wall_clock.step(minutes=6)
    await wait_until_told(
        stage, 1, "acme_sales_bot: 1 request is waiting for an operator, the first for 6 min"
    )


async def test_a_message_that_keeps_failing_is_told_of_in_ten_minutes(
    stage: Stage, wall_clock: SteppedClock
) -> None:
    anna = await stage.hire("Anna")
    await stage.telegram.add_fault("server_error", method="sendMessage", person=anna)
    await stage.client("Vera", text="Hello")
    await wait_for_hits(stage, 1)
    wall_clock.step(hours=-1)
    await notice(stage)
    wall_clock.step(minutes=11)
    await wait_until_told(stage, 1, "is not delivered yet, the first for 11 minutes")
    await stage.telegram.clear_faults()


async def test_a_bot_that_does_not_answer_is_told_of_in_five_minutes(
    stage: Stage, wall_clock: SteppedClock
) -> None:
    other = await stage.add_bot()
    await stage.admin.open(other)
    await stage.admin.wait_for(other, "First steps")
    await stage.telegram.add_fault("server_error", bot=other, method="getUpdates")
    await stage.admin.write(other, "/help")  # ends the poll that is under way
    await wait_for_hits(stage, 1)
    wall_clock.step(hours=-1)
    await wait_for_hits(stage, 3)
    wall_clock.step(minutes=5)
    await wait_until_told(stage, 1, "The bot @acme_help_bot is not working")


async def wait_for_hits(stage: Stage, count: int) -> None:
    """Wait until the one fault has met so many calls."""
    async with asyncio.timeout(SOON):
        while (await stage.telegram.faults())[0].hit < count:  # noqa: ASYNC110 (the sandbox counts)
            await asyncio.sleep(0.02)


# Links, ages


async def test_a_link_is_good_after_the_step(stage: Stage, wall_clock: SteppedClock) -> None:
    invitation = await stage.command("/operators add Boris 5")
    wall_clock.step(hours=-1)
    await stage.join("Boris", invitation)


async def test_a_link_made_by_a_clock_that_was_a_year_ahead_does_not_live_that_long(
    stage: Stage, wall_clock: SteppedClock
) -> None:
    wall_clock.step(days=365)
    start = find_start(await stage.command("/operators add Boris 5"))
    wall_clock.step(days=-365)
    boris = await stage.person("Boris")
    await boris.open(stage.bot, start=start)
    await boris.wait_for(stage.bot, "expired", SOON)


async def test_a_question_is_not_answered_by_what_is_written_much_later(
    stage: Stage, wall_clock: SteppedClock
) -> None:
    await stage.press(stage.admin, await stage.ask("/sources"), "New link")
    await set_back(stage, wall_clock)
    wall_clock.step(minutes=6)
    before = stage.count("sources")
    await stage.ask("Good evening")
    assert stage.count("sources") == before


async def test_no_age_is_negative(tmp_path: Path, wall_clock: SteppedClock) -> None:
    async with open_stage(tmp_path) as stage:  # whose clock is looked at seldom
        anna = await stage.hire("Anna", limit=1)
        await stage.client("Vera", text="Hello")
        await stage.press(anna, await stage.card(anna, "Hello"), "Take")
        karl = await stage.client("Karl", text="Anybody?")
        await karl.wait_for(stage.bot, "received")
        wall_clock.step(hours=-1)
        for person, command in ((anna, "/mine"), (stage.admin, "/queue"), (stage.admin, "/contact 2")):
            text = (await stage.ask(command, person)).text
            assert "less than a minute" in text
            assert "-" not in text
