"""What the control API lets people do, and that it refuses the rest with a sentence."""

import asyncio
from typing import Any

import aiohttp
import pytest

from sandbox.client.connection import SandboxError
from sandbox.client.person import Person
from sandbox.client.seen import Bot
from sandbox.client.telegram import Telegram
from sandbox.serve import Sandbox, serve
from tests.sandbox.conftest import CallBot

ASK_PHONE = {"keyboard": [[{"text": "Share", "request_contact": True}], ["Later"]], "one_time_keyboard": True}


async def read(call: CallBot, bot: Bot) -> list[dict[str, Any]]:
    """The updates that wait, without confirming them."""
    found: list[dict[str, Any]] = (await call(bot, "getUpdates"))["result"]
    return found


@pytest.mark.parametrize(
    ("path", "body", "status", "sentence"),
    [
        ("write", {"bot": "acme_sales_bot", "person": 700000001}, 422, "The field “text” is missing."),
        (
            "write",
            {"bot": "acme_sales_bot", "person": "Vera", "text": "x"},
            422,
            "“person” must be a whole number.",
        ),
        (
            "write",
            {"bot": "acme_sales_bot", "person": True, "text": "x"},
            422,
            "“person” must be a whole number.",
        ),
        ("write", {"bot": 5, "person": 700000001, "text": "x"}, 422, "“bot” must be a string."),
        (
            "write",
            {"bot": "acme_sales_bot", "person": 5, "text": "x"},
            404,
            "There is no person with the id 5.",
        ),
        (
            "write",
            {"bot": "@nobody_bot", "person": 700000001, "text": "x"},
            404,
            "There is no bot @nobody_bot.",
        ),
        (
            "write",
            {"bot": "acme_sales_bot", "person": 700000001, "text": " "},
            409,
            "Nobody can send an empty message.",
        ),
        (
            "write",
            {"bot": "acme_sales_bot", "person": 700000001, "text": "x", "reply_to": 99},
            409,
            "There is no message 99 in this chat to reply to.",
        ),
        (
            "block",
            {"bot": "acme_sales_bot", "person": 700000001, "x": 1},
            422,
            "Unknown field “x”; known here: bot, person.",
        ),
        (
            "send",
            {"bot": "acme_sales_bot", "person": 700000001, "kind": "smell"},
            422,
            "There is no kind “smell”",
        ),
        (
            "send",
            {"bot": "acme_sales_bot", "person": 700000001, "kind": "contact_of"},
            422,
            "A contact card needs",
        ),
        (
            "press",
            {"bot": "acme_sales_bot", "person": 700000001, "message_id": 1},
            422,
            "A press names either",
        ),
        (
            "press",
            {"bot": "acme_sales_bot", "person": 700000001, "message_id": 9, "button": "x"},
            409,
            "There is no message 9",
        ),
        (
            "press",
            {"bot": "acme_sales_bot", "person": 700000001, "message_id": 1, "button": "x"},
            409,
            "Message 1 has no button",
        ),
        (
            "press_key",
            {"bot": "acme_sales_bot", "person": 700000001, "text": "x"},
            409,
            "Vera sees no key “x”.",
        ),
        (
            "share_phone",
            {"bot": "acme_sales_bot", "person": 700000001},
            409,
            "Vera sees no button that shares",
        ),
        (
            "edit",
            {"bot": "acme_sales_bot", "person": 700000001, "message_id": 9, "text": "x"},
            409,
            "Message 9 is none of",
        ),
        ("open", {"bot": "acme_sales_bot", "person": 700000001, "start": "a b"}, 409, "A start parameter is"),
        (
            "unblock",
            {"bot": "acme_sales_bot", "person": 700000001},
            409,
            "Vera has not blocked @acme_sales_bot.",
        ),
        ("bots", {"username": "acme_sales_bot"}, 409, "There is already a bot @acme_sales_bot."),
        ("bots", {"username": "1"}, 422, "“1” is no username"),
        ("bots", {"username": "good_bot", "token": "bad"}, 422, "A token looks like"),
        (
            "people",
            {"first_name": "x", "id": 700000001},
            409,
            "There is already a person with the id 700000001.",
        ),
        ("people", {"first_name": "x", "id": -1}, 422, "The id of a person is a positive number."),
        ("raw", {"bot": "acme_sales_bot", "update": 5}, 422, "“update” must be an object."),
        ("literally", {"bot": "acme_sales_bot", "text": "{"}, 422, "“text” must be JSON."),
        ("bots/nobody/revoke", {}, 404, "There is no bot @nobody."),
        ("dance", {}, 404, "There is no POST /sandbox/dance."),
        ("write", [1], 422, "The body must be a JSON object."),
        ("write", b"{", 422, "The body is not JSON."),
    ],
)
async def test_wrong_input_gets_a_clear_sentence(
    sandbox: Sandbox, acme: Bot, vera: Person, path: str, body: Any, status: int, sentence: str
) -> None:
    given: dict[str, Any] = {"data": body} if isinstance(body, bytes) else {"json": body}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{sandbox.url}/sandbox/{path}", **given) as response,
    ):
        answer = await response.json()
    assert response.status == status, answer
    assert answer["error"].startswith(sentence)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("chat", 422),
        ("chat?bot=x&person=1", 404),
        ("calls?after=x", 422),
        ("calls?x=1", 422),
        ("nothing", 404),
    ],
)
async def test_wrong_questions_get_a_clear_sentence(sandbox: Sandbox, path: str, status: int) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"{sandbox.url}/sandbox/{path}") as response:
        assert response.status == status
        assert (await response.json())["error"]


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.1", "::", "example.com"])
async def test_it_listens_on_loopback_only(host: str) -> None:
    with pytest.raises(ValueError, match="loopback"):
        async with serve(host):
            pass


