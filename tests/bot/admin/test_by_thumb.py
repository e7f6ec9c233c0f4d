"""The screens of admins by buttons and replies alone, as a new owner uses them on a phone."""

import logging
import re

import pytest

from sandbox.client.seen import ChatMessage
from tests.complaints import read_complaints
from tests.stage import Stage, find_start

NOTHING = "Nothing was found. Words without a command look for requests; what else there is: /help"


async def open_screen(stage: Stage, button: str) -> ChatMessage:
    """Tap a button below /start."""
    return await stage.tap(await stage.ask("/help"), button)


async def answer(stage: Stage, screen: ChatMessage, button: str, text: str) -> ChatMessage:
    """Tap a button that asks something, and reply."""
    await stage.press(stage.admin, screen, button)
    asked = await stage.admin.wait_for(
        stage.bot, lambda m: m.message_id > screen.message_id and m.asks_reply is not None
    )
    return await stage.ask(text, reply_to=asked)


async def test_from_an_empty_bot_to_three_operators_with_weights_on_two_sources(stage: Stage) -> None:
    for name in ("Anna 2", "Boris", "Clara Maria 3"):
        added = await answer(stage, await open_screen(stage, "Operators"), "Add an operator", name)
        link = await stage.admin.wait_for(stage.bot, "?start=op_", after=added.message_id)
        await stage.join(name.rstrip(" 123"), link.text)
        await stage.tap(added, "Weight 3")
    link = await answer(stage, await open_screen(stage, "Sources"), "New link", "Spring «ads» & co")
    assert "Spring «ads» & co" in link.text
    screen = await stage.tap(link, "Weights")
    for name, weight in (("Anna", "5"), ("Boris", "1"), ("Clara Maria", "0")):
        changed = await stage.tap(await stage.tap(screen, name), weight)
        screen = await stage.tap(changed, "Spring")
    assert stage.rows("SELECT source_id, operator_id, weight FROM operator_source_weights ORDER BY 1, 2") == [
        (1, 1, 3),
        (1, 2, 3),
        (1, 3, 3),
        (2, 1, 5),
        (2, 2, 1),
        (2, 3, 0),
    ]
    assert stage.rows("SELECT name, max_active_leads FROM operators") == [
        ("Anna", 2),
        ("Boris", 5),
        ("Clara Maria", 3),
    ]
    vera = await stage.person("Vera")
    await vera.open(stage.bot, start=find_start(link.text))
    await vera.write(stage.bot, "Hello")
    await vera.wait_for(stage.bot, "Request #1 received")
    await stage.settle()
    assert stage.rows("SELECT source_id, operator_id IN (1, 2) FROM contacts") == [(2, 1)]


async def test_a_weight_can_be_undone_and_the_log_tells_who_changed_what(stage: Stage) -> None:
    await stage.hire("Anna", weight=None)
    await stage.hire("Boris", limit=5, weight=1)
    changed = await stage.ask(f"/weight Anna {stage.bot.username} 3")
    assert "Anna: 0 → 75 % (0 → 75 %)" in changed.text
    assert "Boris: 100 → 25 % (100 → 25 %)" in changed.text
    undone = await stage.tap(changed, "Undo")
    assert "no weight of its own any more" in undone.text
    assert stage.rows("SELECT operator_id, weight FROM operator_source_weights") == [(2, 1)]
    again = await stage.tap(undone, "Undo")
    assert "Anna, @acme_sales_bot: weight 3." in again.text
    log = await stage.command("/weight log")
    lines = [line for line in log.split("\n") if " → " in line]
    assert log.startswith("Who has changed weights and sources\n")
    assert [line.rsplit(": ", 1)[1] for line in lines] == ["none → 3", "3 → none", "none → 3", "none → 1"]
    assert all(re.match(r"[A-Z][a-z]+ \d+, \d\d:\d\d, Olga: ", line) for line in lines)


async def test_a_stale_undo_changes_nothing_and_says_so(stage: Stage) -> None:
    await stage.hire("Anna", weight=None)
    changed = await stage.ask(f"/weight Anna {stage.bot.username} 3")
    await stage.command(f"/weight Anna {stage.bot.username} 7")
    assert await stage.press(stage.admin, changed, "Undo") == "Things have changed since. Please look again."
    assert stage.rows("SELECT weight FROM operator_source_weights") == [(7,)]


