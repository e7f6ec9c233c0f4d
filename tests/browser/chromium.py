"""The system's Chromium, driven by playwright, which downloads none of its own."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, async_playwright

ARGUMENTS = ("--no-sandbox", "--disable-background-networking")


def find_chromium() -> str | None:
    return shutil.which("chromium")


@asynccontextmanager
async def open_chromium(path: str) -> AsyncIterator[Browser]:
    """Open the browser until the block ends."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        await browser.close()