async def test_start_carries_the_payload_and_is_a_command(acme: Bot, vera: Person, call: CallBot) -> None:
    await vera.open(acme, "k3x9")
    message = (await read(call, acme))[-1]["message"]
    assert message["text"] == "/start k3x9"
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


async def test_blocking_and_coming_back_tell_the_bot(acme: Bot, vera: Person, call: CallBot) -> None:
    await vera.block(acme)
    assert (await vera.chat(acme)).state == "blocked"
    with pytest.raises(SandboxError, match="has blocked") as refused:
        await vera.write(acme, "Hello?")
    assert refused.value.status == 409
    await vera.open(acme)
    blocked, unblocked, started = (await read(call, acme))[1:]
    statuses = [change["my_chat_member"]["new_chat_member"]["status"] for change in (blocked, unblocked)]
    assert statuses == ["kicked", "member"]
    assert started["message"]["text"] == "/start"


async def test_the_phone_is_shared_only_when_asked_for(acme: Bot, vera: Person, call: CallBot) -> None:
    await call(acme, "sendMessage", chat_id=vera.id, text="Your phone?", reply_markup=ASK_PHONE)
    assert (await vera.chat(acme)).keyboard == [["Share"], ["Later"]]
    await vera.press_key(acme, "Share")
    message = (await read(call, acme))[-1]["message"]
    assert message["contact"]["user_id"] == message["from"]["id"] == vera.id
    assert message["reply_to_message"]["text"] == "Your phone?"
    assert (await vera.chat(acme)).keyboard is None
    with pytest.raises(SandboxError, match="sees no button"):
        await vera.share_phone(acme)
    await vera.share_phone(acme, "+79161234567", force=True)
    assert (await read(call, acme))[-1]["message"]["contact"]["phone_number"] == "+79161234567"


async def test_somebody_elses_card_carries_his_id(
    acme: Bot, vera: Person, telegram: Telegram, call: CallBot
) -> None:
    boris = await telegram.add_person("Boris", phone="+79160000000")
    await vera.send(acme, "contact_of", other_person=boris.id)
    message = (await read(call, acme))[-1]["message"]
    assert message["contact"] == {"phone_number": "+79160000000", "first_name": "Boris", "user_id": boris.id}
    assert message["from"]["id"] == vera.id


async def test_a_forged_press_reaches_the_bot(acme: Bot, vera: Person, call: CallBot) -> None:
    await vera.forge_press(acme, 99, "take:" + "9" * 1000)
    query = (await read(call, acme))[-1]["callback_query"]
    assert query["data"] == "take:" + "9" * 1000
    assert query["message"]["date"] == 0


async def test_an_edit_is_an_update(acme: Bot, vera: Person, call: CallBot) -> None:
    message_id = await vera.write(acme, "Helo")
    await vera.edit(acme, message_id, "Hello")
    update = (await read(call, acme))[-1]
    assert update["edited_message"]["text"] == "Hello"
    assert update["edited_message"]["message_id"] == message_id
    assert update["edited_message"]["edit_date"]
    assert (await vera.chat(acme)).messages[-1].edited


async def test_a_caption_can_be_edited_and_taken_away(acme: Bot, vera: Person, call: CallBot) -> None:
    message_id = await vera.send(acme, "photo", caption="Mine")
    await vera.edit(acme, message_id, "Ours")
    await vera.edit(acme, message_id, "")
    edits = [update["edited_message"].get("caption") for update in (await read(call, acme))[-2:]]
    assert edits == ["Ours", None]


