"""On PostgreSQL the same business runs in several processes, and a dead one is replaced."""

import asyncio
from pathlib import Path

from leadbot.wiring import serve
from tests.bot.admin.test_by_thumb import open_screen
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
        await stage.admin.wait_for(stage.bot, "First steps")
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


async def test_the_control_room_works_on_postgresql(tmp_path: Path, postgres: str) -> None:
    async with open_stage(tmp_path, database_url=postgres) as stage:
        anna = await stage.hire("Anna", limit=3)
        await stage.client("Vera", text="text 1")
        await stage.card(anna, "text 1")
        boris = await stage.hire("Boris", limit=1)
        page = await stage.tap(await open_screen(stage, "Operators"), "Anna")
        plan = await stage.tap(await stage.tap(page, "Move open ones (1)"), "By weight")
        assert "#1 · Vera → Boris" in plan.text
        await stage.tap(plan, "Move")
        await stage.card(boris, "text 1")
        for command in ("/weight", "/weight log", "/sources", "/queue", "/contact 1", "/why 1", "/find vera"):
            assert await stage.command(command)
        changed = await stage.tap(await stage.tap(await open_screen(stage, "Weights"), "@acme"), "Anna")
        changed = await stage.tap(changed, "5")
        assert "Anna, @acme_sales_bot: weight 5." in changed.text
        assert "weight 1." in (await stage.tap(changed, "Undo")).text
        assert "with Anna now" in await stage.command("/assign 1 Anna")


async def test_a_process_with_an_older_list_of_tokens_harms_nobody(tmp_path: Path, postgres: str) -> None:
    async with open_stage(tmp_path, database_url=postgres) as stage:
        anna = await stage.hire("Anna")
        other = await stage.telegram.add_bot("acme_help_bot", name="Help")
        older = stage.settings.model_copy(update={"bot_tokens": [other.token], "api_port": None})
        stop, ready = asyncio.Event(), asyncio.Event()
        serving = asyncio.create_task(serve(older, stop, ready.set))
        await ready.wait()
        vera = await stage.client("Vera", text="Hello, is anybody there?")
        await stage.card(anna, "is anybody there?")
        assert "received" in (await stage.texts(vera))[-1]
        stop.set()
        await serving
