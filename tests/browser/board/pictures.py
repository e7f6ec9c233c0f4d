"""The pictures of the board in `docs/images/`, of a made-up morning."""

from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page

from tests.browser.board.days import make_detail, make_state
from tests.browser.board.made_up import Board, open_board

HEIGHTS = {1440: 900, 1024: 768, 390: 844}
OPENED = 210  # the contact in the panel


async def open_page(browser: Browser, board: Board, width: int, scheme: Any) -> Page:
    """Follow a good link."""
    size: Any = {"width": width, "height": HEIGHTS[width]}
    context = await browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    page = await context.new_page()
    board.tokens.add(f"{width}-{scheme}")
    await page.goto(f"{board.url}#in={width}-{scheme}")
    await page.locator(".row").first.wait_for()
    return page


async def take_board(browser: Browser, folder: Path, save: Any) -> None:
    """Save a wide light board, a wide dark one with a contact beside it, and one on a phone."""
    async with open_board() as board:
        board.details[OPENED] = make_detail()
        board.state = make_state()
        await save(await open_page(browser, board, 1440, "light"), folder, "board-light")
        page = await open_page(browser, board, 1440, "dark")
        await page.locator(f'[data-contact="{OPENED}"]').click()
        await page.locator(".conversation").wait_for()
        await save(page, folder, "board-dark")
        await save(await open_page(browser, board, 390, "light"), folder, "board-phone")
