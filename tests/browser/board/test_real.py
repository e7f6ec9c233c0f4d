"""The board of a real business: in by the link from Telegram, and what clients and operators do is seen."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from sandbox.client.person import Person
from tests.api_stage import ApiStage, open_api_stage
from tests.browser.conftest import PATIENCE
from tests.browser.screen import button

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def open_page(chromium: Browser, link: str) -> Page:
    """Open a link in a browser of its own."""
    size: Any = {"width": 1440, "height": 900}
    context = await chromium.new_context(viewport=size, locale="en-GB")
    page = await context.new_page()
    page.set_default_timeout(PATIENCE)
    await page.goto(link)
    await page.locator("main").wait_for()
    return page


async def find_link(stage: ApiStage, person: Person | None = None) -> str:
    """Let somebody ask for the board, the admin unless named; returns the link."""
    found = re.search(r"http://\S+/board/#in=\S+", (await stage.ask("/board", person)).text)
    assert found is not None
    return found[0]


async def test_a_day_is_seen_and_steered_through_a_browser(chromium: Browser, tmp_path: Path) -> None:
    async with open_api_stage(tmp_path) as stage:
        anna = await stage.hire("Anna")
        link = await find_link(stage)
        page = await open_page(chromium, link)
        vera = await stage.client("Vera", text="Where is my order?")
        row = page.locator('[data-contact="1"]')
        await expect(row).to_contain_text("Where is my order?")
        await expect(row).to_contain_text("Anna")
        await row.click()
        panel = page.get_by_role("complementary")
        await expect(panel).to_contain_text("Where is my order?")
        await panel.get_by_role("textbox", name="Answer").fill("It is on its way.")
        await button(panel, "Send").click()
        await vera.wait_for(stage.bot, "It is on its way.")
        await expect(panel.locator(".said-by.is-admin")).to_contain_text("Olga")
        await button(panel, "Note").click()
        await panel.get_by_role("textbox", name="Note").fill("Ask for the number.")
        await button(panel, "Send").click()
        await expect(panel.locator(".said-by.is-note")).to_contain_text("Ask for the number.")
        await anna.wait_for(stage.bot, "Ask for the number.")
        await button(panel, "Complete").click()
        await expect(row).to_have_count(0)
        card = await anna.wait_for(
            stage.bot, lambda m: "Where is my order?" in m.text and "Reopen" in m.captions
        )
        assert card is not None

        await button(panel, "Close").click()
        await expect(page.locator(".happened")).to_contain_text("first answer: admin")
        await button(page, "What if…").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_role("slider", name="Limit of Anna").press("ArrowRight")
        await button(dialog, "Try").click()
        await expect(dialog).to_contain_text("14 days, 1 request")
        await button(dialog, "Apply").click()
        await anna.wait_for(stage.bot, "6")
        await expect(page.locator(".operator", has_text="Anna")).to_contain_text("0 / 6")

        second = await open_page(chromium, link)
        await expect(second.locator("main")).to_contain_text("/board")
        ended = await stage.tap(await stage.ask("/board"), "End #1")
        assert "In the board now" not in ended.text
        await expect(page.locator("main")).to_contain_text("/board")
        for each in (page, second):
            await each.context.close()
