"""Faults of calls: what aiogram makes of each, whether the message arrives anyway, and whom a rule hits."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from aiogram import Bot as StockBot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)

from sandbox.client.connection import SandboxError
from sandbox.client.person import Person
from sandbox.client.seen import Bot
from sandbox.client.telegram import Telegram
from sandbox.serve import Sandbox, serve
from tests.sandbox.conftest import CallBot

# The fault, what aiogram raises, what it says, and whether the person gets the message.
CALL_FAULTS: list[tuple[str, dict[str, Any], type[Exception], str, bool]] = [
    ("forbidden", {}, TelegramForbiddenError, "Forbidden: bot was blocked by the user", False),
    ("flood", {"retry_after": 7}, TelegramRetryAfter, "Too Many Requests: retry after 7", False),
    ("flood", {}, TelegramAPIError, "Too Many Requests", False),
    ("server_error", {}, TelegramServerError, "Internal Server Error", False),
    ("bad_gateway", {}, ClientDecodeError, "502 Bad Gateway", False),
    ("unauthorized", {}, TelegramUnauthorizedError, "Unauthorized", False),
    ("unparsable", {}, ClientDecodeError, "Failed to deserialize object", True),
    ("garbage", {}, ClientDecodeError, "Failed to decode object", True),
    ("drop_before", {}, TelegramNetworkError, "ServerDisconnectedError", False),
    ("drop_after", {}, TelegramNetworkError, "ServerDisconnectedError", True),
]


async def outcomes(stock: StockBot, person: Person, count: int) -> str:
    """Sends so many messages: a dot for one that went well, an x for one that didn't."""
    marks = ""
    for number in range(count):
        try:
            await stock.send_message(person.id, str(number))
        except AiogramError:
            marks += "x"
        else:
            marks += "."
    return marks


@pytest.mark.parametrize(("fault", "given", "raised", "words", "arrives"), CALL_FAULTS)
async def test_every_fault_is_what_aiogram_makes_of_it(
    stock: StockBot,
    acme: Bot,
    vera: Person,
    telegram: Telegram,
    fault: str,
    given: dict[str, Any],
    raised: type[Exception],
    words: str,
    arrives: bool,
) -> None:
    await telegram.add_fault(fault, times=1, **given)
    with pytest.raises(raised, match=words) as caught:
        await stock.send_message(vera.id, "Hello")
    assert type(caught.value) is raised
    if isinstance(caught.value, TelegramRetryAfter):
        assert caught.value.retry_after == 7
    assert [m.text for m in (await vera.chat(acme)).from_bot] == ["Hello"] * arrives
    [call] = await telegram.calls(acme)
    assert (call.fault, call.effect, bool(call.result)) == (fault, arrives, arrives)
    assert call.ok == (fault == "unparsable")
    assert (await stock.send_message(vera.id, "Again")).text == "Again"
    call = (await telegram.calls(acme))[-1]
    assert (call.fault, call.effect, call.ok) == (None, True, True)


@pytest.mark.parametrize("method", ["getMe", "answerCallbackQuery", "copyMessages", "getUpdates"])
async def test_an_unparsable_answer_fits_no_method(
    stock: StockBot, acme: Bot, vera: Person, telegram: Telegram, method: str
) -> None:
    card = {"inline_keyboard": [[{"text": "Take", "callback_data": "1"}]]}
    await stock.send_message(vera.id, "Card", reply_markup=card)  # type: ignore[arg-type] # aiogram takes it
    query = await vera.press(acme, 2, "Take")
    await telegram.add_fault("unparsable")
    calls: dict[str, Callable[[], Awaitable[object]]] = {
        "getMe": stock.get_me,
        "answerCallbackQuery": lambda: stock.answer_callback_query(query),
        "copyMessages": lambda: stock.copy_messages(vera.id, vera.id, [1]),
        "getUpdates": stock.get_updates,
    }
    with pytest.raises(ClientDecodeError) as caught:
        await calls[method]()
    assert caught.value.data["ok"] is True
    [call] = await telegram.calls(acme, method)
    assert (call.fault, call.effect) == ("unparsable", True)


