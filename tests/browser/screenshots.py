"""Makes the pictures of the pages in `docs/images/`, or in another folder: `make screenshots`.

One of them moves: it shows how a client is answered.
"""

import asyncio
import os
import sys
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.async_api import Browser, Page

from tests.browser.board.pictures import take_board
from tests.browser.chromium import find_chromium, open_chromium
from tests.browser.house import House, open_house
from tests.browser.screen import button, column, message, reply, sees, write
from tests.once import FOLDER

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
MOST_BYTES = 250_000
FILM_SIZE = (1080, 675)  # pixels
QUALITY = 75  # of 100
STAY = 1800  # milliseconds that each picture is seen
HEIGHTS = {1440: 900, 1024: 768, 390: 844}


@dataclass(frozen=True, slots=True)
class Words:
    """What is said and pressed for a picture."""

    question: str
    first: str
    answer: str
    thanks: str
    second: str
    take: str
    received: str
    reply: str
    operator: str
    panel: str


ENGLISH = Words(
    question="Hello! Do you deliver on Saturdays?",
    first="Vera",
    answer="Hello Vera! Yes, from nine to six. Where to?",
    thanks="To 12 Garden Street, please. Here is the cake I mean:",
    second="My order has not arrived. Can you help?",
    take="Take",
    received="received",
    reply="Reply",
    operator="Operator",
    panel="Try things",
)
RUSSIAN = Words(
    question="Здравствуйте! Вы доставляете по субботам?",
    first="Вера",
    answer="Здравствуйте, Вера! Да, с девяти до шести. Куда привезти?",
    thanks="На Садовую, 12. Вот торт, о котором я говорю:",
    second="Мой заказ не пришёл. Поможете?",
    take="В работу",
    received="принято",
    reply="Ответить",
    operator="Оператор",
    panel="Проверить",
)


async def open_page(browser: Browser, house: House, width: int, scheme: Any = "light") -> Page:
    """Open the page at a width, as somebody sees it who has just come."""
    size: Any = {"width": width, "height": HEIGHTS[width]}
    context = await browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    page = await context.new_page()
    await page.goto(house.url)
    await page.locator(".column.is-visible").first.wait_for()
    return page


class Film:
    """Pictures of one page in a row."""

    def __init__(self, page: Page) -> None:
        self.page, self.pictures = page, list[Image.Image]()

    async def shoot(self) -> None:
        """Add what is seen now."""
        taken = Image.open(BytesIO(await self.page.screenshot())).convert("RGB")
        self.pictures.append(taken.resize(FILM_SIZE, Image.Resampling.LANCZOS))

    def save(self, path: Path) -> None:
        """Write the film; it begins anew for ever."""
        first, *others = self.pictures
        first.save(path, save_all=True, append_images=others, duration=STAY, loop=0, quality=QUALITY)
        print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


async def play(page: Page, house: House, words: Words, film: Film) -> str:
    """Let a client ask and an operator answer; returns the operator's name."""
    vera = column(page, words.first)
    await film.shoot()
    await button(vera, words.question).click()
    await sees(vera, words.received)
    place = page.locator("section.role-operator")
    await sees(place, words.question)
    await film.shoot()
    name = await place.get_attribute("aria-label") or ""
    operator = column(page, name)
    await button(message(operator, words.question), words.take).click()
    await sees(vera, name)
    await film.shoot()
    await page.locator(".toast").wait_for(state="hidden")
    await reply(operator, words.question, words.answer, words.reply)
    await sees(vera, words.answer)
    await film.shoot()
    await write(vera, words.thanks)
    await house.clients[0].send(house.stage.bot, "photo")
    await house.clients[1].write(house.stage.bot, words.second)
    await house.stage.settle()
    await film.shoot()
    return name


async def save(page: Page, folder: Path, name: str) -> None:
    """Save what is seen; raises ValueError for a picture that is too large for a README."""
    path = folder / f"{name}.png"
    await page.mouse.move(0, 0)
    await page.evaluate("document.activeElement.blur()")
    await page.screenshot(path=path)
    size = path.stat().st_size
    print(f"{path.name}: {size / 1000:.0f} kB")
    if size > MOST_BYTES:
        raise ValueError(f"{path} has more than {MOST_BYTES} bytes.")


async def take(browser: Browser, house: House, words: Words, folder: Path, prefix: str) -> None:
    """Take all pictures of one language."""
    await house.staff()
    page = await open_page(browser, house, 1440)
    await save(page, folder, f"{prefix}first")
    film = Film(page)
    name = await play(page, house, words, film)
    film.save(folder / f"{prefix}film.webp")
    await save(page, folder, f"{prefix}light")
    for width, scheme, what in ((1440, "dark", "dark"), (1024, "light", "tablet"), (390, "light", "phone")):
        page = await open_page(browser, house, width, scheme)
        if width == 390:
            await page.get_by_role("button", name=words.operator).click()
        await button(page.locator("section.role-operator"), name).click()
        if what == "dark":
            await button(page, words.panel).click()
            await page.get_by_role("row", name=name).wait_for()
        await sees(page.locator("section.role-operator"), words.question)
        await save(page, folder, f"{prefix}{what}")


async def run(folder: Path) -> None:
    chromium = find_chromium()
    if chromium is None:
        sys.exit("no Chromium; apt-get install chromium")
    async with open_chromium(chromium) as browser:
        for language, words, prefix in (("en", ENGLISH, "page-"), ("ru", RUSSIAN, "page-ru-")):
            with tempfile.TemporaryDirectory() as made:
                async with open_house(Path(made), language) as house:
                    await take(browser, house, words, folder, prefix)
        await take_board(browser, folder, save)


def main() -> None:
    with tempfile.TemporaryDirectory() as made:
        os.environ[FOLDER] = made
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES
        folder.mkdir(parents=True, exist_ok=True)
        asyncio.run(run(folder))


if __name__ == "__main__":
    main()
