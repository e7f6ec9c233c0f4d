"""A board with 500 open contacts and 50 operators, for `benchmarks/board.py`: read, sent and drawn."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
from playwright.async_api import Page
from sqlalchemy import select

from api.board.changes import compare, write_event
from benchmarks.latency import START, run
from models import Account, Contact, Operator
from models.database.open import open_database
from models.database.protocol import Database
from services.board import sessions, snapshot, today
from services.board.made import Made, Row
from services.clock import take_moment, utc_now
from services.policy import BusinessRules, Policy
from tests.browser.chromium import find_chromium, open_chromium
from tests.ports import find_port
from tests.services.world import World

CONTACTS, OPERATORS, CAMPAIGNS = 500, 50, 5
WAITING = 30  # of them
TIMES = 10
PAUSE = 700  # milliseconds
OLGA = Account(900)
RULES = BusinessRules(Policy(admin_ids=(OLGA,)))
Figure = tuple[str, str]
# In the page: how many milliseconds until what has been done is drawn.
SCROLL = """
async () => {
    const list = document.querySelector(".contact-list");
    const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const took = [];
    for (let step = 0; step < 30; step += 1) {
        const began = performance.now();
        list.scrollTop += 600;
        await drawn();
        took.push(performance.now() - began);
    }
    return took;
}
"""
PRESS = """
async ([press, until]) => {
    const began = performance.now();
    eval(press);
    while (!eval(until)) await new Promise(requestAnimationFrame);
    return performance.now() - began;
}
"""
COMPLETE = """
[...document.querySelectorAll(".panel button")].find((each) => each.textContent.trim() === "Complete").click()
"""


def make_office(world: World, token: str) -> None:
    """Hire everybody, let everybody write, and give the admin a link."""
    world.bot()
    for number in range(CAMPAIGNS):
        world.campaign(f"campaign {number}")
    for number in range(1, OPERATORS + 1):
        world.operator(f"Operator {number}", limit=CONTACTS)
    people = world.session.scalars(select(Operator)).all()
    for number in range(1, CONTACTS + 1):
        if number == CONTACTS - WAITING:
            for one in people:
                one.max_active_leads = 1
            world.session.flush()
        words = f"Hello! I have ordered number {number}, and would like to know when it comes."
        contact = world.write(1000 + number, words, name=f"Client {number}")
        if number % 3 == 0 and contact.operator_id is not None:
            world.answer(world.session.get_one(Operator, contact.operator_id), contact)
    sessions.issue_link(world.session, OLGA, "Olga", token, at=world.at)


async def measure_reading(database: Database) -> list[Figure]:
    """Read the whole board, and one change, as the feed does."""
    at = take_moment(RULES)

    async def time_reading(make: Callable[[], Made]) -> tuple[snapshot.Picture, float]:
        took = list[float]()
        for _ in range(TIMES):
            made, began = make(), time.perf_counter()
            picture = await database.read(snapshot.read_picture, made, at=at)
            took.append(1000 * (time.perf_counter() - began))
        return picture, statistics.median(took)

    kept, draws = Made(), today.Draws()
    before, whole = await time_reading(Made)
    await time_reading(lambda: kept)
    began = time.perf_counter()
    while not draws.is_complete:
        draws.add(await database.read(today.find_draws, draws, at=at))
    adding = 1000 * (time.perf_counter() - began)
    began = time.perf_counter()
    figures = await database.read(today.read_today, draws, at=at)
    looking = 1000 * (time.perf_counter() - began)

    def change(session: Any) -> None:
        session.get_one(Contact, 1).promised_seconds = 60
        session.get_one(Operator, 1).max_active_leads = 7

    await database.write(change)
    after, again = await time_reading(lambda: kept)
    began = time.perf_counter()
    told: Row = compare({**before.lists, "today": figures}, {**after.lists, "today": figures})
    size = len(write_event("change", told))
    comparing = 1000 * (time.perf_counter() - began)
    return [
        ("read all anew, ms", f"{whole:.1f}"),
        ("read after a change of one, ms", f"{again:.1f}"),
        ("compare and write it, ms", f"{comparing:.1f}"),
        ("the change, bytes", f"{size:,}"),
        (f"add up {sum(draws.won.values())} draws, once a day, ms", f"{adding:.0f}"),
        ("today's figures, every 3 s at most, ms", f"{looking:.1f}"),
    ]


async def enter(address: str, token: str) -> dict[str, str]:
    """Wait until the board is served, and follow a link; returns the cookies of the session."""
    ends = time.monotonic() + START
    async with httpx.AsyncClient(base_url=address, headers={"Origin": address}) as browser:
        while True:
            try:
                entered = await browser.post("/board/api/enter", json={"token": token})
                break
            except httpx.ConnectError:
                assert time.monotonic() < ends, "the board is not served"
                await asyncio.sleep(0.1)
        assert entered.status_code == 204, entered.text
        return dict(entered.cookies)


async def measure_state(address: str, cookies: dict[str, str]) -> list[Figure]:
    """Open the stream, and close it again."""
    sizes, took = list[int](), list[float]()
    async with httpx.AsyncClient(base_url=address, cookies=cookies) as browser:
        for _ in range(TIMES):
            began = time.perf_counter()
            async with browser.stream("GET", "/board/api/stream") as answer:
                async for line in answer.aiter_lines():
                    if line.startswith("data: "):
                        break
            sizes.append(len(line.encode()))
            took.append(1000 * (time.perf_counter() - began))
    return [
        ("the first state, bytes", f"{sizes[-1]:,}"),
        ("until it is there, ms", f"{statistics.median(took):.0f}"),
    ]


async def measure_page(address: str, cookies: dict[str, str]) -> list[Figure]:
    """Scroll, open contacts and complete them in Chromium."""
    path = find_chromium()
    if path is None:
        return [("in Chromium", "not installed")]
    async with open_chromium(path) as browser:
        context = await browser.new_context(
            viewport={"width": 1440, "height": 900}, locale="en-GB", bypass_csp=True
        )
        await context.add_cookies(
            [{"name": n, "value": v, "url": f"{address}/board"} for n, v in cookies.items()]
        )
        page, began = await context.new_page(), time.perf_counter()
        await page.goto(f"{address}/board/")
        await page.locator(f".row >> nth={CONTACTS - 1}").wait_for(state="attached")
        opening = 1000 * (time.perf_counter() - began)
        steps: list[float] = await page.evaluate(SCROLL)
        opened, completed = list[float](), list[float]()
        for number in range(10, 10 + 10):
            opened.append(await press(page, f".row[data-contact='{number}']", ".panel .tab-panel"))
            gone = f"!document.querySelector(`.row[data-contact='{number}']`)"
            completed.append(await page.evaluate(PRESS, [COMPLETE, gone]))
            await page.keyboard.press("Escape")
            await page.wait_for_timeout(PAUSE)  # as somebody who reads before pressing again
        return [
            ("open the page with its 500 rows, ms", f"{opening:.0f}"),
            ("scroll by a step, ms, median and worst", write(steps)),
            ("press a contact until it is open, ms", write(opened)),
            ("press Complete until it is gone from the list, ms", write(completed)),
        ]


async def press(page: Page, what: str, until: str) -> float:
    """Press something; returns how long it takes until something else is there."""
    there = f'document.querySelector("{until}")'
    took: float = await page.evaluate(PRESS, [f'document.querySelector("{what}").click()', there])
    return took


def write(took: list[float]) -> str:
    """Return the median and the worst."""
    return f"{statistics.median(took):.0f}, {max(took):.0f}"


async def measure_large() -> list[Figure]:
    """Return what a large board takes, by name."""
    token, port = "a-link-of-the-benchmark", find_port()
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder, 'large.db')}"
        database = await open_database(url)
        await database.write(lambda session: make_office(World(session, now=utc_now()), token))
        figures = await measure_reading(database)
        await database.close()
        settings = {
            "DATABASE_URL": url,
            "API_PORT": str(port),
            "ADMIN_IDS": str(OLGA),
            "LOG_LEVEL": "WARNING",
            "DEFAULT_LANGUAGE": "en",
        }
        with run("-m", "leadbot", "run", cwd=Path(folder), BOT_TOKENS="", **settings):
            cookies = await enter(address, token)
            figures += await measure_state(address, cookies)
            figures += await measure_page(address, cookies)
    return figures


def show_large(figures: list[Figure]) -> None:
    """Print the table."""
    print(f"\n| {CONTACTS} open contacts, {OPERATORS} operators | |\n|---|---|")
    for name, value in figures:
        print(f"| {name} | {value} |")


if __name__ == "__main__":
    show_large(asyncio.run(measure_large()))
