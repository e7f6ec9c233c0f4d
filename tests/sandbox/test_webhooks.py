"""Webhooks as Telegram has them: what setWebhook takes, in which order updates come, and when again."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from sandbox.client.person import Person
from sandbox.client.seen import Bot, Delivery
from sandbox.client.telegram import Telegram
from sandbox.serve import Sandbox
from tests.ports import find_port
from tests.sandbox.conftest import CallBot, Clock, Json

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
HOUR = 3600.0


@dataclass
class Server:
    """A bot's own server, which answers as a test likes and keeps what it has taken."""

    url: str
    answer: Callable[[], web.Response] = web.Response
    taken: list[Json] = field(default_factory=list)
    headers: list[Any] = field(default_factory=list)
    open: int = 0
    most_open: int = 0
    may_answer: asyncio.Event = field(default_factory=asyncio.Event)
    came: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def take(self, request: web.Request) -> web.Response:
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        update = await request.json()
        async with self.came:
            self.headers.append(request.headers)
            self.came.notify_all()
        await self.may_answer.wait()
        self.open -= 1
        answer = self.answer()
        if answer.status < 300:
            async with self.came:
                self.taken.append(update)
                self.came.notify_all()
        return answer

    async def until(self, wanted: Callable[[], bool]) -> None:
        async with asyncio.timeout(10), self.came:
            await self.came.wait_for(wanted)

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.taken]


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    port = find_port()
    server = Server(f"http://127.0.0.1:{port}/hook")
    server.may_answer.set()
    app = web.Application()
    app.router.add_post("/hook", server.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield server
    server.may_answer.set()
    await runner.cleanup()


@pytest.fixture
async def hooked(server: Server, acme: Bot, vera: Person, call: CallBot) -> Server:
    """A server to which updates come from now on."""
    assert (await call(acme, "setWebhook", url=server.url, drop_pending_updates=True))["ok"]
    return server


async def fail_often(telegram: Telegram, bot: Bot, times: int) -> list[Delivery]:
    """Wait for so many failures, without the pauses in between."""
    tries: list[Delivery] = []
    while len(tries) < times:
        tries += await telegram.deliveries(bot, after=tries[-1].seq if tries else 0, within=10)
        await telegram.retry(bot)
    return tries[:times]


async def test_an_update_comes_with_the_secret_and_is_taken_once(
    server: Server, acme: Bot, vera: Person, call: CallBot, telegram: Telegram
) -> None:
    given = {"url": server.url, "secret_token": "1e5-A_z", "max_connections": 7}
    answer = await call(acme, "setWebhook", **given, allowed_updates=["message"], drop_pending_updates=True)
    assert answer == {"ok": True, "result": True, "description": "Webhook was set"}
    await vera.write(acme, "Hello")
    await telegram.deliveries(acme, within=10)
    assert server.texts == ["Hello"]
    assert [headers[SECRET_HEADER] for headers in server.headers] == ["1e5-A_z"]
    assert await telegram.pending(acme) == 0
    info = (await call(acme, "getWebhookInfo"))["result"]
    assert info == {
        "url": server.url,
        "has_custom_certificate": False,
        "pending_update_count": 0,
        "max_connections": 7,
        "ip_address": "127.0.0.1",
        "allowed_updates": ["message"],
    }


async def test_what_waited_for_a_poller_comes_to_the_webhook(
    server: Server, acme: Bot, vera: Person, call: CallBot
) -> None:
    await vera.write(acme, "Before")
    await call(acme, "setWebhook", url=server.url)
    await server.until(lambda: len(server.taken) == 2)
    assert server.texts == ["/start", "Before"]


async def test_what_the_webhook_has_not_taken_waits_for_a_poller(
    hooked: Server, acme: Bot, vera: Person, call: CallBot, telegram: Telegram
) -> None:
    hooked.answer = lambda: web.Response(status=500)
    await vera.write(acme, "Hello")
    await telegram.deliveries(acme, within=10)
    assert (await call(acme, "getUpdates"))["description"] == (
        "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )
    assert (await call(acme, "deleteWebhook"))["description"] == "Webhook was deleted"
    assert (await call(acme, "deleteWebhook"))["description"] == "Webhook is already deleted"
    [update] = (await call(acme, "getUpdates"))["result"]
    assert update["message"]["text"] == "Hello"
    assert (await call(acme, "getWebhookInfo"))["result"]["url"] == ""


async def test_a_waiting_poller_is_told_that_a_webhook_was_set(
    server: Server, acme: Bot, call: CallBot, sandbox: Sandbox
) -> None:
    waiting = asyncio.ensure_future(call(acme, "getUpdates", timeout=50, allowed_updates=["message"]))
    async with asyncio.timeout(10):
        while not sandbox.cloud.bots[acme.username].updates.allowed:  # noqa: ASYNC110 (nothing tells)
            await asyncio.sleep(0)
    assert (await call(acme, "setWebhook", url=server.url))["ok"]
    answer = await waiting
    assert (answer["error_code"], answer["description"]) == (
        409,
        "Conflict: terminated by setWebhook request",
    )


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"url": "leads.example.com"}, "invalid webhook URL specified"),
        ({"url": "ftp://127.0.0.1/hook"}, "invalid webhook URL specified"),
        ({"url": "http://127.0.0.1:99999/"}, "invalid webhook URL specified"),
        ({"url": "https://127.0.0.1/"}, "bad webhook: the sandbox delivers to http://127.0.0.1 only"),
        ({"url": "http://leads.example.com/"}, "bad webhook: the sandbox delivers to http://127.0.0.1 only"),
        ({"secret_token": "a b"}, "secret token contains unallowed characters"),
        ({"secret_token": "ключ"}, "secret token contains unallowed characters"),
        ({"secret_token": "a" * 257}, "secret token is too long"),
        ({"allowed_updates": "message"}, "can't parse allowed updates JSON object"),
        ({"allowed_updates": [1]}, "can't parse allowed updates: Expected an Array of String"),
    ],
)
async def test_what_telegram_does_not_take_is_refused_and_changes_nothing(
    hooked: Server, acme: Bot, call: CallBot, given: Json, complaint: str
) -> None:
    before = await call(acme, "getWebhookInfo")
    answer = await call(acme, "setWebhook", **{"url": f"{hooked.url}/other", **given})
    assert answer == {"ok": False, "error_code": 400, "description": f"Bad Request: {complaint}"}
    assert await call(acme, "getWebhookInfo") == before


