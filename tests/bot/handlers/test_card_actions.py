"""Buttons: each does what it says for the operator of the card, nothing for others or a second time."""

import logging
from pathlib import Path

import pytest

from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage
from tests.complaints import read_complaints
from tests.stage import Stage, open_stage

FORGED = [
    *("", "x", "card", "card:", "card:take", "card:take:1", "card:fly:1:1", "card:take:one:1"),
    *("card:take:1:1:1", "card:take:-1:1", "card:take:1:-1", "card:take:77:1", "card:take:1:77"),
    *("card:take:99999999999:1", "card:take:99999999999999999999:0", "card:take:1:99999999999999999999"),
    *("CARD:take:1:1", "card:take:1.5:1", "drop table contacts", "🎲" * 16),
]


def state(stage: Stage) -> list[object]:
    return [
        stage.rows("SELECT status, operator_id, assignment_no FROM contacts ORDER BY id"),
        stage.rows("SELECT load, max_active_leads FROM operators ORDER BY id"),
        stage.count("events"),
    ]


async def forge(stage: Stage, person: Person, card: ChatMessage, data: str | None) -> str:
    assert data is not None
    return await person.wait_answer(stage.bot, await person.forge_press(stage.bot, card.message_id, data))


async def test_the_card_always_offers_what_can_be_done_now(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await stage.hire("Boris", weight=0)
    await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "🟡 New")
    assert card.captions == ["Take", "Pass on", "More"]
    assert "To answer the client, reply to this message." in card.text
    assert await stage.press(anna, card, "Take") == "Request #1 is yours"
    card = await stage.card(anna, "🟢 In progress")
    assert card.captions == ["Complete", "Pass on", "Put off", "More"]
    assert await stage.press(anna, card, "Complete") == "Request #1 is completed"
    card = await stage.card(anna, "✅ Completed")
    assert card.captions == ["Reopen"]
    assert "reply to this message" not in card.text
    assert await stage.press(anna, card, "Reopen") == "Request #1 is in progress again"
    card = await stage.card(anna, "🟢 In progress")
    await stage.command(f"/weight Boris {stage.bot.username} 1")
    assert await stage.pass_on(anna, card) == "Request #1 is passed on"
    assert stage.rows("SELECT status, operator_id FROM contacts") == [("new", 2)]