async def test_an_operators_page_switches_limits_renames_and_links(stage: Stage) -> None:
    await stage.hire("Anna", limit=2)
    page = await stage.tap(await open_screen(stage, "Operators"), "Anna")
    lines = page.text.split("\n")
    assert lines[0] == "Anna · operator #1"
    assert {"0 of 2 open · working", "✓ @acme_sales_bot — in touch", "Weights: @acme_sales_bot 1"} <= set(
        lines
    )
    page = await stage.tap(page, "Stop new requests")
    assert page.text.startswith("Anna gets no new requests. None are open.")
    page = await stage.tap(page, "Switch on")
    page = await stage.tap(await stage.tap(page, "Limit"), "8")
    assert stage.rows("SELECT is_active, max_active_leads FROM operators") == [(1, 8)]
    limited = await answer(stage, await stage.tap(page, "Limit"), "Another number", "37")
    assert limited.text.startswith("The limit of Anna: 37.")
    renamed = await answer(stage, limited, "Rename", "Anna <b>Maria</b>")
    assert renamed.text.startswith("Anna is Anna <b>Maria</b> now.")
    assert stage.rows("SELECT name, max_active_leads FROM operators") == [("Anna <b>Maria</b>", 37)]
    await stage.admin.press(stage.bot, renamed, "Link to join")
    link = await stage.admin.wait_for(stage.bot, "Anna <b>Maria</b>, open this link")
    assert find_start(link.text)


async def test_a_wrong_reply_gets_its_line_and_the_question_still_stands(stage: Stage) -> None:
    await stage.hire("Anna", limit=2)
    page = await stage.tap(await open_screen(stage, "Operators"), "Anna")
    wrong = await answer(stage, await stage.tap(page, "Limit"), "Another number", "many")
    assert wrong.text.startswith("A limit is a whole number from 0 to 1,000.")
    asked = [m for m in (await stage.admin.chat(stage.bot)).from_bot if m.asks_reply is not None][-1]
    assert (await stage.ask("9", reply_to=asked)).text.startswith("The limit of Anna: 9.")


async def test_open_contacts_move_as_shown_and_only_when_confirmed(stage: Stage) -> None:
    anna = await stage.hire("Anna", limit=3)
    for n in (1, 2, 3):
        await stage.client(f"Client {n} <&>", text=f"text {n}")
        await stage.card(anna, f"text {n}")
    boris = await stage.hire("Boris", limit=1)
    await stage.hire("Clara", limit=1)
    await stage.command("/operators off Anna")
    page = await stage.tap(await open_screen(stage, "Operators"), "Anna")
    plan = await stage.tap(await stage.tap(page, "Move open ones (3)"), "By weight")
    lines = plan.text.splitlines()
    assert lines[0] == "Anna gives away 3 requests:"
    goes = {int(n): who for n, who in re.findall(r"#(\d) · Client \d <&> → ([BC]\w+)", plan.text)}
    assert sorted(goes.values()) == ["Boris", "Clara"]
    assert "#3 · Client 3 <&> → the queue: nobody has a place now" in lines
    await stage.settle()
    assert stage.rows("SELECT DISTINCT operator_id FROM contacts") == [(1,)], "nothing has moved yet"
    done = await stage.tap(plan, "Move")
    assert done.text.startswith("Done: Anna gives away 3 requests.")
    await stage.settle()
    names = {1: "Anna", 2: "Boris", 3: "Clara"}
    rows = stage.rows("SELECT id, operator_id FROM contacts")
    assert {i: names.get(o) for i, o in rows} == {**goes, 3: None}
    await stage.card(boris, f"text {next(n for n, who in goes.items() if who == 'Boris')}")


async def test_a_plan_that_is_possible_no_more_is_not_carried_out(stage: Stage) -> None:
    await stage.hire("Anna", limit=3)
    await stage.client("Vera", text="text 1")
    await stage.settle()
    await stage.hire("Boris", limit=1, weight=None)
    page = await stage.tap(await open_screen(stage, "Operators"), "Anna")
    plan = await stage.tap(await stage.tap(page, "Move open ones"), "Boris · 1")
    assert "#1 · Vera → Boris" in plan.text
    await stage.command("/operators off Boris")
    assert await stage.press(stage.admin, plan, "Move") == "Things have changed since. Please look again."
    assert stage.rows("SELECT operator_id FROM contacts") == [(1,)]


