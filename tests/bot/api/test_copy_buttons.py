"""A press copies a client's phone or e-mail: on the card of a form, and on the page in /mine."""

from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage
from tests.api_stage import ApiStage


def copied(message: ChatMessage) -> dict[str, str]:
    """Return what the buttons of a message copy, by caption."""
    return {button.text: button.copy for row in message.buttons for button in row if button.copy}


async def test_the_card_of_a_form_copies_what_the_form_says(stage: ApiStage, anna: Person) -> None:
    await stage.submit(phone="+79161234567", email="vera@example.com", message="Call me")
    card = await stage.card(anna, "Call me")
    both = {"Copy phone": "+79161234567", "Copy e-mail": "vera@example.com"}
    assert copied(card) == both
    assert "vera@example.com" in card.text, "an old app shows no such buttons"
    page = await stage.tap(await stage.ask("/mine", anna), "#1", anna)
    assert copied(page) == both
    await stage.complete(anna, "Call me")
    assert copied(await stage.look(card, anna)) == {}, "a completed one needs none"


async def test_what_is_not_known_has_no_button(stage: ApiStage, anna: Person) -> None:
    vera = await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    assert copied(await stage.tap(await stage.ask("/mine", anna), "#1", anna)) == {}
    await vera.share_phone(stage.bot, "+79161234567")
    await stage.settle()
    assert copied(await stage.tap(await stage.ask("/mine", anna), "#1", anna)) == {
        "Copy phone": "+79161234567"
    }
    assert copied(card) == {}, "a client with a chat is answered there"
