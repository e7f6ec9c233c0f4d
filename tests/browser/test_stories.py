"""The product at work, played and seen on the page alone."""

import asyncio
import re
import time
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Visit
from tests.browser.house import House, open_house
from tests.browser.screen import button, column, message, reply, sees, write

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_contact_from_the_first_word_to_the_last(house: House, visit: Visit) -> None:
    await house.staff([(3, 1)])
    page = await visit(house.url)
    vera, anna = column(page, "Vera"), column(page, "Anna")
    await button(vera, "Hello! Do you deliver on Saturdays?").click()
    await sees(vera, "Request #1 received")
    card = message(anna, "Request #1 · @acme_sales_bot")
    await expect(card.locator("blockquote")).to_have_text("Hello! Do you deliver on Saturdays?")
    await button(card, "Take").click()
    await expect(anna.get_by_role("status")).to_contain_text("Request #1 is yours")
    await sees(vera, "Anna is answering you.")
    await reply(anna, "Request #1", "Hello Vera! Yes, we do.")
    await sees(vera, "Hello Vera! Yes, we do.")
    await write(vera, "Thank you!")
    await sees(anna, "Thank you!")
    await button(card, "Complete").click()
    await sees(vera, "Request #1 is completed")
    await expect(button(card, "Reopen")).to_be_visible()


async def test_whoever_gets_the_first_card_comes_into_view(house: House, visit: Visit) -> None:
    await house.staff([(3, 0), (3, 1)])
    page = await visit(house.url)
    await expect(column(page, "Anna")).to_be_visible()
    await button(column(page, "Vera"), "My order has not arrived. Can you help?").click()
    await sees(column(page, "Boris"), "My order has not arrived.")
    await expect(column(page, "Anna")).to_have_count(0)


async def test_a_full_house_gets_a_queue_and_nobody_is_overloaded(house: House, visit: Visit) -> None:
    await house.staff([(1, 1)])
    page = await visit(house.url, width=1700)
    anna = column(page, "Anna")
    await button(column(page, "Vera"), "Hello! Do you deliver on Saturdays?").click()
    await sees(anna, "Do you deliver")
    await button(page, "New client").click()
    newcomer = page.locator("section.role-client")
    await expect(newcomer).not_to_have_attribute("aria-label", "Vera")
    await write(newcomer, "Me too, please")
    await sees(newcomer, "next in line")
    await button(page, "Try things").click()
    row = page.get_by_role("row", name="Anna")
    await expect(row).to_contain_text("1 of 1")
    await expect(page.locator(".figures div", has_text="waiting")).to_contain_text("1")
    card = message(anna, "Do you deliver")
    await button(card, "Take").click()
    await button(card, "Complete").click()
    await sees(anna, "Me too, please")
    await expect(page.locator(".figures div", has_text="waiting")).to_contain_text("0")
    await expect(row).to_contain_text("1 of 1")


async def test_a_blocked_bot_hands_the_contacts_to_a_colleague(house: House, visit: Visit) -> None:
    await house.staff([(3, 1), (3, 0)])
    page = await visit(house.url)
    anna = column(page, "Anna")
    await button(column(page, "Vera"), "Hello! Do you deliver on Saturdays?").click()
    await sees(anna, "Do you deliver")
    await house.stage.command("/weight Boris acme_sales_bot 1")
    await button(anna, "More for Anna").click()
    await button(anna, "Block the bot").click()
    await expect(anna).to_contain_text("Anna has blocked the bot.")
    await expect(anna.get_by_role("textbox")).to_have_count(0)
    # Beside the card there may be the line about his new weight.
    await anna.get_by_role("button", name=re.compile(r"Boris, \d unread")).click()
    await sees(column(page, "Boris"), "Do you deliver")
    await button(column(page, "Boris"), "Anna").click()
    await button(anna, "Unblock the bot").click()
    await expect(anna.get_by_role("textbox")).to_be_visible()


async def test_nothing_is_lost_while_telegram_fails(house: House, visit: Visit) -> None:
    await house.staff([(3, 1)])
    page = await visit(house.url, width=1700)
    vera = column(page, "Vera")
    await button(page, "Try things").click()
    offline = page.get_by_role("switch", name="Offline")
    await offline.click()
    await expect(offline).to_be_checked()
    await button(vera, "How much is a birthday cake for ten?").click()
    await sees(vera, "birthday cake")
    await expect(offline).to_contain_text("met it")
    await expect(vera.locator(".is-bot")).to_have_count(0)
    await button(page, "Back to normal").click()
    await expect(offline).not_to_be_checked()
    await sees(vera, "Request #1 received")
    await sees(column(page, "Anna"), "birthday cake")


async def test_the_office_is_started_and_stopped(house: House, visit: Visit) -> None:
    await house.staff([(3, 1)])
    page = await visit(house.url)
    await button(page, "Try things").click()
    await button(page, "30 clients at once").click()
    await expect(page.get_by_role("progressbar", name="30 clients at once")).to_be_visible()
    await expect(button(page, "A day in a minute")).to_be_disabled()
    assert house.running == "rush"
    await button(page, "Stop").click()
    await expect(page.get_by_role("progressbar")).to_have_count(0)
    await expect(button(page, "A day in a minute")).to_be_enabled()
    house.refusal = "Something runs already."
    await button(page, "A day in a minute").click()
    await expect(page.get_by_role("complementary").get_by_role("alert").first).to_have_text(
        "Something runs already."
    )
    await button(page, "Close").click()
    await expect(page.get_by_role("complementary")).to_have_count(0)


