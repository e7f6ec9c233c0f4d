"""The `leadbot` command: the one place where everything is wired together."""

import asyncio
import gc
import logging
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from api.ports import PortError, listen
from models.database.errors import DatabaseInUseError, DatabaseUrlError
from models.database.open import open_database, parse_url
from services.operations.health import BotState
from settings import Language, Settings, SettingsError, load_settings

if TYPE_CHECKING:
    from bot.runtime.worker import Worker
    from demo.cast import Company

log = logging.getLogger("leadbot")

app = typer.Typer(
    help="Distributes clients' messages from Telegram bots among operators.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.command()
def run() -> None:
    """Run the bots of BOT_TOKENS, and the HTTP API on API_PORT."""
    settings = read_settings()
    if not settings.bot_tokens and not settings.api_port:
        fail("BOT_TOKENS is empty: get a token from @BotFather, or try `leadbot demo`.")
    set_up_logging(settings.log_level)
    asyncio.run(serve_until_signal(settings))


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema; `run` does it by itself."""
    settings = read_settings()
    asyncio.run(migrate_database(settings.database_url))
    typer.echo("The database is up to date.")


@app.command()
def sandbox(port: Annotated[int, typer.Option(help="Where to listen on 127.0.0.1.")] = 8081) -> None:
    """Run the local Telegram alone, for bots of your own."""
    asyncio.run(serve_sandbox(port))


@app.command()
def demo(
    play: Annotated[bool, typer.Option(help="Play a story by itself, and check it.")] = False,
    fast: Annotated[bool, typer.Option(help="Don't pause between the scenes.")] = False,
    language: Annotated[Language | None, typer.Option(help="By default that of $LANG.")] = None,
) -> None:
    """Try it on a local Telegram: three operators, some clients, no account."""
    from demo import script
    from demo.story import story
    from demo.terminal import console

    set_up_logging("WARNING")
    told_in: Language = language or script.choose_language(os.environ)
    show = (
        partial(story.play, language=told_in, fast=fast) if play else partial(console.run, language=told_in)
    )
    code = asyncio.run(serve_demo(show, told_in))
    sys.exit(code if code is not None else 130 if play else 0)


async def serve_until_signal(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM."""
    try:
        parse_url(settings.database_url)  # before anything that takes time
        await serve(settings, stop_on_signal())
    except (DatabaseInUseError, DatabaseUrlError, PortError) as error:
        fail(str(error))


async def serve(settings: Settings, stop: asyncio.Event, on_ready: Callable[[], None] = lambda: None) -> None:
    """Serve bots and API in one event loop until `stop`; then finish what is running.

    Raises DatabaseInUseError, DatabaseUrlError, PortError.
    """
    with without_collecting():
        from bot.runtime.worker import Bell
        from bot.serve import create_workers, serve_bots
    with ExitStack() as opened:
        port = (
            opened.enter_context(listen(settings.api_host, settings.api_port)) if settings.api_port else None
        )
        announces = settings.webhook_events_url is not None
        database = await open_database(settings.database_url, announces=announces)
        try:
            decided = Bell()
            workers = create_workers(settings, database, decided)
            async with asyncio.TaskGroup() as tasks:
                if port is not None:
                    from api.serve import serve_api

                    look = partial(list_states, workers)
                    tasks.create_task(serve_api(settings, database, port, look, decided.ring, stop))
                if announces:
                    from api.webhooks.worker import announce_to

                    tasks.create_task(announce_to(settings, database, decided.hang(), stop))
                tasks.create_task(serve_bots(workers, settings, database, decided, stop, on_ready))
        finally:
            await database.close()
            log.info("stopped; nothing is lost")


def list_states(workers: Sequence["Worker"]) -> list[BotState]:
    """Return how the bots are."""
    return [worker.state for worker in workers]


async def migrate_database(url: str) -> None:
    """Open the database, which migrates it, and close it."""
    try:
        database = await open_database(url)
    except (DatabaseInUseError, DatabaseUrlError) as error:
        fail(str(error))
    await database.close()


async def serve_sandbox(port: int) -> None:
    """Serve the local Telegram until SIGINT or SIGTERM."""
    from sandbox.serve import serve as serve_telegram

    async with serve_telegram(port=port) as telegram:
        typer.echo(f"A local Telegram listens on {telegram.url} — stop it with Ctrl-C.")
        await stop_on_signal().wait()


async def serve_demo(show: Callable[["Company"], Awaitable[int]], language: Language) -> int | None:
    """Serve a bot on a Telegram and a database of their own during a show; None if a signal ended it."""
    from bot.runtime.waiting import first_of
    from demo.cast import assemble
    from sandbox.client.telegram import Telegram
    from sandbox.serve import serve as serve_telegram

    stop, over = stop_on_signal(), asyncio.Event()
    with TemporaryDirectory(prefix="leadbot-demo-") as folder:
        async with serve_telegram() as server, Telegram(server.url) as telegram, asyncio.TaskGroup() as tasks:
            with listen("127.0.0.1", 0) as free:
                port: int = free.getsockname()[1]
            company = await assemble(telegram, language, f"http://127.0.0.1:{port}")
            tasks.create_task(serve(settings_of_demo(company, language, folder, port), over))
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


@contextmanager
def without_collecting() -> Iterator[None]:
    """Import aiogram, once it is needed: it makes so many objects that collecting garbage takes 2 s."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def set_up_logging(level: str) -> None:
    """Log to standard error, without the libraries' lines for every update and start."""
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for name in ("aiogram", "alembic", "uvicorn"):
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))


def stop_on_signal() -> asyncio.Event:
    """Return an event that SIGINT or SIGTERM sets."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    return stop


def read_settings() -> Settings:
    """Read the settings, or say in one line for each what is wrong with them."""
    try:
        return load_settings()
    except SettingsError as error:
        fail(str(error))


def fail(message: str) -> NoReturn:
    """End with a message for people."""
    typer.echo(message, err=True)
    sys.exit(2)


if __name__ == "__main__":
    app()
