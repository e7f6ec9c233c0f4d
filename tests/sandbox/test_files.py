"""What a bot uploads can be looked at, byte by byte."""

import pytest
from aiogram import Bot as StockBot
from aiogram.types import BufferedInputFile

from sandbox.client.connection import SandboxError
from sandbox.client.person import Person
from sandbox.client.seen import Bot
from sandbox.client.telegram import Telegram

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
CSV = "источник;обращений\nСайт;3\n".encode("utf-8-sig")


async def test_an_uploaded_document_is_read_back(
    stock: StockBot, acme: Bot, vera: Person, telegram: Telegram
) -> None:
    await stock.send_document(vera.id, BufferedInputFile(CSV, "отчёт.csv"), caption="The report")
    shown = (await vera.chat(acme)).messages[-1]
    assert (shown.kind, shown.file_name, shown.file_size) == ("document", "отчёт.csv", len(CSV))
    assert await telegram.download(shown) == CSV


async def test_an_uploaded_photo_is_read_back_by_any_of_its_sizes(
    stock: StockBot, acme: Bot, vera: Person, telegram: Telegram
) -> None:
    sent = await stock.send_photo(vera.id, BufferedInputFile(PNG, "chart.png"))
    shown = (await vera.chat(acme)).messages[-1]
    assert (shown.kind, shown.file_name, shown.file_size) == ("photo", None, len(PNG))
    assert await telegram.download(shown) == PNG
    assert sent.photo
    assert [await telegram.download(size.file_unique_id) for size in sent.photo] == [PNG] * len(sent.photo)


async def test_a_copy_is_the_same_file(stock: StockBot, acme: Bot, vera: Person, telegram: Telegram) -> None:
    sent = await stock.send_document(vera.id, BufferedInputFile(CSV, "report.csv"))
    await stock.copy_message(vera.id, vera.id, sent.message_id)
    assert await telegram.download((await vera.chat(acme)).messages[-1]) == CSV


async def test_a_photo_can_be_sent_on_to_another_bot(acme: Bot, vera: Person, telegram: Telegram) -> None:
    other = await telegram.add_bot("other_bot")
    await vera.send(acme, "photo")
    photo = (await vera.chat(acme)).messages[-1]
    await vera.send(other, "photo", file_unique_id=photo.file_unique_id)
    assert (await vera.chat(other)).messages[-1].file_unique_id == photo.file_unique_id


async def test_there_is_nothing_to_read_of_a_made_up_file(
    acme: Bot, vera: Person, telegram: Telegram
) -> None:
    await vera.send(acme, "photo")
    for file, sentence in (
        ((await vera.chat(acme)).messages[-1], "is made up"),
        ("x", "There is no file x."),
    ):
        with pytest.raises(SandboxError, match=sentence) as refused:
            await telegram.download(file)
        assert refused.value.status == 404
