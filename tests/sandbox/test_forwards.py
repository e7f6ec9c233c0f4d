"""Forwards by bots: whole, with the origin, in reply to nothing."""

import pytest
from aiogram import Bot as StockBot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import MessageOriginUser

from sandbox.client.person import Person
from sandbox.client.seen import Bot
from sandbox.client.telegram import Telegram
from tests.sandbox.conftest import CallBot, Clock


async def test_a_forward_names_its_author(stock: StockBot, acme: Bot, vera: Person, clock: Clock) -> None:
    sent_at = int(clock()) - 100
    original = await vera.write(acme, "Look", reply_to=1, sent_at=sent_at)
    forward = await stock.forward_message(vera.id, vera.id, original)
    assert isinstance(forward.forward_origin, MessageOriginUser)
    assert forward.forward_origin.sender_user.id == vera.id
    assert forward.forward_origin.date.timestamp() == sent_at
    assert (forward.text, forward.reply_to_message) == ("Look", None)
    shown = (await vera.chat(acme)).messages[-1]
    assert (shown.author, shown.text, shown.reply_to) == ("bot", "Look", None)
    assert shown.source == {"chat_id": vera.id, "message_id": original}
    assert shown.forward_origin
    assert shown.forward_origin["sender_user"]["first_name"] == "Vera"


async def test_who_hides_the_account_is_only_named(
    stock: StockBot, acme: Bot, vera: Person, telegram: Telegram
) -> None:
    shy = await telegram.add_person("Sasha", last_name="Shy", hides_account=True)
    original = await shy.write(acme, "Look")
    await stock.forward_message(vera.id, shy.id, original)
    origin = (await vera.chat(acme)).messages[-1].forward_origin
    assert origin
    assert (origin["type"], origin["sender_user_name"]) == ("hidden_user", "Sasha Shy")


async def test_a_forward_of_a_forward_keeps_the_first_origin(
    stock: StockBot, acme: Bot, vera: Person
) -> None:
    origin = {"type": "hidden_user", "date": 7, "sender_user_name": "Anna"}
    original = await vera.write(acme, "Look", forward_origin=origin)
    first = await stock.forward_message(vera.id, vera.id, original)
    await stock.forward_message(vera.id, vera.id, first.message_id)
    assert [m.forward_origin for m in (await vera.chat(acme)).from_bot] == [origin, origin]


async def test_a_copy_of_a_forward_has_no_origin(stock: StockBot, acme: Bot, vera: Person) -> None:
    origin = {"type": "hidden_user", "date": 7, "sender_user_name": "Anna"}
    await stock.copy_message(vera.id, vera.id, await vera.write(acme, "Look", forward_origin=origin))
    assert (await vera.chat(acme)).messages[-1].forward_origin is None


async def test_a_forward_of_the_bots_own_message_names_the_bot(
    stock: StockBot, acme: Bot, vera: Person
) -> None:
    sent = await stock.send_message(vera.id, "Mine")
    forward = await stock.forward_message(vera.id, vera.id, sent.message_id)
    assert isinstance(forward.forward_origin, MessageOriginUser)
    assert forward.forward_origin.sender_user.username == acme.username
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await stock.edit_message_text("New", chat_id=vera.id, message_id=forward.message_id)


@pytest.mark.parametrize("kind", ["quiz", "story", "paid_media", "checklist", "photo", "poll", "voice"])
async def test_all_kinds_can_be_forwarded(stock: StockBot, acme: Bot, vera: Person, kind: str) -> None:
    original = await vera.send(acme, kind)
    forward = await stock.forward_message(vera.id, vera.id, original)
    assert forward.content_type == ("poll" if kind == "quiz" else kind)
    assert len(await stock.forward_messages(vera.id, vera.id, [original])) == 1


async def test_long_captions_are_forwarded_whole(
    stock: StockBot, acme: Bot, vera: Person, telegram: Telegram
) -> None:
    paul = await telegram.add_person("Paul", is_premium=True)
    photo = await paul.send(acme, "photo", caption="x" * 2000)
    assert (await stock.forward_message(vera.id, paul.id, photo)).caption == "x" * 2000


async def test_several_are_forwarded_and_albums_stay_together(
    stock: StockBot, acme: Bot, vera: Person, telegram: Telegram
) -> None:
    album = await vera.send_album(acme, ["photo", "video"], caption="The shelf")
    pinned = {"message_id": 4, "date": 1, "chat": {"id": vera.id, "type": "private"}, "pinned_message": {}}
    await telegram.inject(acme, {"message": pinned})
    quiz, gone = await vera.send(acme, "quiz"), await vera.write(acme, "Gone")
    await vera.delete(acme, gone)
    made = await stock.forward_messages(vera.id, vera.id, [*album, 4, quiz, gone])
    shown = (await vera.chat(acme)).from_bot
    assert [m.message_id for m in made] == [m.message_id for m in shown]
    assert [(m.kind, m.text) for m in shown] == [("photo", "The shelf"), ("video", ""), ("poll", "")]
    assert all(m.forward_origin and m.source for m in shown)
    original = (await vera.chat(acme)).messages[1].media_group_id
    groups = [m.media_group_id for m in shown]
    assert groups == [groups[0], groups[0], None]
    assert groups[0] not in (None, original)


async def test_a_forward_replies_to_nothing_and_has_no_buttons(
    acme: Bot, vera: Person, call: CallBot
) -> None:
    button = {"inline_keyboard": [[{"text": "Take", "callback_data": "1"}]]}
    place = {"chat_id": vera.id, "from_chat_id": vera.id, "message_id": 1}
    reply = {"reply_parameters": {"message_id": 1}, "reply_markup": button}
    assert (await call(acme, "forwardMessage", **place, **reply))["ok"]
    shown = (await vera.chat(acme)).messages[-1]
    assert (shown.text, shown.reply_to, shown.buttons) == ("/start", None, [])
