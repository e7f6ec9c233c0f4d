"""A crowd harms nobody: what the bot sends keeps its pace, who works here is answered beside strangers."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from sandbox.client.person import Person
from sandbox.client.seen import ApiCall
from services.clock import utc_now
from services.queues import floods
from tests.moments import make_moment
from tests.stage import Stage, open_stage

RATE = 10


async def start_all(stage: Stage, people: Sequence[Person]) -> None:
    """Let all of them press *Start* at once."""
    await asyncio.gather(*(person.open(stage.bot) for person in people))


async def sent(stage: Stage, after: int) -> list[ApiCall]:
    """Return what the bot has sent to people since."""
    return await stage.telegram.calls(stage.bot, "sendMessage", after=after)


async def test_what_is_answered_directly_keeps_to_the_pace(tmp_path: Path) -> None:
    async with open_stage(tmp_path, sends_per_second=RATE) as stage:
        people = [await stage.person(f"Client {n}") for n in range(3 * RATE)]
        last = (await stage.telegram.calls(stage.bot))[-1].seq
        await start_all(stage, people)
        for person in people:
            await person.wait_for(stage.bot, lambda message: bool(message.text))
        times = [call.at for call in await sent(stage, last)]
        assert len(times) == len(people)
        assert times[-1] - times[0] > (len(times) - 1) / RATE / 2, "a slow machine only makes it longer"


async def test_an_admin_is_answered_though_strangers_ask_first(tmp_path: Path) -> None:
    async with open_stage(tmp_path, sends_per_second=RATE) as stage:
        people = [await stage.person(f"Client {n}") for n in range(6 * RATE)]
        last = (await stage.telegram.calls(stage.bot))[-1].seq
        await start_all(stage, people)
        await stage.ask("/help")
        answered = [int(call.params["chat_id"]) for call in await sent(stage, last)]
        assert answered.index(stage.admin.id) < len(people) / 2


async def test_whoever_asks_faster_than_can_be_answered_gets_some_of_the_answers(tmp_path: Path) -> None:
    async with open_stage(tmp_path, sends_per_second=RATE) as stage:
        hasty, patient = await stage.person("Hasty"), await stage.person("Patient")
        await start_all(stage, [hasty] * 60)
        await start_all(stage, [patient])
        await patient.wait_for(stage.bot, lambda message: bool(message.text))
        assert 1 <= len(await stage.texts(hasty)) < 60


async def test_an_operator_sees_the_rest_of_a_flood_by_a_button(stage: Stage) -> None:
    anna, other = await stage.hire("Anna"), await stage.hire("Boris", weight=None)
    vera = await stage.client("Vera", text="Hello")
    await stage.card(anna, "Hello")
    for number in range(50):
        await vera.write(stage.bot, f"line {number}.")
    told = await stage.admin.wait_for(stage.bot, "writes very much", timeout=60)
    assert told.captions == ["Ban", "Leave it"]
    await stage.settle()
    assert f"line {28}." in await stage.texts(anna)
    assert f"line {29}." not in await stage.texts(anna)
    later = make_moment(utc_now() + timedelta(minutes=2))
    await stage.run(floods.tell_held, bots=[stage.bot.id], at=later)
    more = await anna.wait_for(stage.bot, "And 21 more messages in request #1.")
    assert await stage.press(anna, more, "Show the next ones") == ""
    await anna.wait_for(stage.bot, "line 48.")
    rest = await anna.wait_for(stage.bot, "And 1 more message in request #1.")
    await stage.press(anna, rest, "Show the next ones")
    await anna.wait_for(stage.bot, "line 49.")
    texts = [text for text in await stage.texts(anna) if text.startswith("line")]
    assert texts == [f"line {number}." for number in range(50)]
    query = await other.forge_press(stage.bot, 1, more.buttons[0][0].data or "")
    assert await other.wait_answer(stage.bot, query) == "This request is not yours."
