"""Messages after they were sent: edited, asked about, taken away."""

import asyncio
from typing import Any

import pytest
from aiogram import Bot as StockBot
from aiogram.enums import ChatAction
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BufferedInputFile,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
)

from sandbox.client.connection import SandboxError
from sandbox.client.person import Person
from sandbox.client.seen import Bot
from sandbox.client.telegram import Telegram
from tests.sandbox.conftest import CallBot, Clock


async def last_edit(stock: StockBot) -> Message:
    edited = (await stock.get_updates())[-1].edited_message
    assert edited
    return edited


@pytest.mark.parametrize(("caption", "shown"), [(None, "Mine"), ("Ours", "Ours"), ("", None)])
async def test_a_photo_is_replaced_and_its_caption_kept_or_changed(
    stock: StockBot, acme: Bot, vera: Person, caption: str | None, shown: str | None
) -> None:
    message_id = await vera.send(acme, "photo", caption="Mine")
    before = (await vera.chat(acme)).messages[-1]
    await vera.edit_media(acme, message_id, caption=caption)
    edited, after = await last_edit(stock), (await vera.chat(acme)).messages[-1]
    assert edited.photo
    assert (edited.message_id, edited.photo[-1].file_id, edited.caption) == (message_id, after.file_id, shown)
    assert after.file_unique_id != before.file_unique_id
    assert (after.text, after.edited) == (shown or "", True)
    assert (await stock.send_photo(vera.id, edited.photo[-1].file_id)).photo == edited.photo


async def test_a_part_of_an_album_stays_in_it_when_replaced(stock: StockBot, acme: Bot, vera: Person) -> None:
    first, _ = await vera.send_album(acme, 2)
    group = (await vera.chat(acme)).messages[-1].media_group_id
    await vera.edit_media(acme, first, kind="video")
    edited = await last_edit(stock)
    assert (edited.content_type, edited.media_group_id) == ("video", group)


@pytest.mark.parametrize(
    ("kind", "new", "sentence"),
    [
        ("sticker", None, "Nobody can replace a sticker"),
        ("photo", "voice", "Nobody can replace a photo with a voice"),
        ("photo", "smell", "There is no kind “smell”"),
    ],
)
async def test_not_everything_can_be_replaced(
    acme: Bot, vera: Person, kind: str, new: str | None, sentence: str
) -> None:
    message_id = await vera.send(acme, kind)
    with pytest.raises(SandboxError, match=sentence):
        await vera.edit_media(acme, message_id, kind=new)


async def test_bots_are_not_told_of_a_deletion(
    stock: StockBot, acme: Bot, vera: Person, telegram: Telegram
) -> None:
    message_id = await vera.write(acme, "Forget it")
    waiting = await telegram.pending(acme)
    await vera.delete(acme, message_id)
    assert await telegram.pending(acme) == waiting
    with pytest.raises(TelegramBadRequest, match="message to copy not found"):
        await stock.copy_message(vera.id, vera.id, message_id)
    with pytest.raises(SandboxError, match="is none of Vera's"):
        await vera.delete(acme, message_id)


async def test_a_bot_deletes_messages(stock: StockBot, acme: Bot, vera: Person, telegram: Telegram) -> None:
    sent = [(await stock.send_message(vera.id, str(number))).message_id for number in range(3)]
    assert await stock.delete_message(vera.id, sent[0])
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await stock.delete_message(vera.id, sent[0])
    assert await stock.delete_messages(vera.id, [*sent, 99])
    assert await stock.delete_messages(vera.id, sent)
    assert [m.text for m in (await vera.chat(acme)).messages] == ["/start"]
    assert (await stock.send_message(vera.id, "New")).message_id == sent[-1] + 1


async def test_a_deletion_is_an_event(stock: StockBot, acme: Bot, vera: Person, telegram: Telegram) -> None:
    sent = (await stock.send_message(vera.id, "Oops")).message_id
    await stock.delete_message(vera.id, sent)

    async def find() -> dict[str, Any]:
        return await anext(event async for event in telegram.events() if event["kind"] == "delete")

    event = await asyncio.wait_for(find(), 5)
    assert (event["bot"], event["person"], event["message_id"]) == (acme.username, vera.id, sent)


