"""Two who steer the same day: an admin and a supervisor, each by a link from Telegram, on the real server."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Route, expect

from tests.api_stage import open_api_stage
from tests.bot.admin.test_board_rights import let_look
from tests.browser.board.test_real import find_link, open_page
from tests.browser.screen import button

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_of_two_who_do_contrary_things_at_once_one_wins_and_the_other_is_told_why(
    chromium: Browser, tmp_path: Path
) -> None:
    async with open_api_stage(tmp_path) as stage:
        await stage.hire("Anna")
        await stage.hire("Boris")
        roman = await let_look(stage, steers=True, sees="@acme_sales_bot")
        await stage.client("Vera", text="Where is my order?")
        admin = await open_page(chromium, await find_link(stage))
        supervisor = await open_page(chromium, await find_link(stage, roman))
        await expect(supervisor.get_by_role("banner")).to_contain_text("Roman · supervisor")
        for page in (admin, supervisor):
            await page.locator('[data-contact="1"]').click()
            await expect(page.get_by_role("complementary")).to_contain_text("Where is my order?")

        held: list[Route] = []

        async def hold(route: Route) -> None:
            held.append(route)

        await supervisor.route("**/board/api/contacts/1/pass", hold)
        panel = supervisor.get_by_role("complementary")
        async with supervisor.expect_request("**/board/api/contacts/1/pass"):
            await button(panel, "Pass on").click()  # neither knows what the other does
        await button(admin.get_by_role("complementary"), "Complete").click()
        await expect(admin.locator('[data-contact="1"]')).to_have_count(0)
        await held[0].continue_()
        await expect(panel.get_by_role("alert")).to_contain_text("It is completed already")
        await expect(button(panel, "Pass on")).to_have_count(0)
        assert stage.rows("SELECT status FROM contacts") == [("completed",)]
        assert stage.one("SELECT sum(load) FROM operators") == 0
        for page in (admin, supervisor):
            await page.context.close()


async def test_who_may_only_look_is_offered_no_act_by_the_real_server(
    chromium: Browser, tmp_path: Path
) -> None:
    async with open_api_stage(tmp_path) as stage:
        await stage.hire("Anna")
        roman = await let_look(stage)
        await stage.client("Vera", text="Where is my order?")
        page = await open_page(chromium, await find_link(stage, roman))
        await expect(page.get_by_role("banner")).to_contain_text("Roman · view only")
        await page.locator('[data-contact="1"]').click()
        panel = page.get_by_role("complementary")
        await expect(panel).to_contain_text("Where is my order?")
        await expect(panel.locator(".acts")).to_have_count(0)
        await expect(panel.get_by_role("textbox")).to_have_count(0)
        await button(panel, "Close").click()
        await expect(page.get_by_role("slider")).to_have_count(0)
        await expect(button(page, "Apply")).to_have_count(0)
        rights = await stage.tap(await stage.ask("/board"), "👥 Who may look")
        asked = await stage.tap(await stage.tap(rights, "Roman · 1"), "Take it away")
        await stage.tap(asked, "Take it away")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Your session is over")
        await page.context.close()
