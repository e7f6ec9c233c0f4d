"""What messages of people carry beside their words: formatting, quotes, origins, dates."""

from typing import Any

import pytest
from aiogram import Bot as StockBot
from aiogram.types import Message

from sandbox.client.connection import SandboxError
from sandbox.client.person import Person
from sandbox.client.seen import Bot
from sandbox.client.telegram import Telegram
from tests.sandbox.conftest import Clock

Json = dict[str, Any]

BOLD = {"type": "bold", "offset": 0, "length": 5}
ANNA = {"id": 5, "is_bot": False, "first_name": "Anna"}
CHANNEL = {"id": -1005, "type": "channel", "title": "News"}
ORIGINS: list[Json] = [
    {"type": "user", "date": 7, "sender_user": ANNA},
    {"type": "hidden_user", "date": 7, "sender_user_name": "Anna"},
    {"type": "chat", "date": 7, "sender_chat": {"id": -1006, "type": "supergroup", "title": "Us"}},
    {"type": "channel", "date": 7, "chat": CHANNEL, "message_id": 3},
]


async def last_message(stock: StockBot) -> Message:
    message = (await stock.get_updates())[-1].message
    assert message
    return message


async def test_words_have_their_formatting(stock: StockBot, acme: Bot, vera: Person) -> None:
    link = {"type": "text_link", "offset": 6, "length": 5, "url": "example.com"}
    await vera.write(acme, "  Hello there /help", entities=[{**BOLD, "offset": 2}, {**link, "offset": 8}])
    message = await last_message(stock)
    assert message.text == "Hello there /help"
    assert [(e.type, e.offset, e.length) for e in message.entities or []] == [
        ("bold", 0, 5),
        ("text_link", 6, 5),
        ("bot_command", 12, 5),
    ]
    shown = (await vera.chat(acme)).messages[-1]
    assert shown.html == '<b>Hello</b> <a href="http://example.com/">there</a> /help'


async def test_captions_have_their_formatting(stock: StockBot, acme: Bot, vera: Person) -> None:
    await vera.send(acme, "photo", caption="Hello there", entities=[BOLD])
    entities = (await last_message(stock)).caption_entities or []
    assert [e.type for e in entities] == ["bold"]
    with pytest.raises(SandboxError, match="need a caption") as refused:
        await vera.send(acme, "photo", entities=[BOLD])
    assert refused.value.status == 422


async def test_an_edit_has_formatting_of_its_own(stock: StockBot, acme: Bot, vera: Person) -> None:
    message_id = await vera.write(acme, "Hello", entities=[BOLD])
    await vera.edit(acme, message_id, "Hello!", entities=[{**BOLD, "type": "italic"}])
    edited = (await stock.get_updates())[-1].edited_message
    assert edited
    assert [e.type for e in edited.entities or []] == ["italic"]
    await vera.edit(acme, message_id, "Hello.")
    assert (await vera.chat(acme)).messages[-1].html == "Hello."


async def test_a_reply_quotes_words_with_their_formatting(stock: StockBot, acme: Bot, vera: Person) -> None:
    text = "🏟 Price: 100 or 200"
    sent = await stock.send_message(vera.id, "🏟 Price: <b>100</b> or <code>200</code>", parse_mode="HTML")
    await vera.write(acme, "Why?", sent.message_id, quote="100 or 200")
    message = await last_message(stock)
    assert message.quote
    assert message.reply_to_message
    assert (message.quote.text, message.quote.position, message.quote.is_manual) == ("100 or 200", 10, True)
    assert text.encode("utf-16-le")[20:26].decode("utf-16-le") == "100"
    assert [(e.type, e.offset, e.length) for e in message.quote.entities or []] == [("bold", 0, 3)]
    shown = (await vera.chat(acme)).messages[-1]
    assert (shown.reply_to, shown.quote) == (sent.message_id, "100 or 200")


async def test_a_photo_quotes_a_caption(stock: StockBot, acme: Bot, vera: Person) -> None:
    photo = await vera.send(acme, "photo", caption="The red one")
    await vera.send(acme, "photo", reply_to=photo, quote="red")
    message = await last_message(stock)
    assert message.quote
    assert (message.quote.text, message.quote.position, message.quote.entities) == ("red", 4, None)


@pytest.mark.parametrize("origin", ORIGINS, ids=[origin["type"] for origin in ORIGINS])
async def test_a_forward_has_its_origin(stock: StockBot, acme: Bot, vera: Person, origin: Json) -> None:
    await vera.write(acme, "Look", forward_origin=origin)
    await vera.send(acme, "photo", caption="And this", forward_origin=origin)
    for update in (await stock.get_updates())[-2:]:
        assert update.message
        assert update.message.forward_origin
        assert update.message.forward_origin.type == origin["type"]
        assert update.message.forward_origin.date.timestamp() == 7
    assert [m.forward_origin for m in (await vera.chat(acme)).messages] == [None, origin, origin]


async def test_what_an_origin_lacks_is_added(stock: StockBot, acme: Bot, vera: Person) -> None:
    await vera.write(
        acme, "Look", forward_origin={"type": "user", "sender_user": {"id": 5, "first_name": "A"}}, sent_at=9
    )
    origin = (await vera.chat(acme)).messages[-1].forward_origin
    assert origin == {
        "type": "user",
        "date": 9,
        "sender_user": {"id": 5, "first_name": "A", "is_bot": False},
    }
    assert (await last_message(stock)).forward_origin


