"""Albums stay together: as people send them, as bots copy them and as bots send them."""

import time
from typing import Any

import pytest
from aiogram import Bot as StockBot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BufferedInputFile,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    ReplyParameters,
)

from sandbox.client.person import Person
from sandbox.client.seen import Bot, ChatMessage
from sandbox.client.telegram import Telegram
from tests.sandbox.conftest import CallBot


async def seen(person: Person, bot: Bot, count: int) -> list[ChatMessage]:
    return (await person.chat(bot)).messages[-count:]


async def test_a_person_sends_an_album(stock: StockBot, acme: Bot, vera: Person) -> None:
    sent = await vera.send_album(acme, ["photo", "video"], caption="The shelf")
    again = await vera.send_album(acme, 3)
    messages = [update.message for update in (await stock.get_updates())[1:] if update.message]
    assert [m.message_id for m in messages] == sent + again
    assert [m.content_type for m in messages] == ["photo", "video", "photo", "photo", "photo"]
    assert [m.caption for m in messages] == ["The shelf", None, None, None, None]
    first, second = {m.media_group_id for m in messages[:2]}, {m.media_group_id for m in messages[2:]}
    assert len(first) == len(second) == 1
    assert first != second


async def test_the_parts_of_an_album_can_come_apart(acme: Bot, vera: Person) -> None:
    began = time.monotonic()
    await vera.send_album(acme, 3, pause=0.05)
    assert time.monotonic() - began >= 0.1


async def test_copies_of_an_album_are_an_album_of_their_own(stock: StockBot, acme: Bot, vera: Person) -> None:
    album = await vera.send_album(acme, ["photo", "video", "photo"], caption="The shelf")
    text = await vera.write(acme, "Both?")
    copies = await stock.copy_messages(vera.id, vera.id, [*album, text])
    shown = await seen(vera, acme, 4)
    assert [copy.message_id for copy in copies] == [m.message_id for m in shown]
    assert [(m.kind, m.text, m.author) for m in shown] == [
        ("photo", "The shelf", "bot"),
        ("video", "", "bot"),
        ("photo", "", "bot"),
        ("text", "Both?", "bot"),
    ]
    original = (await vera.chat(acme)).messages[1].media_group_id
    groups = [m.media_group_id for m in shown]
    assert groups == [groups[0]] * 3 + [None]
    assert groups[0] not in (None, original)
    assert [m.source for m in shown] == [{"chat_id": vera.id, "message_id": n} for n in [*album, text]]


async def test_one_part_copied_alone_is_no_album(stock: StockBot, acme: Bot, vera: Person) -> None:
    first, second, third = await vera.send_album(acme, 3)
    await stock.copy_messages(vera.id, vera.id, [first])
    await stock.copy_message(vera.id, vera.id, second)
    assert [m.media_group_id for m in await seen(vera, acme, 2)] == [None, None]
    await vera.delete(acme, third)
    await stock.copy_messages(vera.id, vera.id, [second, third])
    assert [m.media_group_id for m in await seen(vera, acme, 1)] == [None]


async def test_copying_skips_what_is_gone_or_cannot_be_copied(
    stock: StockBot, acme: Bot, vera: Person, telegram: Telegram
) -> None:
    first = await vera.write(acme, "One")
    gone = await vera.write(acme, "Gone")
    pinned = {
        "message_id": 4,
        "date": 1,
        "chat": {"id": vera.id, "type": "private"},
        "pinned_message": {},
    }
    await telegram.inject(acme, {"message": pinned})
    last = await vera.write(acme, "Two")
    await vera.delete(acme, gone)
    assert len(await stock.copy_messages(vera.id, vera.id, [first, gone, 4, last, 99])) == 2
    assert [m.text for m in await seen(vera, acme, 2)] == ["One", "Two"]


async def test_captions_can_be_left_behind(stock: StockBot, acme: Bot, vera: Person) -> None:
    album = await vera.send_album(acme, 2, caption="The shelf")
    await stock.copy_messages(vera.id, vera.id, album, remove_caption=True)
    assert [m.text for m in await seen(vera, acme, 2)] == ["", ""]


async def test_copies_reply_to_nothing_and_have_no_buttons(acme: Bot, vera: Person, call: CallBot) -> None:
    button = {"inline_keyboard": [[{"text": "Take", "callback_data": "1"}]]}
    reply = {"reply_parameters": {"message_id": 1}, "reply_markup": button}
    answer = await call(acme, "copyMessages", chat_id=vera.id, from_chat_id=vera.id, message_ids=[1], **reply)
    assert answer == {"ok": True, "result": [{"message_id": 2}]}
    [copy] = await seen(vera, acme, 1)
    assert (copy.reply_to, copy.buttons) == (None, [])


async def test_a_bot_sends_an_album_in_reply(stock: StockBot, acme: Bot, vera: Person) -> None:
    await vera.send_album(acme, ["photo", "video"])
    photo, video = [m.file_id or "" for m in await seen(vera, acme, 2)]
    sent = await stock.send_media_group(
        vera.id,
        [
            InputMediaPhoto(media=photo, caption="<b>This</b> one", parse_mode="HTML"),
            InputMediaVideo(media=video),
            InputMediaPhoto(media=BufferedInputFile(b"a new one", "new.png")),
        ],
        reply_parameters=ReplyParameters(message_id=1),
    )
    shown = await seen(vera, acme, 3)
    assert [m.message_id for m in sent] == [m.message_id for m in shown]
    assert [m.content_type for m in sent] == ["photo", "video", "photo"]
    assert [(m.html, m.reply_to) for m in shown] == [("<b>This</b> one", 1), ("", 1), ("", 1)]
    assert len({m.media_group_id for m in shown} | {m.media_group_id for m in sent}) == 1
    assert shown[0].media_group_id


@pytest.mark.parametrize(
    ("media", "reason"),
    [
        ([InputMediaDocument, InputMediaPhoto], "document can't be mixed with other media types"),
        ([InputMediaAudio, InputMediaVideo], "audio can't be mixed with other media types"),
    ],
)
async def test_documents_and_audio_stay_among_themselves(
    stock: StockBot, acme: Bot, vera: Person, media: list[Any], reason: str
) -> None:
    parts = [kind(media=BufferedInputFile(b"x", "x")) for kind in media]
    with pytest.raises(TelegramBadRequest, match=reason):
        await stock.send_media_group(vera.id, parts)
    assert len((await vera.chat(acme)).messages) == 1
    same = [media[0](media=BufferedInputFile(b"x", "x")) for _ in range(2)]
    assert len(await stock.send_media_group(vera.id, same)) == 2
