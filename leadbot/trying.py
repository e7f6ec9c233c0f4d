"""`leadbot demo` and `leadbot sandbox`: the product and a local Telegram, to be tried without an account."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from enum import Enum, auto
from functools import partial
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import typer

from leadbot.logs import set_up_logging
from leadbot.process import fail, stop_on_signal
from leadbot.settings import Settings
from services.policy import Language

if TYPE_CHECKING:
    from demo.cast import Company
    from demo.office.routes import Door
    from sandbox.serve import Sandbox


class Show(Enum):
    """How the product lets itself be tried."""

    PAGE = auto()
    TERMINAL = auto()
    STORY = auto()


def sandbox(port: int) -> None:
    """Run the local Telegram alone, for bots of one's own."""
    asyncio.run(serve_sandbox(port))


def demo(show: Show, *, fast: bool, with_browser: bool, port: int, language: Language | None) -> None:
    """Let the product be tried on a local Telegram; the language is by default that of $LANG."""
    from demo import script
    from demo.office import page
    from demo.office.routes import Door
    from demo.story import story
    from demo.terminal import console

    set_up_logging("WARNING")
    told_in: Language = language or script.choose_language(os.environ)
    door = Door(told_in)
    ways: dict[Show, Callable[[Company], Awaitable[int]]] = {
        Show.PAGE: partial(page.run, language=told_in, door=door, with_browser=with_browser),
        Show.TERMINAL: partial(console.run, language=told_in),
        Show.STORY: partial(story.play, language=told_in, fast=fast),
    }
    code = asyncio.run(serve_demo(ways[show], told_in, port, door if show is Show.PAGE else None))
    sys.exit(code if code is not None else 130 if show is Show.STORY else 0)


async def serve_sandbox(port: int) -> None:
    """Serve the local Telegram until SIGINT or SIGTERM."""
    async with open_telegram(port) as telegram:
        typer.echo(f"A local Telegram listens on {telegram.url} — stop it with Ctrl-C.")
        await stop_on_signal().wait()


@asynccontextmanager
async def open_telegram(port: int, door: "Door | None" = None) -> "AsyncIterator[Sandbox]":
    """Serve a local Telegram until the block ends; a port that is taken ends the command with one line."""
    from sandbox.serve import serve

    async with AsyncExitStack() as opened:
        try:
            telegram = await opened.enter_async_context(
                serve(port=port, extend=door.add_routes if door else None)
            )
        except OSError as error:
            reason = os.strerror(error.errno) if error.errno else str(error)
            fail(
                f"Can't listen on 127.0.0.1:{port}: {reason}. Choose another port: --port 0 takes a free one."
            )
        yield telegram


async def serve_demo(
    show: Callable[["Company"], Awaitable[int]], language: Language, port: int, door: "Door | None"
) -> int | None:
    """Serve a bot on a Telegram and a database of their own during a show; None if a signal ended it."""
    from api.ports import listen
    from demo.cast import assemble
    from leadbot.wiring import serve
    from models.database.waiting import first_of
    from sandbox.client.telegram import Telegram

    stop, over = stop_on_signal(), asyncio.Event()
    with TemporaryDirectory(prefix="leadbot-demo-") as folder:
        async with (
            open_telegram(port, door) as server,
            Telegram(server.url) as telegram,
            asyncio.TaskGroup() as tasks,
        ):
            with listen("127.0.0.1", 0) as free:
                api_port: int = free.getsockname()[1]
            company = await assemble(telegram, language, f"http://127.0.0.1:{api_port}")
            tasks.create_task(serve(settings_of_demo(company, language, folder, api_port), over))
            code = await first_of(stop, show(company))
            over.set()
    return code


def settings_of_demo(company: "Company", language: Language, folder: str, api_port: int) -> Settings:
    """Return settings without anything from the environment or `.env`, lest a real business be touched."""
    fields = Settings.model_fields.items()
    defaults = {name: field.get_default(call_default_factory=True) for name, field in fields}
    own = {
        "bot_tokens": [company.bot.token],
        "admin_ids": [company.admin.person.id],
        "database_url": f"sqlite+aiosqlite:///{folder}/demo.db",
        "default_language": language,
        "telegram_api": company.telegram.url,
        "sends_per_second": 0,
        "api_port": api_port,
        "reopen_window_minutes": 0,  # the story completes contacts and writes again at once
    }
    return Settings(_env_file=None, **defaults | own)
