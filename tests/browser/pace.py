"""Prints how quick the page is: `python -m tests.browser.pace`, on a machine that does nothing else.

Each line has the tasks that kept a person waiting, those over 50 ms, in milliseconds.
"""

import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

from playwright.async_api import Browser, Page, expect

from tests.browser.chromium import find_chromium, open_chromium
from tests.browser.house import open_house
from tests.browser.lone_bot import open_lone_bot
from tests.browser.screen import button, column, message, sees
from tests.once import FOLDER

LONG_CHAT = 1000
CROWD = 30
WATCH = """
() => {
    window.tasks = [];
    new PerformanceObserver((list) => {
        for (const task of list.getEntries()) window.tasks.push(Math.round(task.duration));
    }).observe({ type: "longtask", buffered: true });
}
"""


async def report(page: Page, what: str, began: float) -> None:
    """Print what has passed since a moment, and forget it."""
    tasks = await page.evaluate("window.tasks.splice(0)")
    print(f"{what}: {time.monotonic() - began:.2f} s, long tasks: {tasks or 'none'}")


async def look_at_a_long_chat(browser: Browser) -> None:
    async with open_lone_bot() as lone_bot:
        keys = {"inline_keyboard": [[{"text": "Press", "callback_data": "p"}]]}
        for number in range(LONG_CHAT):
            await lone_bot.say(f"Line {number}, as long as what people write is.", reply_markup=keys)
        page, began = await browser.new_page(viewport={"width": 1440, "height": 900}), time.monotonic()
        await page.goto(lone_bot.url)
        await page.evaluate(WATCH)
        vera = column(page, "Vera")
        await sees(vera, f"Line {LONG_CHAT - 1}")
        await report(page, f"opening a chat of {LONG_CHAT} messages", began)
        began, field = time.monotonic(), vera.get_by_role("textbox")
        await field.press_sequentially("What a long chat this is, and yet I can type")
        await report(page, "typing 44 letters", began)
        began = time.monotonic()
        await field.press("Enter")
        await sees(vera, "What a long chat")
        await report(page, "sending", began)
        began = time.monotonic()
        press = button(message(vera, f"Line {LONG_CHAT - 1}"), "Press")
        await press.click()
        await expect(press).to_have_attribute("aria-busy", "true")
        await report(page, "pressing a button", began)
        await page.close()


async def look_at_a_crowd(browser: Browser, folder: Path) -> None:
    async with open_house(folder) as house:
        await house.staff()
        page = await browser.new_page(viewport={"width": 1700, "height": 900})
        await page.goto(house.url)
        await column(page, "Vera").wait_for()
        await page.evaluate(WATCH)
        crowd = [await house.stage.person(f"Client {number}") for number in range(CROWD)]
        began = time.monotonic()
        await asyncio.gather(*(person.write(house.stage.bot, "Hello") for person in crowd))
        await expect(page.locator("section.role-client .face .badge")).to_have_count(CROWD)
        await report(page, f"{CROWD} clients at once, each answered and seen", began)
        await page.close()


async def run(path: str, folder: Path) -> None:
    async with open_chromium(path) as browser:
        await look_at_a_long_chat(browser)
        await look_at_a_crowd(browser, folder)


def main() -> None:
    chromium = find_chromium()
    if chromium is None:
        sys.exit("no Chromium; apt-get install chromium")
    with tempfile.TemporaryDirectory() as made:
        os.environ[FOLDER] = made
        asyncio.run(run(chromium, Path(made)))


if __name__ == "__main__":
    main()