@pytest.mark.parametrize("fault", ["unparsable", "garbage"])
async def test_a_refusal_stays_a_refusal(
    stock: StockBot, acme: Bot, vera: Person, telegram: Telegram, fault: str
) -> None:
    await telegram.add_fault(fault)
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await stock.send_message(42, "Hello")
    [call] = await telegram.calls(acme)
    assert (call.fault, call.effect, call.error_code) == (fault, False, 400)


async def test_a_slow_answer_is_a_right_one(
    stock: StockBot, acme: Bot, vera: Person, telegram: Telegram
) -> None:
    await telegram.add_fault("slow", seconds=0.2)
    began = time.monotonic()
    assert (await stock.send_message(vera.id, "Hello")).text == "Hello"
    assert time.monotonic() - began >= 0.2


async def test_whoever_does_not_wait_for_a_slow_answer_has_sent_all_the_same(
    stock: StockBot, acme: Bot, vera: Person, telegram: Telegram
) -> None:
    await telegram.add_fault("slow", seconds=30)
    with pytest.raises(TelegramNetworkError, match="timeout"):
        await stock.send_message(vera.id, "Hello", request_timeout=1)
    assert [m.text for m in (await vera.chat(acme)).from_bot] == ["Hello"]
    [call] = await telegram.calls(acme)
    assert (call.fault, call.effect) == ("slow", True)


async def test_a_server_that_stops_waits_for_no_slow_answer() -> None:
    began = time.monotonic()
    async with serve() as running, Telegram(running.url) as telegram, aiohttp.ClientSession() as session:
        bot = await telegram.add_bot("acme_sales_bot")
        await telegram.add_fault("slow", seconds=30)
        asking = asyncio.create_task(session.get(f"{running.url}/bot{bot.token}/getMe"))
        await asyncio.sleep(0.1)
        assert [call.fault for call in await telegram.calls(bot)] == ["slow"]
    with pytest.raises(aiohttp.ClientError):
        await asking
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("fault", "raised"),
    [
        ("bad_gateway", ClientDecodeError),
        ("server_error", TelegramServerError),
        ("unauthorized", TelegramUnauthorizedError),
        ("drop_before", TelegramNetworkError),
        ("drop_after", TelegramNetworkError),
        ("garbage", ClientDecodeError),
    ],
)
async def test_a_long_poll_can_fail_and_loses_nothing(
    stock: StockBot, acme: Bot, vera: Person, telegram: Telegram, fault: str, raised: type[Exception]
) -> None:
    [start] = await stock.get_updates()
    offset = start.update_id + 1
    await telegram.add_fault(fault, method="getupdates", times=1)
    polling = asyncio.create_task(stock.get_updates(offset=offset, timeout=20))
    await asyncio.sleep(0.05)
    await vera.write(acme, "Hello")
    with pytest.raises(raised):
        await asyncio.wait_for(polling, 5)
    [hello] = await stock.get_updates(offset=offset, timeout=5)
    assert hello.message
    assert hello.message.text == "Hello"
    polls = await telegram.calls(acme, "getUpdates")
    assert [poll.fault for poll in polls] == [None, fault, None]
    assert polls[1].effect == (fault in ("drop_after", "garbage"))


async def test_a_long_poll_can_be_slow(stock: StockBot, acme: Bot, vera: Person, telegram: Telegram) -> None:
    await telegram.add_fault("slow", method="getUpdates", seconds=0.2)
    began = time.monotonic()
    assert len(await stock.get_updates(timeout=5)) == 1
    assert 0.2 <= time.monotonic() - began < 4


