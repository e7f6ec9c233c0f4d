"""Telegram brings a bot's updates: the business works as by polling, and nothing is lost in between."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from aiogram import Dispatcher
from aiogram.types import WebhookInfo

from bot.intake.listener import CONNECTIONS, LOOK_EVERY, LOOK_SOON, RECENT, fails, look_after
from bot.intake.poller import KINDS
from bot.runtime.pace import Pace
from bot.runtime.worker import Worker, create_bot
from bot.ui.texts import speak
from edges.signals import Signal
from edges.telegram_webhooks import derive_secret
from models.database.protocol import Database
from sandbox.client.seen import Bot, Delivery
from sandbox.client.telegram import Telegram
from sandbox.serve import serve as serve_telegram
from sandbox.server.webhooks.schedule import LONGEST_DELAY
from services.clock import utc_now
from services.policy import BusinessRules, Policy
from tests.api_stage import ApiStage, open_api_stage, write_webhook_url
from tests.ports import find_port
from tests.stage import Stage

MESSAGES = "SELECT text FROM messages WHERE author = 'client' ORDER BY id"
TWICE = "SELECT update_id FROM inbox GROUP BY bot_id, update_id HAVING count(*) > 1"

Info = dict[str, Any]


async def ask_telegram(telegram: Telegram, bot: Bot, wanted: Callable[[Info], object] = bool) -> Info:
    """Return what Telegram says of a bot's webhook, once it is as wanted."""
    async with httpx.AsyncClient(base_url=telegram.url) as caller, asyncio.timeout(20):
        while True:
            info: Info = (await caller.get(f"/bot{bot.token}/getWebhookInfo")).json()["result"]
            if wanted(info):
                return info
            await asyncio.sleep(0.02)


async def wait_for_url(stage: Stage, url: str) -> None:
    """Wait until Telegram brings updates there, or nowhere."""
    await ask_telegram(stage.telegram, stage.bot, lambda info: info["url"] == url)


async def wait_for_state(stage: ApiStage, state: str) -> None:
    """Wait until the health says so of the bot."""
    async with asyncio.timeout(20):
        while (await stage.api.get("/healthz")).json()["bots"][0]["state"] != state:  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def test_a_business_works_without_a_single_poll(tmp_path: Path) -> None:
    async with open_api_stage(tmp_path, by_webhook=True) as stage:
        anna = await stage.hire("Anna")
        vera = await stage.client("Vera", text="Do you deliver?")
        card = await stage.card(anna, "Do you deliver?")
        assert await stage.press(anna, card, "Take") == "Request #1 is yours"
        await anna.write(stage.bot, "We do", reply_to=card.message_id)
        await vera.wait_for(stage.bot, "We do")
        assert await stage.telegram.calls(stage.bot, "getUpdates") == []
        info = await ask_telegram(stage.telegram, stage.bot)
        assert info["url"] == f"{stage.settings.webhook_url}/{stage.bot.id}"
        assert (info["allowed_updates"], info["max_connections"]) == (sorted(KINDS), CONNECTIONS)
        [call] = await stage.telegram.calls(stage.bot, "setWebhook")
        assert call.params["secret_token"] == derive_secret(stage.bot.token)
        assert not call.params.get("drop_pending_updates")
        await wait_for_state(stage, "ok")


async def test_from_polling_to_the_webhook_and_back_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    async with open_api_stage(tmp_path) as stage:
        await stage.hire("Anna", limit=20)
        vera, boris = await stage.client("Vera"), await stage.client("Boris")
        url = write_webhook_url(stage.settings.api_port)
        expected: set[str] = set()
        for turn, address in enumerate([url, None, url, None]):
            writing = asyncio.create_task(write_on(stage, boris.write, f"Boris {turn}"))
            await stage.stop()
            await vera.write(stage.bot, f"Vera {turn}")
            stage.settings.webhook_url = address
            await stage.start()
            expected |= {f"Vera {turn}", *await writing}
            await stage.settle()
            await wait_for_url(stage, f"{address}/{stage.bot.id}" if address else "")
        stored = [text for (text,) in stage.rows(MESSAGES)]
        assert (len(stored), set(stored)) == (len(expected), expected)
        of_boris = [text for text in stored if text.startswith("Boris")]
        assert of_boris == sorted(of_boris)
        assert stage.rows(TWICE) == []


async def write_on(stage: Stage, write: Callable[..., Any], name: str) -> list[str]:
    """Let somebody write while the bot stops and starts; returns what."""
    texts = [f"{name}.{number:02}" for number in range(20)]
    for text in texts:
        await write(stage.bot, text)
        await asyncio.sleep(0.03)  # over all of the change
    return texts


async def test_what_came_while_nobody_was_there_comes_in_order_at_the_start(
    tmp_path: Path,
) -> None:
    async with open_api_stage(tmp_path, by_webhook=True) as stage:
        anna = await stage.hire("Anna")
        await stage.settle()
        before = len(await stage.telegram.deliveries(stage.bot))
        await stage.stop()
        vera = await stage.client("Vera", text="One")
        for word in ("Two", "Three"):
            await vera.write(stage.bot, word)
        tries = await fail_until_the_pause_is_long(stage, after=before)
        assert {each.error for each in tries} == {"Connection refused"}
        assert (await ask_telegram(stage.telegram, stage.bot))["url"], "it stays set"
        await stage.start()
        await stage.card(anna, "One")
        await stage.settle()
        assert stage.rows(MESSAGES) == [("One",), ("Two",), ("Three",)]