async def test_the_live_board_is_a_press_away(house: House, visit: Visit) -> None:
    page = await visit(house.url)
    link = page.get_by_role("link", name="Live board")
    await expect(link).to_have_attribute("href", "/demo/board")
    async with page.context.expect_page() as opened:
        await link.click()
    board = await opened.value
    await expect(board.locator("body")).to_have_text("the board")
    await board.close()


async def test_the_page_waits_until_the_office_is_open(house: House, visit: Visit) -> None:
    house.is_open = False
    page = await visit(house.url)
    await expect(page.get_by_role("status")).to_have_text("The shop is opening. A moment, please…")
    house.is_open = True
    await expect(column(page, "Olga")).to_be_visible()
    await expect(column(page, "Vera")).to_contain_text("You are Vera, a client.")


async def test_somebody_joins_by_the_link_in_the_admins_chat(house: House, visit: Visit) -> None:
    page = await visit(house.url)
    olga = column(page, "Olga")
    await write(olga, "/operators add Boris 2")
    await message(olga, "open this link").get_by_role("button", name="?start=op_").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("combobox").select_option(label="Tim")
    await button(dialog, "Press Start").click()
    await sees(page.locator(".column").filter(has_text="Tim"), "Welcome, Boris!")
    await sees(olga, "Boris has joined by the link.")


async def test_the_whole_page_speaks_russian_and_english(tmp_path: Path, visit: Visit) -> None:
    async with open_house(tmp_path, "ru") as house:
        await house.staff([(3, 1)])
        page = await visit(house.url, width=1700)
        await expect(page.locator("html")).to_have_attribute("lang", "ru")
        await button(column(page, "Вера"), "Здравствуйте! Вы доставляете по субботам?").click()
        await sees(column(page, "Анна"), "Обращение №1")
        await button(page, "Проверить").click()
        await expect(page.get_by_role("complementary")).to_contain_text("День за минуту")
        await expect(page.get_by_role("row", name="Анна")).to_contain_text("1 из 3")
        await button(page, "In English").click()
        await expect(page.locator("html")).to_have_attribute("lang", "en")
        await expect(page.get_by_role("complementary")).to_contain_text("A day in a minute")
        await page.reload()
        await expect(button(page, "Try things")).to_be_visible()
        await page.close()


async def test_everything_is_at_hand_on_a_phone(house: House, visit: Visit) -> None:
    await house.staff([(3, 1)])
    page = await visit(house.url, width=390, height=844, has_touch=True)
    assert await page.evaluate("document.documentElement.scrollWidth") == 390
    await button(column(page, "Vera"), "Hello! Do you deliver on Saturdays?").click()
    tab = page.get_by_role("navigation").get_by_role("button", name="Operator")
    await expect(tab).to_contain_text("1 unread")
    await tab.click()
    anna = column(page, "Anna")
    await sees(anna, "Do you deliver")
    await expect(column(page, "Vera")).to_be_hidden()
    await expect(tab).not_to_contain_text("unread")
    await message(anna, "Do you deliver").tap()
    await button(message(anna, "Do you deliver"), "Reply").tap()
    await write(anna, "Yes")
    await page.get_by_role("navigation").get_by_role("button", name="Client").click()
    await sees(column(page, "Vera"), "Yes")
    assert await page.evaluate("document.documentElement.scrollWidth") == 390


async def test_the_keyboard_alone_is_enough(house: House, visit: Visit) -> None:
    await house.staff([(3, 1)])
    page = await visit(house.url)
    vera, anna = column(page, "Vera"), column(page, "Anna")
    await vera.get_by_role("textbox").focus()
    await page.keyboard.type("Two")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("lines")
    await page.keyboard.press("Enter")
    await expect(message(vera, "Two").locator(".words")).to_have_text("Two\nlines")
    await sees(anna, "Two")
    await anna.get_by_role("textbox").focus()
    for _ in range(20):
        await page.keyboard.press("Shift+Tab")
        if await page.evaluate("document.activeElement.textContent") == "Take":
            break
    await page.keyboard.press("Enter")
    await sees(vera, "Anna is answering you.")


async def test_thirty_clients_at_once_are_seen_within_three_seconds(house: House, visit: Visit) -> None:
    await house.staff()
    page = await visit(house.url)
    crowd = [await house.stage.person(f"Client {number}") for number in range(30)]
    began = time.monotonic()
    await asyncio.gather(*(person.write(house.stage.bot, "Hello") for person in crowd))
    faces = page.locator("section.role-client .face")
    await expect(faces).to_have_count(32)
    unread = page.locator("section.role-client .face .badge")
    await expect(unread).to_have_count(30)
    print(f"30 clients were seen after {time.monotonic() - began:.2f} s")
