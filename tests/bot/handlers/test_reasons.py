"""The card of a request that comes from a colleague says why, until it is taken."""

import pytest

from tests.stage import Stage


async def test_a_request_that_is_passed_on_says_by_whom(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    assert "↪️" not in card.text
    boris = await stage.hire("Boris <b>")
    await stage.pass_on(anna, card)
    card = await stage.card(boris, "Hello")
    assert "↪️ Passed on by Anna" in card.text.split("\n")
    await stage.press(boris, card, "Take")
    await stage.pass_on(boris, await boris.wait_for(stage.bot, "In progress"), to="Anna")
    card = await anna.wait_for(stage.bot, "↪️", after=card.message_id)
    assert "↪️ Boris <b> has passed it on to you" in card.text.split("\n")


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ("/assign 1 Boris", "↪️ Assigned to you by hand, Anna had it"),
        ("/operators dismiss Anna", "↪️ Anna had it before"),
    ],
)
async def test_a_request_that_an_admin_gives_says_so(stage: Stage, command: str, why: str) -> None:
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    await stage.card(anna, "Hello")
    boris = await stage.hire("Boris")
    screen = await stage.ask(command)
    if "Yes, dismiss" in screen.captions:
        await stage.tap(screen, "Yes, dismiss")
    assert why in (await stage.card(boris, "Hello")).text.split("\n")


async def test_what_comes_from_the_queue_says_nothing(stage: Stage) -> None:
    await stage.client("Vera", text="Hello")
    anna = await stage.hire("Anna")
    assert "↪️" not in (await stage.card(anna, "Hello")).text
