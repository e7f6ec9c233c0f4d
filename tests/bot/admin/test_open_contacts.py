"""/open, the button below an operator, and back to the queue, as an admin reads and presses them."""

import re

import pytest

from tests.stage import Stage


def read_numbers(text: str) -> list[str]:
    """Return the numbers at the beginnings of the lines of a list."""
    return re.findall(r"^[#№]\d+", text, re.MULTILINE)


async def test_who_is_not_answered_comes_first_with_the_longest_wait_on_top(stage: Stage) -> None:
    assert await stage.command("/open") == "Nobody has anything open."
    anna = await stage.hire("Anna")
    for n in (1, 2, 3):
        await stage.client(f"Client {n}", text=f"text {n}")
        await stage.card(anna, f"text {n}")
    card = await stage.card(anna, "text 1")
    await anna.write(stage.bot, "an answer", reply_to=card.message_id)
    await stage.settle()
    page = await stage.ask("/open")
    assert page.text.splitlines() == [
        "Open: 3",
        "Not answered: 2, the longest first.",
        "",
        "#2 · Client 2 — Anna · has waited less than a minute",
        "#3 · Client 3 — Anna · has waited less than a minute",
        "#1 · Client 1 — Anna · answered",
    ]
    assert (await stage.tap(page, "#3")).text.startswith("Request #3 · @acme_sales_bot\n")


async def test_what_one_operator_has_is_a_press_away_and_so_is_the_way_back(stage: Stage) -> None:
    await stage.hire("Anna", limit=1)
    await stage.hire("Boris", limit=1)
    await stage.client("Vera", text="one")
    await stage.client("Igor", text="two")
    await stage.settle()
    operators = await stage.ask("/operators")
    page = await stage.tap(await stage.tap(operators, "Anna"), "Open requests (1)")
    assert page.text.splitlines()[0] == "Anna has open: 1"
    assert len(read_numbers(page.text)) == 1
    assert (await stage.tap(page, "« Anna")).text.startswith("Anna · operator #1\n")
    assert (await stage.command("/open Boris")).startswith("Boris has open: 1\n")


async def test_many_open_ones_are_pages(stage: Stage) -> None:
    anna = await stage.hire("Anna", limit=20)
    for n in range(1, 13):
        await stage.client(f"Client {n}", text=f"text {n}")
    await stage.card(anna, "text 12")
    page = await stage.ask("/open")
    assert read_numbers(page.text) == [f"#{n}" for n in range(1, 11)]
    assert read_numbers((await stage.tap(page, "›")).text) == ["#11", "#12"]


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_an_admin_puts_a_request_back_into_the_queue(stage: Stage, language: str) -> None:
    if language == "ru":
        stage.admin = await stage.person("Ольга", "ru")
        await stage.appoint(stage.admin)
    anna = await stage.hire("Anna", limit=1)
    await stage.client("Vera", text="Hello")
    await stage.card(anna, "Hello")
    page = await stage.ask("/contact 1")
    button = {"en": "Back to the queue", "ru": "Вернуть в очередь"}[language]
    await stage.admin.press(stage.bot, page, button)
    alone = {"en": "Nobody else takes requests", "ru": "больше никто не берёт"}[language]
    await stage.admin.wait_until(
        stage.bot, lambda chat: any(alone in answer.text for answer in chat.answers) or None, alone, 15
    )
    await stage.hire("Boris", limit=0)
    done = await stage.tap(page, button)
    assert done.text.splitlines()[0] in {
        "Request #1 is back in the queue",
        "Обращение №1 снова в очереди",
    }
    assert stage.rows("SELECT operator_id, status FROM contacts") == [(None, "new")]
    await stage.settle()
    assert any("#1" in text or "№1" in text for text in await stage.texts(anna))
