"""`leadbot check`: a line for each thing that may be wrong, with what to do, and nothing is changed."""

import asyncio
import re
import socket
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from functools import partial
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from sandbox.serve import Sandbox
from sandbox.serve import serve as serve_telegram
from tests.databases import copy_migrated
from tests.mistakes.servers import PASSWORD, Server
from tests.mistakes.telling import Said, Teller
from tests.ports import find_port
from tests.stage import Stage, open_stage

TOKEN = "7100000009:AAexample-of-a-token_0123456789abcde"
OTHERS = "http://127.0.0.1:9/a-secret-of-theirs"


@pytest.fixture
async def telegram() -> AsyncIterator[Sandbox]:
    """A local Telegram."""
    async with serve_telegram() as server:
        yield server


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A business at work."""
    async with open_stage(tmp_path) as opened:
        yield opened


async def check(teller: Teller, **settings: str) -> Said:
    """Run `leadbot check`."""
    said = await asyncio.to_thread(partial(teller.tell, "check", **settings))
    assert said.err == ""
    assert all(re.match("[✓✗] ", line) for line in said.out.splitlines()), said.out
    assert said.code == int("✗" in said.out)
    return said


def list_files(folder: Path) -> dict[str, tuple[int, int]]:
    """Return the files of a folder, and of each its size and when it was changed."""
    return {path.name: (path.stat().st_size, path.stat().st_mtime_ns) for path in folder.iterdir()}


async def test_good_settings_are_said_to_be_good_and_nothing_is_changed(
    teller: Teller, telegram: Sandbox
) -> None:
    telegram.cloud.add_bot("acme_bot", "Acme", TOKEN)
    copy_migrated(teller.folder / "leads.db")
    before, port = list_files(teller.folder), find_port()
    said = await check(
        teller,
        bot_tokens=TOKEN,
        admin_ids="1,2",
        telegram_api=telegram.url,
        database_url="sqlite:///leads.db",
        api_port=str(port),
        timezone="Europe/Berlin",
    )
    assert said.code == 0, said.out
    for line in (
        "✓ ADMIN_IDS: 2 of them",
        "✓ TIMEZONE: Europe/Berlin, where it is ",
        "✓ BOT_TOKENS: @acme_bot answers, and can be polled",
        "✓ DATABASE_URL: leads.db, SQLite ",
        f"✓ API_PORT: 127.0.0.1:{port} is free",
    ):
        assert line in said.out
    assert list_files(teller.folder) == before
    assert TOKEN not in said.out


async def test_a_business_at_work_can_be_checked(teller: Teller, stage: Stage) -> None:
    await stage.client("Vera", text="Hello")
    given = stage.settings
    said = await check(
        teller,
        bot_tokens=",".join(given.bot_tokens),
        admin_ids=str(stage.admin.id),
        telegram_api=given.telegram_api,
        database_url=given.database_url,
    )
    assert said.code == 0, said.out
    assert "can be written" in said.out


async def test_bad_tokens_and_webhooks_of_others_are_told(teller: Teller, telegram: Sandbox) -> None:
    telegram.cloud.add_bot("acme_bot", "Acme", TOKEN)
    async with asyncio.timeout(10):
        await set_webhook(telegram.url, TOKEN)
    said = await check(
        teller, bot_tokens=f"{TOKEN},1:Xq7k", telegram_api=telegram.url, database_url="sqlite:///leads.db"
    )
    assert "✗ BOT_TOKENS: 1:… is refused by Telegram: take its token anew from @BotFather" in said.out
    assert "✗ BOT_TOKENS: @acme_bot has a webhook of somebody else, at 127.0.0.1: stop" in said.out
    assert "✗ ADMIN_IDS is empty: " in said.out
    for secret in ("Xq7k", TOKEN, "a-secret-of-theirs"):
        assert secret not in said.out


async def set_webhook(url: str, token: str) -> None:
    """Let somebody else take a bot's messages."""
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{url}/bot{token}/setWebhook", json={"url": OTHERS}) as answer,
    ):
        assert answer.status == 200, await answer.text()


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ({"telegram_api": "http://127.0.0.1:1"}, "http://127.0.0.1:1 can't be reached: look at the network"),
        ({"telegram_proxy": "socks5://anna:Xq7k@127.0.0.1:1"}, "the proxy 127.0.0.1:1 can't be reached"),
    ],
)
async def test_a_telegram_that_cannot_be_reached_is_told(
    teller: Teller, settings: dict[str, str], line: str
) -> None:
    said = await check(teller, bot_tokens="1:A", admin_ids="1", **settings)
    assert "✗ BOT_TOKENS: 1:… can't be tried" in said.out
    assert line in said.out
    assert "Xq7k" not in said.out