async def test_an_address_set_again_goes_on_and_an_empty_one_ends_it(
    hooked: Server, acme: Bot, call: CallBot
) -> None:
    again = await call(acme, "setWebhook", url=hooked.url)
    assert again["description"] == "Webhook is already set"
    assert (await call(acme, "setWebhook", url=""))["description"] == "Webhook was deleted"
    assert (await call(acme, "getUpdates"))["ok"]


async def test_a_chat_comes_in_order_one_at_a_time_and_chats_come_at_once(
    hooked: Server, acme: Bot, vera: Person, telegram: Telegram
) -> None:
    boris = await telegram.add_person("Boris")
    hooked.may_answer.clear()
    for number in range(3):
        await vera.write(acme, f"Vera {number}")
        await boris.open(acme) if not number else None
        await boris.write(acme, f"Boris {number}")
    await hooked.until(lambda: hooked.open == 2)
    hooked.may_answer.set()
    await hooked.until(lambda: len(hooked.taken) == 7)
    assert hooked.most_open == 2
    assert [text for text in hooked.texts if text.startswith("Vera")] == ["Vera 0", "Vera 1", "Vera 2"]
    assert [text for text in hooked.texts if not text.startswith("Vera")] == [
        "/start",
        *("Boris 0", "Boris 1", "Boris 2"),
    ]


async def test_no_more_connections_are_used_than_the_bot_allows(
    server: Server, acme: Bot, vera: Person, call: CallBot, telegram: Telegram
) -> None:
    await call(acme, "setWebhook", url=server.url, max_connections=2, drop_pending_updates=True)
    people = [await telegram.add_person(f"Client {number}") for number in range(6)]
    for person in people:
        await person.open(acme)
    await server.until(lambda: len(server.taken) == 6)
    assert server.most_open <= 2


async def test_a_failing_update_comes_again_at_once_and_then_ever_later(
    hooked: Server, acme: Bot, vera: Person, telegram: Telegram, call: CallBot
) -> None:
    hooked.answer = lambda: web.Response(status=302, headers={"Location": "/elsewhere"})
    await vera.write(acme, "Hello")
    await vera.write(acme, "Anybody?")
    tries = await fail_often(telegram, acme, 10)
    assert [each.again_in for each in tries] == [0, 2, 4, 8, 16, 32, 64, 120, 120, 120]
    assert {each.update_id for each in tries} == {tries[0].update_id}
    info = (await call(acme, "getWebhookInfo"))["result"]
    assert info["last_error_message"] == "Wrong response from the webhook: 302 Found"
    assert info["pending_update_count"] == 2
    hooked.answer = web.Response
    await telegram.retry(acme)
    await hooked.until(lambda: len(hooked.taken) == 2)
    assert hooked.texts == ["Hello", "Anybody?"]


async def test_retry_after_is_obeyed(hooked: Server, acme: Bot, vera: Person, telegram: Telegram) -> None:
    hooked.answer = lambda: web.Response(status=503, headers={"Retry-After": "17"})
    await vera.write(acme, "Hello")
    assert [each.again_in for each in await fail_often(telegram, acme, 3)] == [17, 17, 17]


async def test_a_failing_chat_holds_up_no_other(
    hooked: Server, acme: Bot, vera: Person, telegram: Telegram
) -> None:
    hooked.answer = lambda: web.Response(status=503, headers={"Retry-After": "600"})
    await vera.write(acme, "Hello")
    await telegram.deliveries(acme, within=10)
    hooked.answer = web.Response
    boris = await telegram.add_person("Boris")
    await boris.open(acme)
    await hooked.until(lambda: len(hooked.taken) == 1)
    assert hooked.texts == ["/start"]


async def test_a_server_that_is_away_is_tried_again_for_a_day(
    acme: Bot, vera: Person, call: CallBot, telegram: Telegram, clock: Clock
) -> None:
    await call(acme, "setWebhook", url=f"http://127.0.0.1:{find_port()}/", drop_pending_updates=True)
    await vera.write(acme, "Hello")
    tries = await fail_often(telegram, acme, 2)
    assert [(each.status, each.error) for each in tries] == [(None, "Connection refused")] * 2
    clock.ahead = 23 * HOUR
    await telegram.retry(acme)
    await telegram.deliveries(acme, after=tries[-1].seq, within=10)
    assert await telegram.pending(acme) == 1
    clock.ahead = 25 * HOUR
    await telegram.retry(acme)
    async with asyncio.timeout(10):
        while await telegram.pending(acme):  # noqa: ASYNC110 (the other side of a connection: nothing tells)
            await asyncio.sleep(0)


async def test_a_revoked_token_ends_its_webhook(hooked: Server, acme: Bot, telegram: Telegram) -> None:
    renewed = await telegram.renew_token(acme)
    assert renewed.token != acme.token
    with pytest.raises(Exception, match="has no webhook"):
        await telegram.retry(renewed)
