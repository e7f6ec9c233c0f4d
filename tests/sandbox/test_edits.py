"""Edits by bots of files and formatting, messages that grow old, and reactions."""

from typing import Any

import pytest
from aiogram import Bot as StockBot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BufferedInputFile,
    InputMediaAnimation,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    LinkPreviewOptions,
    Message,
    MessageEntity,
    ReactionTypeCustomEmoji,
    ReactionTypeEmoji,
)

from sandbox.client.connection import SandboxError
from sandbox.client.person import Person
from sandbox.client.seen import Bot
from sandbox.client.telegram import Telegram
from tests.sandbox.conftest import CallBot

NEW = BufferedInputFile(b"a new one", "new.bin")
BOLD = MessageEntity(type="bold", offset=0, length=3)


async def test_a_file_takes_the_place_of_another(stock: StockBot, acme: Bot, vera: Person) -> None:
    await vera.send(acme, "photo")
    photo = (await vera.chat(acme)).messages[-1].file_id or ""
    sent = await stock.send_document(vera.id, NEW, caption="Old")
    media: Any
    for media, kind in (
        (InputMediaPhoto(media=photo, caption="New one", caption_entities=[BOLD]), "photo"),
        (InputMediaVideo(media=NEW, caption="<b>New</b> one", parse_mode="HTML"), "video"),
        (InputMediaAnimation(media=NEW, caption="<b>New</b> one", parse_mode="HTML"), "animation"),
        (InputMediaDocument(media=NEW, caption="<b>New</b> one", parse_mode="HTML"), "document"),
    ):
        edited = await stock.edit_message_media(media, chat_id=vera.id, message_id=sent.message_id)
        assert isinstance(edited, Message)
        assert (edited.content_type, edited.caption) == (kind, "New one")
        shown = (await vera.chat(acme)).messages[-1]
        assert (shown.kind, shown.html, shown.edited) == (kind, "<b>New</b> one", True)
    file_id = (await vera.chat(acme)).messages[-1].file_id or ""
    again = (await stock.send_document(vera.id, file_id)).document
    assert again
    assert again.file_id == file_id


async def test_a_text_becomes_a_photo_and_has_no_text_any_more(
    stock: StockBot, acme: Bot, vera: Person
) -> None:
    sent = await stock.send_message(vera.id, "Soon")
    await stock.edit_message_media(InputMediaPhoto(media=NEW), chat_id=vera.id, message_id=sent.message_id)
    shown = (await vera.chat(acme)).messages[-1]
    assert (shown.kind, shown.text) == ("photo", "")
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await stock.edit_message_text("x", chat_id=vera.id, message_id=sent.message_id)


@pytest.mark.parametrize("kind", ["voice", "sticker", "video_note", "location", "poll"])
async def test_of_other_kinds_the_media_cannot_be_edited(
    stock: StockBot, acme: Bot, vera: Person, kind: str
) -> None:
    copy = await stock.copy_message(vera.id, vera.id, await vera.send(acme, kind))
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await stock.edit_message_media(
            InputMediaPhoto(media=NEW), chat_id=vera.id, message_id=copy.message_id
        )
    assert (await vera.chat(acme)).messages[-1].kind == kind


@pytest.mark.parametrize(
    ("kinds", "media", "reason"),
    [
        (["photo", "photo"], "video", None),
        (["photo", "photo"], "document", "can't change media type in the album"),
        (["document", "document"], "photo", "can't change media type in the album"),
        (["photo", "photo"], "animation", "message content type can't be used in an album"),
    ],
)
async def test_an_album_stays_of_one_sort(
    acme: Bot, vera: Person, call: CallBot, kinds: list[str], media: str, reason: str | None
) -> None:
    album = await vera.send_album(acme, kinds)
    await vera.send(acme, media)
    file_id = (await vera.chat(acme)).messages[-1].file_id
    place = {"chat_id": vera.id, "from_chat_id": vera.id}
    [first, _] = (await call(acme, "copyMessages", **place, message_ids=album))["result"]
    given = {"type": media, "media": file_id}
    answer = await call(acme, "editMessageMedia", chat_id=vera.id, **first, media=given)
    assert answer.get("description") == (reason and f"Bad Request: {reason}")


