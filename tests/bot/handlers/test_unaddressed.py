"""An operator who just types, without a reply, is asked to whom it goes: one press sends it, once."""

from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage
from tests.stage import Stage

SAID = "SELECT contact_id, text FROM messages WHERE author='operator' ORDER BY id"


async def offer(stage: Stage, anna: Person, text: str = "Good morning") -> ChatMessage:
    """Let Anna write to nobody; returns what she is asked."""
    sent = await anna.write(stage.bot, text)
    return await anna.wait_for(stage.bot, lambda m: m.reply_to == sent)


async def open_contact(stage: Stage, anna: Person, name: str, text: str) -> Person:
    client = await stage.client(name, text=text)
    await stage.card(anna, text)
    return client


async def test_one_press_sends_a_plain_line_to_the_only_client(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await open_contact(stage, anna, "Vera", "Hello")
    hint = await offer(stage, anna)
    assert hint.captions == ["Send to Vera"]
    assert stage.rows(SAID) == [], "nothing is sent before that"
    await anna.press(stage.bot, hint, "Send to Vera")
    await vera.wait_for(stage.bot, "Good morning")
    shown = await stage.look(hint, anna)
    assert (shown.text, shown.captions) == ("Sent to Vera, request #1.", [])
    await stage.card(anna, "In progress")


async def test_a_second_press_sends_nothing_to_anybody(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await open_contact(stage, anna, "Vera", "Hello")
    nina = await open_contact(stage, anna, "Nina", "Hi there")
    hint = await offer(stage, anna)
    buttons = {button.text: button.data or "" for row in hint.buttons for button in row}
    assert list(buttons) == ["Send to Vera", "Send to Nina"]
    await stage.press(anna, hint, "Send to Nina")
    for data in buttons.values():
        query = await anna.forge_press(stage.bot, hint.message_id, data)
        told = await anna.wait_answer(stage.bot, query)
        assert told == "This message has been sent already, in request #2."
    await stage.settle()
    assert stage.rows(SAID) == [(2, "Good morning")]
    assert (await stage.texts(nina)).count("Good morning") == 1
    assert "Good morning" not in await stage.texts(vera)


async def test_nothing_is_sent_once_the_request_has_moved_or_is_completed(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await open_contact(stage, anna, "Vera", "Hello")
    await open_contact(stage, anna, "Nina", "Hi there")
    hint = await offer(stage, anna)
    await stage.hire("Boris")
    await stage.pass_on(anna, await stage.card(anna, "Hello"), "Boris")
    await stage.complete(anna, "Hi there")
    assert await stage.press(anna, hint, "Send to Vera") == "Request #1 is no longer with you."
    assert await stage.press(anna, hint, "Send to Nina") == "Request #2 is completed already."
    assert stage.rows(SAID) == []


async def test_a_file_is_sent_so_too_and_a_later_edit_reaches_the_client(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await open_contact(stage, anna, "Vera", "Hello")
    sent = await anna.send(stage.bot, "photo", caption="the lmap")
    hint = await anna.wait_for(stage.bot, lambda m: m.reply_to == sent)
    await anna.press(stage.bot, hint, "Send to Vera")
    photo = await vera.wait_for(stage.bot, lambda m: m.kind == "photo")
    assert photo.text == "the lmap"
    await anna.edit(stage.bot, sent, "the lamp")
    await vera.wait_for(stage.bot, lambda m: m.kind == "photo" and m.text == "the lamp")


async def test_clients_of_one_name_are_told_apart_and_five_are_offered(stage: Stage) -> None:
    anna = await stage.hire("Anna", limit=10)
    for number in range(6):
        client = await stage.person("Vera", username=f"vera_{number}")
        await client.write(stage.bot, f"question {number}")
        await stage.card(anna, f"question {number}")
    hint = await offer(stage, anna)
    assert hint.captions == [f"Send to Vera @vera_{number}" for number in range(5)]


async def test_a_note_a_command_and_who_has_nobody_to_write_to_are_offered_nothing(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    hint = await stage.ask("Good morning", anna)
    assert (hint.captions, hint.text.startswith("To write to a client, reply")) == ([], True)
    await open_contact(stage, anna, "Vera", "Hello")
    for text in ("// calls back", "/nonsense"):
        assert (await stage.ask(text, anna)).captions == []


async def test_only_an_own_message_can_be_sent_so(stage: Stage) -> None:
    anna, boris = await stage.hire("Anna"), None
    await open_contact(stage, anna, "Vera", "Hello")
    hint = await offer(stage, anna)
    data = hint.buttons[0][0].data or ""
    card = await stage.card(anna, "Hello")
    query = await anna.forge_press(stage.bot, card.message_id, data)
    assert (await anna.wait_answer(stage.bot, query)).startswith("That message is no longer there")
    boris = await stage.hire("Boris")
    own = await stage.ask("Hi", boris)
    query = await boris.forge_press(stage.bot, own.message_id, data)
    await boris.wait_answer(stage.bot, query)
    assert stage.rows(SAID) == []
