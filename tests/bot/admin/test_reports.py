"""/stats as an admin sees it: a picture; here and at /export one line where there is nothing or a slip."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from models import Contact, Lead
from services.team import operators
from tests.complaints import read_complaints
from tests.moments import make_moment
from tests.stage import Stage

DAYS = "It takes one whole number of days, from 1 to 366."
WRONG = (
    "x",
    "0",
    "-7",
    "367",
    "9999999",
    "99999999999999999999",
    "7 8",
    "7.5",
    "٧",
    "👩‍🚀",
    "<b>",
    '""',
    "week",
    "x" * 4000,
)


def add_crowd(session: Session, number: int) -> None:
    """Add operators who all have had a contact today."""
    now = datetime.now(UTC)
    for n in range(1, number + 1):
        operator = operators.add(session, f"{'👩' * 20} {n}", 5, at=make_moment(now))
        lead = Lead(created_at=now)
        session.add(lead)
        session.flush()
        session.add(Contact(lead_id=lead.id, source_id=1, operator_id=operator.id, created_at=now))


async def serve_three(stage: Stage) -> None:
    """Let Anna complete one of three contacts and take another one."""
    anna = await stage.hire("Anna 👩‍🚀 <b>", limit=2)
    for name, text in (("Vera", "=1+1"), ("Karl", "Hello"), ("Ira", 'Wait; I, "too"\nwait')):
        await stage.client(name, text=text)
    card = await stage.card(anna, "=1+1")
    await stage.settle()
    await stage.press(anna, card, "Take")
    await stage.settle()
    await stage.press(anna, await stage.card(anna, "=1+1"), "Complete")
    await stage.press(anna, await stage.card(anna, "Hello"), "Take")
    await stage.settle()


async def test_stats_answers_with_a_picture_and_the_key_numbers(stage: Stage) -> None:
    await serve_three(stage)
    shown = await stage.ask("/stats", kind="photo")
    assert (await stage.telegram.download(shown)).startswith(b"\x89PNG")
    lines = shown.text.splitlines()
    assert lines[0].startswith("Requests, ")
    assert "Received 3, completed 1, waiting now 0" in lines
    assert "Taken: usually within a minute, 9 of 10 within a minute" in lines
    assert "Completed: usually within a minute, 9 of 10 within a minute" in lines
    answers = "usually answers within a minute"
    assert f"@{stage.bot.username} — 3 received, 1 completed; {answers}" in lines
    assert (
        f"Anna 👩‍🚀 <b> — 3 received, 1 completed; {answers}, in time 1 of 1;"
        " drawn 3 of 3 times, expected 3" in lines
    )
    assert {"Today", "7 days", "30 days"} <= set(shown.captions)


async def test_a_button_answers_with_other_days(stage: Stage) -> None:
    await serve_three(stage)
    shown = await stage.ask("/stats 30", kind="photo")
    await stage.admin.press(stage.bot, shown, "Today")
    again = await stage.admin.wait_for(stage.bot, lambda m: m.kind == "photo", after=shown.message_id)
    today = f"{datetime.now(UTC):%B}"
    assert again.text.splitlines()[0].startswith(f"Requests, {today}")
    vera = await stage.client("Eve")
    before = len(await stage.telegram.calls(stage.bot, "sendPhoto"))
    for data in ("stats:7", "stats:0", "stats:9999", "stats:x", "stats"):
        await vera.open(stage.bot)
        greeting = await vera.wait_for(stage.bot, "Hello!")
        await vera.forge_press(stage.bot, greeting.message_id, data)
        await stage.admin.forge_press(stage.bot, shown.message_id, data.replace("7", "777"))
    await stage.settle()
    assert len(await stage.telegram.calls(stage.bot, "sendPhoto")) == before
    assert stage.rows("SELECT DISTINCT state FROM inbox") == [("done",)]


async def test_many_operators_come_in_a_message_of_their_own_that_fits(stage: Stage) -> None:
    await stage.client("Vera", text="Hello")
    await stage.settle()
    await stage.run(add_crowd, 150)
    shown = await stage.ask("/stats 366", kind="photo")
    details = await stage.admin.wait_for(stage.bot, "Operators", after=shown.message_id)
    assert "… and " in details.text
    assert len(details.text.encode("utf-16-le")) // 2 <= 4096
    assert len(shown.text) <= 1024


async def test_without_contacts_one_line_says_so(stage: Stage) -> None:
    assert "Nobody has written in this time" in await stage.command("/stats")
    assert "There were no requests in this time" in await stage.command("/export")
    assert await stage.telegram.calls(stage.bot, "sendPhoto") == []
    assert await stage.telegram.calls(stage.bot, "sendDocument") == []


async def test_slips_are_explained_with_an_example_that_works(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    for command in ("/stats", "/export"):
        for words in WRONG:
            said, example = (await stage.command(f"{command} {words}")).split("\n")
            assert said == DAYS, words[:50]
            assert example.startswith(f"For example: {command} "), words[:50]
        answer = await stage.command(f'{command} "7')
        assert answer.startswith("A quote is not closed.\n")
        assert "in this time" in await stage.command(answer.partition("For example: ")[2])
    assert read_complaints(caplog) == []


async def test_clients_and_operators_get_no_reports(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera")
    for person in (anna, vera):
        for command in ("/stats", "/export"):
            await stage.ask(command, person, "text")
    assert await stage.telegram.calls(stage.bot, "sendPhoto") == []
    assert await stage.telegram.calls(stage.bot, "sendDocument") == []


async def test_stats_say_in_one_line_how_what_was_completed_has_ended(stage: Stage) -> None:
    await stage.command("/outcomes add <sold> & paid")
    await stage.command("/outcomes add refused")
    await serve_three(stage)
    shown = await stage.ask("/stats", kind="photo")
    assert "Outcomes: none 1" in shown.text.splitlines()
    choice = await stage.tap(await stage.ask("/contact 1"), "Outcome")
    await stage.tap(choice, "<sold> & paid")
    shown = await stage.ask("/stats", kind="photo")
    assert "Outcomes: <sold> & paid 1" in shown.text.splitlines()


async def test_stats_say_nothing_of_outcomes_where_there_are_none(stage: Stage) -> None:
    await serve_three(stage)
    shown = await stage.ask("/stats", kind="photo")
    assert "Outcomes" not in shown.text
