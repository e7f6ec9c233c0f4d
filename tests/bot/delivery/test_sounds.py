"""Whose phone rings, and how often: once for a card, a client's message, an answer or an alert."""

import re

from bot.delivery.sounds import SILENT_NOTICES
from bot.ui.texts import speak
from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage
from services.queues import relays
from tests.stage import Stage


async def heard(stage: Stage, person: Person) -> list[str]:
    """Return what has made a sound in somebody's chat, once all is done."""
    await stage.settle()
    chat = await person.chat(stage.bot)
    return [message.text or message.kind for message in chat.from_bot if rings(message)]


def rings(message: ChatMessage) -> bool:
    return not message.silent


async def test_a_completion_that_brings_a_long_conversation_rings_once(stage: Stage) -> None:
    anna = await stage.hire("Anna", limit=1)
    vera = await stage.client("Vera", text="first")
    await stage.card(anna, "first")
    nina = await stage.client("Nina", text="waiting")
    for number in range(1, 25):
        await nina.write(stage.bot, f"message {number}")
    await stage.settle()
    before = len(await heard(stage, anna))
    await stage.complete(anna, "first")
    await anna.wait_for(stage.bot, "message 24")
    card, *rest = (await heard(stage, anna))[before:]
    assert ("waiting" in card, rest) == (True, [])
    assert await heard(stage, vera) == [], "that it is handled and completed is no news to be woken by"
    assert await heard(stage, nina) == []


async def test_every_message_of_a_client_and_every_answer_rings_once(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    before = len(await heard(stage, anna))
    await anna.write(stage.bot, "Hi, Vera", reply_to=card.message_id)
    await vera.wait_for(stage.bot, "Hi, Vera")
    await anna.write(stage.bot, "What is it?", reply_to=card.message_id)
    await vera.wait_for(stage.bot, "What is it?")
    await vera.write(stage.bot, "one more")
    written = await vera.write(stage.bot, "and another")
    await vera.edit(stage.bot, written, "and another one")
    await anna.wait_for(stage.bot, "edited: and another one")
    assert await heard(stage, vera) == ["Hi, Vera", "What is it?"]
    assert (await heard(stage, anna))[before:] == ["one more", "and another one"]


async def test_an_album_and_what_is_forwarded_ring_once(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    await stage.card(anna, "Hello")
    before = len(await heard(stage, anna))
    await vera.send_album(stage.bot, 2, caption="these two")
    await anna.wait_for(stage.bot, "these two")
    await stage.settle()
    chat = (await anna.chat(stage.bot)).from_bot
    parts = [message for message in chat if message.kind == "photo"]
    assert [rings(part) for part in parts] == [True, True], "they arrive as one, with one sound"
    rung = (await heard(stage, anna))[before:]
    assert len(rung) == len(parts), "and the line that says whose they are is silent"


async def test_a_note_and_all_that_answers_a_command_are_silent(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    before = len(await heard(stage, anna))
    assert "note" in (await stage.reply(anna, card, "// calls back")).lower()
    await stage.ask("/mine", anna)
    await stage.ask("/contact 1")
    assert (await heard(stage, anna))[before:] == []
    boris = await stage.hire("Boris")
    await stage.pass_on(anna, card)
    await boris.wait_for(stage.bot, "calls back")
    assert len(await heard(stage, boris)) == 1


async def test_an_answer_that_did_not_arrive_is_an_alert(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    await vera.block(stage.bot)
    before = len(await heard(stage, anna))
    await stage.reply(anna, card, "Are you there?")
    assert len(await heard(stage, anna)) == before + 1


def test_every_notice_that_is_named_silent_has_a_text() -> None:
    for language in ("ru", "en"):
        words = speak(language)
        for key in SILENT_NOTICES - {relays.CARRIED, relays.CAPTION}:
            assert re.fullmatch("[a-z-]+", key)
            words.choices(key)  # raises KeyError for what is no text
