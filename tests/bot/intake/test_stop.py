"""A graceful stop finishes what is in flight; what is left or comes meanwhile goes on at the next start."""

import asyncio
from pathlib import Path

from sandbox.client.person import Person
from tests.stage import Stage, open_stage

CLIENTS = 40


async def write_all(stage: Stage, clients: list[Person], text: str) -> None:
    await asyncio.gather(*(client.write(stage.bot, text) for client in clients))


async def test_a_stop_in_the_middle_loses_and_repeats_nothing(tmp_path: Path) -> None:
    async with open_stage(tmp_path, sends_per_second=40) as stage:  # slow enough for a stop in the middle
        anna = await stage.hire("Anna", limit=CLIENTS)
        clients = [await stage.person(f"Client {n}") for n in range(CLIENTS)]
        await write_all(stage, clients, "first")
        await stage.card(anna, "first")
        async with asyncio.timeout(10):
            while stage.count("contacts") < CLIENTS:  # noqa: ASYNC110 (another thread)
                await asyncio.sleep(0.01)
        await stage.stop()
        assert stage.rows("SELECT count(*) > 0 FROM outbox WHERE state='pending'") == [(1,)]
        await write_all(stage, clients, "second")
        await stage.start()
        await stage.settle()
        receipts = [await stage.texts(client) for client in clients]
        assert all(len(texts) == 1 and "received" in texts[0] for texts in receipts)
        cards = [text for text in await stage.texts(anna) if "first" in text]
        assert len(cards) == len(set(cards)) == CLIENTS
        assert (await stage.texts(anna)).count("second") == CLIENTS
        assert stage.rows("SELECT load FROM operators") == [(CLIENTS,)]
        assert stage.count("messages") == 2 * CLIENTS


async def test_what_happens_while_the_bot_is_down_happens_when_it_is_up_again(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    await stage.settle()
    await stage.stop()
    press = await anna.press(stage.bot, card, "Take")
    await anna.write(stage.bot, "I am on it", reply_to=card.message_id)
    await vera.write(stage.bot, "thanks")
    karl = await stage.client("Karl", text="Me too")
    await stage.start()
    assert await anna.wait_answer(stage.bot, press) == "Request #1 is yours"
    await vera.wait_for(stage.bot, "I am on it")
    await anna.wait_for(stage.bot, "thanks")
    await karl.wait_for(stage.bot, "Request #2 received")


async def test_a_bot_may_be_stopped_at_once_and_as_often_as_one_likes(stage: Stage) -> None:
    for number in range(3):
        await stage.stop()
        await stage.client(f"Client {number}", text=f"text {number}")
        await stage.start()
    await stage.settle()
    assert [text for (text,) in stage.rows("SELECT message FROM contacts ORDER BY id")] == [
        "text 0",
        "text 1",
        "text 2",
    ]
