"""/queue, /contact, /why, /assign and /find, by command and by button, as an admin reads them."""

import re

import pytest

from tests.stage import Stage

DAY = r"[A-Z][a-z]+ \d+, \d\d:\d\d"


def read_numbers(text: str) -> list[str]:
    """Return the numbers at the beginnings of the lines of a list."""
    return re.findall(r"^#\d+", text, re.MULTILINE)


def read_history(text: str) -> list[str]:
    """Return the facts on a screen without their moments."""
    history = re.split(r"\n(?:History|История)\n", text)[1]
    return re.findall(r"^.*?\d\d:\d\d (.*)", history, re.MULTILINE)


async def test_the_queue_tells_who_waits_and_why_and_turns_pages(stage: Stage) -> None:
    assert await stage.command("/queue") == "Nobody is waiting."
    for n in range(1, 13):
        await stage.client(f"Client {n}", text=f"text {n}")
    await stage.settle()
    queue = await stage.ask("/queue")
    lines = queue.text.splitlines()
    assert lines[0] == "12 requests are waiting:"
    assert "#1 · @acme_sales_bot · Client 1 — less than a minute; nobody has a weight" in lines
    assert read_numbers(queue.text) == [f"#{n}" for n in range(1, 11)]
    assert {"‹", "1 / 2", "›"} <= set(queue.captions)
    second = await stage.tap(queue, "›")
    assert read_numbers(second.text) == ["#11", "#12"]
    assert "12 requests" in (await stage.tap(second, "›")).text
    assert (await stage.tap(queue, "#3")).text.startswith("Request #3 · @acme_sales_bot\n")


async def test_the_reasons_to_wait_follow_what_operators_do(stage: Stage) -> None:
    await stage.client("Vera", text="Hello")
    await stage.settle()
    await stage.hire("Anna", limit=0)
    assert "everybody is at the limit" in await stage.command("/queue")
    await stage.command("/operators off Anna")
    assert "nobody is on shift" in await stage.command("/queue")
    assert "Request #1 is waiting: nobody is on shift." in await stage.command("/why 1")
    assert "⏳ Waiting for an operator for less than a minute: nobody is on shift\n" in await stage.command(
        "/contact 1"
    )


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_a_contact_tells_all_that_has_happened_to_it(stage: Stage, language: str) -> None:
    if language == "ru":
        stage.admin = await stage.person("Ольга", "ru")
        await stage.appoint(stage.admin)
    vera = await stage.client("Vera", text="first")
    await stage.settle()
    anna = await stage.hire("Anna")
    card = await stage.card(anna, "first")
    await stage.press(anna, card, "Take")
    sent = await vera.write(stage.bot, "second")
    await vera.edit(stage.bot, sent, "third")
    await anna.wait_for(stage.bot, "third")
    boris = await stage.hire("Boris", weight=None)
    await stage.command("/assign 1 Boris")
    await stage.settle()
    await stage.pass_on(boris, await stage.card(boris, "first"))
    await stage.settle()
    screen = await stage.ask("/contact 1")
    screen = await stage.tap(screen, {"en": "Complete", "ru": "Завершить"}[language])
    screen = await stage.tap(screen, {"en": "Reopen", "ru": "Вернуть в работу"}[language])
    await anna.block(stage.bot)
    await stage.settle()
    await stage.command("/ban 1")
    await stage.command("/unban 1")
    history = read_history(await stage.command("/contact 1"))
    assert history == FACTS[language]


FACTS = {
    "en": [
        "came from @acme_sales_bot",
        "from the queue → Anna",
        "Anna takes it",
        "client edits a message, before: second",
        "assigned (admin) → Boris",
        "Boris passes it on",
        "passed on → Anna",
        "completed: admin",
        "in progress again with Anna: admin",
        "waiting again: Anna can't be reached",
        "completed: admin",
        "the client is banned",
        "the client is unbanned",
    ],
    "ru": [
        "пришло: @acme_sales_bot",
        "из очереди → Anna",
        "Anna берёт в работу",
        "клиент меняет сообщение, было: second",
        "назначено (администратор) → Boris",
        "Boris передаёт дальше",
        "передано → Anna",
        "завершено: администратор",
        "снова в работе, Anna: администратор",
        "снова ждёт: Anna не на связи",
        "завершено: администратор",
        "клиент заблокирован",
        "клиент разблокирован",
    ],
}


