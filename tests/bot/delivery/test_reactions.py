"""A reaction on an operator's reply says whether the client has it; it is in nobody's way."""

import logging
from pathlib import Path

import pytest

from bot.delivery.reactions import ARRIVED, LOST
from sandbox.client.person import Person
from sandbox.client.seen import Chat
from tests.process.program import until
from tests.stage import Stage, open_stage


async def wait_for_reaction(stage: Stage, person: Person, message_id: int, emoji: str) -> None:
    """Wait until a message of somebody's own has this reaction, and no other."""

    def find(chat: Chat) -> bool | None:
        return [emoji] in [m.reactions for m in chat.messages if m.message_id == message_id] or None

    await person.wait_until(stage.bot, find, f"reaction {emoji}", 30)


async def list_reactions(stage: Stage, person: Person) -> list[str]:
    return [emoji for message in (await person.chat(stage.bot)).messages for emoji in message.reactions]


async def test_a_reply_that_the_client_has_gets_a_reaction_and_no_message(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    await stage.settle()
    before = len(await stage.texts(anna))
    sent = await anna.write(stage.bot, "Hi, Vera", reply_to=card.message_id)
    await wait_for_reaction(stage, anna, sent, ARRIVED)
    assert "Hi, Vera" in await stage.texts(vera)
    assert len(await stage.texts(anna)) == before
    assert await list_reactions(stage, vera) == [], "only who has written it is told"


async def test_a_reply_that_cannot_be_delivered_gets_another_one(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    await vera.block(stage.bot)
    sent = await anna.write(stage.bot, "Are you there?", reply_to=card.message_id)
    await wait_for_reaction(stage, anna, sent, LOST)


async def test_a_refused_reaction_is_not_tried_again_and_nobody_hears_of_it(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "leadbot")
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    await stage.settle()
    before = len(await stage.texts(anna))
    await stage.telegram.add_fault("flood", method="setMessageReaction", retry_after=60)
    await anna.write(stage.bot, "one", reply_to=card.message_id)
    await vera.wait_for(stage.bot, "one")
    await until(lambda: "a reaction was lost" in caplog.text, "the refusal")
    await stage.telegram.clear_faults()
    sent = await anna.write(stage.bot, "two", reply_to=card.message_id)
    await wait_for_reaction(stage, anna, sent, ARRIVED)
    assert await list_reactions(stage, anna) == [ARRIVED]
    assert len(await stage.texts(anna)) == before
    assert await stage.alarms() == []


async def test_neither_a_clients_message_nor_a_note_nor_a_change_gets_one(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    await vera.write(stage.bot, "more")
    await anna.wait_for(stage.bot, "more")
    await stage.reply(anna, card, "// a note")
    sent = await anna.write(stage.bot, "tow", reply_to=card.message_id)
    await wait_for_reaction(stage, anna, sent, ARRIVED)
    await anna.edit(stage.bot, sent, "two")
    await vera.wait_for(stage.bot, "two")
    await stage.settle()
    calls = [call for call in await stage.telegram.calls(stage.bot) if call.method == "setMessageReaction"]
    assert len(calls) == 1


async def test_reactions_can_be_switched_off(tmp_path: Path) -> None:
    async with open_stage(tmp_path, answer_reactions=False) as stage:
        anna = await stage.hire("Anna")
        vera = await stage.client("Vera", text="Hello")
        card = await stage.card(anna, "Hello")
        await anna.write(stage.bot, "Hi", reply_to=card.message_id)
        await vera.wait_for(stage.bot, "Hi")
        await stage.stop()
        calls = await stage.telegram.calls(stage.bot)
        assert "setMessageReaction" not in {call.method for call in calls}
