"""Messages of every kind arrive as Telegram shows them; some kinds nobody can copy."""

import pytest
from aiogram import Bot as StockBot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile

from sandbox.client.connection import SandboxError
from sandbox.client.person import Person
from sandbox.client.seen import Bot
from sandbox.client.telegram import Telegram
from tests.sandbox.conftest import CallBot, Json

UNCOPIED = ["quiz", "story", "paid_media", "checklist"]
BUTTON = {"inline_keyboard": [[{"text": "Take", "callback_data": "1"}]]}


@pytest.mark.parametrize("kind", ["poll", "dice", "location", *UNCOPIED])
async def test_a_message_of_each_kind_arrives(stock: StockBot, acme: Bot, vera: Person, kind: str) -> None:
    await vera.send(acme, kind, reply_to=1)
    message = (await stock.get_updates())[-1].message
    assert message
    shown = "poll" if kind == "quiz" else kind
    assert message.content_type == shown
    assert message.reply_to_message
    assert (await vera.chat(acme)).messages[-1].kind == shown


async def test_the_answer_of_a_quiz_is_unknown(stock: StockBot, acme: Bot, vera: Person) -> None:
    await vera.send(acme, "quiz")
    message = (await stock.get_updates())[-1].message
    assert message
    assert message.poll
    assert (message.poll.type, message.poll.correct_option_ids) == ("quiz", None)


async def test_paid_media_has_a_caption_and_a_poll_has_none(stock: StockBot, acme: Bot, vera: Person) -> None:
    await vera.send(acme, "paid_media", caption="Look")
    message = (await stock.get_updates())[-1].message
    assert message
    assert message.caption == "Look"
    with pytest.raises(SandboxError, match="A poll has no caption"):
        await vera.send(acme, "quiz", caption="Look")


@pytest.mark.parametrize("kind", UNCOPIED)
async def test_what_cannot_be_copied_is_refused_or_skipped(
    stock: StockBot, acme: Bot, vera: Person, kind: str
) -> None:
    text, other = await vera.write(acme, "Look"), await vera.send(acme, kind)
    with pytest.raises(TelegramBadRequest, match="message can't be copied"):
        await stock.copy_message(vera.id, vera.id, other)
    with pytest.raises(TelegramBadRequest, match="message can't be copied"):
        await stock.copy_messages(vera.id, vera.id, [other])
    assert len(await stock.copy_messages(vera.id, vera.id, [text, other])) == 1
    assert [m.text for m in (await vera.chat(acme)).from_bot] == ["Look"]


@pytest.mark.parametrize("kind", ["poll", "dice", "location"])
async def test_the_rest_is_copied(stock: StockBot, acme: Bot, vera: Person, kind: str) -> None:
    await stock.copy_message(vera.id, vera.id, await vera.send(acme, kind))
    assert [m.kind for m in (await vera.chat(acme)).from_bot] == [kind]


@pytest.mark.parametrize(
    "more",
    [
        {"reply_parameters": {"message_id": 1}},
        {"reply_markup": BUTTON},
        {"reply_markup": {"remove_keyboard": True}},
        {"caption": "y" * 1025},
    ],
    ids=["reply", "buttons", "keyboard", "caption"],
)
async def test_a_long_caption_is_copied_only_as_it_is(
    acme: Bot, vera: Person, telegram: Telegram, call: CallBot, more: Json
) -> None:
    paul = await telegram.add_person("Paul", is_premium=True)
    photo = await paul.send(acme, "photo", caption="x" * 2000)
    place = {"chat_id": vera.id, "from_chat_id": paul.id, "message_id": photo}
    refused = await call(acme, "copyMessage", **place, **more)
    assert refused["description"] == "Bad Request: message caption is too long"
    assert (await call(acme, "copyMessage", **place))["ok"]
    gone = {"reply_parameters": {"message_id": 99, "allow_sending_without_reply": True}}
    assert (await call(acme, "copyMessage", **place, **gone))["ok"]
    assert (await call(acme, "copyMessage", **place, caption="Short", reply_markup=BUTTON))["ok"]
    copies = [m.text for m in (await vera.chat(acme)).from_bot]
    assert copies == ["x" * 2000, "x" * 2000, "Short"]


async def test_some_people_let_nobody_send_them_voices(
    stock: StockBot, acme: Bot, vera: Person, telegram: Telegram
) -> None:
    quiet = await telegram.add_person("Quinn", forbids_voice=True)
    await quiet.open(acme)
    voice, note = await vera.send(acme, "voice"), await vera.send(acme, "video_note")
    text = await vera.write(acme, "Listen")
    file = BufferedInputFile(b"sound", "sound.ogg")
    for attempt in (
        lambda: stock.send_voice(quiet.id, file),
        lambda: stock.send_video_note(quiet.id, file),
        lambda: stock.copy_message(quiet.id, vera.id, voice),
        lambda: stock.copy_message(quiet.id, vera.id, note),
        lambda: stock.copy_messages(quiet.id, vera.id, [voice, text]),
        lambda: stock.forward_message(quiet.id, vera.id, voice),
        lambda: stock.forward_messages(quiet.id, vera.id, [note, text]),
    ):
        with pytest.raises(TelegramBadRequest, match="VOICE_MESSAGES_FORBIDDEN"):
            await attempt()
    assert (await quiet.chat(acme)).from_bot == []
    await quiet.send(acme, "voice")
    await stock.send_audio(quiet.id, file)
    await stock.copy_message(vera.id, vera.id, voice)
