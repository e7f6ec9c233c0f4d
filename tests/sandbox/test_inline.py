"""Inline mode: queries, what a bot may answer to them, and the message that a result becomes."""

from typing import Any

import pytest
from aiogram import Bot as StockBot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InlineQueryResultUnion,
    InputTextMessageContent,
)

from sandbox.client.connection import SandboxError
from sandbox.client.person import Person
from sandbox.client.seen import Bot
from sandbox.client.telegram import Telegram
from tests.sandbox.conftest import CallBot, Clock

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def make_result(number: int = 1, text: str = "It is <b>5</b>.", **given: Any) -> InlineQueryResultArticle:
    content = InputTextMessageContent(message_text=text, parse_mode="HTML")
    fields: dict[str, Any] = {"id": str(number), "title": f"Price {number}", "input_message_content": content}
    return InlineQueryResultArticle(**(fields | given))


@pytest.fixture
async def inline(telegram: Telegram, acme: Bot) -> Bot:
    await telegram.set_inline_mode(acme)
    return acme


async def hear(stock: StockBot) -> InlineQuery:
    query = (await stock.get_updates(offset=-1))[-1].inline_query
    assert query
    return query


async def test_a_result_becomes_the_persons_message_by_way_of_the_bot(
    stock: StockBot, inline: Bot, vera: Person
) -> None:
    assert (await stock.get_me()).supports_inline_queries
    asked = await vera.ask_inline(inline, "pri")
    query = await hear(stock)
    assert (query.id, query.query, query.offset, query.chat_type) == (asked, "pri", "", "sender")
    assert query.from_user.id == vera.id
    assert await stock.answer_inline_query(query.id, [make_result(), make_result(2, description="dear")])
    results = await vera.inline_results(inline, asked)
    assert [(r.title, r.description, r.text) for r in results] == [
        ("Price 1", "", "It is 5."),
        ("Price 2", "dear", "It is 5."),
    ]
    sent = await vera.choose(asked, results[0], reply_to=1)
    message = (await stock.get_updates(offset=-1))[-1].message
    assert message
    assert message.via_bot
    assert message.reply_to_message
    assert (message.message_id, message.html_text, message.via_bot.id) == (sent, "It is <b>5</b>.", inline.id)
    assert (await vera.chat(inline)).messages[-1].via_bot == inline.username


async def test_without_inline_mode_there_are_no_queries(stock: StockBot, acme: Bot, vera: Person) -> None:
    assert not (await stock.get_me()).supports_inline_queries
    with pytest.raises(SandboxError, match="has no inline mode"):
        await vera.ask_inline(acme, "pri")


@pytest.mark.parametrize("text", ["x" * 257, "😀" * 129])
async def test_nobody_types_more_than_256_characters(inline: Bot, vera: Person, text: str) -> None:
    await vera.ask_inline(inline, text[:-1])
    with pytest.raises(SandboxError, match="at most 256"):
        await vera.ask_inline(inline, text)


async def test_a_query_is_answered_once_soon_and_by_its_bot(
    telegram: Telegram, call: CallBot, inline: Bot, vera: Person, clock: Clock
) -> None:
    other = await telegram.add_bot("other_bot")
    asked = await vera.ask_inline(inline, "pri")
    for bot, query_id in ((other, asked), (inline, "17"), (inline, "")):
        refused = await call(bot, "answerInlineQuery", inline_query_id=query_id, results=[])
        assert refused["description"] == f"Bad Request: {TOO_OLD}"
    assert (await call(inline, "answerInlineQuery", inline_query_id=asked, results=[]))["ok"]
    assert await vera.inline_results(inline, asked) == []
    again = await call(inline, "answerInlineQuery", inline_query_id=asked, results=[])
    assert again["description"] == f"Bad Request: {TOO_OLD}"
    late = await vera.ask_inline(inline, "late")
    clock.ahead += 11
    refused = await call(inline, "answerInlineQuery", inline_query_id=late, results=[])
    assert refused["description"] == f"Bad Request: {TOO_OLD}"


@pytest.mark.parametrize("is_personal", [False, True])
async def test_results_are_cached_for_the_person_or_for_all(
    telegram: Telegram, stock: StockBot, inline: Bot, vera: Person, clock: Clock, is_personal: bool
) -> None:
    karl = await telegram.add_person("Karl")
    asked = await vera.ask_inline(inline, "pri")
    await stock.answer_inline_query(asked, [make_result()], cache_time=60, is_personal=is_personal)
    pending = await telegram.pending(inline)
    again = await vera.ask_inline(inline, "pri")
    assert [result.title for result in await vera.inline_results(inline, again)] == ["Price 1"]
    assert await telegram.pending(inline) == pending, "the bot is not asked"
    await karl.ask_inline(inline, "pri")
    assert await telegram.pending(inline) == pending + is_personal
    clock.ahead += 61
    await vera.ask_inline(inline, "pri")
    assert await telegram.pending(inline) == pending + is_personal + 1


@pytest.mark.parametrize(
    ("wrong", "given"),
    [
        ("RESULTS_TOO_MUCH", {"results": [make_result(n) for n in range(51)]}),
        ("RESULT_ID_DUPLICATE", {"results": [make_result(), make_result()]}),
        ("RESULT_ID_INVALID", {"results": [make_result(id="я" * 33)]}),
        ("RESULT_ID_INVALID", {"results": [make_result(id="")]}),
        ("ARTICLE_TITLE_EMPTY", {"results": [make_result(title=" ")]}),
        ("message text is empty", {"results": [make_result(text="")]}),
        ("message is too long", {"results": [make_result(text="x" * 4097)]}),
        ("can't parse entities", {"results": [make_result(text="<b>")]}),
        ("NEXT_OFFSET_INVALID", {"next_offset": "x" * 65}),
        ("START_PARAM_INVALID", {"button": InlineQueryResultsButton(text="Go", start_parameter="a b")}),
        ("SWITCH_PM_TEXT_EMPTY", {"button": InlineQueryResultsButton(text="", start_parameter="a")}),
    ],
)
async def test_what_telegram_refuses_is_refused_and_may_be_answered_still(
    stock: StockBot, inline: Bot, vera: Person, wrong: str, given: dict[str, Any]
) -> None:
    asked = await vera.ask_inline(inline, "pri")
    with pytest.raises(TelegramBadRequest, match=wrong):
        await stock.answer_inline_query(asked, **({"results": []} | given))
    whole: list[InlineQueryResultUnion] = [make_result(n) for n in range(50)]
    button = InlineQueryResultsButton(text="Go", start_parameter="go")
    assert await stock.answer_inline_query(asked, whole, next_offset="x" * 64, button=button)
    assert len(await vera.inline_results(inline, asked)) == 50


async def test_whoever_asks_what_is_not_there_is_told_so(
    telegram: Telegram, stock: StockBot, inline: Bot, vera: Person
) -> None:
    karl = await telegram.add_person("Karl")
    asked = await vera.ask_inline(inline, "pri", chat_type="group")
    await stock.answer_inline_query(asked, [make_result()])
    with pytest.raises(SandboxError, match="has no inline query"):
        await karl.choose(asked, "1")
    with pytest.raises(SandboxError, match="sees no result 2"):
        await vera.choose(asked, "2")
    with pytest.raises(SandboxError, match="no type of chat"):
        await vera.ask_inline(inline, "pri", chat_type="pub")
