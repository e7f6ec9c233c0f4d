"""Every kind of fault at every kind of call: nothing is lost, what can be known to be there comes once."""

import asyncio
import logging
from typing import Any

import pytest

from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage
from tests.complaints import read_complaints
from tests.gateway import REFUSED, open_gateway
from tests.stage import Stage

# The fault of a call, with what it needs, and whether the bot can't know that it was done.
FAULTS: dict[str, tuple[str, dict[str, Any], bool]] = {
    "flood": ("flood", {"retry_after": 1}, False),
    "flood without a time": ("flood", {}, False),
    "server_error": ("server_error", {}, False),
    "bad_gateway": ("bad_gateway", {}, False),
    "unparsable": ("unparsable", {}, False),
    "garbage": ("garbage", {}, True),
    "drop_before": ("drop_before", {}, False),
    "drop_after": ("drop_after", {}, True),
    "slow": ("slow", {"seconds": 0.5}, False),
}
TO_ANNA = ("sendMessage", "copyMessage", "copyMessages", "editMessageText", "answerCallbackQuery")
LINES = ["Hello", "second", "third"]
ANSWERS = ["first answer", "second answer"]


async def spoil(stage: Stage, name: str, anna: Person, vera: Person) -> int:
    """Let the first call of each method to each of them fail, and the next poll; returns how many rules."""
    fault, given, _ = FAULTS[name]
    calls: list[tuple[str, Person | None]] = [(method, anna) for method in TO_ANNA]
    calls += [("sendMessage", vera), ("getUpdates", None)]
    for method, person in calls:
        await stage.telegram.add_fault(fault, method=method, person=person, times=1, **given)
    return len(calls)


async def talk(stage: Stage, anna: Person, vera: Person) -> None:
    """Let them do everything that people do about a request."""
    await vera.write(stage.bot, LINES[0])
    for line in LINES[1:]:
        await vera.write(stage.bot, line)
    await stage.card(anna, LINES[0])
    await stage.settle()
    await anna.press(stage.bot, await newest_card(stage, anna), "Take")
    await stage.card(anna, "In progress")
    await vera.send_album(stage.bot, 2)
    card = await newest_card(stage, anna)
    for answer in ANSWERS:
        await anna.write(stage.bot, answer, reply_to=card.message_id)
    await vera.wait_for(stage.bot, ANSWERS[1])
    await stage.settle()
    await anna.press(stage.bot, await newest_card(stage, anna), "Complete")
    await stage.settle()


async def newest_card(stage: Stage, operator: Person) -> ChatMessage:
    return [m for m in (await operator.chat(stage.bot)).from_bot if m.buttons][-1]


def once(lines: list[str]) -> list[str]:
    return list(dict.fromkeys(lines))


@pytest.mark.parametrize("name", FAULTS)
async def test_a_whole_conversation_arrives_in_order_though_every_kind_of_call_fails(
    stage: Stage, name: str
) -> None:
    anna, vera = await stage.hire("Anna"), await stage.client("Vera")
    rules = await spoil(stage, name, anna, vera)
    await talk(stage, anna, vera)

    said = await stage.texts(vera)
    assert once(said) == [
        "Request #1 received. We will answer right here soon.",
        "Request #1 is being handled. Anna is answering you.",
        *ANSWERS,
        "Request #1 is completed. If something new comes up, just write.",
    ]
    card = await newest_card(stage, anna)
    assert LINES[0] in card.text
    assert "Reopen" in card.captions
    seen = await stage.copied(anna)
    assert once([m.text for m in seen if m.kind == "text"]) == LINES[1:]
    albums = [m.media_group_id for m in seen if m.kind == "photo"]
    assert all(albums.count(album) == 2 for album in albums)

    is_unknown = FAULTS[name][2]
    repeats = (
        len(said) - len(once(said)) + len(seen) - len({m.source["message_id"] for m in seen if m.source})
    )
    # The receipt, the copy and both parts of the album; the card is looked at on its own.
    assert repeats == (4 if is_unknown else 0)
    assert stage.rows("SELECT kind, state, error FROM outbox WHERE state NOT IN ('sent', 'dropped')") == []
    assert stage.rows("SELECT DISTINCT state FROM inbox") == [("done",)]
    assert stage.count("messages") == len(LINES) + len(ANSWERS) + 2
    assert await stage.alarms() == []
    hits = [rule.hit for rule in await stage.telegram.faults()]
    assert hits == [1] * rules


async def share_out(stage: Stage) -> tuple[Person, Person, Person]:
    """Let Anna have the request of Vera, who is the third, while all the others will go to Boris."""
    anna, boris = await stage.hire("Anna"), await stage.hire("Boris", weight=None)
    vera = await stage.client("Vera", text="to Anna")
    await stage.card(anna, "to Anna")
    await stage.command("/operators off Anna")
    await stage.command("/weight Boris acme_sales_bot 1")
    await stage.settle()
    return anna, boris, vera


async def test_who_is_flooded_is_left_alone_and_others_are_not_kept_waiting(stage: Stage) -> None:
    anna, boris, vera = await share_out(stage)
    await stage.telegram.add_fault("flood", person=anna, times=1, retry_after=2)
    await vera.write(stage.bot, "one")
    await vera.write(stage.bot, "two")
    await stage.client("Karl", text="to Boris")
    await stage.card(boris, "to Boris")
    assert await stage.copied(anna) == []
    await stage.settle()
    to_anna = [
        call
        for call in await stage.telegram.calls(stage.bot, "copyMessage")
        if int(call.params["chat_id"]) == anna.id
    ]
    assert [call.fault for call in to_anna] == ["flood", None, None]
    assert to_anna[1].at - to_anna[0].at >= 2
    assert [m.text for m in await stage.copied(anna)] == ["one", "two"]


