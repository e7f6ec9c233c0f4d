"""What if: sliders are tried, a picture says what would have been, and they count when somebody says so."""

from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.board.conftest import Enter
from tests.browser.board.made_up import Board, open_board
from tests.browser.screen import button
from tests.browser.test_manners import find_serious

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def open_dialog(page: Page) -> Locator:
    await button(page, "What if…").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_role("heading", level=2)).to_contain_text("What if…")
    return dialog


async def move(dialog: Locator, name: str, steps: int) -> None:
    for _ in range(abs(steps)):
        await dialog.get_by_role("slider", name=name).press("ArrowRight" if steps > 0 else "ArrowLeft")


async def test_sliders_are_tried_and_counted_when_applied(board: Board, enter: Enter) -> None:
    page = await enter(board)
    dialog = await open_dialog(page)
    await expect(button(dialog, "Try")).to_be_disabled()
    await move(dialog, "Weight of Anna", 3)
    await move(dialog, "Limit of Boris", 1)
    await dialog.get_by_role("combobox").select_option("7")
    assert not board.asked
    await button(dialog, "Try").click()
    found = dialog.get_by_role("region", name="What would have been")
    await expect(found).to_contain_text("7 days, 421 requests")
    await expect(found.locator(".bars li").first).to_contain_text("30% → 46% (43–49)")
    await expect(found.locator(".waits div", has_text="Nobody free at once")).to_contain_text("12% → 18%")
    await expect(found.locator(".waits div", has_text="Anna at the limit")).to_contain_text("10% → 34%")
    await expect(found).to_contain_text("off by 1 point at most")
    name, asked = board.asked.pop()
    boris = next(row for row in board.state["operators"] if row["name"] == "Boris")
    assert (name, asked["weights"], asked["days"]) == ("what-if", {"1": 6}, 7)
    assert asked["limits"] == {str(boris["id"]): boris["limit"] + 1}
    await button(dialog, "Apply").click()
    await expect(dialog).to_have_count(0)
    assert board.asked == [("what-if/7/apply", {})]
    await expect(page.locator(".weights-acts .said")).to_contain_text("Applied")


async def test_the_sliders_of_the_board_go_along_and_others_make_it_old(board: Board, enter: Enter) -> None:
    page = await enter(board)
    await page.get_by_role("slider", name="Weight of Anna").press("ArrowRight")
    dialog = await open_dialog(page)
    await button(dialog, "Try").click()
    await expect(button(dialog, "Apply")).to_be_visible()
    assert board.asked[0][1]["weights"] == {"1": 4}
    await move(dialog, "Weight of Anna", 1)
    await expect(button(dialog, "Apply")).to_have_count(0)
    await expect(dialog).to_contain_text("for the sliders as they were")
    await move(dialog, "Weight of Anna", -2)
    await expect(button(dialog, "Try")).to_be_disabled()


async def test_what_is_tried_can_be_watched_or_left(board: Board, enter: Enter) -> None:
    page = await enter(board)
    for end, said in (("Watch for a week", "for a week"), ("Leave as it is", None)):
        dialog = await open_dialog(page)
        await move(dialog, "Weight of Anna", 1)
        await button(dialog, "Try").click()
        await button(dialog, end).click()
        await expect(dialog).to_have_count(0)
        if said is not None:
            await expect(page.locator(".weights-acts .said")).to_contain_text(said)
    assert [name for name, _ in board.asked] == ["what-if", "what-if/7/beside", "what-if"]


async def test_a_refusal_is_said_in_the_dialog_and_escape_leaves_it(board: Board, enter: Enter) -> None:
    page = await enter(board)
    dialog = await open_dialog(page)
    board.refusals = {"what-if/7/apply": "changed_since"}
    await move(dialog, "Weight of Anna", 1)
    await button(dialog, "Try").click()
    await button(dialog, "Apply").click()
    await expect(dialog.locator(".said")).to_contain_text("Somebody has changed it meanwhile")
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(button(page, "What if…")).to_be_focused()


async def test_without_requests_there_is_nothing_to_try_it_on(board: Board, enter: Enter) -> None:
    board.forecast["arrivals"] = 0
    dialog = await open_dialog(await enter(board))
    await move(dialog, "Weight of Anna", 1)
    await button(dialog, "Try").click()
    await expect(dialog).to_contain_text("Nothing came in these days")


async def test_a_supervisor_tries_weights_alone_and_watches_nothing(enter: Enter) -> None:
    rights = {"is_admin": False, "may_steer": True, "source_ids": [1]}
    async with open_board(rights=rights) as board:
        page = await enter(board)
        dialog = await open_dialog(page)
        await expect(dialog.get_by_role("slider", name="Weight of Anna")).to_be_visible()
        await expect(dialog.get_by_role("slider", name="Limit of Anna")).to_have_count(0)
        await move(dialog, "Weight of Anna", 1)
        await button(dialog, "Try").click()
        await expect(button(dialog, "Apply")).to_be_visible()
        await expect(button(dialog, "Watch for a week")).to_have_count(0)
        await page.close()
    async with open_board(rights={**rights, "may_steer": False}) as board:
        page = await enter(board)
        await page.locator(".weight").first.wait_for()
        await expect(button(page, "What if…")).to_have_count(0)
        await page.close()


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_dialog_keeps_nobody_out(board: Board, enter: Enter, width: int, scheme: Any) -> None:
    page = await enter(board, width=width, color_scheme=scheme, reduced_motion="reduce")
    if width == 390:
        await button(page, "Weights").click()
    dialog = await open_dialog(page)
    await move(dialog, "Weight of Anna", 3)
    await button(dialog, "Try").click()
    await button(dialog, "Apply").wait_for()
    assert await find_serious(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") == width
