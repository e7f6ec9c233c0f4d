"""What monitors see of bots that are at work in the process of the API, or in another one."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx

from tests.api.test_health import look, until_well
from tests.api.test_metrics import scrape
from tests.api_stage import KEY, open_api_stage
from tests.ports import find_port
from tests.stage import Stage


async def test_a_refused_token_is_trouble_that_names_the_bot_until_telegram_takes_it_again(
    tmp_path: Path,
) -> None:
    async with open_api_stage(tmp_path, api_key=KEY) as stage:
        api = stage.api
        [shown] = (await until_well(api))["bots"]
        assert (shown["name"], shown["state"], shown["since"]) == ("acme_sales_bot", "ok", None)
        await stage.telegram.add_fault("unauthorized", method="sendMessage")
        await stage.client("Vera", text="Hello")
        status, seen = await until_refused(api)
        assert (status, seen["troubles"]) == (503, ["bot @acme_sales_bot: refused"])
        assert stage.bot.token.partition(":")[2] not in str(seen)
        assert f'leadbot_bot_up{{bot="{stage.bot.id}"}} 0.0' in (await api.get("/metrics")).text
        await stage.telegram.clear_faults()
        await recover(stage)
        await until_well(api)
        assert f'leadbot_bot_up{{bot="{stage.bot.id}"}} 1.0' in (await api.get("/metrics")).text


async def test_a_bot_at_work_keeps_its_name_while_the_database_does_not_answer(tmp_path: Path) -> None:
    async with open_api_stage(tmp_path, api_key=KEY) as stage:
        await until_well(stage.api)
        with closing(
            sqlite3.connect(stage.path, timeout=30, isolation_level=None, check_same_thread=False)
        ) as other:
            # In a thread: the bot, which lives in this loop, may have to end a unit of work first.
            await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
            status, seen = await look(stage.api)
            other.execute("ROLLBACK")
        assert (status, seen["waiting_contacts"]) == (503, None)
        [shown] = seen["bots"]
        assert (shown["id"], shown["name"]) == (stage.bot.id, "acme_sales_bot")


async def until_refused(api: httpx.AsyncClient) -> tuple[int, dict[str, Any]]:
    async with asyncio.timeout(10):
        while (found := await look(api))[1]["bots"][0]["state"] != "refused":  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    return found


async def recover(stage: Stage) -> None:
    """Let the bot hear from Telegram, which ends its long poll."""
    await stage.client("Karl", text="Anybody there?")


async def test_a_bot_that_another_process_works_for_is_on_standby(tmp_path: Path, postgres: str) -> None:
    port = find_port()
    async with (
        open_api_stage(tmp_path, database_url=postgres, api_key=KEY) as stage,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as api_of_other,
    ):
        settings = stage.settings.model_copy(update={"api_port": port})
        other = Stage(stage.telegram, stage.bot, stage.admin, settings, stage.path)
        await other.start()
        try:
            shown = [bot for api in (stage.api, api_of_other) for bot in (await until_well(api))["bots"]]
        finally:
            await other.stop()
        assert [(bot["name"], bot["state"]) for bot in shown] == [
            ("acme_sales_bot", "ok"),
            ("acme_sales_bot", "standby"),
        ]


async def test_a_bot_at_work_is_measured_and_shows_no_words_of_clients(tmp_path: Path) -> None:
    async with open_api_stage(tmp_path, api_key=KEY) as stage:
        anna = await stage.hire("Anna")
        vera = await stage.client("Vera", text="a word of a client")
        card = await stage.card(anna, "a word")
        await stage.press(anna, card, "Take")
        await vera.wait_for(stage.bot, "Anna")
        await stage.settle()
        seen = await scrape(stage.api)
        number = str(stage.bot.id)
        assert seen.all("leadbot_bot_up") == {(number,): 1}
        assert seen.all("leadbot_bot_info") == {(number, "acme_sales_bot"): 1}
        assert seen.all("leadbot_assignments_total") == {("1", "1", "new"): 1}
        assert seen.of("leadbot_taking_seconds_count") == 1
        sent = "SELECT kind, count(*) FROM outbox WHERE state='sent' GROUP BY kind"
        for kind, count in stage.rows(sent):
            assert (seen.of("leadbot_deliveries_total", kind=kind, outcome="sent") or 0) >= count
        text = (await stage.api.get("/metrics")).text
        assert "a word" not in text
        assert "Vera" not in text
        assert stage.bot.token.partition(":")[2] not in text
