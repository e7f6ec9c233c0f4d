"""One browser for all tests of a worker, a page of its own for each; its complaints fail the test."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Page, expect

from tests.browser.chromium import find_chromium, open_chromium
from tests.browser.house import House, open_house
from tests.browser.lone_bot import LoneBot, open_lone_bot

Visit = Callable[..., Awaitable[Page]]

PATIENCE = 20_000  # milliseconds; the machine may be busy with other tests
expect.set_options(timeout=PATIENCE)


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """The browser."""
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium; apt-get install chromium")
    async with open_chromium(path) as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def visit(chromium: Browser) -> AsyncIterator[Visit]:
    """`await visit(url, width=390)`: the page, once it shows its columns."""
    contexts, complaints = [], []

    def note(message: ConsoleMessage) -> None:
        # Without a demo there is no office, and what a person can't do now is refused with 409.
        is_meant = "/demo/office" in message.location["url"] or "status of 409" in message.text
        if message.type in ("error", "warning") and not is_meant:
            complaints.append(f"{message.text} {message.location}")

    async def open_page(url: str, *, width: int = 1440, height: int = 900, **given: Any) -> Page:
        size: Any = {"width": width, "height": height}
        context = await chromium.new_context(viewport=size, **({"locale": "en-GB"} | given))
        contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(url)
        await page.locator(".column.is-visible, .nothing").first.wait_for()
        return page

    yield open_page
    for context in contexts:
        await context.close()
    assert not complaints, "\n".join(complaints)


@pytest_asyncio.fixture(loop_scope="session")
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """A business that speaks English, with its admin and two clients; nobody is hired yet."""
    async with open_house(tmp_path) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def lone_bot() -> AsyncIterator[LoneBot]:
    """A bot that says what a test lets it say, and a person who has opened it."""
    async with open_lone_bot() as opened:
        yield opened
