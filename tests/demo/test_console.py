"""The terminal of the demo, as a real process: a visitor plays everybody, and nothing typed breaks it."""

import re
import signal
import time
from pathlib import Path

import pytest

from tests.demo.terminal import left_in, run_demo


async def test_a_visitor_plays_everybody(tmp_path: Path) -> None:
    async with run_demo(tmp_path, "--terminal", "--language", "en", typed=True) as terminal:
        welcome = await terminal.read_until("in the place of anna")
        assert welcome.splitlines()[0].startswith("This is leadbot")
        assert re.search(r"Anna +operator, weight 1, at most 3 at once", welcome)

        await terminal.type("vera: Hello, is it in stock?")
        seen = await terminal.read_until("Vera  ←  Request #1 received", "[Take] [Pass on]")
        holder = re.findall(r"^  (\w+) +←  Request #1 ·", seen, re.MULTILINE)[0]
        await terminal.type(f"{holder} take 1")
        await terminal.read_until("✓ Request #1 is yours", f"Vera  ←  Request #1 is being handled. {holder}")
        await terminal.type(f"{holder} reply 1 Yes, we have two")
        await terminal.read_until("Vera  ←  Yes, we have two")
        await terminal.type("vera photo")
        await terminal.read_until("↳ #1 [photo]")
        await terminal.type("vera edit Hello, are two in stock?")
        await terminal.read_until("edited: Hello, are two in stock?")
        await terminal.type("vera voice")
        await terminal.read_until("↳ #1 [voice]")
        await terminal.type("vera phone")
        await terminal.read_until("We have saved your number", "+7 903 123-45-67")
        other = "anna" if holder != "Anna" else "boris"
        await terminal.type(f"{other} complete 1")
        await terminal.read_until(f"Request #1 is with {holder}, not with {other.title()}.")
        await terminal.type(f"{holder} block")
        seen = await terminal.read_until("closes the chat", "← ", "[Take] [Pass on]")
        assert f"{holder} ←" not in seen
        await terminal.type(f"{holder}: hello?")
        await terminal.read_until("must open it first. For example: anna unblock")
        await terminal.type("everybody")
        await terminal.read_until("open: #1 (Request #1 · Client: Vera")
        await terminal.type("admin: /operators")
        await terminal.read_until("has closed the chat with the bot\n")
        await terminal.type("admin tap operator")
        await terminal.read_until("The newest screen has no such button, only [", "[➕ Add an operator]")
        await terminal.type("admin tap add an operator")
        await terminal.read_until("What is the new operator's name?")

        await terminal.type("quit")
        assert await terminal.end() == 0
    assert not left_in(tmp_path)


async def test_nothing_that_is_typed_breaks_it(tmp_path: Path) -> None:
    async with run_demo(tmp_path, "--terminal", "--language", "ru", typed=True) as terminal:
        await terminal.read_until("вместо «анна»")
        for line in (
            "абв",
            "анна взять 77",
            "вера телефон",
            "вера закрыть",
            "вера открыть",
            "вера: " + "ъ" * 5000,
        ):
            await terminal.type(line)
        await terminal.read_until("Локальный Telegram отказал")
        assert terminal.process.stdin is not None
        terminal.process.stdin.write(b"\xff\xfe\x00[bold]{x}\n")
        await terminal.read_until("Не понимаю")
        await terminal.type("вера: [bold]{x}")
        await terminal.read_until("Вера  →  [bold]{x}", "Вера  ←  Обращение №1 принято")
        await terminal.type("выход")
        assert await terminal.end() == 0
    assert "Traceback" not in terminal.printed


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_without_a_terminal_it_serves_until_a_signal(number: signal.Signals, tmp_path: Path) -> None:
    async with run_demo(tmp_path, "--terminal") as terminal:
        printed = await terminal.read_until("in the place of anna")
        assert re.search(r"its Telegram listens on http://127\.0\.0\.1:\d+", printed)

        asked = time.monotonic()
        terminal.process.send_signal(number)
        assert await terminal.end() == 0
    assert time.monotonic() - asked < 10
    assert "Traceback" not in terminal.printed
    assert not left_in(tmp_path)