async def test_texts_and_captions_are_edited_with_entities(stock: StockBot, acme: Bot, vera: Person) -> None:
    text = await stock.send_message(vera.id, "Old")
    photo = await stock.send_photo(vera.id, NEW, caption="Old")
    await stock.edit_message_text(
        "New one",
        chat_id=vera.id,
        message_id=text.message_id,
        entities=[BOLD],
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    await stock.edit_message_caption(
        chat_id=vera.id, message_id=photo.message_id, caption="New one", caption_entities=[BOLD]
    )
    assert [m.html for m in (await vera.chat(acme)).from_bot] == ["<b>New</b> one"] * 2


async def test_messages_can_be_made_older(stock: StockBot, acme: Bot, vera: Person) -> None:
    mine = await vera.write(acme, "Mine")
    yours = (await stock.send_message(vera.id, "Yours")).message_id
    before = {m.message_id: m.date for m in (await vera.chat(acme)).messages}
    await vera.age(acme, mine, 47)
    await vera.age(acme, yours, 48.5)
    after = {m.message_id: m.date for m in (await vera.chat(acme)).messages}
    assert before[mine] - after[mine] == 47 * 3600
    assert before[yours] - after[yours] == 48.5 * 3600
    assert await stock.delete_message(vera.id, mine)
    with pytest.raises(TelegramBadRequest, match="message can't be deleted for everyone"):
        await stock.delete_message(vera.id, yours)


async def test_nothing_becomes_younger(acme: Bot, vera: Person) -> None:
    for hours in (-1, 10**9):
        with pytest.raises(SandboxError, match="how much older") as refused:
            await vera.age(acme, 1, hours)
        assert refused.value.status == 422
    with pytest.raises(SandboxError, match="There is no message 99"):
        await vera.age(acme, 99, 1)


async def react(stock: StockBot, person: Person, message_id: int, *emoji: str) -> bool:
    reactions: list[Any] = [ReactionTypeEmoji(emoji=one) for one in emoji]
    return await stock.set_message_reaction(person.id, message_id, reactions)


async def test_a_bot_reacts_to_messages_of_either_side(
    stock: StockBot, acme: Bot, vera: Person, telegram: Telegram
) -> None:
    sent = await stock.send_message(vera.id, "Mine")
    assert await react(stock, vera, 1, "👍")
    assert await react(stock, vera, sent.message_id, "❤️")
    assert [m.reactions for m in (await vera.chat(acme)).messages] == [["👍"], ["❤"]]
    assert await react(stock, vera, 1, "🤷‍♂")
    assert await react(stock, vera, sent.message_id)
    assert [m.reactions for m in (await vera.chat(acme)).messages] == [["🤷‍♂"], []]
    events = await telegram.get("events")
    reactions = [event["reactions"] for event in events["events"] if event["kind"] == "reaction"]
    assert reactions == [["👍"], ["❤"], ["🤷‍♂"], []]


async def test_a_reaction_to_an_album_is_one_to_its_first_message(
    stock: StockBot, acme: Bot, vera: Person
) -> None:
    first, second, third = await vera.send_album(acme, 3)
    await vera.delete(acme, first)
    await react(stock, vera, third, "👍")
    reactions = {m.message_id: m.reactions for m in (await vera.chat(acme)).messages}
    assert (reactions[second], reactions[third]) == (["👍"], [])


async def test_not_every_reaction_is_one(stock: StockBot, acme: Bot, vera: Person) -> None:
    with pytest.raises(TelegramBadRequest, match="REACTION_INVALID"):
        await react(stock, vera, 1, "🏟")
    with pytest.raises(TelegramBadRequest, match="REACTION_INVALID"):
        await stock.set_message_reaction(vera.id, 1, [ReactionTypeCustomEmoji(custom_emoji_id="5")])
    with pytest.raises(TelegramBadRequest, match="REACTIONS_TOO_MANY"):
        await react(stock, vera, 1, "👍", "👎")
    with pytest.raises(TelegramBadRequest, match="message to react not found"):
        await react(stock, vera, 99, "👍")
    assert (await vera.chat(acme)).messages[0].reactions == []
