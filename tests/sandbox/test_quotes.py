"""Bots quote what they reply to: exactly, or Telegram refuses."""

from typing import Any

import pytest
from aiogram import Bot as StockBot
from aiogram.types import BufferedInputFile, ReplyParameters

from sandbox.client.person import Person
from sandbox.client.seen import Bot
from tests.sandbox.conftest import CallBot

BOLD = {"type": "bold", "offset": 0, "length": 3}


async def test_a_bot_quotes_part_of_a_message(stock: StockBot, acme: Bot, vera: Person) -> None:
    asked = await vera.write(acme, "🏟 Is the red one there?")
    sent = await stock.send_message(
        vera.id, "It is.", reply_parameters=ReplyParameters(message_id=asked, quote="the red one")
    )
    assert sent.quote
    assert (sent.quote.text, sent.quote.position, sent.quote.is_manual) == ("the red one", 6, True)
    shown = (await vera.chat(acme)).messages[-1]
    assert (shown.reply_to, shown.quote) == (asked, "the red one")


async def test_of_equal_words_the_nearest_are_quoted(stock: StockBot, acme: Bot, vera: Person) -> None:
    asked = await vera.write(acme, "yes or no, yes or no")
    for position, found in ((0, 0), (10, 11), (99, 11)):
        given = ReplyParameters(message_id=asked, quote="yes or no", quote_position=position)
        sent = await stock.send_message(vera.id, "No", reply_parameters=given)
        assert sent.quote
        assert sent.quote.position == found


@pytest.mark.parametrize(
    "given",
    [{"quote": "<b>red</b> one", "quote_parse_mode": "HTML"}, {"quote": "red one", "quote_entities": [BOLD]}],
    ids=["markup", "entities"],
)
async def test_a_quote_has_the_formatting_of_the_words(
    acme: Bot, vera: Person, call: CallBot, given: dict[str, Any]
) -> None:
    words = [{**BOLD, "offset": 4}, {"type": "code", "offset": 8, "length": 3}]
    asked = await vera.write(acme, "The red one", entities=words)
    reply = {"message_id": asked, **given}
    sent = await call(acme, "sendMessage", chat_id=vera.id, text="x", reply_parameters=reply)
    assert sent["result"]["quote"] == {
        "text": "red one",
        "position": 4,
        "is_manual": True,
        "entities": [BOLD],
    }


async def test_a_caption_is_quoted_by_a_file_an_album_and_a_copy(
    stock: StockBot, acme: Bot, vera: Person, call: CallBot
) -> None:
    photo = await vera.send(acme, "photo", caption="The red one")
    reply: dict[str, Any] = {"message_id": photo, "quote": "red"}
    await stock.send_document(
        vera.id, BufferedInputFile(b"x", "x.txt"), reply_parameters=ReplyParameters(**reply)
    )
    file_id = (await vera.chat(acme)).messages[1].file_id
    media = [{"type": "photo", "media": file_id}] * 2
    await call(acme, "sendMediaGroup", chat_id=vera.id, media=media, reply_parameters=reply)
    place = {"chat_id": vera.id, "from_chat_id": vera.id, "message_id": 1}
    await call(acme, "copyMessage", **place, reply_parameters=reply)
    assert [(m.reply_to, m.quote) for m in (await vera.chat(acme)).from_bot] == [(photo, "red")] * 4


@pytest.mark.parametrize(
    "given",
    [
        {"quote": "blue"},
        {"quote": "RED"},
        {"quote": " red  one"},
        {"quote": "x" * 1025},
        {"quote": "red"},
        {"quote": "red", "quote_entities": [{**BOLD, "type": "italic"}]},
        {"quote": "<b>one</b>", "quote_parse_mode": "HTML"},
    ],
)
async def test_other_words_or_formatting_are_no_quote(
    acme: Bot, vera: Person, call: CallBot, given: dict[str, Any]
) -> None:
    asked = await vera.write(acme, "The red one" + "x" * 1025, entities=[{**BOLD, "offset": 4}])
    reply = {"message_id": asked, "allow_sending_without_reply": True, **given}
    refused = await call(acme, "sendMessage", chat_id=vera.id, text="x", reply_parameters=reply)
    assert refused["description"] == "Bad Request: QUOTE_TEXT_INVALID"
    assert (await vera.chat(acme)).from_bot == []


async def test_without_the_message_there_is_no_quote(acme: Bot, vera: Person, call: CallBot) -> None:
    asked = await vera.write(acme, "The red one")
    await vera.delete(acme, asked)
    reply = {"message_id": asked, "quote": "red"}
    refused = await call(acme, "sendMessage", chat_id=vera.id, text="x", reply_parameters=reply)
    assert refused["description"] == "Bad Request: message to be replied not found"
    reply |= {"allow_sending_without_reply": True}
    assert (await call(acme, "sendMessage", chat_id=vera.id, text="x", reply_parameters=reply))["ok"]
    shown = (await vera.chat(acme)).messages[-1]
    assert (shown.reply_to, shown.quote) == (None, None)


async def test_an_empty_quote_is_none(acme: Bot, vera: Person, call: CallBot) -> None:
    reply = {"message_id": 1, "quote": ""}
    sent = await call(acme, "sendMessage", chat_id=vera.id, text="x", reply_parameters=reply)
    assert "quote" not in sent["result"]
