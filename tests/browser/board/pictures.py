"""The pictures of the board in `docs/images/`, of a real business after a busy morning."""

import tempfile
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page

from tests.browser.board.real_day import RealBoard, open_real_board

HEIGHTS = {1440: 900, 1024: 768, 390: 844}
TAKEN = ((1440, "light", "board-light"), (1440, "dark", "board-dark"), (390, "light", "board-phone"))


async def open_page(browser: Browser, board: RealBoard, token: str, width: int, scheme: Any) -> Page:
    """Follow a good link."""
    size: Any = {"width": width, "height": HEIGHTS[width]}
    context = await browser.new_context(
        viewport=size, color_scheme=scheme, reduced_motion="reduce", timezone_id=board.zone
    )
    page = await context.new_page()
    await page.goto(f"{board.url}#in={token}")
    await page.locator(".row").first.wait_for()
    return page


async def take_board(browser: Browser, folder: Path, save: Any) -> None:
    """Save a wide light board, a wide dark one with a contact beside it, and one on a phone."""
    with tempfile.TemporaryDirectory() as made:
        async with open_real_board(Path(made)) as board:
            for token, (width, scheme, name) in zip(board.tokens, TAKEN, strict=False):
                page = await open_page(browser, board, token, width, scheme)
                if scheme == "dark":
                    await page.locator(f'[data-contact="{board.told}"]').click()
                    await page.locator(".conversation").wait_for()
                await save(page, folder, name)
