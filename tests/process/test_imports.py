"""A command imports the libraries that it needs and no others: they cost seconds and most of the memory."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from leadbot.settings import Settings
from sandbox.client.telegram import Telegram
from sandbox.serve import serve as serve_telegram
from tests.ports import find_port
from tests.process.program import ROOT, START, until

FILE = "loaded"
OF_BOTS = {"aiogram", "aiohttp", "babel"}
OF_API = {"fastapi", "prometheus_client", "uvicorn"}
OF_SOME_DAYS = {"alembic", "matplotlib"}  # a migration, a chart
SLOW = {"sqlalchemy", *OF_BOTS, *OF_API, *OF_SOME_DAYS}


@contextmanager
def launch(folder: Path, *words: str, **settings: object) -> Iterator["subprocess.Popen[bytes]"]:
    """A `leadbot` in a folder of its own; it is stopped when the block ends, if it has not ended before."""
    ours = {name.upper() for name in Settings.model_fields}
    inherited = {name: value for name, value in os.environ.items() if name.upper() not in ours}
    given = {name.upper(): str(value) for name, value in settings.items()}
    running = subprocess.Popen(
        [sys.executable, "-m", "tests.process.loaded", str(folder / FILE), *words],
        cwd=folder,
        env={**inherited, "PYTHONPATH": str(ROOT), **given},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield running
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(START)


def read_loaded(folder: Path) -> set[str]:
    """Return the libraries that a `leadbot` has imported."""
    return set((folder / FILE).read_text().split())


@pytest.mark.parametrize("words", ["--help", "--version", "run --help", "demo --help"])
def test_what_only_prints_something_imports_no_slow_library(tmp_path: Path, words: str) -> None:
    with launch(tmp_path, *words.split()) as running:
        assert running.wait(START) == 0
    assert read_loaded(tmp_path) & SLOW == set()


def test_a_wrong_setting_is_said_before_anything_for_bots_and_requests_is_imported(tmp_path: Path) -> None:
    with launch(tmp_path, "run", api_port="none") as running:
        assert running.wait(START) == 2
    assert read_loaded(tmp_path) & (OF_BOTS | OF_API | OF_SOME_DAYS) == set()


async def test_a_process_that_serves_only_the_api_does_without_what_bots_need(migrated_file: Path) -> None:
    folder, port = migrated_file.parent, find_port()
    with launch(folder, "run", api_port=port, database_url=f"sqlite:///{migrated_file}"):
        await until(lambda: is_answered(port), "the API", START)
    loaded = read_loaded(folder)
    assert loaded >= OF_API
    assert loaded & (OF_BOTS | OF_SOME_DAYS) == set()


async def test_a_process_with_a_bot_does_without_what_the_api_needs(migrated_file: Path) -> None:
    folder = migrated_file.parent
    async with serve_telegram() as server, Telegram(server.url) as telegram:
        bot, client = await telegram.add_bot("acme_sales_bot"), await telegram.add_person("Vera")
        await client.write(bot, "Is anybody there?")
        settings = {"bot_tokens": bot.token, "telegram_api": server.url}
        with launch(folder, "run", database_url=f"sqlite:///{migrated_file}", **settings) as running:
            await client.wait_for(bot, lambda message: bool(message.text), timeout=START)
            running.send_signal(signal.SIGTERM)
            await until(lambda: running.poll() is not None, "its end", START)
    loaded = read_loaded(folder)
    assert loaded >= OF_BOTS
    assert loaded & (OF_API | OF_SOME_DAYS) == set()


def is_answered(port: int) -> bool:
    """Tell whether somebody answers on a port."""
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1) as answer:
            return bool(answer.status)
    except HTTPError:
        return True
    except OSError:
        return False
