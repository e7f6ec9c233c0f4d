"""A working day as the board shows it, and what is done from there, by mouse and by keyboard."""

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.board.conftest import Enter
from tests.browser.board.made_up import Board, open_board
from tests.browser.screen import button

pytestmark = pytest.mark.asyncio(loop_scope="session")


def row(page: Page, number: int) -> Locator:
    """The line of a contact."""
    return page.locator(f'[data-contact="{number}"]')


def panel(page: Page) -> Locator:
    return page.get_by_role("complementary")


async def test_a_client_who_writes_appears_without_a_reload(board: Board, enter: Enter) -> None:
    page = await enter(board)
    await expect(page.locator(".figure.is-hot dd")).to_have_text("4")
    board.add_contact(300, "Where is my order?")
    await expect(row(page, 300)).to_contain_text("Where is my order?")
    await expect(row(page, 300)).to_contain_text("all are full")
    await expect(page.locator(".figure.is-hot dd")).to_have_text("5")
    await expect(page.locator(".happened li").first).to_contain_text("#300 came in")
    board.tell(gone=[300])
    await expect(row(page, 300)).to_have_count(0)


async def test_an_operator_who_has_left_is_there_no_more(board: Board, enter: Enter) -> None:
    page = await enter(board)
    greta = page.locator(".operator").filter(has_text="Greta")
    await expect(greta).to_have_count(1)
    board.tell(left=[7])
    await expect(greta).to_have_count(0)


async def test_a_contact_is_assigned_completed_and_gone(board: Board, enter: Enter) -> None:
    page = await enter(board)
    await row(page, 214).click()
    await panel(page).get_by_label("To whom").select_option(label="Clara · 2/4")
    await button(panel(page), "Assign").click()
    await expect(panel(page).locator(".acts .said")).to_have_text("Assigned.")
    await expect(row(page, 214)).to_contain_text("Clara")
    await button(panel(page), "Back to the queue").click()
    await expect(row(page, 214)).to_contain_text("all are full")
    await button(panel(page), "Complete").click()
    await expect(row(page, 214)).to_have_count(0)
    assert board.asked == [("assign", {"operator_id": 3}), ("return", {}), ("complete", {})]


async def test_a_held_contact_goes_to_whoever_is_next(board: Board, enter: Enter) -> None:
    page = await enter(board)
    await row(page, 204).click()
    await button(panel(page), "Pass on").click()
    await expect(row(page, 204)).to_contain_text("Anna")
    assert board.asked == [("pass", {"operator_id": None})]


async def test_words_go_to_the_client_and_a_note_to_colleagues(board: Board, enter: Enter) -> None:
    page = await enter(board)
    await row(page, 204).click()
    await panel(page).get_by_role("textbox", name="Answer").fill("It is on its way")
    await page.keyboard.press("Enter")
    await expect(panel(page).locator(".said-by.is-operator").last).to_contain_text("It is on its way")
    await button(panel(page), "Note").click()
    await panel(page).get_by_role("textbox", name="Note").fill("<b>Calls</b> often")
    await button(panel(page), "Send").click()
    await expect(panel(page).locator(".said-by.is-note p").last).to_have_text("<b>Calls</b> often")
    await expect(panel(page).get_by_role("textbox")).to_have_value("")
    assert [name for name, _ in board.asked] == ["answer", "note"]


async def test_a_refusal_is_said_where_the_act_was_and_keeps_the_words(board: Board, enter: Enter) -> None:
    board.refusals |= {"assign": "operator_full", "answer": "no_chat", "complete": "something_new"}
    page = await enter(board)
    await row(page, 204).click()
    await panel(page).get_by_label("To whom").select_option(label="Clara · 2/4")
    await button(panel(page), "Pass on").click()
    alert = panel(page).locator(".acts").get_by_role("alert")
    await expect(alert).to_have_text("The operator has no free place.")
    await button(panel(page), "Complete").click()
    await expect(alert).to_have_text("That is not possible now.")
    await panel(page).get_by_role("textbox").fill("Hello")
    await button(panel(page), "Send").click()
    await expect(panel(page).locator(".write").get_by_role("alert")).to_contain_text("no way to write")
    await expect(panel(page).get_by_role("textbox")).to_have_value("Hello")
    await expect(row(page, 204)).to_contain_text("Boris")


