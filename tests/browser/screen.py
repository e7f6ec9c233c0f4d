"""What one does and sees on the page."""

from playwright.async_api import Locator, Page, expect


def column(page: Page, name: str) -> Locator:
    """The column that shows somebody."""
    return page.get_by_role("region", name=name, exact=True)


def message(place: Locator, text: str) -> Locator:
    """The newest message of a column that contains a text."""
    said = place.page.locator(".words, .card, .big-emoji").filter(has_text=text)
    return place.locator(".message").filter(has=said).last


def button(place: Locator | Page, name: str) -> Locator:
    return place.get_by_role("button", name=name, exact=True)


async def write(place: Locator, text: str) -> None:
    """Type a message, and send it by Enter."""
    field = place.get_by_role("textbox")
    await field.fill(text)
    await field.press("Enter")
    await expect(field).to_have_value("")


async def reply(place: Locator, to: str, text: str, label: str = "Reply") -> None:
    """Answer the newest message that contains a text."""
    replied = message(place, to)
    await replied.hover()
    await button(replied, label).click()
    await write(place, text)


async def sees(place: Locator, text: str) -> None:
    """Wait until a message of the column contains a text."""
    await expect(message(place, text)).to_be_visible()
