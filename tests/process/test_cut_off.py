"""A process that PostgreSQL answers no more: others take its bots over, and it ends when told to."""

import asyncio
import time
from pathlib import Path
from typing import Any

from sqlalchemy import NullPool, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from sandbox.client.telegram import Telegram
from sandbox.serve import serve as serve_telegram
from tests.process import program
from tests.process.swallowing import Swallowing

TAKEOVER = 12.0  # seconds
STOP = 15.0  # seconds


async def test_others_take_over_from_a_process_that_is_cut_off_and_it_ends_in_time(
    tmp_path: Path, migrated_postgres: str
) -> None:
    url = make_url(migrated_postgres)
    wired = url.update_query_dict({"host": str(tmp_path)}).render_as_string(hide_password=False)
    async with (
        serve_telegram() as server,
        Telegram(server.url) as telegram,
        Swallowing(Path(str(url.query["host"])), tmp_path) as wire,
    ):
        bot = await telegram.add_bot("acme_sales_bot")
        vera = await telegram.add_person("Vera", language_code="en")
        settings: dict[str, Any] = {"bot_tokens": bot.token, "telegram_api": server.url}
        first = program.start(tmp_path, database_url=wired, **settings)
        second = None
        try:
            await vera.write(bot, "Hello")
            await vera.wait_for(bot, "Request #1 received", timeout=program.START)
            second = program.start(tmp_path, database_url=migrated_postgres, **settings)
            named = f"SELECT count(*) FROM pg_stat_activity WHERE application_name = 'leadbot {second.pid}'"
            await wait_for(migrated_postgres, named, 2, program.START)
            wire.swallow()
            await vera.write(bot, "Is anybody there?")
            await wait_for(migrated_postgres, "SELECT count(*) FROM messages", 2, TAKEOVER)
            first.terminate()
            began = time.monotonic()
            ended = await asyncio.to_thread(program.read_end, first)
            assert time.monotonic() - began < STOP
            assert "Traceback" not in ended.err
        finally:
            for process in filter(None, (first, second)):
                process.kill()
                process.communicate()


async def wait_for(address: str, query: str, count: int, seconds: float) -> None:
    """Wait until a query counts so much."""
    engine = create_async_engine(address, poolclass=NullPool)
    ends, found = time.monotonic() + seconds, 0
    while found < count:
        assert time.monotonic() < ends, f"{found} after {seconds} s: {query}"
        await asyncio.sleep(0.1)
        async with engine.connect() as connection:
            found = await connection.scalar(text(query)) or 0