async def test_a_forward_cannot_be_edited_but_deleted(acme: Bot, vera: Person) -> None:
    text = await vera.write(acme, "Look", forward_origin=ORIGINS[0])
    photo = await vera.send(acme, "photo", forward_origin=ORIGINS[0])
    with pytest.raises(SandboxError, match="was forwarded") as refused:
        await vera.edit(acme, text, "Look!")
    assert refused.value.status == 409
    with pytest.raises(SandboxError, match="was forwarded"):
        await vera.edit_media(acme, photo)
    await vera.delete(acme, text)


async def test_a_reply_can_be_to_another_chat(stock: StockBot, acme: Bot, vera: Person) -> None:
    reply = {"origin": ORIGINS[3], "chat": CHANNEL, "message_id": 3}
    await vera.write(acme, "Is it still there?", external_reply=reply, quote="any words")
    message = await last_message(stock)
    assert message.external_reply
    assert message.external_reply.message_id == 3
    assert message.quote
    assert message.quote.text == "any words"
    assert message.reply_to_message is None


async def test_a_message_can_be_of_earlier(stock: StockBot, acme: Bot, vera: Person, clock: Clock) -> None:
    sent_at = int(clock()) - 3 * 24 * 3600
    await vera.write(acme, "Long ago", sent_at=sent_at)
    await vera.send(acme, "voice", sent_at=sent_at + 0.5)
    dates = [update.message.date.timestamp() for update in (await stock.get_updates())[-2:] if update.message]
    assert dates == [sent_at, sent_at]
    assert [m.date for m in (await vera.chat(acme)).messages[1:]] == [sent_at, sent_at]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"quote": 5}, "“quote” must be a string"),
        ({"entities": {}}, "“entities” must be a list"),
        ({"entities": [5]}, "Can't parse entities: Expected an Object of MessageEntity"),
        ({"entities": [{"type": "bold"}]}, "Can't parse entities: Field"),
        ({"entities": [{"type": "text_link", "offset": 0, "length": 1, "url": "x y"}]}, "Entity URL 'x y'"),
        ({"forward_origin": "Anna"}, "“forward_origin” must be an object"),
        ({"forward_origin": {"type": "nobody"}}, "The type of an origin is one of user, hidden_user"),
        ({"forward_origin": {"type": "user"}}, "An origin of the type user has sender_user"),
        (
            {"forward_origin": {"type": "channel", "chat": CHANNEL}},
            "An origin of the type channel has chat and",
        ),
        ({"forward_origin": {"type": "user", "sender_user": {"id": 1}}}, "The sender_user of an origin has"),
        ({"forward_origin": {**ORIGINS[1], "date": "now"}}, "The date of an origin is a whole number"),
        ({"forward_origin": ORIGINS[0], "reply_to": 1}, "A forwarded message replies to nothing"),
        ({"external_reply": {"origin": ORIGINS[0]}, "reply_to": 1}, "A message replies to one message"),
        ({"external_reply": {"message_id": 1}}, "An external_reply has an origin"),
        ({"quote": "x"}, "A quote needs reply_to or external_reply"),
        ({"quote": "stop", "reply_to": 1}, "Message 1 does not say “stop”"),
        ({"quote": "", "reply_to": 1}, "A quote has 1-1024 characters"),
        ({"sent_at": "now"}, "“sent_at” must be a number"),
        ({"sent_at": 0}, "“sent_at” is a time in unix seconds, not later than now"),
        ({"sent_at": 10**12}, "“sent_at” is a time in unix seconds, not later than now"),
    ],
)
async def test_what_nobody_can_send_is_refused(acme: Bot, vera: Person, given: Json, sentence: str) -> None:
    before = await vera.chat(acme)
    with pytest.raises(SandboxError, match=sentence) as refused:
        await vera.send(acme, "photo", caption="x", **given)
    assert refused.value.status == 422
    with pytest.raises(SandboxError, match=sentence):
        await vera.write(acme, "x", **given)
    assert await vera.chat(acme) == before


async def test_a_refused_message_opens_no_chat(acme: Bot, telegram: Telegram) -> None:
    paul = await telegram.add_person("Paul")
    with pytest.raises(SandboxError, match="A quote needs"):
        await paul.write(acme, "x", quote="x")
    assert (await paul.chat(acme)).state == "never"


async def test_long_captions_are_for_premium(
    stock: StockBot, acme: Bot, vera: Person, telegram: Telegram
) -> None:
    paul = await telegram.add_person("Paul", is_premium=True)
    message_id = await paul.send(acme, "photo", caption="x" * 4096)
    await paul.edit(acme, message_id, "y" * 4096)
    await paul.edit_media(acme, message_id, caption="z" * 4096)
    message = (await stock.get_updates())[-1].edited_message
    assert message
    assert message.from_user
    assert (message.caption, message.from_user.is_premium) == ("z" * 4096, True)
    with pytest.raises(SandboxError, match="at most 4096"):
        await paul.edit(acme, message_id, "y" * 4097)
    with pytest.raises(SandboxError, match="at most 1024"):
        await vera.send(acme, "photo", caption="x" * 1025)
    photo = await vera.send(acme, "photo", caption="x" * 1024)
    with pytest.raises(SandboxError, match="at most 1024"):
        await vera.edit(acme, photo, "x" * 1025)


async def test_traits_of_a_person_are_true_or_false(telegram: Telegram) -> None:
    with pytest.raises(SandboxError, match="“is_premium” must be true or false"):
        await telegram.add_person("Paul", is_premium="yes")