async def test_a_contact_is_assigned_completed_and_reopened_by_button(stage: Stage) -> None:
    await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    await stage.settle()
    boris = await stage.hire("Boris", limit=1, weight=None)
    screen = await stage.ask("/contact 1")
    assert "Reopen" not in screen.captions
    choice = await stage.tap(screen, "Assign")
    assert {"Boris · 1", "« Request #1"} <= set(choice.captions)
    assert not any("Anna" in caption for caption in choice.captions)
    given = await stage.tap(choice, "Boris")
    assert given.text.startswith("Request #1 is with Boris now.\n")
    assert "\nRequest #1 · " in given.text
    await stage.card(boris, "Hello")
    done = await stage.tap(given, "Complete")
    assert done.text.startswith("Request #1 is completed.\n")
    assert "Why this operator?" in done.captions
    assert {"Assign", "Complete"}.isdisjoint(done.captions)
    await vera.wait_for(stage.bot, "Request #1 is completed.")
    again = await stage.tap(done, "Reopen")
    assert "🟢 In progress" in again.text
    await stage.command("/operators limit Boris 0")
    await stage.tap(again, "Complete")
    offer = await stage.tap(await stage.ask("/contact 1"), "Reopen")
    assert offer.text.startswith("Boris has no free place: the limit is 0.\n")


async def test_a_full_operator_is_given_a_contact_by_a_limit_that_is_raised_for_it(stage: Stage) -> None:
    await stage.hire("Anna", limit=1)
    await stage.client("Vera", text="Hello")
    await stage.client("Walter", text="And me")
    await stage.settle()
    former, offer = await stage.ask("/assign 2 Anna"), await stage.ask("/assign 2 Anna")
    assert offer.text == "Anna has no free place: 1 of 1 is open."
    assert offer.captions == ["Raise the limit to 2 and give", "Somebody else", "Cancel"]
    given = await stage.tap(offer, "Raise the limit to 2 and give")
    assert given.text.startswith("Request #2 is with Anna now.\n")
    assert "2 of 2" in (await stage.ask("/operators")).text
    popped = await stage.press(stage.admin, former, "Raise the limit to 2 and give")
    assert popped == "Things have changed since. Please look again."
    assert "2 of 2" in (await stage.ask("/operators")).text


async def test_a_long_conversation_turns_pages_the_newest_first(stage: Stage) -> None:
    await stage.hire("Anna")
    vera = await stage.client("Vera", text="text 1")
    for n in range(2, 13):
        await vera.write(stage.bot, f"text {n}")
    await stage.settle()
    screen = await stage.ask("/contact 1")
    assert re.findall(r"client: (text \d+)", screen.text) == [f"text {n}" for n in range(3, 13)]
    older = await stage.tap(screen, "›")
    assert re.findall(r"client: (text \d+)", older.text) == ["text 1", "text 2"]
    assert "2 / 2" in older.captions


async def test_why_tells_the_draw_and_who_was_left_out_and_steps_between_assignments(stage: Stage) -> None:
    anna = await stage.hire("Anna", limit=2, weight=3)
    await stage.hire("Boris", weight=None)
    await stage.hire("Clara", limit=0)
    await stage.client("Vera", text="Hello")
    await stage.settle()
    why = await stage.ask("/why 1")
    assert why.text.startswith("Request #1, assignment 1 of 1\n")
    assert re.search(f"^{DAY}, a new request$", why.text, re.MULTILINE)
    could, left_out = why.text.split("\nLeft out:\n")
    assert "\nCould take it (weight × free places = tickets):\n" in could
    assert "Anna: 3 × 2 = 6, chance 100 %, tickets 0–5" in could.split("\n")
    assert re.search(r"^Ticket [0-5] was drawn: Anna\.$", could, re.MULTILINE)
    assert {"Boris — no weight for this source", "Clara — no free place"} <= set(left_out.split("\n"))
    assert "Anna" not in left_out
    assert not any(name in could for name in ("Boris", "Clara"))
    assert {"‹", "›"}.isdisjoint(why.captions)
    await stage.command("/assign 1 Boris")
    why = await stage.ask("/why 1")
    assert why.text.startswith("Request #1, assignment 2 of 2\n")
    assert ", assigned by hand\n" in why.text
    assert "Boris: assigned by hand, without a draw." in why.text.split("\n")
    assert "Ticket" not in why.text
    first = await stage.tap(why, "‹")
    assert first.text.splitlines()[0] == "Request #1, assignment 1 of 2"
    assert "›" in first.captions
    assert "‹" not in first.captions
    assert (await stage.tap(first, "« Request #1")).text.startswith("Request #1 · ")
    assert anna.id


async def test_find_shows_what_it_has_found_with_a_button_for_each(stage: Stage) -> None:
    await stage.hire("Anna", limit=1)
    await stage.client("Вера", text="Нужна Доставка")
    await stage.client("Karl", text="доставка? <b>")
    await stage.settle()
    assert await stage.command("/find nothing of the kind") == "Nothing was found."
    found = await stage.ask("/find ДОСТАВКА")
    assert found.text.startswith("2 requests were found:\n")
    assert read_numbers(found.text) == ["#2", "#1"]
    assert re.search(f"^#2 · Karl · waiting · {DAY} — доставка\\? <b>$", found.text, re.MULTILINE)
    assert re.search(f"^#1 · Вера · new · {DAY} — Нужна Доставка$", found.text, re.MULTILINE)
    assert (await stage.tap(found, "#2")).text.startswith("Request #2 · ")