async def fail_until_the_pause_is_long(stage: Stage, after: int) -> list[Delivery]:
    """Let Telegram try in vain until it waits for two minutes; returns the tries."""
    tries: list[Delivery] = []
    while not tries or tries[-1].again_in != LONGEST_DELAY:
        tries += await stage.telegram.deliveries(
            stage.bot, after=tries[-1].seq if tries else after, within=10
        )
        if tries[-1].again_in != LONGEST_DELAY:
            await stage.telegram.retry(stage.bot)
    return tries


async def test_while_the_database_is_busy_telegram_comes_again_a_second_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.telegram.PATIENCE", 0.3)
    async with open_api_stage(tmp_path, by_webhook=True) as stage:
        await stage.settle()
        before = len(await stage.telegram.deliveries(stage.bot))
        vera = await stage.client("Vera")
        with closing(sqlite3.connect(stage.path, isolation_level=None, check_same_thread=False)) as busy:
            await asyncio.to_thread(busy.execute, "BEGIN IMMEDIATE")
            await vera.write(stage.bot, "Hello")
            [first, *_] = await stage.telegram.deliveries(stage.bot, after=before, within=10)
            assert (first.status, first.again_in) == (503, 1)
        await stage.settle()
        assert stage.rows(MESSAGES) == [("Hello",)]


async def test_three_hundred_clients_at_once_are_all_served(tmp_path: Path) -> None:
    async with open_api_stage(tmp_path, by_webhook=True) as stage:
        await stage.hire("Anna", limit=1000)
        clients = [await stage.person(f"Client {number}") for number in range(300)]
        await asyncio.gather(*(client.write(stage.bot, f"From {client.id}") for client in clients))
        await stage.settle(120)
        served = "SELECT count(*), count(DISTINCT lead_id), count(operator_id) FROM contacts"
        assert stage.rows(served) == [(300, 300, 300)]
        assert stage.rows(TWICE) == []


async def test_a_revoked_token_is_told_and_its_bot_counts_as_not_connected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.intake.listener.LOOK_EVERY", 0.05)
    async with open_api_stage(tmp_path, by_webhook=True) as stage:
        await stage.telegram.revoke(stage.bot)
        await wait_for_state(stage, "refused")
        async with asyncio.timeout(10):
            while stage.one("SELECT is_connected FROM sources WHERE bot_id IS NOT NULL"):  # noqa: ASYNC110
                await asyncio.sleep(0.02)


async def test_an_address_that_telegram_does_not_take_is_a_trouble_of_its_own(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_api_stage(tmp_path) as stage:
        await stage.restart(webhook_url="https://leads.example.com/telegram")
        await wait_for_state(stage, "webhook")
        for language in ("en", "ru"):
            assert "WEBHOOK_URL" in speak(language).plain("bot-webhook")
        assert "the sandbox delivers to http://127.0.0.1 only" in caplog.text


@pytest_asyncio.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with serve_telegram() as server, Telegram(server.url) as client:
        yield client


@pytest_asyncio.fixture
async def worker(telegram: Telegram, database: Database) -> AsyncIterator[Worker]:
    """Who works for a bot whose webhook leads to a port where nobody listens."""
    bot = await telegram.add_bot("acme_sales_bot")
    made = Worker(
        create_bot(bot.token, telegram.url, None),
        database,
        Dispatcher(),
        BusinessRules(Policy()),
        Signal(),
        Signal(),
        Pace(0),
        write_webhook_url(find_port()),
    )
    yield made
    await made.bot.session.close()


async def test_a_webhook_that_somebody_else_has_changed_is_set_again(worker: Worker) -> None:
    assert await look_after(worker, is_set=False) == LOOK_EVERY
    ours = (await worker.bot.get_webhook_info()).url
    await worker.bot.set_webhook("http://127.0.0.1:1/theirs")
    await look_after(worker, is_set=True)
    assert (await worker.bot.get_webhook_info()).url == ours
    assert (worker.trouble, worker.is_caught_up) == ("bot-conflict", False)
    await look_after(worker, is_set=True)
    assert (worker.trouble, worker.is_caught_up) == (None, True)


async def test_updates_that_do_not_reach_us_are_a_trouble_until_they_do(
    worker: Worker, telegram: Telegram, caplog: pytest.LogCaptureFixture
) -> None:
    await look_after(worker, is_set=False)
    bot = Bot(worker.bot_id, "acme_sales_bot", "", worker.bot.token)
    vera = await telegram.add_person("Vera")
    await vera.open(bot)
    await telegram.deliveries(bot, within=10)
    assert await look_after(worker, is_set=True) == LOOK_SOON
    assert (worker.trouble, worker.is_caught_up) == ("bot-webhook", False)
    assert "Connection refused" in caplog.text
    await worker.bot.delete_webhook(drop_pending_updates=True)
    await look_after(worker, is_set=False)
    assert (worker.trouble, worker.is_caught_up) == (None, True)


@pytest.mark.parametrize(
    ("pending", "ago", "is_failing"),
    [
        (1, timedelta(seconds=1), True),
        (0, timedelta(seconds=1), False),  # it has come meanwhile
        (1, RECENT, False),  # long ago, and one is on its way
        (1, None, False),
    ],
)
def test_an_old_error_is_no_trouble(pending: int, ago: timedelta | None, is_failing: bool) -> None:
    info = WebhookInfo(
        url="http://127.0.0.1/",
        has_custom_certificate=False,
        pending_update_count=pending,
        last_error_date=None if ago is None else utc_now() - ago,
    )
    assert fails(info) == is_failing