async def test_long_lists_turn_pages(stage: Stage) -> None:
    for n in range(1, 20):
        await stage.command(f"/operators add Operator-{n}")
    screen = await open_screen(stage, "Operators")
    assert "8. Operator-8" in screen.text
    assert "9. Operator-9" not in screen.text
    assert "1 / 3" in screen.captions
    screen = await stage.tap(screen, "›")
    screen = await stage.tap(screen, "›")
    assert "19. Operator-19" in screen.text
    assert "1. Operator-1 " in (await stage.tap(screen, "›")).text


async def test_only_admins_tap_the_control_room(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    card = await anna.wait_for(stage.bot, "Welcome")
    for data in ("o:off:1:0", "w:set:1:1:0", "c:done:1:0", "s:add:0:0", "mv:do:1:0:0:0", "q:0", "try"):
        query = await anna.forge_press(stage.bot, card.message_id, data)
        assert await anna.wait_answer(stage.bot, query) == "This request is not yours."
    assert stage.rows("SELECT is_active FROM operators") == [(1,)]
    assert stage.rows("SELECT weight FROM operator_source_weights") == [(1,)]


@pytest.mark.parametrize(
    "data",
    [
        *("o:show:99:0", "o:off:0:0", "w:set:9:1:1", "w:set:1:9:1", "w:undo:0:0:77", "c:show:99:0"),
        *("c:give:1:9", "s:show:9:0", "mv:do:9:0:0:0", "w:set:1:1:2000", "c:done:99:0", "o:lim:1:2000"),
    ],
)
async def test_a_button_about_nothing_says_so_and_changes_nothing(
    stage: Stage, data: str, caplog: pytest.LogCaptureFixture
) -> None:
    await stage.hire("Anna")
    before = stage.rows("SELECT * FROM operators"), stage.rows("SELECT * FROM operator_source_weights")
    screen = await stage.admin.wait_for(stage.bot, lambda m: bool(m.buttons))
    query = await stage.admin.forge_press(stage.bot, screen.message_id, data)
    assert await stage.admin.wait_answer(stage.bot, query)
    assert before == (
        stage.rows("SELECT * FROM operators"),
        stage.rows("SELECT * FROM operator_source_weights"),
    )
    assert read_complaints(caplog, logging.ERROR) == []


@pytest.mark.parametrize(
    "data",
    [
        "o:show:99999999999:0",
        "o:fly:1:0",
        "o:show:-1:0",
        "w:set",
        "o:show:x:0",
        "c::",
        "wd:1",
        "wd:x",
        "try:1",
    ],
)
async def test_a_forged_button_is_answered(stage: Stage, data: str) -> None:
    screen = await stage.admin.wait_for(stage.bot, lambda m: bool(m.text))
    query = await stage.admin.forge_press(stage.bot, screen.message_id, data)
    assert await stage.admin.wait_answer(stage.bot, query) == "This request is not yours."


async def test_the_answer_to_a_question_needs_to_be_no_reply_but_counts_only_once(stage: Stage) -> None:
    screen = await open_screen(stage, "Operators")
    await stage.admin.press(stage.bot, screen, next(c for c in screen.captions if "Add" in c))
    await stage.admin.wait_for(stage.bot, lambda m: m.asks_reply is not None)
    assert (await stage.command("Anna 5")).startswith("Operator #1 Anna, limit 5.")
    assert await stage.command("Thank you, bot") == NOTHING
    assert stage.rows("SELECT name FROM operators") == [("Anna",)]


async def test_a_contact_that_nobody_has_is_completed_only_when_sure(stage: Stage) -> None:
    vera = await stage.client("Vera", text="Hello")
    await vera.wait_for(stage.bot, "as soon as we can")
    screen = await stage.ask("/contact 1")
    asked = await stage.tap(screen, "Complete")
    assert "it can't be reopened" in asked.text
    assert stage.rows("SELECT status FROM contacts") == [("new",)]
    await stage.tap(asked, "Complete")
    await vera.wait_for(stage.bot, "Request #1 is completed")
