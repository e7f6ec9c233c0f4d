"""A phone or e-mail that a client types, in the operator's chat: offered below it, kept by a press."""

from bot.views.cards.claim_screens import ClaimCallback
from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage
from tests.stage import Stage

KEPT = "SELECT typed_phone, typed_email FROM contacts"


async def type_phone(
    stage: Stage, text: str = "Call me: 8 903 123-45-67"
) -> tuple[Person, Person, ChatMessage]:
    """Let Vera type this; returns the offer that Anna gets."""
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello?")
    await stage.card(anna, "Hello?")
    await vera.write(stage.bot, text)
    return anna, vera, await anna.wait_for(stage.bot, "Save the ")


async def test_a_phone_is_offered_silently_in_reply_to_the_message_and_kept_by_a_press(stage: Stage) -> None:
    anna, _, offer = await type_phone(stage)
    assert (offer.text, offer.captions) == ("Save the phone +7 903 123-45-67?", ["Save", "No"])
    copy = await anna.wait_for(stage.bot, "Call me")
    assert (offer.silent, offer.reply_to) == (True, copy.message_id)
    assert stage.rows(KEPT) == [(None, None)]
    done = await stage.tap(offer, "Save", anna)
    assert done.text == ("Saved with request #1: +7 903 123-45-67. The client says so, nothing proves it.")
    assert done.buttons == []
    assert stage.rows(KEPT) == [("+79031234567", None)]
    card = await stage.card(anna, "Hello?")
    assert "Says: +7 903 123-45-67, not confirmed" in card.text
    assert "#1" in await stage.command("/find +79031234567")
    assert "phone or e-mail saved from the client's words: Anna" in await stage.command("/contact 1")


async def test_an_email_may_be_left_alone(stage: Stage) -> None:
    anna, vera, offer = await type_phone(stage, "vera@example.com")
    assert offer.text == "Save the e-mail vera@example.com?"
    assert (await stage.tap(offer, "No", anna)).text == "Not saved."
    await vera.write(stage.bot, "I said vera@example.com")
    await anna.wait_for(stage.bot, "I said")
    await stage.settle()
    assert sum("Save the" in text for text in await stage.texts(anna)) == 0
    assert stage.rows(KEPT) == [(None, None)]


async def test_after_a_hand_over_the_old_button_keeps_nothing(stage: Stage) -> None:
    anna, _, offer = await type_phone(stage)
    boris = await stage.hire("Boris", weight=None)
    await stage.command("/assign 1 Boris")
    assert await stage.press(anna, offer, "Save") == "Request #1 is no longer with you."
    await stage.tap(await boris.wait_for(stage.bot, "Save the phone"), "Save", boris)
    assert stage.rows(KEPT) == [("+79031234567", None)]


async def test_a_message_that_was_changed_since_keeps_nothing(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello?")
    said = await vera.write(stage.bot, "8 903 123-45-67")
    offer = await anna.wait_for(stage.bot, "Save the phone +7 903 123-45-67?")
    await vera.edit(stage.bot, said, "8 903 123-45-68")
    newer = await anna.wait_for(stage.bot, "Save the phone +7 903 123-45-68?")
    told = await stage.press(anna, offer, "Save")
    assert told == "The client has changed that message since. Look again."
    await stage.tap(newer, "Save", anna)
    assert stage.rows(KEPT) == [("+79031234568", None)]


async def test_it_is_said_in_the_operators_language(stage: Stage) -> None:
    anna = await stage.hire("Анна", language="ru")
    await stage.client("Vera", text="8 903 123-45-67")
    offer = await anna.wait_for(stage.bot, "Сохранить телефон +7 903 123-45-67?")
    done = await stage.tap(offer, "Сохранить", anna)
    assert done.text == (
        "Сохранено в обращении №1: +7 903 123-45-67. Это со слов клиента, подтверждения нет."
    )


async def test_a_client_forges_no_save(stage: Stage) -> None:
    _, vera, _ = await type_phone(stage)
    told = await vera.wait_for(stage.bot, "Request #1")
    data = ClaimCallback(contact=1, assignment=1, keep=True).pack()
    query = await vera.forge_press(stage.bot, told.message_id, data)
    assert await vera.wait_answer(stage.bot, query) == "This request is not yours."
    assert stage.rows(KEPT) == [(None, None)]
