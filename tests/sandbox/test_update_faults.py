"""Faults of updates: delivered twice, or with a broken one beside them."""

import json
from typing import Any

import pytest
from aiogram import Bot as StockBot
from aiogram.exceptions import ClientDecodeError
from aiogram.types import Update

from sandbox.client.person import Person
from sandbox.client.seen import Bot
from sandbox.client.telegram import Telegram
from sandbox.server.faults import Shape
from tests.sandbox.conftest import CallBot, Json

# Those that aiogram can read, whatever a handler makes of them.
READABLE = {Shape.NO_AUTHOR, Shape.NO_PAYLOAD, Shape.NO_MESSAGE}


async def poll(call: CallBot, bot: Bot, offset: int = 0) -> list[Json]:
    found: list[Json] = (await call(bot, "getUpdates", offset=offset))["result"]
    return found


async def confirm_all(call: CallBot, bot: Bot) -> int:
    offset = int((await poll(call, bot))[-1]["update_id"]) + 1
    assert await poll(call, bot, offset) == []
    return offset


async def test_an_update_comes_twice_in_one_batch(
    acme: Bot, vera: Person, telegram: Telegram, call: CallBot
) -> None:
    offset = await confirm_all(call, acme)
    await telegram.add_fault("duplicate", times=1)
    await vera.write(acme, "Hello")
    await vera.write(acme, "Anybody?")
    first, again, other = await poll(call, acme, offset)
    assert first == again
    assert [first["message"]["text"], other["message"]["text"]] == ["Hello", "Anybody?"]
    assert other["update_id"] == first["update_id"] + 1
    assert await poll(call, acme, other["update_id"] + 1) == []
    assert await telegram.pending(acme) == 0


async def test_an_update_comes_once_more_after_it_was_confirmed(
    acme: Bot, vera: Person, telegram: Telegram, call: CallBot
) -> None:
    offset = await confirm_all(call, acme)
    await telegram.add_fault("duplicate", times=1, later=True)
    await vera.write(acme, "Hello")
    await vera.write(acme, "Anybody?")
    first, other = await poll(call, acme, offset)
    assert await poll(call, acme, other["update_id"] + 1) == [first]
    assert await poll(call, acme, other["update_id"] + 1) == []
    assert await telegram.pending(acme) == 0


async def test_a_poll_that_waits_gets_both(
    stock: StockBot, acme: Bot, vera: Person, telegram: Telegram, call: CallBot
) -> None:
    offset = await confirm_all(call, acme)
    await telegram.add_fault("duplicate")
    await vera.write(acme, "Hello")
    first, again = await stock.get_updates(offset=offset, timeout=5)
    assert first == again


async def test_whatever_a_person_does_can_come_twice(
    stock: StockBot, acme: Bot, vera: Person, telegram: Telegram, call: CallBot
) -> None:
    offset = await confirm_all(call, acme)
    await telegram.add_fault("duplicate")
    written = await vera.write(acme, "Helo")
    await vera.edit(acme, written, "Hello")
    await vera.forge_press(acme, written, "x")
    await vera.block(acme)
    kinds = [update.event_type for update in await stock.get_updates(offset=offset)]
    assert kinds[::2] == kinds[1::2] == ["message", "edited_message", "callback_query", "my_chat_member"]


async def test_update_rules_can_mean_one_bot_and_one_person(
    acme: Bot, vera: Person, telegram: Telegram, call: CallBot
) -> None:
    other = await telegram.add_bot("other_bot")
    boris = await telegram.add_person("Boris")
    rule: dict[str, Any]
    for rule, doubled in (
        ({"bot": acme, "every": 2}, [0, 1, 0, 0]),
        ({"person": vera}, [1, 0, 1, 0]),
        ({"bot": other, "person": boris}, [0, 0, 0, 1]),
    ):
        await telegram.add_fault("duplicate", **rule)
        counts = []
        for bot, person in ((acme, vera), (acme, boris), (other, vera), (other, boris)):
            before = await telegram.pending(bot)
            await person.write(bot, "x")
            counts.append(await telegram.pending(bot) - before - 1)
        assert counts == doubled
        await telegram.clear_faults()


@pytest.mark.parametrize("shape", [*Shape])
async def test_a_broken_update_comes_before_a_good_one(
    stock: StockBot, acme: Bot, vera: Person, telegram: Telegram, call: CallBot, shape: Shape
) -> None:
    offset = await confirm_all(call, acme)
    await telegram.add_fault("malformed", shape=str(shape), times=1)
    await vera.write(acme, "Hello")
    broken, good = await poll(call, acme, offset)
    assert good["message"]["text"] == "Hello"
    assert broken["update_id"] == good["update_id"] - 1
    if shape in READABLE:
        assert Update.model_validate(broken)
        assert len(await stock.get_updates(offset=offset)) == 2
    else:
        # One broken update spoils its whole batch.
        with pytest.raises(ClientDecodeError):
            await stock.get_updates(offset=offset)
    assert [u.update_id for u in await stock.get_updates(offset=good["update_id"])] == [good["update_id"]]


async def test_without_a_shape_all_of_them_come_in_turn(
    acme: Bot, vera: Person, telegram: Telegram, call: CallBot
) -> None:
    offset = await confirm_all(call, acme)
    await telegram.add_fault("malformed")
    for number in range(9):
        await vera.write(acme, f"Good {number}")
    events = await telegram.get("events")
    faults = [event for event in events["events"] if event["kind"] == "fault"]
    assert [event["shape"] for event in faults] == [*Shape, Shape.HIDDEN_FORWARD]
    updates = await poll(call, acme, offset)
    assert [u["update_id"] for u in updates[::2]] == [event["update_id"] for event in faults]
    assert [u["message"]["text"] for u in updates[1::2]] == [f"Good {number}" for number in range(9)]
    ids = [u["message"]["message_id"] for u in updates if "message" in u]
    assert len(ids) == len(set(ids)) == 9 + 6


async def test_a_broken_message_can_be_copied(
    acme: Bot, vera: Person, telegram: Telegram, call: CallBot
) -> None:
    offset = await confirm_all(call, acme)
    await telegram.add_fault("malformed", shape="hidden_forward", times=1)
    await vera.write(acme, "Hello")
    broken = (await poll(call, acme, offset))[0]["message"]["message_id"]
    answer = await call(acme, "copyMessage", chat_id=vera.id, from_chat_id=vera.id, message_id=broken)
    assert answer["ok"]


async def test_a_kind_nobody_asked_for_is_not_spoiled(
    acme: Bot, vera: Person, telegram: Telegram, call: CallBot
) -> None:
    await call(acme, "getUpdates", allowed_updates=["message"])
    await telegram.add_fault("duplicate")
    await vera.block(acme)
    assert (await telegram.faults())[0].matched == 0


@pytest.mark.parametrize("text", ["null", "5", "[]", '{"update_id": 9223372036854775808, "message": {}}'])
async def test_anything_comes_as_it_is_until_what_follows_is_confirmed(
    acme: Bot, vera: Person, telegram: Telegram, call: CallBot, text: str
) -> None:
    offset = await confirm_all(call, acme)
    await telegram.inject_literally(acme, text)
    assert await poll(call, acme, offset) == [json.loads(text)] == await poll(call, acme, offset)
    await vera.write(acme, "Hello")
    _, whole = await poll(call, acme, offset)
    assert whole["update_id"] == offset + 1
    assert await poll(call, acme, offset + 2) == []
