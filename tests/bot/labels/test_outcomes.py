"""The outcome of a completed request: by a button of its card, on its page, and what becomes of it."""

from bot.ui.keyboards import OutcomeCallback
from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage
from tests.stage import Stage


async def complete(stage: Stage) -> tuple[Person, ChatMessage]:
    """Let an operator complete a request of a business with two outcomes; returns her and the card."""
    await stage.command("/outcomes add sold")
    await stage.command("/outcomes add <refused>")
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    return anna, await stage.complete(anna, "Hello")


async def test_a_press_says_how_a_request_has_ended_and_a_second_one_takes_it_back(stage: Stage) -> None:
    anna, card = await complete(stage)
    assert card.captions == ["sold", "<refused>", "Reopen"]
    assert await stage.press(anna, card, "<refused>") == "Request #1: <refused>"
    card = await stage.look(card, anna)
    assert card.captions == ["sold", "✓ <refused>", "Reopen"]
    assert "\nOutcome: <refused>\n" in card.text
    assert await stage.press(anna, card, "sold") == "Request #1: sold"
    card = await stage.look(card, anna)
    assert card.captions == ["✓ sold", "<refused>", "Reopen"]
    assert await stage.press(anna, card, "✓ sold") == "Request #1 has no outcome now"
    card = await stage.look(card, anna)
    assert "Outcome" not in card.text
    page = await stage.command("/contact 1")
    for fact in (
        "outcome: <refused> (Anna)",
        "outcome: sold (Anna)",
        "the outcome is cleared, it was: sold (Anna)",
    ):
        assert fact in page


async def test_without_outcomes_nothing_is_asked(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    card = await stage.complete(anna, "Hello")
    assert card.captions == ["Reopen"]
    assert "Outcome" not in (await stage.ask("/contact 1")).captions


async def test_reopening_keeps_the_outcome_and_only_what_has_ended_gets_one(stage: Stage) -> None:
    anna, card = await complete(stage)
    await stage.press(anna, card, "sold")
    await stage.press(anna, card, "Reopen")
    card = await stage.look(card, anna)
    assert "\nOutcome: sold\n" in card.text
    assert "✓ sold" not in card.captions
    forged = OutcomeCallback(contact=1, assignment=1, label=2).pack()
    query = await anna.forge_press(stage.bot, card.message_id, forged)
    assert await anna.wait_answer(stage.bot, query) == "Request #1 is not completed yet."
    await stage.press(anna, card, "Complete")
    card = await stage.look(card, anna)
    assert card.captions == ["✓ sold", "<refused>", "Reopen"]


async def test_what_is_removed_stays_where_it_was_chosen_and_can_be_chosen_no_more(stage: Stage) -> None:
    anna, card = await complete(stage)
    await stage.press(anna, card, "sold")
    await stage.command("/outcomes remove sold")
    await stage.command("/outcomes remove <refused>")
    assert await stage.press(anna, card, "<refused>") == "“<refused>” is not in the list any more."
    card = await stage.look(card, anna)
    assert card.captions == ["✓ sold", "Reopen"]
    assert await stage.press(anna, card, "✓ sold") == "Request #1 has no outcome now"
    forged = OutcomeCallback(contact=1, assignment=1, label=1).pack()
    query = await anna.forge_press(stage.bot, card.message_id, forged)
    assert await anna.wait_answer(stage.bot, query) == "“sold” is not in the list any more."


async def test_a_renamed_one_is_called_so_wherever_it_was_chosen(stage: Stage) -> None:
    anna, card = await complete(stage)
    await stage.press(anna, card, "sold")
    await stage.command("/outcomes rename sold bought")
    assert "\nOutcome: bought\n" in await stage.command("/contact 1")
    assert "bought — 1" in await stage.command("/outcomes")


async def test_an_admin_chooses_on_the_page_of_a_request(stage: Stage) -> None:
    anna, card = await complete(stage)
    page = await stage.ask("/contact 1")
    choice = await stage.tap(page, "Outcome")
    assert choice.text == "How has request #1 ended? Press again to clear."
    assert choice.captions == ["sold", "<refused>", "« Request #1"]
    choice = await stage.tap(choice, "<refused>")
    assert choice.captions == ["sold", "✓ <refused>", "« Request #1"]
    page = await stage.tap(choice, "« Request #1")
    assert "\nOutcome: <refused>\n" in page.text
    assert "outcome: <refused> (admin)" in page.text
    assert "✓ <refused>" in (await stage.look(card, anna)).captions
    choice = await stage.tap(page, "Outcome")
    choice = await stage.tap(choice, "✓ <refused>")
    assert "✓" not in "".join(choice.captions)


async def test_of_a_banned_client_it_can_be_said_and_of_a_forgotten_one_it_stays(stage: Stage) -> None:
    anna, card = await complete(stage)
    await stage.ask("/ban 1")
    card = await stage.look(card, anna)
    assert card.captions == ["sold", "<refused>"]
    await stage.press(anna, card, "<refused>")
    page = await stage.ask("/forget 1")
    await stage.tap(page, "Forget")
    kept = await stage.look(card, anna)
    assert "\nOutcome: <refused>\n" in kept.text
    assert kept.captions == []
    forged = OutcomeCallback(contact=1, assignment=1, label=1).pack()
    query = await anna.forge_press(stage.bot, card.message_id, forged)
    assert await anna.wait_answer(stage.bot, query) == "The data of this client has been deleted."
    assert stage.rows("SELECT outcome_id FROM contacts") == [(2,)]


async def test_a_card_offers_twelve_at_most_and_always_the_chosen_one(stage: Stage) -> None:
    for n in range(14):
        await stage.command(f"/outcomes add so it ended {n}.")
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    card = await stage.complete(anna, "Hello")
    assert card.captions == [*(f"so it ended {n}." for n in range(12)), "Reopen"]
    choice = await stage.tap(await stage.ask("/contact 1"), "Outcome")
    await stage.tap(choice, "so it ended 13.")
    assert (await stage.look(card, anna)).captions[-3:] == [
        "so it ended 11.",
        "✓ so it ended 13.",
        "Reopen",
    ]