async def test_one_slow_chat_holds_up_nobody_else(stage: Stage) -> None:
    anna, boris, vera = await share_out(stage)
    await stage.telegram.add_fault("slow", person=anna, seconds=3)
    await vera.write(stage.bot, "slowly")
    for number in range(3):
        karl = await stage.client(f"Karl {number}", text=f"quickly {number}")
        await boris.wait_for(stage.bot, f"quickly {number}", timeout=2)
        await karl.wait_for(stage.bot, "received", timeout=2)
    assert ("relay",) in stage.rows("SELECT kind FROM outbox WHERE state='pending'")
    await stage.settle()
    assert [m.text for m in await stage.copied(anna)] == ["slowly"]


async def test_neither_does_one_with_many_requests(stage: Stage) -> None:
    anna = await stage.hire("Anna", limit=100)
    many = [await stage.client(f"Client {number}.", text="Hello") for number in range(50)]
    await stage.settle()
    rule = await stage.telegram.add_fault("slow", person=anna, seconds=4)
    await asyncio.gather(*(client.write(stage.bot, "slowly") for client in many))
    while (await stage.telegram.faults())[0].hit < 10:  # noqa: ASYNC110 (the sandbox counts)
        await asyncio.sleep(0.02)
    karl = await stage.client("Karl", text="Is anybody there?")
    await karl.wait_for(stage.bot, "received", timeout=2)
    await stage.telegram.clear_faults(rule)
    await stage.settle()
    assert [m.text for m in await stage.copied(anna)] == ["slowly"] * 50


@pytest.mark.parametrize("refused", [("copyMessage",), ("copyMessage", "sendDocument")])
async def test_what_cannot_be_copied_or_forwarded_is_sent_by_its_file_and_at_last_in_words(
    stage: Stage, refused: tuple[str, ...]
) -> None:
    async with open_gateway(stage.telegram.url) as gateway:
        await stage.restart(telegram_api=gateway.url)
        anna = await stage.hire("Anna")
        vera = await stage.client("Vera", text="Look")
        card = await stage.card(anna, "Look")
        for method in ("forwardMessage", *refused):
            gateway.fail(method, REFUSED, REFUSED, REFUSED)
        await vera.send(stage.bot, "document", caption="the <contract>")
        await vera.write(stage.bot, "and <words>")
        await anna.wait_for(stage.bot, lambda m: m.text == "and <words>")
        await anna.write(stage.bot, "an <answer>", reply_to=card.message_id)
        await stage.settle()
        shown = [m for m in (await anna.chat(stage.bot)).from_bot if m.reply_to == card.message_id]
        lost = "The client sent a file, but it could not be shown here.\nthe <contract>"
        document = ("document", "the <contract>") if len(refused) == 1 else ("text", lost)
        assert [(m.kind, m.text) for m in shown] == [document, ("text", "and <words>")]
        assert (await stage.texts(vera))[-1] == "an <answer>"
        assert stage.rows("SELECT DISTINCT state FROM outbox") == [("sent",)]
        await stage.stop()


@pytest.mark.parametrize("name", FAULTS)
async def test_a_button_works_though_its_answer_is_lost_and_the_log_is_not_alarmed(
    stage: Stage, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    fault, given, _ = FAULTS[name]
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    await stage.telegram.add_fault(fault, method="answerCallbackQuery", times=1, **given)
    await anna.press(stage.bot, card, "Take")
    assert (await stage.card(anna, "In progress")).message_id == card.message_id
    await vera.wait_for(stage.bot, "Anna is answering you")
    await stage.stop()
    assert [rule.hit for rule in await stage.telegram.faults()] == [1]
    assert read_complaints(caplog, logging.ERROR) == []


async def test_a_poll_that_fails_again_and_again_loses_nothing(stage: Stage) -> None:
    anna = await stage.hire("Anna", limit=20)
    for fault, given, _ in FAULTS.values():
        if fault != "flood":
            await stage.telegram.add_fault(fault, method="getUpdates", times=1, after=1, **given)
    clients = await asyncio.gather(*(stage.client(f"Client {n}.", text=f"Hello {n}") for n in range(10)))
    await stage.settle()
    for number, client in enumerate(clients):
        assert any(f"Hello {number}" in text for text in await stage.texts(anna))
        assert len(await stage.texts(client)) == 1


async def test_a_long_caption_follows_its_file_where_they_cannot_go_together(stage: Stage) -> None:
    words = "word " * 300
    async with open_gateway(stage.telegram.url) as gateway:
        await stage.restart(telegram_api=gateway.url)
        anna = await stage.hire("Anna", is_premium=True)
        vera = await stage.person("Vera", is_premium=True)
        await vera.write(stage.bot, "Look")
        card = await stage.card(anna, "Look")
        gateway.fail("copyMessage", *[REFUSED] * 4)
        gateway.fail("forwardMessage", REFUSED)
        asked = await vera.send(stage.bot, "document", caption=words)
        await stage.settle()
        *_, file, text = (await anna.chat(stage.bot)).from_bot
        assert (file.kind, file.text, file.reply_to) == ("document", "", card.message_id)
        assert (text.text, text.reply_to) == (words.strip(), file.message_id)
        await anna.send(stage.bot, "photo", caption=words, reply_to=file.message_id)
        await stage.settle()
        *_, file, text = (await vera.chat(stage.bot)).from_bot
        assert (file.kind, file.text, file.reply_to) == ("photo", "", asked)
        assert (text.text, text.reply_to) == (words.strip(), file.message_id)
        await stage.stop()
