"""The page is for everybody, quick with long chats, and closed to other pages."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.conftest import Visit
from tests.browser.house import House
from tests.browser.lone_bot import LoneBot
from tests.browser.screen import button, column, message, sees, write

pytestmark = pytest.mark.asyncio(loop_scope="session")

LONG_CHAT = 1000

# Notes which messages are drawn anew, and how long the page keeps a person waiting.
WATCH = """
() => {
    window.touched = new Set();
    window.longest = 0;
    const known = new Set(document.querySelectorAll(".message"));
    const note = ({ target }) => {
        const message = (target.nodeType === 1 ? target : target.parentElement).closest(".message");
        if (known.has(message)) window.touched.add(message.id);
    };
    const everything = { subtree: true, childList: true, attributes: true, characterData: true };
    new MutationObserver((changes) => changes.forEach(note)).observe(document.body, everything);
    new PerformanceObserver((list) => {
        for (const task of list.getEntries()) window.longest = Math.max(window.longest, task.duration);
    }).observe({ type: "longtask" });
}
"""

ATTACK = """
async (target) => {
    const tried = {};
    const note = async (name, doing) => {
        try { tried[name] = await doing(); } catch (error) { tried[name] = "failed"; }
    };
    const body = JSON.stringify({first_name: "Mallory"});
    await note("read", async () => (await fetch(target + "/sandbox/people")).text());
    const headers = {"Content-Type": "application/json"};
    const send = (more) => fetch(target + "/sandbox/people", {method: "POST", body, ...more});
    await note("blind", async () => (await send({mode: "no-cors"})).type);
    await note("json", async () => (await send({headers})).text());
    await note("stream", () => new Promise((done) => {
        const source = new EventSource(target + "/sandbox/stream?after=0");
        source.onopen = source.onmessage = () => done("open");
        source.onerror = () => { source.close(); done("failed"); };
    }));
    await note("script", () => new Promise((done) => {
        const script = document.createElement("script");
        script.onload = () => done("loaded");
        script.onerror = () => done("failed");
        script.src = target + "/page/app/main.js";
        document.head.append(script);
    }));
    await note("frame", () => new Promise((done) => {
        const frame = document.createElement("iframe");
        frame.onload = () => done(frame.contentDocument ? "readable" : "failed");
        frame.src = target + "/";
        document.body.append(frame);
    }));
    return tried;
}
"""


async def find_serious(page: Page) -> list[str]:
    """What axe-core finds that keeps people out."""
    found = (await Axe().run(page)).response["violations"]
    return [
        f"{rule['id']}: {rule['help']}: {[node['html'][:160] for node in rule['nodes'][:3]]}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
async def test_nothing_keeps_people_out(house: House, visit: Visit, scheme: str, width: int) -> None:
    await house.staff()
    page = await visit(house.url, width=width, color_scheme=scheme, reduced_motion="reduce")
    assert await find_serious(page) == []
    await button(column(page, "Vera"), "Hello! Do you deliver on Saturdays?").click()
    await sees(column(page, "Vera"), "Request #1 received")
    await button(column(page, "Vera"), "More for Vera").click()
    await button(page, "Try things").click()
    await expect(page.get_by_role("row", name="Anna")).to_be_visible()
    assert await find_serious(page) == []


async def test_the_theme_follows_the_switch(lone_bot: LoneBot, visit: Visit) -> None:
    page = await visit(lone_bot.url, color_scheme="light")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    light = await page.evaluate(ground)
    await page.get_by_role("button", name="Theme").click()
    assert await page.evaluate(ground) == light
    await page.get_by_role("button", name="Theme").click()
    dark = await page.evaluate(ground)
    assert dark != light
    await page.reload()
    await expect(column(page, "Vera")).to_be_visible()
    assert await page.evaluate(ground) == dark


async def test_a_thousand_messages_keep_nobody_waiting(lone_bot: LoneBot, visit: Visit) -> None:
    await fill(lone_bot)
    page = await visit(lone_bot.url)
    vera = column(page, "Vera")
    await sees(vera, f"Line {LONG_CHAT - 1}")
    assert await vera.locator(".message").count() < 200
    await page.evaluate(WATCH)
    field = vera.get_by_role("textbox")
    await field.press_sequentially("What a long chat this is, and yet I can type")
    assert await page.evaluate("window.touched.size") == 0, "typing draws no message anew"
    await field.press("Enter")
    await sees(vera, "What a long chat this is")
    card = message(vera, f"Line {LONG_CHAT - 10}")
    await button(card, "Press").click()
    await expect(button(card, "Press")).to_have_attribute("aria-busy", "true")
    touched = await page.evaluate("[...window.touched]")
    assert touched == [await card.get_attribute("id")], "a press draws its own message anew"
    print(f"the longest task took {await page.evaluate('window.longest'):.0f} ms (0: none over 50)")
    await expect_place_kept(vera)
    await write(vera, "Still here")


async def expect_place_kept(place: Locator) -> None:
    """Older messages are drawn above the oldest, which stays where it is."""
    oldest = place.locator(f"#{await place.locator('.message').first.get_attribute('id')}")
    await place.locator(".box").evaluate("(box) => box.scrollTo({top: -box.scrollHeight})")
    await expect(place.locator(".message").nth(90)).to_be_attached()
    await expect(oldest).to_be_in_viewport()


async def fill(lone_bot: LoneBot) -> None:
    """Let the chat have a thousand messages."""
    for number in range(LONG_CHAT):
        more: dict[str, Any] = {}
        if number % 10 == 0:
            more["reply_markup"] = {"inline_keyboard": [[{"text": "Press", "callback_data": str(number)}]]}
        await lone_bot.say(f"Line {number} with some words in it, as people write them.", **more)


async def test_news_do_not_move_what_one_reads(lone_bot: LoneBot, visit: Visit) -> None:
    for number in range(60):
        await lone_bot.say(f"Line {number}")
    page = await visit(lone_bot.url)
    vera = column(page, "Vera")
    await message(vera, "Line 30").scroll_into_view_if_needed()
    before = await message(vera, "Line 30").bounding_box()
    await lone_bot.say("News")
    await expect(vera.get_by_role("button", name="To the newest message, 1 new")).to_be_visible()
    after = await message(vera, "Line 30").bounding_box()
    assert before
    assert after
    assert abs(after["y"] - before["y"]) < 1
    await vera.get_by_role("button", name="To the newest message").click()
    await expect(message(vera, "News")).to_be_in_viewport()


async def test_the_page_comes_back_by_itself_after_an_interruption(lone_bot: LoneBot, visit: Visit) -> None:
    page = await visit(lone_bot.url)
    vera = column(page, "Vera")
    await page.context.set_offline(True)
    await lone_bot.say("While you were away")
    await page.context.set_offline(False)
    await lone_bot.say("And now")
    await sees(vera, "And now")
    await sees(vera, "While you were away")


@asynccontextmanager
async def serve_elsewhere() -> AsyncIterator[str]:
    """Serve an empty page of another origin; yields its address."""

    async def answer(_: web.Request) -> web.Response:
        return web.Response(text="<!doctype html><title>elsewhere</title><body>", content_type="text/html")

    app = web.Application()
    app.router.add_get("/", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


async def test_a_page_of_another_origin_can_neither_read_nor_do_anything(
    lone_bot: LoneBot, chromium: Browser
) -> None:
    async with serve_elsewhere() as elsewhere:
        context = await chromium.new_context()
        page = await context.new_page()
        for host in ("127.0.0.1", "localhost"):
            await page.goto(elsewhere)
            tried = await page.evaluate(ATTACK, f"http://{host}:{lone_bot.server.port}")
            assert tried["blind"] in ("opaque", "failed")
            assert {name: how for name, how in tried.items() if name != "blind"} == dict.fromkeys(
                ("read", "json", "stream", "script", "frame"), "failed"
            )
        await context.close()
    people = (await lone_bot.telegram.get("people"))["people"]
    assert [person["first_name"] for person in people] == ["Vera"]