@pytest.mark.parametrize(
    ("rule", "marks"),
    [
        ({}, "xxxxxxxx"),
        ({"every": 3}, "..x..x.."),
        ({"times": 2}, "xx......"),
        ({"after": 3}, "...xxxxx"),
        ({"after": 1, "every": 2, "times": 2}, "..x.x..."),
        ({"share": 0.0}, "........"),
        ({"share": 1.0, "after": 2, "times": 3}, "..xxx..."),
    ],
)
async def test_a_rule_says_how_often(
    stock: StockBot, vera: Person, telegram: Telegram, rule: dict[str, Any], marks: str
) -> None:
    rule_id = await telegram.add_fault("server_error", method="sendMessage", **rule)
    assert await outcomes(stock, vera, 8) == marks
    [shown] = await telegram.faults()
    assert (shown.id, shown.fault, shown.matched, shown.hit) == (rule_id, "server_error", 8, marks.count("x"))
    assert shown.is_spent == ("times" in rule)


async def test_chance_can_be_repeated(stock: StockBot, vera: Person, telegram: Telegram) -> None:
    runs = []
    seed: int | None = None
    for _ in range(2):
        await telegram.add_fault("server_error", share=0.5, seed=seed)
        runs.append(await outcomes(stock, vera, 24))
        seed = (await telegram.faults())[0].seed
        await telegram.clear_faults()
    assert runs[0] == runs[1]
    await telegram.add_fault("server_error", share=0.5, seed=7)
    assert set(await outcomes(stock, vera, 24)) == {".", "x"}


async def test_a_rule_can_mean_one_method_one_bot_one_person(
    stock: StockBot, acme: Bot, vera: Person, telegram: Telegram, call: CallBot
) -> None:
    boris = await telegram.add_person("Boris")
    other = await telegram.add_bot("other_bot")
    for bot, person in ((acme, boris), (other, vera), (other, boris)):
        await person.open(bot)
    rules: list[tuple[dict[str, Any], set[str]]] = [
        ({"method": "SENDMESSAGE"}, {"acme vera send", "acme boris send", "other vera send"}),
        ({"bot": acme}, {"acme vera send", "acme boris send", "acme vera copy"}),
        ({"person": vera}, {"acme vera send", "other vera send", "acme vera copy"}),
        ({"person": vera, "bot": acme, "method": "copyMessage"}, {"acme vera copy"}),
    ]
    text = {"text": "x"}
    copy = {"from_chat_id": str(vera.id), "message_id": 1}
    calls: dict[str, tuple[Bot, Person, str, dict[str, Any]]] = {
        "acme vera send": (acme, vera, "sendMessage", text),
        "acme boris send": (acme, boris, "sendMessage", text),
        "other vera send": (other, vera, "sendMessage", text),
        "acme vera copy": (acme, vera, "copyMessage", copy),
    }
    for rule, hit in rules:
        await telegram.add_fault("forbidden", **rule)
        answers = {
            name: await call(bot, method, chat_id=str(person.id), **given)
            for name, (bot, person, method, given) in calls.items()
        }
        assert {name for name, answer in answers.items() if not answer["ok"]} == hit
        await telegram.clear_faults()


async def test_an_answer_to_a_press_is_of_the_chat_it_was_pressed_in(
    stock: StockBot, acme: Bot, vera: Person, telegram: Telegram
) -> None:
    query = await vera.forge_press(acme, 1, "x")
    await telegram.add_fault("server_error", person=vera)
    with pytest.raises(TelegramServerError):
        await stock.answer_callback_query(query)
    assert (await telegram.faults())[0].hit == 1


async def test_of_two_rules_the_older_one_hits(
    stock: StockBot, acme: Bot, vera: Person, telegram: Telegram
) -> None:
    first = await telegram.add_fault("server_error", every=2)
    second = await telegram.add_fault("forbidden", every=3)
    assert await outcomes(stock, vera, 6) == ".xxx.x"
    faults = [call.fault for call in await telegram.calls(acme)]
    assert faults == [None, "server_error", "forbidden", "server_error", None, "server_error"]
    assert [(r.id, r.matched, r.hit) for r in await telegram.faults()] == [(first, 6, 3), (second, 6, 1)]


