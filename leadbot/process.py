"""What every command needs of its process: settings, signals, an end with a message."""

import asyncio
import signal
import sys
from typing import NoReturn

import typer

from leadbot.settings import ENV_FILE, Settings, SettingsError, load_settings
from models.database.private_files import is_open_to_others


def read_settings() -> Settings:
    """Read the settings, or say in one line for each what is wrong with them."""
    if is_open_to_others(ENV_FILE):
        typer.echo(f"{ENV_FILE} holds secrets and can be read by others: chmod 600 {ENV_FILE}", err=True)
    try:
        return load_settings()
    except SettingsError as error:
        fail(str(error))


def stop_on_signal() -> asyncio.Event:
    """Return an event that SIGINT or SIGTERM sets."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    return stop


def fail(message: str) -> NoReturn:
    """End with a message for people."""
    typer.echo(message, err=True)
    sys.exit(2)
