"""The main job: a client's message reaches an operator, the answer reaches the client."""

from tests.stage import Stage


async def test_a_clients_message_becomes_a_card_and_the_answer_comes_back(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello, is the blue one in stock?")
    await vera.wait_for(stage.bot, "Request #1 received")
    card = await stage.card(anna, "is the blue one in stock?")
    assert {"Take", "Pass on", "More"} <= set(card.captions)
    assert "Vera" in card.text
    assert "@acme_sales_bot" in card.text
    assert await stage.press(anna, card, "Take") == "Request #1 is yours"
    await vera.wait_for(stage.bot, "Anna is answering you")
    await anna.write(stage.bot, "Yes, two of them.", reply_to=card.message_id)
    await vera.wait_for(stage.bot, "Yes, two of them.")
    await vera.write(stage.bot, "I take both!")
    relayed = await anna.wait_for(stage.bot, "I take both!")
    assert relayed.reply_to == card.message_id
    card = await stage.card(anna, "In progress")
    assert "Take" not in card.captions
    assert await stage.press(anna, card, "Complete") == "Request #1 is completed"
    await vera.wait_for(stage.bot, "Request #1 is completed")
    assert "Reopen" in (await stage.card(anna, "Completed")).captions
    assert stage.rows("SELECT status, operator_id FROM contacts") == [("completed", 1)]
    assert stage.rows("SELECT load FROM operators") == [(0,)]
