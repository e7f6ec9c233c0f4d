"""The board is for everybody, at every width, quick when it is large, and safe with what clients write."""

from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.board.conftest import Enter
from tests.browser.board.days import make_large_day
from tests.browser.board.made_up import Board, open_board
from tests.browser.test_manners import find_serious

pytestmark = pytest.mark.asyncio(loop_scope="session")

MOST_NODES = 12_000  # of a page with 500 contacts and 50 operators
LONGEST = 400  # milliseconds that a change may keep a person waiting, on a machine busy with other tests
WATCH = """
() => {
    window.touched = new Set();
    window.longest = 0;
    const note = ({ target }) => {
        const row = (target.nodeType === 1 ? target : target.parentElement).closest(".row, .operator");
        if (row) window.touched.add(row);
    };
    const everything = { subtree: true, childList: true, attributes: true, characterData: true };
    new MutationObserver((changes) => changes.forEach(note)).observe(document.body, everything);
    new PerformanceObserver((list) => {
        for (const task of list.getEntries()) window.longest = Math.max(window.longest, task.duration);
    }).observe({ type: "longtask" });
}
"""
WIDTHS = (1440, 1024, 390)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_nothing_keeps_people_out(board: Board, enter: Enter, width: int, scheme: Any) -> None:
    page = await enter(board, width=width, color_scheme=scheme, reduced_motion="reduce")
    await page.locator(".row").first.wait_for()
    assert await page.evaluate("document.documentElement.scrollWidth") == width
    assert await find_serious(page) == []
    choice = page.locator(".choice:visible button")
    for place in range(await choice.count()):
        await choice.nth(place).click()
        assert await find_serious(page) == []
    if width == 390:
        await choice.first.click()
    await page.locator(".row").first.click()
    for name in ("Conversation", "Why", "History"):
        await page.get_by_role("tab", name=name).click()
        assert await find_serious(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") == width


async def test_doors_keep_nobody_out(board: Board, enter: Enter) -> None:
    page = await enter(board, token="wrong", width=390)
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert await find_serious(page) == []


async def test_a_very_large_day_stays_quick(enter: Enter) -> None:
    async with open_board(state=make_large_day()) as board:
        page = await enter(board)
        await expect(page.locator(".row")).to_have_count(500)
        assert await page.evaluate("document.querySelectorAll('*').length") < MOST_NODES
        await page.evaluate(WATCH)
        board.tell(contacts=[board.find(40) | {"words": "Something else"}])
        await expect(page.locator('[data-contact="40"]')).to_contain_text("Something else")
        # Ages that turn a minute meanwhile are drawn anew as well.
        assert await page.evaluate("window.touched.size") < 100
        await page.locator(".row").first.focus()
        await page.keyboard.press("End")
        await expect(page.locator(".row").last).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("complementary")).to_contain_text("Conversation")
        assert await page.evaluate("window.longest") < LONGEST
        await page.close()


async def test_what_a_client_writes_is_only_ever_text(board: Board, enter: Enter) -> None:
    page = await enter(board)
    attack = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
    board.add_contact(302, attack, client=attack)
    await expect(page.locator('[data-contact="302"] .words')).to_have_text(attack)
    await expect(page.locator('[data-contact="302"] .name')).to_have_text(attack)
    await expect(page.locator('[data-contact="302"] img')).to_have_count(0)
    assert await page.title() == "leadbot"