async def test_rules_can_be_ended(stock: StockBot, vera: Person, telegram: Telegram) -> None:
    first = await telegram.add_fault("server_error")
    await telegram.add_fault("forbidden")
    await telegram.clear_faults(first)
    assert [rule.fault for rule in await telegram.faults()] == ["forbidden"]
    with pytest.raises(SandboxError, match=f"There is no fault rule {first}."):
        await telegram.clear_faults(first)
    await telegram.clear_faults()
    assert await telegram.faults() == []
    assert await outcomes(stock, vera, 2) == ".."


@pytest.mark.parametrize(
    ("rule", "status", "sentence"),
    [
        ({}, 422, "The field “fault” is missing."),
        ({"fault": "earthquake"}, 422, "There is no fault “earthquake”; known: forbidden, flood,"),
        ({"fault": "slow"}, 422, "slow needs “seconds”."),
        ({"fault": "slow", "seconds": -1}, 422, "“seconds” must be from 0 to 3600."),
        ({"fault": "slow", "seconds": float("nan")}, 422, "“seconds” must be from 0 to 3600."),
        ({"fault": "slow", "seconds": "1"}, 422, "“seconds” must be a number."),
        ({"fault": "flood", "retry_after": 0}, 422, "“retry_after” must be at least 1."),
        ({"fault": "flood", "seconds": 1}, 422, "“seconds” belongs to the fault slow, not to flood."),
        ({"fault": "forbidden", "retry_after": 1}, 422, "“retry_after” belongs to the fault flood"),
        ({"fault": "forbidden", "share": 2}, 422, "“share” must be from 0 to 1."),
        ({"fault": "forbidden", "share": -0.1}, 422, "“share” must be from 0 to 1."),
        ({"fault": "forbidden", "share": 0.5, "every": 2}, 422, "A rule has either “every” or “share”."),
        ({"fault": "forbidden", "seed": 1}, 422, "“seed” belongs to “share”."),
        ({"fault": "forbidden", "every": 0}, 422, "“every” must be at least 1."),
        ({"fault": "forbidden", "every": 1.5}, 422, "“every” must be a whole number."),
        ({"fault": "forbidden", "times": 0}, 422, "“times” must be at least 1."),
        ({"fault": "forbidden", "after": -1}, 422, "“after” must be at least 0."),
        ({"fault": "forbidden", "often": True}, 422, "Unknown field “often”; known here: after, bot,"),
        ({"fault": "forbidden", "method": "sendFlowers"}, 422, "There is no method sendFlowers."),
        ({"fault": "forbidden", "bot": "nobody_bot"}, 404, "There is no bot @nobody_bot."),
        ({"fault": "forbidden", "person": 5}, 404, "There is no person with the id 5."),
        ({"fault": "duplicate", "method": "getUpdates"}, 422, "duplicate is a fault of updates"),
        ({"fault": "malformed", "shape": "round"}, 422, "There is no shape “round”; known: hidden_forward,"),
        ({"fault": "malformed", "later": True}, 422, "“later” belongs to the fault duplicate"),
    ],
)
async def test_a_rule_without_sense_is_refused(
    sandbox: Sandbox, telegram: Telegram, rule: dict[str, Any], status: int, sentence: str
) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{sandbox.url}/sandbox/faults", json=rule) as response,
    ):
        answer = await response.json()
    assert response.status == status, answer
    assert answer["error"].startswith(sentence)
    assert await telegram.faults() == []


async def test_a_revoked_token_is_no_matter_of_rules(sandbox: Sandbox, acme: Bot, telegram: Telegram) -> None:
    await telegram.add_fault("slow", seconds=5)
    session = AiohttpSession(api=TelegramAPIServer.from_base(sandbox.url))
    await telegram.revoke(acme)
    with pytest.raises(TelegramUnauthorizedError):
        await StockBot(acme.token, session=session).get_me()
    await (await session.create_session()).close()
    assert (await telegram.faults())[0].matched == 0
