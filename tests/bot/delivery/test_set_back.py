"""The clock is set back an hour: nothing waits for that hour, and a block is still a block."""

import asyncio
import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from sandbox.client.person import Person
from services.clock import utc_now
from services.queues import inbox, outbox
from services.queues.inbox import Arrived
from services.queues.recipients import Recipient
from tests.bot.updates import message
from tests.moments import make_moment
from tests.process.program import until
from tests.stage import Stage, open_stage
from tests.stepped_clock import SteppedClock

SOON = 30  # seconds; the retries here wait for a few
TRIED = "SELECT max(attempts) FROM outbox WHERE state = 'pending'"
FAILED = "SELECT max(attempts) FROM inbox WHERE state = 'pending'"
SPOIL = "CREATE TRIGGER spoil BEFORE INSERT ON messages BEGIN SELECT RAISE(ABORT, 'the disk has a hole'); END"


@pytest.fixture(autouse=True)
def _before(wall_clock: SteppedClock) -> None:
    """The product reads the clock of the test from the start."""


def alter_file(path: Path, statement: str) -> None:
    """Change the database itself, behind the bot's back."""
    with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as connection:
        # Without it SQLite refuses at once who has read, if somebody has written since.
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(statement)
        connection.execute("COMMIT")


async def alter(stage: Stage, statement: str) -> None:
    """The same in a thread: the bot, which lives in this loop, may have to end a unit of work first."""
    await asyncio.to_thread(alter_file, stage.path, statement)


# The outbox


async def test_what_waits_for_its_retry_is_sent_all_the_same(stage: Stage, wall_clock: SteppedClock) -> None:
    anna = await stage.hire("Anna")
    rule = await stage.telegram.add_fault("server_error", person=anna)
    await stage.client("Vera", text="Hello")
    await until(lambda: stage.one(TRIED), "a failed send")
    wall_clock.step(hours=-1)
    await stage.telegram.clear_faults(rule)
    await anna.wait_for(stage.bot, "Hello", SOON)


async def test_what_is_decided_afterwards_waits_no_longer_than_ever(
    stage: Stage, wall_clock: SteppedClock
) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    rule = await stage.telegram.add_fault("bad_gateway", person=anna)
    await vera.write(stage.bot, "before")
    await until(lambda: stage.one(TRIED), "a failed send")
    wall_clock.step(hours=-1)
    await vera.write(stage.bot, "after")
    await anna.write(stage.bot, "an answer", reply_to=card.message_id)
    await vera.wait_for(stage.bot, "an answer", SOON)
    await stage.telegram.clear_faults(rule)
    await anna.wait_for(stage.bot, "after", SOON)
    assert [m.text for m in await stage.copied(anna)] == ["before", "after"], "in their order"


async def test_what_another_process_whose_clock_is_ahead_has_decided_is_sent_at_once(stage: Stage) -> None:
    at = make_moment(utc_now() + timedelta(hours=1))
    await stage.run(
        outbox.notify, Recipient(stage.bot.id, stage.admin.id), "client-completed", number=7, at=at
    )
    await stage.admin.wait_for(stage.bot, "Request #7 is completed", SOON)


async def test_an_album_that_was_not_complete_arrives(stage: Stage, wall_clock: SteppedClock) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    await stage.card(anna, "Hello")
    await vera.send_album(stage.bot, 3)
    await until(lambda: stage.one("SELECT count(*) FROM outbox WHERE kind = 'relay'"), "parts of the album")
    wall_clock.step(hours=-1)
    await anna.wait_for(stage.bot, lambda m: m.kind == "photo", SOON)
    await stage.settle(SOON)
    assert [m.kind for m in await stage.copied(anna)] == ["photo"] * 3


async def test_who_is_flooded_is_left_alone_for_as_long_as_telegram_says(
    stage: Stage, wall_clock: SteppedClock
) -> None:
    anna = await stage.hire("Anna")
    await stage.telegram.add_fault("flood", person=anna, times=1, retry_after=3)
    await stage.client("Vera", text="Hello")
    await until(lambda: stage.one(TRIED), "a failed send")
    wall_clock.step(hours=-1)
    await stage.card(anna, "Hello")
    to_anna = [
        call
        for call in await stage.telegram.calls(stage.bot, "sendMessage")
        if int(call.params["chat_id"]) == anna.id and "Hello" in call.params["text"]
    ]
    assert [call.fault for call in to_anna] == ["flood", None]
    assert 3 <= to_anna[1].at - to_anna[0].at < SOON


# Who can be reached


async def share_out(stage: Stage) -> tuple[Person, Person]:
    """Let all go to Anna while she can be reached, and what she can't have to Boris."""
    anna, boris = await stage.hire("Anna"), await stage.hire("Boris", weight=None)
    await stage.settle()
    return anna, boris