async def test_passing_on_gives_a_new_card_and_closes_the_old_one(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    boris = await stage.hire("Boris")
    await stage.pass_on(anna, card)
    line = await anna.wait_for(stage.bot, "Request #1 is no longer with you.")
    assert (line.message_id, line.text, line.buttons) == (
        card.message_id,
        "Request #1 is no longer with you. Client: Vera",
        [],
    )
    assert {"Take", "Pass on"} <= set((await stage.card(boris, "Hello")).captions)
    assert stage.rows("SELECT load FROM operators ORDER BY id") == [(0,), (1,)]


async def test_who_passed_a_contact_on_gets_it_back_only_if_nobody_else_can_take_it(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    first = await stage.card(anna, "Hello")
    boris = await stage.hire("Boris")
    clara = await stage.hire("Clara", weight=0)
    await stage.pass_on(anna, first)
    await stage.pass_on(boris, await stage.card(boris, "Hello"))
    again = await stage.card(anna, "Hello")
    assert again.message_id > first.message_id
    await stage.command(f"/weight Clara {stage.bot.username} 1")
    await stage.pass_on(anna, again)
    await stage.card(clara, "Hello")
    assert stage.rows("SELECT load FROM operators ORDER BY id") == [(0,), (0,), (1,)]


async def test_without_anybody_else_the_contact_stays_and_the_operator_is_told(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    boris = await stage.hire("Boris", limit=0)
    await stage.hire("Clara", limit=0, weight=0)
    await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    before = state(stage)
    answer = await stage.press(anna, card, "Pass on")
    assert answer == ("Nobody else can take it now: the others are busy or away. Request #1 stays with you.")
    assert state(stage) == before
    assert not any("Hello" in text for text in await stage.texts(boris))


async def test_only_the_operator_of_the_card_can_press_it(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    boris = await stage.hire("Boris", weight=0)
    vera = await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    before = state(stage)
    for button in card.buttons[0]:
        for stranger in (boris, vera, stage.admin):
            await stranger.write(stage.bot, "/help")
            greeting = await stranger.wait_for(stage.bot, lambda m: bool(m.text))
            assert await forge(stage, stranger, greeting, button.data) == "This request is not yours."
    assert state(stage) == before


async def test_a_repeated_press_changes_nothing_and_says_why(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    new = await stage.card(anna, "Hello")
    take, pass_on = new.buttons[0]
    assert await forge(stage, anna, new, take.data) == "Request #1 is yours"
    taken = await stage.card(anna, "In progress")
    before = state(stage)
    assert await forge(stage, anna, new, take.data) == "Request #1 is in progress already."
    assert state(stage) == before
    done = taken.buttons[0][0]
    assert await forge(stage, anna, new, done.data) == "Request #1 is completed"
    completed = await stage.card(anna, "Completed")
    before = state(stage)
    for button in (take, pass_on, done):
        assert await forge(stage, anna, new, button.data) == "Request #1 is completed already."
    assert state(stage) == before
    reopen = completed.buttons[0][0]
    await forge(stage, anna, new, reopen.data)
    await stage.card(anna, "In progress")
    before = state(stage)
    assert await forge(stage, anna, new, reopen.data) == "Request #1 is not completed yet."
    assert state(stage) == before


async def test_what_was_never_taken_cannot_be_completed_by_a_forged_press(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    data = (card.buttons[0][0].data or "").replace("take", "complete")
    assert await forge(stage, anna, card, data) == "Take request #1 first."
    assert stage.rows("SELECT status FROM contacts") == [("new",)]


async def test_a_card_of_an_ended_assignment_moves_nothing_even_when_the_contact_is_back(
    stage: Stage,
) -> None:
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    old = await stage.card(anna, "Hello")
    boris = await stage.hire("Boris")
    await stage.pass_on(anna, old)
    card = await stage.card(boris, "Hello")
    before = state(stage)
    for button in old.buttons[0]:
        assert await forge(stage, anna, old, button.data) == "Request #1 is no longer with you."
    assert state(stage) == before
    await stage.pass_on(boris, card)
    new = await stage.card(anna, "Hello")
    before = state(stage)
    for button in old.buttons[0]:
        assert await forge(stage, anna, old, button.data) == "Request #1 is no longer with you."
    assert state(stage) == before
    assert await stage.press(anna, new, "Take") == "Request #1 is yours"


async def test_forged_data_is_refused_and_every_press_is_answered(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    before = state(stage)
    for data in filter(None, FORGED):
        answer = await forge(stage, anna, card, data)
        assert answer.startswith(("This request is not yours", "There is no request #")), data
    await stage.settle()
    assert state(stage) == before
    assert stage.rows("SELECT DISTINCT state FROM inbox") == [("done",)]
    assert read_complaints(caplog, logging.ERROR) == []


async def test_reopening_is_refused_while_something_stands_against_it(stage: Stage) -> None:
    anna = await stage.hire("Anna", limit=1)
    vera = await stage.client("Vera", text="first")
    card = await stage.complete(anna, "first")
    await vera.write(stage.bot, "second")
    await stage.card(anna, "second")
    refusal = "The client has request #2 open, so #1 can't be reopened."
    assert await stage.press(anna, card, "Reopen") == refusal
    await stage.complete(anna, "second")
    await stage.client("Karl", text="third")
    await stage.card(anna, "third")
    assert (await stage.press(anna, card, "Reopen")).startswith("No free place")
    await stage.complete(anna, "third")
    await anna.write(stage.bot, "/pause")
    await anna.wait_for(stage.bot, "You get no new requests")
    assert (await stage.press(anna, card, "Reopen")).startswith("You are on a pause.")
    await stage.command("/operators off Anna")
    assert (await stage.press(anna, card, "Reopen")).startswith("You have been switched off.")
    assert stage.rows("SELECT DISTINCT status FROM contacts") == [("completed",)]
    await stage.command("/operators on Anna")
    await anna.write(stage.bot, "/resume")
    await anna.wait_for(stage.bot, "You get requests again")
    assert await stage.press(anna, card, "Reopen") == "Request #1 is in progress again"
    assert stage.rows("SELECT load FROM operators") == [(1,)]


async def test_what_happens_while_a_card_is_on_its_way_is_shown_all_the_same(tmp_path: Path) -> None:
    async with open_stage(tmp_path, sends_per_second=4) as stage:
        anna = await stage.hire("Anna")
        await stage.client("Vera", text="Hello")
        card = await stage.card(anna, "Hello")
        await stage.press(anna, card, "Pass on")
        take, complete = card.buttons[0][0].data, (card.buttons[0][0].data or "").replace("take", "complete")
        for data in (take, take, complete):
            await forge(stage, anna, card, data)
        await stage.card(anna, "Completed")


async def test_a_refused_press_draws_the_card_anew(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    await stage.settle()
    seen = (await stage.telegram.calls(stage.bot))[-1].seq
    await stage.press(anna, card, "Pass on")
    await stage.settle()
    edits = await stage.telegram.calls(stage.bot, "editMessageText", after=seen)
    assert [call.params["message_id"] for call in edits] == [card.message_id]
    assert stage.rows("SELECT DISTINCT state FROM outbox") == [("sent",)]
