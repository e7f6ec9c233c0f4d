"""Who gets in and what they may; what stays when the connection or the session ends."""

import re
from urllib.parse import quote

import pytest
from playwright.async_api import expect

from tests.browser.board.conftest import Enter
from tests.browser.board.made_up import Board
from tests.browser.screen import button

pytestmark = pytest.mark.asyncio(loop_scope="session")

VIEWER = {"is_admin": False, "may_steer": False, "source_ids": [1]}


async def test_a_link_opens_the_board_once_and_leaves_no_trace(board: Board, enter: Enter) -> None:
    page = await enter(board, token="good")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Live board")
    assert page.url == board.url
    await page.reload()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Live board")
    again = await enter(board, token="good")
    await expect(again.get_by_role("heading", level=1)).to_have_text("This link no longer works")
    await expect(again.get_by_role("main")).to_contain_text("Write /board to the bot")
    assert again.url == board.url


async def test_what_telegram_hands_over_opens_the_board_and_leaves_no_trace(
    board: Board, enter: Enter
) -> None:
    words = "user=%7B%22id%22%3A900%7D&auth_date=1&hash=abc"
    launch = f"tgWebAppData={quote(words)}&tgWebAppVersion=8.0&tgWebAppPlatform=ios"
    board.tokens.add(words)
    page = await enter(board, token=None, fragment=launch)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Live board")
    assert page.url == board.url
    again = await enter(board, token=None, fragment=launch)
    await expect(again.get_by_role("heading", level=1)).to_have_text("The board stays closed")
    await expect(again.get_by_role("main")).to_contain_text("Close it and press the button again")
    assert again.url == board.url
    await page.goto("about:blank")
    await page.goto(f"{board.url}#{launch}")
    await expect(page.get_by_role("heading", level=1)).to_have_text("The board stays closed")
    await page.goto("about:blank")
    await page.goto(board.url)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Live board")


async def test_whoever_has_no_session_is_told_how_to_get_one(board: Board, enter: Enter) -> None:
    page = await enter(board, token=None)
    await expect(page.get_by_role("heading", level=1)).to_have_text("You are not signed in")
    await expect(page.get_by_role("main")).to_contain_text("Write /board to the bot")


async def test_a_revoked_session_ends_at_once_and_shows_nothing_more(board: Board, enter: Enter) -> None:
    page = await enter(board)
    await page.locator(".row").first.click()
    board.sessions.clear()
    board.break_off()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Your session is over")
    await expect(page.locator("body")).not_to_contain_text("Vera")


async def test_signing_out_ends_the_session(board: Board, enter: Enter) -> None:
    page = await enter(board)
    await button(page, "Sign out").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("You have left the board")
    assert not board.sessions


async def test_a_lost_connection_is_seen_and_comes_back(board: Board, enter: Enter) -> None:
    page = await enter(board)
    await page.context.set_offline(True)
    board.break_off()
    await expect(page.locator(".connection")).to_have_text(re.compile(r"Not connected, as of \d\d:\d\d"))
    await expect(page.locator(".row").first).to_be_visible()
    await page.context.set_offline(False)
    await expect(page.locator(".connection")).to_have_text("Live")
    board.add_contact(301, "Still there?")
    await expect(page.locator('[data-contact="301"]')).to_be_visible()


async def test_rights_that_are_taken_while_one_looks_take_the_buttons_along(
    board: Board, enter: Enter
) -> None:
    page = await enter(board)
    await page.locator('[data-contact="204"]').click()
    panel = page.get_by_role("complementary")
    await expect(button(panel, "Complete")).to_be_visible()
    board.rights = VIEWER
    board.break_off()
    await expect(page.get_by_role("banner")).to_contain_text("view only")
    await expect(panel.locator(".acts")).to_have_count(0)
    await expect(panel.get_by_role("textbox")).to_have_count(0)
    await expect(page.get_by_role("slider")).to_have_count(0)


async def test_who_may_only_look_is_offered_nothing_else(board: Board, enter: Enter) -> None:
    board.rights = VIEWER
    page = await enter(board)
    await expect(page.get_by_role("banner")).to_contain_text("view only")
    await page.locator('[data-contact="204"]').click()
    panel = page.get_by_role("complementary")
    await expect(panel).to_contain_text("Yes, from nine to six")
    await expect(panel.get_by_role("textbox")).to_have_count(0)
    await expect(panel.locator(".acts")).to_have_count(0)
    await button(panel, "Close").click()
    await expect(page.locator(".weight").first).to_contain_text("30%")
    await expect(page.get_by_role("slider")).to_have_count(0)
    await expect(button(page, "Apply")).to_have_count(0)
