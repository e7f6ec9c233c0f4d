"""What is left of the card of who no longer has a request: whose it was, until that is forgotten."""

from tests.stage import Stage


async def test_a_request_that_was_passed_on_says_whose_it_was(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await stage.hire("Boris", weight=0)
    await stage.client("Vera <b>", text="Hello")
    card = await stage.card(anna, "Hello")
    await stage.command("/weight Boris @acme_sales_bot 1")
    await stage.pass_on(anna, card)
    ended = await anna.wait_for(stage.bot, "is no longer with you.")
    assert (ended.message_id, ended.text) == (
        card.message_id,
        "Request #1 is no longer with you. Client: Vera <b>",
    )


async def test_an_account_that_is_no_operators_any_more_keeps_no_name(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    asked = await stage.ask("/operators dismiss Anna")
    await stage.press(stage.admin, asked, asked.captions[0])
    await stage.settle()
    assert (await stage.look(card, anna)).text == "Request #1 is no longer with you."


async def test_who_is_forgotten_has_no_name_on_any_card_and_none_comes_back(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    boris = await stage.hire("Boris", weight=0)
    await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    await stage.command("/weight Boris @acme_sales_bot 1")
    await stage.pass_on(anna, card)
    shown = await stage.card(boris, "Hello")
    await stage.press(stage.admin, await stage.ask("/forget 1"), "Forget")
    await stage.settle()
    assert (await stage.look(card, anna)).text == "Request #1 is no longer with you."
    assert "Vera" not in (await stage.look(shown, boris)).text
