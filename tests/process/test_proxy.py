"""The whole bot behind a proxy: nothing goes past it, and nothing is lost when it goes away."""

import asyncio
import re
import time
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from sandbox.serve import serve as serve_telegram
from tests.ports import find_port
from tests.process import program, proofs
from tests.process.cable import lay_cable
from tests.process.program import ROOT
from tests.process.stage import ProcessStage
from tests.proxies import TELEGRAM, LocalProxy, open_proxy
from tests.stage import play

LOGIN = ("acme", "s3cret@w/rd #1%")
TOKEN = "123456789:AAexample-of-a-token_0123456789abcde"
SPELLINGS = (LOGIN[1], quote(LOGIN[1], safe=""), b64encode(":".join(LOGIN).encode()).decode(), "s3cret")


@asynccontextmanager
async def open_proxied_stage(
    folder: Path, scheme: str, *, running: bool = True, **settings: Any
) -> AsyncIterator[tuple[ProcessStage, LocalProxy]]:
    """Open a business that knows Telegram by a name that the proxy alone can look up."""
    async with (
        serve_telegram() as server,
        lay_cable(server.port) as cable,
        open_proxy(scheme, server.port, login=LOGIN) as proxy,
        play(
            partial(ProcessStage, server, cable),
            server,
            folder,
            running=running,
            telegram_api=f"http://{TELEGRAM}:{server.port}",
            telegram_proxy=proxy.address(LOGIN),
            api_port=find_port(),
            log_level="DEBUG",
            **settings,
        ) as stage,
    ):
        yield stage, proxy
        log = stage.read_log()
        assert not [spelling for spelling in SPELLINGS if spelling in log]


async def read_state(stage: ProcessStage) -> str:
    """Return how the bot is, as its health says; nothing while it starts."""
    async with httpx.AsyncClient() as monitor:
        try:
            answer = await monitor.get(f"http://127.0.0.1:{stage.settings.api_port}/healthz")
        except httpx.TransportError:
            return ""
    state: str = answer.json()["bots"][0]["state"]
    return state


async def wait_for_state(stage: ProcessStage, state: str) -> None:
    """Wait until the bot is so."""
    async with asyncio.timeout(program.START):
        while await read_state(stage) != state:  # noqa: ASYNC110 (another process: nothing tells)
            await asyncio.sleep(0.1)


@pytest.mark.parametrize("scheme", ["http", "socks5"])
async def test_messages_and_files_go_through_the_proxy(tmp_path: Path, scheme: str) -> None:
    async with open_proxied_stage(tmp_path, scheme) as (stage, proxy):
        anna = await stage.hire("Anna")
        vera = await stage.client("Vera", text="Do you deliver?")
        card = await stage.card(anna, "Do you deliver?")
        await anna.write(stage.bot, "We do", reply_to=card.message_id)
        await vera.wait_for(stage.bot, "We do")
        await vera.send(stage.bot, "photo", caption="Here")
        await anna.wait_for(stage.bot, lambda message: message.kind == "photo")
        table = await stage.ask("/export", kind="document")
        assert b"Do you deliver?" in await stage.telegram.download(table)
        assert (await stage.ask("/stats", kind="photo")).text
        assert await read_state(stage) == "ok"
        assert set(proxy.served) == {TELEGRAM}
        assert f"Telegram is called through the proxy 127.0.0.1:{proxy.port}" in stage.read_log()


@pytest.mark.parametrize("scheme", ["http", "socks5"])
async def test_nothing_is_lost_while_the_proxy_is_away(tmp_path: Path, scheme: str) -> None:
    async with open_proxied_stage(tmp_path, scheme) as (stage, proxy):
        anna = await stage.hire("Anna", limit=20)
        people = [await stage.client(f"Client {number}.") for number in range(5)]
        written = await proofs.write_rounds(stage, people, rounds=1)
        await stage.settle()
        await proxy.cut()
        cut_at = time.time()
        written |= await proofs.write_rounds(stage, people, rounds=3)
        for message in (await anna.chat(stage.bot)).from_bot:
            if message.buttons:
                await anna.write(stage.bot, "In a minute", reply_to=message.message_id)
        await wait_for_state(stage, "proxy")
        await proxy.plug_in()
        back_at = time.time()
        await stage.settle(60)
        proofs.check_stored_once(stage, written)
        await proofs.check_delivered(stage, [anna])
        await proofs.check_repeats(stage, [(cut_at, back_at)])
        for client in people:
            assert [m.text for m in await stage.relayed(client)] == ["In a minute"]
        assert await read_state(stage) == "ok"
        assert re.search(rf"the proxy 127\.0\.0\.1:{proxy.port} can't be reached", stage.read_log())


@pytest.mark.parametrize("scheme", ["http", "socks5"])
async def test_a_proxy_that_refuses_the_password_is_tried_until_it_takes_it(
    tmp_path: Path, scheme: str
) -> None:
    async with open_proxied_stage(tmp_path, scheme, running=False) as (stage, proxy):
        proxy.login = (LOGIN[0], "another")
        await stage.admin.open(stage.bot)
        await stage.start()
        await wait_for_state(stage, "proxy-login")
        assert proxy.served == []
        proxy.login = LOGIN
        await stage.admin.wait_for(stage.bot, "First steps", timeout=60)
        assert await read_state(stage) == "ok"
        log = stage.read_log()
        assert f"the proxy 127.0.0.1:{proxy.port} refuses user and password" in log
        assert "Traceback" not in log


async def test_without_the_library_one_line_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text('import sys\nsys.modules["aiohttp_socks"] = None\n')
    ended = await program.run(
        tmp_path,
        pythonpath=f"{tmp_path}:{ROOT}",
        bot_tokens=TOKEN,
        telegram_proxy=f"http://acme:{quote(LOGIN[1], safe='')}@127.0.0.1:1",
    )
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "TELEGRAM_PROXY needs aiohttp-socks: pip install -e '.[proxy]'\n"


async def test_an_address_that_is_none_is_refused_at_the_start(tmp_path: Path) -> None:
    ended = await program.run(
        tmp_path, bot_tokens=TOKEN, telegram_proxy=f"http://acme:{LOGIN[1]}@127.0.0.1:1"
    )
    assert (ended.code, ended.out) == (2, "")
    assert re.fullmatch(r"TELEGRAM_PROXY: must be an address such as socks5://user:password@.*\n", ended.err)
    assert "s3cret" not in ended.err
