"""A board that a test plays, and the page that shows it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.browser.board.made_up import Board, open_board
from tests.browser.conftest import PATIENCE

Enter = Callable[..., Awaitable[Page]]
MEANT = (
    "status of 401",
    "status of 403",
    "status of 404",
    "status of 409",
    "ERR_INCOMPLETE_CHUNKED",
    "ERR_INTERNET",
)


@pytest_asyncio.fixture(loop_scope="session")
async def board() -> AsyncIterator[Board]:
    """A busy morning."""
    async with open_board() as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def enter(chromium: Browser) -> AsyncIterator[Enter]:
    """`await enter(board, width=390)`: the page of somebody who has followed a good link of his own."""
    contexts, complaints = list[BrowserContext](), list[str]()

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(words in message.text for words in MEANT):
            complaints.append(f"{message.text} {message.location}")

    async def open_page(
        board: Board,
        *,
        token: str | None = "",
        fragment: str = "",
        width: int = 1440,
        height: int = 900,
        **given: Any,
    ) -> Page:
        if token == "":
            token = f"good-{len(contexts)}"
            board.tokens.add(token)
        size: Any = {"width": width, "height": height}
        context = await chromium.new_context(viewport=size, **({"locale": "en-GB"} | given))
        contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        fragment = fragment or (f"in={token}" if token else "")
        await page.goto(board.url + (f"#{fragment}" if fragment else ""))
        await page.locator("main").wait_for()
        return page

    yield open_page
    for context in contexts:
        await context.close()
    assert not complaints, "\n".join(complaints)
