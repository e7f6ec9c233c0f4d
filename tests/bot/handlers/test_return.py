"""Whoever comes back after closing the chat with the bot sees what has become of the cards there."""

from tests.stage import Stage


async def test_the_old_card_is_closed_when_the_operator_comes_back(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Is anybody there?")
    old = await stage.card(anna, "Is anybody there?")
    await anna.block(stage.bot)
    await stage.settle()
    assert (await anna.chat(stage.bot)).from_bot[-1].buttons == old.buttons
    await anna.unblock(stage.bot)
    closed = await anna.wait_for(stage.bot, "Request #1 is no longer with you.")
    assert (closed.message_id, closed.buttons) == (old.message_id, [])
    new = await stage.card(anna, "Is anybody there?")
    assert new.message_id > old.message_id
    assert await stage.press(anna, new, "Take") == "Request #1 is yours"
