"""Telegram's webhook and several processes: one takes the updates, another works, and each is stored once."""

import asyncio
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import NullPool, text
from sqlalchemy.ext.asyncio import create_async_engine

from sandbox.client.person import Person
from sandbox.client.seen import Bot
from sandbox.client.telegram import Telegram
from sandbox.serve import serve as serve_telegram
from tests.api_stage import KEY, write_webhook_url
from tests.ports import find_port
from tests.process import program

CLIENTS = 20
ROUNDS = 3
TAKEOVER = 12.0  # seconds


@dataclass
class Company:
    """Processes with the same token, and Telegram, which brings updates to the port of one of them."""

    folder: Path
    telegram: Telegram
    bot: Bot
    settings: dict[str, Any]
    running: list["subprocess.Popen[str]"] = field(default_factory=list)

    def start(self, port: int) -> "subprocess.Popen[str]":
        """Start a process whose API listens on a port."""
        with (self.folder / f"{port}.log").open("a") as log:
            process = program.start(self.folder, log, api_port=port, **self.settings)
        self.running.append(process)
        return process

    async def rows(self, query: str) -> list[tuple[Any, ...]]:
        engine = create_async_engine(self.settings["database_url"], poolclass=NullPool)
        async with engine.connect() as connection:
            found = [tuple(row) for row in await connection.execute(text(query))]
        await engine.dispose()
        return found


@asynccontextmanager
async def open_company(folder: Path, address: str, webhook_port: int) -> AsyncIterator[Company]:
    async with serve_telegram() as server, Telegram(server.url) as telegram:
        bot = await telegram.add_bot("acme_sales_bot")
        settings = {
            "bot_tokens": bot.token,
            "telegram_api": server.url,
            "database_url": address,
            "webhook_url": write_webhook_url(webhook_port),
            "api_key": KEY,
        }
        company = Company(folder, telegram, bot, settings)
        try:
            yield company
        finally:
            for process in company.running:
                process.kill()
                process.wait()


async def wait_for_state(port: int, wanted: Callable[[str], bool], seconds: float = program.START) -> None:
    """Wait until a process answers and its bot is so."""
    async with asyncio.timeout(seconds), httpx.AsyncClient() as monitor:
        while True:
            try:
                answer = await monitor.get(f"http://127.0.0.1:{port}/healthz")
                if wanted(answer.json()["bots"][0]["state"]):
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.1)


async def write_all(company: Company, people: list[Person], turn: int) -> set[str]:
    """Let everybody write some messages; returns them."""
    written = set()
    for number in range(ROUNDS):
        for person in people:
            words = f"{person.id}: {turn}.{number}"
            await person.write(company.bot, words)
            written.add(words)
    return written


async def wait_until_stored(company: Company, written: set[str], seconds: float) -> None:
    """Wait until all that was written is handled."""
    async with asyncio.timeout(seconds):
        while True:
            stored = await company.rows("SELECT text FROM messages WHERE author = 'client' ORDER BY id")
            if {words for (words,) in stored} >= written:
                break
            await company.telegram.retry(company.bot)
            await asyncio.sleep(0.2)
    assert len(stored) == len(written)


async def test_one_process_takes_updates_for_another_that_works_and_goes_on_when_that_is_killed(
    tmp_path: Path, migrated_postgres: str
) -> None:
    here, there = find_port(), find_port()
    async with open_company(tmp_path, migrated_postgres, here) as company:
        owner = company.start(there)
        await wait_for_state(there, "ok".__eq__)
        people = [await company.telegram.add_person(f"Client {number}") for number in range(CLIENTS)]
        written = await write_all(company, people, 1)  # nobody takes them yet
        company.start(here)
        await wait_for_state(here, "standby".__eq__)
        written |= await write_all(company, people, 2)
        await wait_until_stored(company, written, 30)
        await wait_for_state(here, "standby".__eq__, 5)
        owner.kill()
        written |= await write_all(company, people, 3)
        await wait_until_stored(company, written, TAKEOVER)
        await wait_for_state(here, "ok".__eq__, TAKEOVER)
        counted = "SELECT count(*), count(DISTINCT lead_id) FROM contacts"
        assert await company.rows(counted) == [(CLIENTS, CLIENTS)]
        assert await company.rows("SELECT 1 FROM inbox GROUP BY bot_id, update_id HAVING count(*) > 1") == []
        in_order = "SELECT text FROM messages WHERE author = 'client' AND chat_id = {} ORDER BY id"
        for person in people:
            said = [words for (words,) in await company.rows(in_order.format(person.id))]
            assert said == sorted(said)
        assert await company.telegram.calls(company.bot, "getUpdates") == []