async def test_two_supervisors_who_do_contrary_things_see_what_holds(board: Board, enter: Enter) -> None:
    one, other = await enter(board), await enter(board)
    for page in (one, other):
        await row(page, 204).click()
        await expect(button(panel(page), "Complete")).to_be_visible()
    await button(panel(one), "Back to the queue").click()
    await expect(row(other, 204)).to_contain_text("all are full")
    await expect(button(panel(other), "Back to the queue")).to_have_count(0)
    await button(panel(other), "Complete").click()
    await expect(row(one, 204)).to_have_count(0)
    await expect(panel(one)).to_contain_text("This contact is no longer there.")


async def test_the_keyboard_alone_is_enough(board: Board, enter: Enter) -> None:
    page = await enter(board)
    await row(page, 214).focus()
    for key in ("ArrowDown", "End", "Home", "ArrowDown"):
        await page.keyboard.press(key)
    await expect(row(page, 213)).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(panel(page)).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(button(panel(page), "Close")).to_be_focused()
    await panel(page).get_by_role("tab", name="Conversation").focus()
    await page.keyboard.press("ArrowRight")
    await expect(panel(page).get_by_role("tab", name="Why")).to_be_focused()
    await expect(panel(page).get_by_role("tabpanel")).to_contain_text("no free place")
    await page.keyboard.press("Escape")
    await expect(panel(page)).to_have_count(0)
    await expect(row(page, 213)).to_be_focused()


async def test_a_panel_that_covers_a_phone_keeps_the_focus(board: Board, enter: Enter) -> None:
    page = await enter(board, width=390, height=844)
    await row(page, 213).click()
    await expect(panel(page)).to_be_focused()
    await page.keyboard.press("Shift+Tab")
    assert not await page.evaluate("Boolean(document.activeElement.closest('.behind'))")
    await panel(page).get_by_role("button", name="Close").press("Enter")
    await expect(row(page, 213)).to_be_focused()


async def test_weights_are_tried_applied_and_undone(board: Board, enter: Enter) -> None:
    page = await enter(board)
    anna = page.locator(".weight", has_text="Anna")
    slider = page.get_by_role("slider", name="Weight of Anna")
    await expect(anna.locator(".share")).to_have_text("30%")
    await slider.press("ArrowRight")
    await slider.press("ArrowRight")
    await slider.press("ArrowRight")
    await expect(anna.locator(".share")).to_have_text("46%")
    assert not board.asked
    await button(page, "Apply").click()
    await expect(page.locator(".weights-acts .said")).to_contain_text("Applied")
    assert board.asked == [("weights", {"source_id": 1, "weights": {"1": 6}})]
    await button(page, "Undo").click()
    await expect(anna.locator(".share")).to_have_text("30%")
    await expect(button(page, "Apply")).to_be_disabled()


async def test_the_queue_is_in_the_order_in_which_it_is_handed_out(board: Board, enter: Enter) -> None:
    page = await enter(board)
    waiting = page.locator(".row.is-waiting")
    before = [await waiting.nth(n).get_attribute("data-contact") for n in range(await waiting.count())]
    last = board.find(int(before[-1] or 0))
    other = next(row for row in board.state["sources"] if row["id"] == last["source_id"])
    board.tell(sources=[other | {"priority_minutes": 1000}])
    board.add_contact(900, "At last", source_id=other["id"])
    await expect(page.locator('[data-contact="900"]')).to_be_visible()
    after = [await waiting.nth(n).get_attribute("data-contact") for n in range(await waiting.count())]
    of_other = [n for n in [*before, "900"] if board.find(int(n or 0))["source_id"] == other["id"]]
    assert after[: len(of_other)] == of_other


async def test_an_operator_and_a_source_narrow_the_list(board: Board, enter: Enter) -> None:
    page = await enter(board)
    await page.get_by_role("button", name="Boris").first.click()
    await expect(page.locator(".contact-list .row")).to_have_count(5)
    await button(page, "Unanswered 2").click()
    await expect(page.locator(".contact-list .row")).to_have_count(2)
    await page.get_by_role("button", name="show all operators").click()
    await expect(page.locator(".contact-list .row")).to_have_count(6)


async def test_the_board_speaks_the_language_of_its_reader(enter: Enter) -> None:
    async with open_board(language="ru") as board:
        page = await enter(board)
        await expect(page.get_by_role("heading", level=1)).to_have_text("Живая доска")
        await button(page, "In English").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Live board")
        await page.close()