async def test_a_port_that_somebody_else_has_is_told(teller: Teller) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        other.close()
        with socket.create_server(("127.0.0.1", port)):
            said = await check(teller, api_port=str(port))
    assert f"✗ API_PORT: can't listen on 127.0.0.1:{port}: Address already in use: name another" in said.out


async def test_each_setting_that_is_wrong_is_told(teller: Teller) -> None:
    said = await check(
        teller, timezone="Mars/Base", webhook_url="ftp://x", webhook_events_url="nonsense", api_port="1"
    )
    for name in ("TIMEZONE", "WEBHOOK_URL", "WEBHOOK_EVENTS_URL"):
        assert re.search(f"^✗ {name}: ", said.out, re.MULTILINE), said.out


@pytest.mark.parametrize(("rights", "sign"), [(0o600, "✓"), (0o644, "✗")])
async def test_a_file_of_settings_is_the_owners_alone(teller: Teller, rights: int, sign: str) -> None:
    file = teller.folder / ".env"
    file.write_text("API_PORT=\n", encoding="utf-8")
    file.chmod(rights)
    assert f"{sign} settings: {file}" in (await check(teller)).out


async def test_a_file_that_is_no_text_is_told_once(teller: Teller) -> None:
    file = teller.folder / ".env"
    file.touch(mode=0o600)
    file.write_bytes("TIMEZONE=Москва".encode("cp1251"))
    said = await check(teller)
    line = f"settings: {file} is no text in UTF-8: save it anew as that"
    assert said.out == f"✗ {line}\n"
    assert teller.refuse("sqlite:///leads.db") == line.removeprefix("settings: ")


@pytest.mark.parametrize("healthz", ["true", "null", "7", '"troubles"', "[]", "nonsense"])
async def test_whatever_another_server_says_of_its_health_it_is_no_leadbot(
    teller: Teller, healthz: str
) -> None:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(text=healthz)

    other = web.Application()
    other.router.add_get("/healthz", answer)
    async with TestServer(other) as server:
        port = server.port
        said = await check(teller, api_port=str(port))
    assert f"✗ API_PORT: can't listen on 127.0.0.1:{port}: Address already in use" in said.out


async def test_an_old_and_a_newer_schema_are_told_and_left(teller: Teller) -> None:
    path = teller.folder / "leads.db"
    copy_migrated(path)
    for revision, line in (("0001", "leadbot migrate"), ("9999", "belongs to a newer leadbot")):
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
        said = await check(teller, database_url=f"sqlite:///{path}")
        assert re.search(f"^✗ DATABASE_URL: .*{line}", said.out, re.MULTILINE), said.out
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(revision,)]


def test_a_postgresql_is_looked_at_and_not_migrated(teller: Teller, server: Server) -> None:
    server.do("DROP DATABASE IF EXISTS looked", "CREATE DATABASE looked OWNER anna")
    address = server.write("looked")
    said = teller.tell("check", database_url=address, api_port=str(find_port()))
    assert "empty: the first `leadbot run` makes the tables" in said.out
    assert teller.tell("migrate", database_url=address).code == 0
    said = teller.tell("check", database_url=address, database_direct_url=address, api_port=str(find_port()))
    assert said.code == 0, said.out
    assert "✓ DATABASE_URL: PostgreSQL " in said.out
    wrong = teller.tell("check", database_url=server.write("looked", password="Xq7k"))
    assert wrong.code == 1
    assert "✗ DATABASE_URL: wrong password for user anna" in wrong.out
    assert "Xq7k" not in wrong.out
    assert PASSWORD not in said.out
