"""What every command needs of its process: settings, signals, an end with a message."""

import asyncio
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer
from sqlalchemy.exc import DBAPIError

from edges.errors import describe, is_of_database
from leadbot.logs import set_up_logging
from leadbot.settings import ENV_FILE, Settings, SettingsError, load_settings
from models.database.errors import BackupError, CopyError, DatabaseOpenError, DatabaseUnavailableError
from models.database.sqlite_file import is_open_to_others

MISTAKE = 2  # how a command ends that somebody has to give otherwise
TRY_AGAIN = 75  # EX_TEMPFAIL of sysexits.h: the same command may do later
STOP_WITHIN = 12.0  # seconds; what is running has less than that to end by itself
log = logging.getLogger("leadbot")


def read_settings() -> Settings:
    """Read the settings, or say in one line for each what is wrong with them."""
    if is_open_to_others(ENV_FILE):
        typer.echo(f"{ENV_FILE} holds secrets and can be read by others: chmod 600 {ENV_FILE}", err=True)
    try:
        return load_settings()
    except SettingsError as error:
        fail(str(error))


@contextmanager
def ending_in_one_line(*others: type[Exception], serves: bool = False) -> Iterator[None]:
    """End with 2 and one line if a database can't be opened, copied, kept or read, or by one of other errors.

    What `serves` ends with 75 if that may pass by itself, and with a traceback if a database fails later on.
    All else that ends a command is logged without a word of anybody, and without a secret.
    """
    if not logging.getLogger().handlers:
        set_up_logging("WARNING")
    mistakes: tuple[type[Exception], ...] = (DatabaseOpenError, CopyError, BackupError, *others)
    try:
        yield
    except DatabaseUnavailableError as error:
        fail(str(error), TRY_AGAIN if serves else MISTAKE)
    except mistakes as error:
        fail(str(error))
    except Exception as error:
        if serves or not (isinstance(error, DBAPIError) or is_of_database(error)):
            raise
        fail(f"the database can't be used: {describe(error)}")


def stop_on_signal() -> asyncio.Event:
    """Return an event that SIGINT or SIGTERM sets; the process ends soon then, whatever it waits for."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def begin() -> None:
        if not stop.is_set():
            threading.Thread(target=end_at_last, daemon=True).start()
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, begin)
    return stop


def end_at_last() -> None:
    """End this process if it has not ended by itself in time: a database that is silent must not keep it."""
    time.sleep(STOP_WITHIN)
    log.error("stopping takes more than %.0f seconds: this process ends now; nothing is lost", STOP_WITHIN)
    logging.shutdown()
    os._exit(1)


def fail(message: str, code: int = MISTAKE) -> NoReturn:
    """End with a message for people."""
    typer.echo(message, err=True)
    sys.exit(code)