async def count_calls(stage: Stage, person: Person, fault: str) -> int:
    """Return how many calls about a person had this fault."""
    calls = await stage.telegram.calls(stage.bot)
    return len([c for c in calls if c.fault == fault and int(c.params.get("chat_id", 0)) == person.id])


async def test_who_is_refused_is_tried_once_and_the_contact_goes_on(
    stage: Stage, wall_clock: SteppedClock
) -> None:
    anna, boris = await share_out(stage)
    wall_clock.step(hours=-1)
    await stage.telegram.add_fault("forbidden", person=anna)
    await stage.client("Vera", text="Hello")
    await stage.settle(SOON)
    await stage.command("/weight Boris acme_sales_bot 1")
    await stage.card(boris, "Hello")
    assert await count_calls(stage, anna, "forbidden") == 1
    assert "⚠️ Anna has closed the chat with @acme_sales_bot" in str(await stage.tell_admins())


async def test_who_answers_a_client_that_is_refused_is_told(stage: Stage, wall_clock: SteppedClock) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    await stage.settle()
    wall_clock.step(hours=-1)
    await stage.telegram.add_fault("forbidden", person=vera)
    sent = await anna.write(stage.bot, "Are you there?", reply_to=card.message_id)
    report = await anna.wait_for(stage.bot, "the answer in request #1 was not delivered", SOON)
    assert report.reply_to == sent
    await stage.settle()
    given_up = "SELECT max(attempts) FROM outbox WHERE state = 'dead' AND chat_id = ?"
    assert stage.one(given_up, vera.id) == 1, "tried again for nothing"


async def test_an_operators_block_counts_at_once(stage: Stage, wall_clock: SteppedClock) -> None:
    anna, boris = await share_out(stage)
    await stage.client("Vera", text="Hello")
    await stage.card(anna, "Hello")
    await stage.command("/weight Boris acme_sales_bot 1")
    wall_clock.step(hours=-1)
    await anna.block(stage.bot)
    await boris.wait_for(stage.bot, "Hello", SOON)
    await stage.settle()
    await anna.unblock(stage.bot)
    await anna.write(stage.bot, "I am back")
    await stage.settle()
    assert stage.rows("SELECT is_reachable FROM chats WHERE chat_id = ?", anna.id) == [(1,)]


# The inbox


async def fail_twice(stage: Stage, text: str) -> Person:
    """Let somebody's message fail until it waits for its last try."""
    await alter(stage, SPOIL)
    client = await stage.client("Vera", text=text)
    await until(lambda: stage.one(FAILED) == 2, "an update that has failed twice")
    return client


async def test_an_update_that_waits_for_its_retry_is_handled_all_the_same(
    stage: Stage, wall_clock: SteppedClock
) -> None:
    anna = await stage.hire("Anna")
    await fail_twice(stage, "Hello")
    wall_clock.step(hours=-1)
    await alter(stage, "DROP TRIGGER spoil")
    await anna.wait_for(stage.bot, "Hello", SOON)


async def test_it_is_handled_if_the_clock_is_set_back_while_no_process_runs(
    stage: Stage, wall_clock: SteppedClock
) -> None:
    anna = await stage.hire("Anna")
    await fail_twice(stage, "Hello")
    await stage.stop()
    wall_clock.step(hours=-1)
    await alter(stage, "DROP TRIGGER spoil")
    await stage.start()
    await anna.wait_for(stage.bot, "Hello", SOON)


async def test_what_was_stored_and_not_handled_before_is_handled(
    stage: Stage, wall_clock: SteppedClock
) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.person("Vera")
    await stage.stop()
    # As a process leaves it that is killed between storing and handling.
    text = json.dumps({"update_id": 900, "message": message(vera, 900, text="Hello")})
    await stage.run(inbox.store, stage.bot.id, [Arrived(900, text)], at=make_moment(utc_now()))
    wall_clock.step(hours=-1)
    await stage.start()
    await anna.wait_for(stage.bot, "Hello", SOON)


# Both


async def test_on_postgresql_retries_and_blocks_go_by_order_too(
    tmp_path: Path, postgres: str, wall_clock: SteppedClock
) -> None:
    async with open_stage(tmp_path, database_url=postgres) as stage:
        anna, boris = await stage.hire("Anna"), await stage.hire("Boris")
        await stage.command("/weight Boris acme_sales_bot 0")
        rule = await stage.telegram.add_fault("server_error", person=anna)
        vera = await stage.client("Vera", text="Hello")
        await vera.wait_for(stage.bot, "received")
        while await count_calls(stage, anna, "server_error") < 2:  # noqa: ASYNC110 (the sandbox counts)
            await asyncio.sleep(0.05)
        wall_clock.step(hours=-1)
        await stage.telegram.clear_faults(rule)
        await anna.wait_for(stage.bot, "Hello", SOON)
        await stage.command("/weight Boris acme_sales_bot 1")
        await anna.block(stage.bot)
        await boris.wait_for(stage.bot, "Hello", SOON)
