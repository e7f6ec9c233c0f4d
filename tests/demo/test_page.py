"""`leadbot demo` as a real process: it prints an address, answers the first client, and ends cleanly."""

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from demo.office import browser
from demo.office.browser import has_screen
from sandbox.client.seen import Bot
from sandbox.client.telegram import Telegram
from tests.demo.terminal import ROOT, left_in, run_demo
from tests.ports import find_port

PRINTED = {
    "en": (
        "This is leadbot on a Telegram of its own: clients write, operators get cards and answer.",
        "Open {url} in a browser.",
        "You are everybody: write as a client, answer as the operator who gets the card.",
        "Ctrl-C ends it.",
        "Good bye: the local Telegram and its database are gone.",
    ),
    "ru": (
        "Это leadbot и его собственный Telegram: клиенты пишут, операторы получают карточки и отвечают.",
        "Откройте {url} в браузере.",
        "Вы за всех: напишите как клиент, ответьте как оператор, которому пришла карточка.",
        "Закончить — Ctrl-C.",
        "До свидания: локальный Telegram и его база удалены.",
    ),
}


@pytest.mark.parametrize(
    ("language", "number"), [("en", signal.SIGINT), ("ru", signal.SIGTERM)], ids=["en", "ru"]
)
async def test_it_prints_where_to_look_and_ends_by_a_signal(
    language: str, number: signal.Signals, tmp_path: Path
) -> None:
    port = find_port()
    async with run_demo(tmp_path, "--language", language, "--port", str(port)) as terminal:
        await terminal.read_until("Ctrl-C")
        asked = time.monotonic()
        terminal.process.send_signal(number)
        assert await terminal.end() == 0
    assert time.monotonic() - asked < 10
    wanted = [line.format(url=f"http://127.0.0.1:{port}") for line in PRINTED[language]]
    assert terminal.printed.splitlines() == wanted
    assert not left_in(tmp_path)


async def test_the_first_client_who_writes_is_answered_in_seconds(tmp_path: Path) -> None:
    async with run_demo(tmp_path, "--language", "en") as terminal:
        printed = await terminal.read_until("Ctrl-C")
        address = re.findall(r"http://127\.0\.0\.1:\d+", printed)[0]
        async with Telegram(address) as telegram:
            bot = Bot(id=0, username="acme_sales_bot", name="", token="")
            vera = await telegram.add_person("Vera", language_code="en")
            await vera.write(bot, "Is it in stock?")
            await vera.wait_for(bot, "Request #1 received", timeout=10)
        terminal.process.send_signal(signal.SIGINT)
        assert await terminal.end() == 0


async def test_a_port_that_is_taken_is_said_in_one_line(tmp_path: Path) -> None:
    port = find_port()
    (tmp_path / "second").mkdir()
    async with run_demo(tmp_path, "--port", str(port)) as first:
        await first.read_until("Ctrl-C")
        async with run_demo(tmp_path / "second", "--port", str(port)) as second:
            assert await second.end() == 2
    assert second.printed == (
        f"Can't listen on 127.0.0.1:{port}: Address already in use. "
        "Choose another port: --port 0 takes a free one.\n"
    )
    assert not left_in(tmp_path / "second")


async def test_the_story_and_the_terminal_are_not_both(tmp_path: Path) -> None:
    async with run_demo(tmp_path, "--play", "--terminal") as terminal:
        assert await terminal.end() == 2
    assert "either --play or --terminal" in terminal.printed


@pytest.mark.parametrize(
    ("environment", "platform", "is_seen"),
    [
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "darwin", True),
        ({}, "win32", True),
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": "localhost:10.0", "SSH_CONNECTION": "10.0.0.1 50000 10.0.0.2 22"}, "linux", False),
        ({"SSH_TTY": "/dev/ttys001"}, "darwin", False),
        ({"DISPLAY": ":99", "CI": "true"}, "linux", False),
    ],
)
def test_a_browser_opens_only_where_there_is_a_screen(
    environment: dict[str, str], platform: str, is_seen: bool
) -> None:
    assert has_screen(environment, platform) is is_seen


@pytest.mark.skipif(sys.platform != "linux", reason="Elsewhere there is always a screen")
@pytest.mark.parametrize(
    ("changes", "options", "is_opened"),
    [
        ({}, (), True),
        ({}, ("--no-browser",), False),
        ({"BROWSER": "lynx"}, (), False),
    ],
    ids=["screen", "not wanted", "lynx"],
)
def test_on_a_screen_the_page_opens(
    changes: dict[str, str], options: tuple[str, ...], is_opened: bool, tmp_path: Path
) -> None:
    browsers = tmp_path / "browsers"
    browsers.mkdir()
    for name in ("some-browser", "lynx"):
        (browsers / name).write_text('#!/bin/sh\necho "opened $1"\n')
        (browsers / name).chmod(0o755)
    printed = run_on_screen(browsers, *options, waits=is_opened, **changes)
    address = re.findall(r"Open (http\S+) in", printed)[0]
    assert ("opened" in printed) is is_opened
    assert (f"opened {address}" in printed) is is_opened
    assert "Good bye" in printed.splitlines()[-1]


def run_on_screen(browsers: Path, *options: str, waits: bool, **changes: str) -> str:
    """Start the demo on a terminal, end it by Ctrl-C when it is open, and return what it printed."""
    kept = {name: value for name, value in os.environ.items() if name not in browser.ELSEWHERE}
    environment = kept | {
        "PYTHONPATH": str(ROOT),
        "PATH": f"{browsers}:{os.environ['PATH']}",
        "DISPLAY": ":0",
        "LANG": "C.UTF-8",
        "BROWSER": "some-browser",
        **changes,
    }
    ours, theirs = pty.openpty()
    command = (sys.executable, "-m", "leadbot", "demo", *options)
    with subprocess.Popen(command, env=environment, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        printed = ""
        try:
            while chunk := read_terminal(ours):
                printed += chunk
                if "Ctrl-C ends it." in printed and ("opened" in printed or not waits):
                    process.send_signal(signal.SIGINT)
        finally:
            process.kill()
            os.close(ours)
    return printed


def read_terminal(number: int) -> str:
    """Return what was printed since the last time; nothing when the other side has gone."""
    ready, _, _ = select.select([number], [], [], 60)
    assert ready, "nothing is printed any more"
    try:
        return os.read(number, 65_536).decode()
    except OSError:
        return ""
