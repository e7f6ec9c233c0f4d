"""What happens by the clock, as people see it: reminders, cards that go on, follow-ups after completion."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.ui.texts import speak
from bot.ui.times import write_minutes
from tests.bot.clock import let_pass, make_older
from tests.bot.updates import message
from tests.stage import Stage, open_stage

FOLLOW_UP = "Vera wrote after completion:"
UNPARSABLE = {"type": "new_origin", "date": 1}  # a forward_origin that aiogram does not know
THANKS: dict[str, dict[str, Any]] = {
    "text": {"text": "Спасибо большое!"},
    "sticker": {"sticker": {"file_id": 5}},
}


@pytest_asyncio.fixture
async def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """A business with a short patience and a clock that is looked at often."""
    monkeypatch.setattr("bot.runtime.scheduler.TICK", 0.2)
    async with open_stage(tmp_path, reopen_window_minutes=10, accept_timeout_minutes=30) as stage:
        yield stage


async def test_an_operator_is_reminded_in_reply_to_the_card_and_then_admins_hear_of_it(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera <b>", text="Is anybody there?")
    card = await stage.card(anna, "Is anybody there?")
    await stage.press(anna, card, "Take")
    await let_pass(stage, minutes=15)
    told = await anna.wait_for(stage.bot, "waiting for an answer")
    assert told.text == "⏳ Vera <b> has been waiting for an answer for 15 minutes (request #1)."
    assert (told.reply_to, told.captions) == (card.message_id, ["No answer needed"])
    await let_pass(stage, minutes=50)
    again = await anna.wait_for(stage.bot, "waiting for an answer", after=told.message_id)
    assert again.text == "⏳ Vera <b> has been waiting for an answer for 1 hour (request #1)."
    alert = await stage.admin.wait_for(stage.bot, "Anna has not answered")
    assert alert.text == "⚠️ Anna has not answered 1 client, the longest for 1 hour: request #1."
    assert (await stage.tap(alert, "Show them")).text.splitlines()[0] == "Anna has open: 1"
    await anna.write(stage.bot, "Yes!", reply_to=told.message_id)
    await vera.wait_for(stage.bot, "Yes!")
    await let_pass(stage, hours=5)
    await stage.settle()
    assert [text for text in await stage.texts(anna) if "waiting for an answer" in text] == [
        told.text,
        again.text,
    ]


async def test_who_takes_no_card_is_on_a_pause_until_a_button_ends_it(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    for n in (1, 2, 3):
        await stage.client(f"Client {n}", text=f"text {n}")
        await stage.card(anna, f"text {n}")
    boris = await stage.hire("Boris", limit=3)
    await let_pass(stage, minutes=30)
    told = await anna.wait_for(stage.bot, "You have not taken 3 requests in a row")
    await stage.card(boris, "text 3")
    await stage.admin.wait_for(stage.bot, "⚠️ Anna has not taken 3 requests in a row and is on a pause now.")
    assert "Anna — 0 of 5 · paused" in await stage.command("/operators")
    assert await stage.press(anna, told, "I am back") == "You get requests again."
    assert "Anna — 0 of 5 · working" in await stage.command("/operators")


async def test_several_clients_are_one_reminder_that_leads_to_the_list(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    for name in ("Vera", "Igor", "Nina"):
        await stage.client(name, text=f"I am {name}")
        await stage.press(anna, await stage.card(anna, f"I am {name}"), "Take")
    await let_pass(stage, minutes=20)
    told = await anna.wait_for(stage.bot, "wait for your answer")
    assert told.text == "⏳ 3 clients wait for your answer, the longest for 20 minutes."
    assert len([text for text in await stage.texts(anna) if "⏳" in text]) == 1
    query = await anna.press(stage.bot, told, told.captions[0])
    assert await anna.wait_answer(stage.bot, query) == ""
    await anna.wait_for(stage.bot, "not answered for 20 minutes")


async def test_who_needs_no_answer_is_brought_to_mind_no_more(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Bye then")
    await stage.press(anna, await stage.card(anna, "Bye then"), "Take")
    await let_pass(stage, minutes=15)
    told = await anna.wait_for(stage.bot, "waiting for an answer")
    said = "Request #1: no more reminders until the client writes again"
    assert await stage.press(anna, told, "No answer needed") == said
    assert await stage.press(anna, told, "No answer needed") == (
        "The client of request #1 waits for no answer."
    )
    await let_pass(stage, hours=3)
    await stage.settle()
    assert [text for text in await stage.texts(anna) if "waiting for" in text] == [told.text]
    assert not [text for text in await stage.texts(stage.admin) if "has not answered" in text]


async def test_a_card_that_nobody_takes_goes_on(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    boris = await stage.hire("Boris")
    await let_pass(stage, minutes=30)
    await anna.wait_for(stage.bot, "Request #1 was not taken in time and went on to somebody else.")
    closed = await anna.wait_for(stage.bot, "Request #1 is no longer with you.")
    assert (closed.message_id, closed.buttons) == (card.message_id, [])
    taken = await stage.card(boris, "Hello")
    assert await stage.press(boris, taken, "Take") == "Request #1 is yours"
    await vera.wait_for(stage.bot, "Boris is answering you")
    await let_pass(stage, hours=5)
    assert stage.rows("SELECT operator_id, assignment_no FROM contacts") == [(2, 2)]


async def test_thanks_after_completion_reach_the_operator_and_open_nothing(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    card = await stage.complete(anna, "Hello")
    said = await vera.write(stage.bot, "Спасибо большое!")
    follow_up = await anna.wait_for(stage.bot, FOLLOW_UP)
    assert (follow_up.text, follow_up.reply_to) == (FOLLOW_UP, card.message_id)
    assert "Reopen" in follow_up.captions
    shown = await anna.wait_for(stage.bot, "Спасибо большое!")
    assert shown.message_id > follow_up.message_id
    await let_pass(stage, minutes=9)
    assert stage.count("contacts") == 1
    after = [m.text for m in (await vera.chat(stage.bot)).from_bot if m.message_id > said]
    assert after == []


@pytest.mark.parametrize("kind", THANKS)
async def test_thanks_in_an_update_that_cannot_be_parsed_open_nothing_either(stage: Stage, kind: str) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    await stage.complete(anna, "Hello")
    await stage.command("/operators off Anna")  # who could not take a question back
    thanks = message(vera, 900, **THANKS[kind], forward_origin=UNPARSABLE)
    await stage.telegram.inject(stage.bot, {"message": thanks})
    await stage.settle()
    assert stage.rows("SELECT count(*) FROM inbox WHERE state = 'quarantined'") == [(1,)]
    assert stage.rows("SELECT id, status FROM contacts") == [(1, "completed")]


async def test_an_answer_to_a_follow_up_in_an_update_that_cannot_be_parsed_reaches_the_client(
    stage: Stage,
) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    await stage.complete(anna, "Hello")
    await vera.write(stage.bot, "Thank you!")
    shown = await anna.wait_for(stage.bot, "Thank you!")
    replied = message(anna, shown.message_id, text="Thank you!")
    answer = message(anna, 900, text="You are welcome", reply_to_message=replied, forward_origin=UNPARSABLE)
    await stage.telegram.inject(stage.bot, {"message": answer})
    await vera.wait_for(stage.bot, "You are welcome")


async def test_a_question_after_completion_is_acknowledged_and_answered_by_reply(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    await stage.complete(anna, "Hello")
    await vera.write(stage.bot, "And the invoice?")
    await vera.wait_for(stage.bot, "We have passed this on: Anna will read it.")
    shown = await anna.wait_for(stage.bot, "And the invoice?")
    await anna.write(stage.bot, "It is on its way", reply_to=shown.message_id)
    await vera.wait_for(stage.bot, "Request #1 is being handled again. Anna is answering you.")
    await vera.wait_for(stage.bot, "It is on its way")
    await let_pass(stage, minutes=6)
    assert stage.rows("SELECT id, status FROM contacts") == [(1, "in_progress")]


async def test_the_button_on_a_note_reopens_the_contact(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    await stage.complete(anna, "Hello")
    await vera.write(stage.bot, "And the invoice?")
    follow_up = await anna.wait_for(stage.bot, FOLLOW_UP)
    assert await stage.press(anna, follow_up, "Reopen") == "Request #1 is in progress again"
    await vera.write(stage.bot, "Are you there?")
    await anna.wait_for(stage.bot, "Are you there?")
    assert stage.count("contacts") == 1


async def test_a_question_that_nobody_deals_with_becomes_a_contact(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    await stage.complete(anna, "Hello")
    await vera.write(stage.bot, "And the invoice?")
    await vera.write(stage.bot, "It is urgent")
    follow_up = await anna.wait_for(stage.bot, FOLLOW_UP)
    await anna.wait_for(stage.bot, "It is urgent")
    await let_pass(stage, minutes=5)
    await vera.wait_for(stage.bot, "Request #2 received")
    card = await stage.card(anna, "Request #2")
    assert "And the invoice?" in card.text
    again = await anna.wait_for(stage.bot, "It is urgent", after=card.message_id)
    assert again.reply_to == card.message_id
    assert await stage.press(anna, follow_up, "Reopen") == (
        "The client has request #2 open, so #1 can't be reopened."
    )
    assert stage.rows("SELECT count(*) FROM messages WHERE contact_id=2") == [(2,)]


async def test_the_phone_button_after_completion_saves_the_phone_on_the_same_card(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.person("Vera", phone="+79161234567")
    await vera.write(stage.bot, "Hello")
    card = await stage.complete(anna, "Hello")
    await vera.share_phone(stage.bot)
    await vera.wait_for(stage.bot, "We have saved your number")
    shown = await stage.card(anna, "Client: Vera, +7 916 123-45-67")
    assert shown.message_id == card.message_id
    assert stage.count("contacts") == 1


async def test_a_malformed_message_after_completion_is_heard(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    await stage.complete(anna, "Hello")
    broken = message(vera, 900, text="forwarded", forward_origin={"type": "hidden_user", "date": 1})
    await stage.telegram.inject(stage.bot, {"message": broken})
    await anna.wait_for(stage.bot, "forwarded")
    await vera.wait_for(stage.bot, "We have passed this on: Anna will read it.")
    await let_pass(stage, minutes=6)
    await vera.wait_for(stage.bot, "Request #2 received")
    assert stage.rows("SELECT message FROM contacts ORDER BY id") == [("Hello",), ("forwarded",)]


def test_a_wait_is_told_in_the_largest_unit_with_its_plural() -> None:
    words = speak("ru")
    said = [
        words.plain("operator-reminder", client="Вера", number="7", age=write_minutes(minutes, words))
        for minutes in (15, 21, 63, 4320)
    ]
    waits = [text.split("уже ")[1].split(" (")[0] for text in said]
    assert waits == ["15 минут", "21 минуту", "1 час", "3 дня"]


async def test_what_operators_did_while_the_bot_was_down_counts_before_the_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.runtime.scheduler.TICK", 0.05)
    async with open_stage(tmp_path, accept_timeout_minutes=5, reply_reminder_minutes=5) as stage:
        anna = await stage.hire("Anna")
        vera = await stage.client("Vera", text="Hello")
        card = await stage.card(anna, "Hello")
        boris = await stage.hire("Boris")
        await let_pass(stage, minutes=4)
        await stage.stop()
        await stage.run(make_older, timedelta(hours=1))
        await anna.write(stage.bot, "Good day, Vera", reply_to=card.message_id)
        await stage.start()
        await vera.wait_for(stage.bot, "Good day, Vera")
        await stage.settle()
        assert stage.rows("SELECT operator_id, status FROM contacts") == [(1, "in_progress")]
        assert not any("taken in time" in text or "⏳" in text for text in await stage.texts(anna))
        assert not any("Request #1" in text for text in await stage.texts(boris))


async def test_words_without_a_reply_are_no_contact_while_an_operator_has_open_ones(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    await stage.card(anna, "Hello")
    await stage.command("/operators off Anna")
    mine = await stage.ask("/mine", anna)
    assert mine.text.startswith("You have 1 open request")
    shown = mine.message_id
    await anna.press(stage.bot, mine, "#1 Vera")
    await anna.wait_for(stage.bot, lambda m: m.message_id == shown and "Take" in m.captions)
    hint = await stage.ask("Here is my answer", anna)
    assert hint.text.startswith("To write to a client, reply to the card")
    assert stage.count("contacts") == 1
    await anna.write(stage.bot, "Here is my answer", reply_to=shown)
    await vera.wait_for(stage.bot, "Here is my answer")


async def test_who_loses_a_card_is_not_reminded_of_it_at_the_same_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.runtime.scheduler.TICK", 0.05)
    async with open_stage(tmp_path, accept_timeout_minutes=5, reply_reminder_minutes=5) as stage:
        anna = await stage.hire("Anna")
        await stage.client("Vera", text="Hello")
        await stage.card(anna, "Hello")
        boris = await stage.hire("Boris")
        await let_pass(stage, minutes=6)
        await anna.wait_for(stage.bot, "Request #1 was not taken in time")
        assert "↪️ Anna did not take it in time" in (await stage.card(boris, "Hello")).text
        await stage.settle()
        assert not any("⏳" in text for text in await stage.texts(anna))
        page = await stage.tap(await stage.ask("/operators"), "Anna")
        assert "Cards not taken in time, in a row: 1" in page.text
