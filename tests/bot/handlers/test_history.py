"""*History* on the card: what the client asked before, for the operator whose contact it is."""

import pytest

from bot.ui.keyboards import HistoryCallback
from sandbox.client.person import Person
from tests.stage import Stage


async def ask_thrice(stage: Stage, anna: Person, vera: Person) -> None:
    """Let a client come back twice after completion."""
    for n, text in enumerate(("Do you <deliver>?", "And on Sundays?"), 1):
        await vera.write(stage.bot, text)
        await stage.complete(anna, text)
        await vera.wait_for(stage.bot, f"Request #{n} is completed")
    await vera.write(stage.bot, "One more thing")


@pytest.fixture
async def no_window(stage: Stage) -> Stage:
    """The business, in which whatever comes after completion is a new request."""
    await stage.restart(reopen_window_minutes=0)
    return stage


async def test_the_card_leads_to_what_the_client_asked_before(no_window: Stage) -> None:
    stage = no_window
    anna, vera = await stage.hire("Anna"), await stage.client("Vera")
    await ask_thrice(stage, anna, vera)
    card = await stage.card(anna, "One more thing")
    assert card.captions == ["Take", "Pass on", "History (2)", "More"]
    await anna.press(stage.bot, card, "History (2)")
    shown = await anna.wait_for(stage.bot, "Before request #3:")
    lines = shown.text.splitlines()
    assert [line for line in lines if not line.startswith("#")] == [
        "Before request #3:",
        "And on Sundays?",
        "Do you <deliver>?",
    ]
    assert [line.split(" · ")[0] for line in lines if line.startswith("#")] == ["#2", "#1"]
    assert all(line.endswith(" · Anna") for line in lines if line.startswith("#"))
    mine = await stage.ask("/mine", anna)
    page = await stage.tap(mine, "Vera", anna)
    assert "History (2)" in page.captions


async def test_a_first_request_has_no_history_and_nobody_else_sees_one(no_window: Stage) -> None:
    stage = no_window
    anna, vera = await stage.hire("Anna"), await stage.client("Vera")
    await vera.write(stage.bot, "Do you deliver?")
    first = await stage.card(anna, "Do you deliver?")
    assert first.captions == ["Take", "Pass on", "More"]
    await stage.complete(anna, "Do you deliver?")
    await stage.hire("Boris", weight=None)
    await vera.write(stage.bot, "And on Sundays?")
    card = await stage.card(anna, "And on Sundays?")
    await stage.command("/assign 2 Boris")
    await stage.settle()
    forged = HistoryCallback(contact=2, assignment=1).pack()
    query = await anna.forge_press(stage.bot, card.message_id, forged)
    assert await anna.wait_answer(stage.bot, query) == "Request #2 is no longer with you."
    query = await vera.forge_press(stage.bot, 1, forged)
    assert await vera.wait_answer(stage.bot, query) == "This request is not yours."


async def test_of_who_is_forgotten_there_is_no_history(no_window: Stage) -> None:
    stage = no_window
    anna, vera = await stage.hire("Anna"), await stage.client("Vera")
    await ask_thrice(stage, anna, vera)
    card = await stage.card(anna, "One more thing")
    await stage.tap(await stage.ask("/forget 3"), "Forget")
    await stage.settle()
    forged = HistoryCallback(contact=3, assignment=1).pack()
    query = await anna.forge_press(stage.bot, card.message_id, forged)
    assert "deleted" in await anna.wait_answer(stage.bot, query)
