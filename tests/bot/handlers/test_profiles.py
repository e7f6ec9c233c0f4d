"""A client's @username stands on the card and opens the chat; a new name is shown from then on."""

from tests.bot.updates import message
from tests.stage import Stage


async def test_the_card_names_the_username_and_a_new_name_takes_its_place(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.person("Vera", username="vera_k")
    await vera.write(stage.bot, "Hello")
    card = await stage.card(anna, "Hello")
    assert "Client: Vera, @vera_k" in card.text
    assert "https://t.me/vera_k" in str(card)
    changed = message(vera, 900, text="It is me")
    changed["from"] |= {"first_name": "Vera Kim", "username": "vera_kim"}
    await stage.telegram.inject(stage.bot, {"message": changed})
    await stage.card(anna, "Client: Vera Kim, @vera_kim")
    assert "#1 · Vera Kim" in await stage.command("/find @vera_kim")
