"""The `leadbot` command: the one place where everything is wired together."""

import asyncio
import signal
import sys
from typing import Annotated, NoReturn

import typer

from bot.serve import serve, set_up_logging
from models.database import DatabaseInUseError, DatabaseUrlError, open_database
from settings import Settings, SettingsError, load_settings

app = typer.Typer(
    help="Distributes clients' messages from Telegram bots among operators.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.command()
def run() -> None:
    """Run the bots of BOT_TOKENS."""
    settings = read_settings()
    if not settings.bot_tokens:
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


async def serve_until_signal(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM."""
    try:
        await serve(settings, stop_on_signal())
    except (DatabaseInUseError, DatabaseUrlError) as error:
        fail(str(error))


async def migrate_database(url: str) -> None:
    """Open the database, which migrates it, and close it."""
    try:
        database = await open_database(url)
    except (DatabaseInUseError, DatabaseUrlError) as error:
        fail(str(error))
    await database.close()


async def serve_sandbox(port: int) -> None:
    """Serve the local Telegram until SIGINT or SIGTERM."""
    from sandbox.server import serve as serve_telegram

    async with serve_telegram(port=port) as telegram:
        typer.echo(f"A local Telegram listens on {telegram.url} — stop it with Ctrl-C.")
        await stop_on_signal().wait()


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