async def test_after_48_hours_nothing_is_deleted(
    stock: StockBot, acme: Bot, vera: Person, clock: Clock
) -> None:
    old = (await stock.send_message(vera.id, "Old")).message_id
    clock.ahead = 48 * 3600 + 5
    new = (await stock.send_message(vera.id, "New")).message_id
    with pytest.raises(TelegramBadRequest, match="message can't be deleted for everyone"):
        await stock.delete_message(vera.id, old)
    with pytest.raises(TelegramBadRequest, match="message can't be deleted for everyone"):
        await stock.delete_messages(vera.id, [old, new])
    assert [m.text for m in (await vera.chat(acme)).from_bot] == ["Old", "New"]


async def test_a_caption_of_the_bot_is_edited(stock: StockBot, acme: Bot, vera: Person) -> None:
    sent = await stock.send_document(vera.id, BufferedInputFile(b"1;2", "numbers.csv"), caption="Old")
    for caption in ("<i>New</i>", None):
        edited = await stock.edit_message_caption(
            chat_id=vera.id, message_id=sent.message_id, caption=caption, parse_mode="HTML"
        )
        assert isinstance(edited, Message)
        assert edited.document == sent.document
        shown = (await vera.chat(acme)).messages[-1]
        assert (shown.html, shown.edited) == (caption or "", True)
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await stock.edit_message_caption(chat_id=vera.id, message_id=sent.message_id)


@pytest.mark.parametrize("placeholder", [None, "Why not?"])
async def test_a_question_asks_for_a_reply(
    stock: StockBot, acme: Bot, vera: Person, placeholder: str | None
) -> None:
    markup = ForceReply(input_field_placeholder=placeholder)
    question = await stock.send_message(vera.id, "Why?", reply_markup=markup)
    assert question.reply_markup is None
    start, asked = (await vera.chat(acme)).messages
    assert (start.asks_reply, asked.asks_reply) == (None, placeholder or "")
    await vera.write(acme, "No time", reply_to=question.message_id)
    answer = (await stock.get_updates())[-1].message
    assert answer
    assert answer.reply_to_message
    assert answer.reply_to_message.text == "Why?"


async def test_an_inline_keyboard_may_ask_for_a_reply_when_it_is_sent_and_in_no_edit(
    stock: StockBot, acme: Bot, vera: Person
) -> None:
    button = InlineKeyboardButton(text="Take", callback_data="take")
    asking = InlineKeyboardMarkup(inline_keyboard=[[button]], force_reply=True)
    sent = await stock.send_message(vera.id, "Hello?", reply_markup=asking)
    assert sent.reply_markup
    assert sent.reply_markup.force_reply is True
    where: dict[str, Any] = {"chat_id": vera.id, "message_id": sent.message_id}
    for markup in (asking, asking.model_copy(update={"inline_keyboard": [[button, button]]})):
        with pytest.raises(TelegramBadRequest, match="force_reply can't be changed"):
            await stock.edit_message_text("Hi", **where, reply_markup=markup)
        with pytest.raises(TelegramBadRequest, match="force_reply can't be changed"):
            await stock.edit_message_reply_markup(**where, reply_markup=markup)
    plain = InlineKeyboardMarkup(inline_keyboard=[[button, button]])
    await stock.edit_message_reply_markup(**where, reply_markup=plain)
    shown = (await vera.chat(acme)).messages[-1]
    assert (shown.asks_reply, shown.captions) == ("", ["Take", "Take"]), "it asks still"


async def test_a_question_leaves_the_keyboard_alone(acme: Bot, vera: Person, call: CallBot) -> None:
    keys = {"keyboard": [["Later"]]}
    await call(acme, "sendMessage", chat_id=vera.id, text="x", reply_markup=keys)
    await call(acme, "sendMessage", chat_id=vera.id, text="x", reply_markup={"force_reply": True})
    assert (await vera.chat(acme)).keyboard == [["Later"]]


async def test_a_bot_shows_that_it_is_busy(stock: StockBot, acme: Bot, vera: Person) -> None:
    before = await vera.chat(acme)
    assert await stock.send_chat_action(vera.id, ChatAction.UPLOAD_DOCUMENT)
    assert await vera.chat(acme) == before
