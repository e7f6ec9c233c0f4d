"""On PostgreSQL the same business runs in several processes, and a dead one is replaced."""

import asyncio
from pathlib import Path

from bot.serve import serve
from tests.stage import Stage, open_stage


async def serve_and_be_killed(stage: Stage) -> asyncio.Task[None]:
    """Start a process' worth of serving that can be ended without any farewell."""
    ready = asyncio.Event()
    task = asyncio.create_task(serve(stage.settings, asyncio.Event(), ready.set))
    await ready.wait()
    return task


async def test_the_whole_story_runs_on_postgresql(tmp_path: Path, postgres: str) -> None:
    async with open_stage(tmp_path, database_url=postgres) as stage:
        anna = await stage.hire("Anna", limit=1)
        vera = await stage.client("Vera", text="Hello from Vera")
        tim = await stage.client("Tim")
        await anna.wait_for(stage.bot, "Hello from Vera")
        await tim.write(stage.bot, "Hello from Tim")
        await tim.wait_for(stage.bot, "you are next in line")
        card = await stage.card(anna, "Hello from Vera")
        assert await stage.press(anna, card, "Take") == "Request #1 is yours"
        await anna.write(stage.bot, "Hello yourself", reply_to=card.message_id)
        await vera.wait_for(stage.bot, "Hello yourself")
        card = await stage.card(anna, "Hello from Vera")
        assert await stage.press(anna, card, "Complete") == "Request #1 is completed"
        await stage.card(anna, "Hello from Tim")


async def test_another_process_takes_over_when_the_one_that_works_for_a_bot_dies(
    tmp_path: Path, postgres: str
) -> None:
    async with open_stage(tmp_path, running=False, database_url=postgres) as stage:
        first = await serve_and_be_killed(stage)
        await stage.admin.open(stage.bot)
        await stage.admin.wait_for(stage.bot, "/operators")
        anna = await stage.hire("Anna")
        await stage.start()  # waits in the background while the first one lives
        await stage.client("Vera", text="Hello, first")
        await stage.card(anna, "Hello, first")
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        await stage.client("Tim", text="Hello, second")
        await stage.card(anna, "Hello, second")
        conflicts = [c for c in await stage.telegram.calls(stage.bot, "getUpdates") if c.error_code == 409]
        assert conflicts == []