async def test_groups_have_negative_ids(acme: Bot, vera: Person, call: CallBot) -> None:
    await vera.write_in_group(acme, "Hi all")
    chat = (await read(call, acme))[-1]["message"]["chat"]
    assert chat["id"] < 0
    assert chat["type"] == "supergroup"
    assert [m.text for m in (await vera.chat(acme)).messages] == ["/start"]


async def test_an_injected_update_arrives_as_it_is(
    acme: Bot, vera: Person, telegram: Telegram, call: CallBot
) -> None:
    broken = {"message": {"message_id": 77, "chat": {"id": vera.id}, "text": 5, "from": None}}
    update_id = await telegram.inject(acme, broken)
    assert (await read(call, acme))[-1] == {**broken, "update_id": update_id}
    copied = await call(acme, "copyMessage", chat_id=vera.id, from_chat_id=vera.id, message_id=77)
    assert copied == {"ok": True, "result": {"message_id": 78}}
    assert (await vera.chat(acme)).messages[-1].text == "…"


async def test_an_injected_update_of_the_past_is_delivered_once_more(
    acme: Bot, vera: Person, telegram: Telegram, call: CallBot
) -> None:
    [start] = await read(call, acme)
    offset = start["update_id"] + 1
    assert (await call(acme, "getUpdates", offset=offset))["result"] == []
    await telegram.inject(acme, start)
    assert (await call(acme, "getUpdates", offset=offset))["result"] == [start]
    assert (await call(acme, "getUpdates", offset=offset))["result"] == []
    assert await telegram.pending(acme) == 0


async def test_the_log_of_calls_tells_refusals_too(
    acme: Bot, vera: Person, telegram: Telegram, call: CallBot
) -> None:
    await call(acme, "sendMessage", chat_id=vera.id, text="1")
    await call(acme, "sendmessage", chat_id=42, text="2")
    await call(acme, "getUpdates")
    sent, refused = await telegram.calls(acme)
    assert (sent.method, sent.params, sent.ok) == ("sendMessage", {"chat_id": vera.id, "text": "1"}, True)
    assert sent.result["message_id"] == 2
    assert (refused.method, refused.error_code) == ("sendMessage", 400)
    assert await telegram.calls(method="sendMessage", after=sent.seq) == [refused]
    assert [c.method for c in await telegram.calls(acme, "getUpdates")] == ["getUpdates"]


async def test_events_tell_everything_visible_in_order(
    acme: Bot, vera: Person, telegram: Telegram, call: CallBot
) -> None:
    kinds = []

    async def watch() -> None:
        async for event in telegram.events():
            kinds.append(event["kind"])
            if event["kind"] == "block":
                return

    watching = asyncio.create_task(watch())
    button = {"inline_keyboard": [[{"text": "Take", "callback_data": "t"}]]}
    await call(acme, "sendMessage", chat_id=vera.id, text="A card", reply_markup=button)
    query = await vera.press(acme, 2, "t")
    await call(acme, "answerCallbackQuery", callback_query_id=query, text="Taken")
    await call(acme, "editMessageText", chat_id=vera.id, message_id=2, text="Taken")
    await vera.block(acme)
    await asyncio.wait_for(watching, 5)
    assert kinds == ["message", "message", "press", "answer", "edit", "block"]


async def test_waiting_ends_as_soon_as_the_bot_answers(acme: Bot, vera: Person, call: CallBot) -> None:
    waiting = asyncio.create_task(vera.wait_for(acme, "soon", timeout=5))
    await asyncio.sleep(0.05)
    await call(acme, "sendMessage", chat_id=vera.id, text="See you soon")
    assert (await asyncio.wait_for(waiting, 1)).message_id == 2


async def test_waiting_in_vain_shows_the_chat(acme: Bot, vera: Person) -> None:
    with pytest.raises(AssertionError, match=r"No message with “never” .*\n(.*\n)* *1 person: /start"):
        await vera.wait_for(acme, "never", timeout=0.05)


async def test_one_file_has_an_id_of_its_own_for_every_bot(
    acme: Bot, vera: Person, telegram: Telegram
) -> None:
    other = await telegram.add_bot("other_bot")
    await vera.send(acme, "document")
    first = (await vera.chat(acme)).messages[-1]
    await vera.send(other, "document", file_unique_id=first.file_unique_id)
    second = (await vera.chat(other)).messages[-1]
    assert second.file_unique_id == first.file_unique_id
    assert second.file_id != first.file_id


async def test_whoever_is_gone_does_nothing_more(acme: Bot, vera: Person) -> None:
    await vera.deactivate()
    with pytest.raises(SandboxError, match="is deactivated"):
        await vera.write(acme, "x")
