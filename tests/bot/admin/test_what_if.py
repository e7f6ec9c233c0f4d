"""/whatif as an admin sees it: what a change would have done, and a press that makes it count."""

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from models import Trial
from sandbox.client.seen import ChatMessage
from services.clock import utc_now
from tests.bot.slips import check_hostile_words, check_wrong_words
from tests.stage import Stage


def end_weeks(session: Session) -> None:
    """Let what is watched have been watched long enough."""
    session.execute(update(Trial).values(beside_until=utc_now()))


async def serve_some(stage: Stage) -> None:
    """Let Anna and Boris have some requests."""
    await stage.hire("Anna")
    await stage.hire("Boris")
    for name in ("Vera", "Karl", "Ira", "Oleg"):
        await stage.client(name, text=f"I am {name}")
    await stage.settle()


async def decide(stage: Stage, shown: ChatMessage, button: str) -> str:
    """Press a button below the picture; returns the message that tells of it."""
    await stage.press(stage.admin, shown, button)
    return (await stage.admin.wait_for(stage.bot, lambda m: bool(m.text), after=shown.message_id)).text


async def test_a_weight_is_tried_on_what_came_and_then_applied(stage: Stage) -> None:
    await serve_some(stage)
    shown = await stage.ask("/whatif Anna 5", kind="photo")
    assert (await stage.telegram.download(shown)).startswith(b"\x89PNG")
    assert shown.text.splitlines()[0] == f"What if Anna has weight 5 for @{stage.bot.username} instead of 1?"
    assert "4 requests" in shown.text
    assert "Nobody free at once: 0 % → 0 % of requests" in shown.text
    assert "· weight 1" not in await stage.command("/weight")
    await stage.press(stage.admin, shown, "Apply")
    told = await stage.admin.wait_for(stage.bot, "It counts", after=shown.message_id)
    assert told.text == f"✅ It counts from now on: Anna has weight 5 for @{stage.bot.username} instead of 1."
    assert "1 → 5" in await stage.command("/weight log"), "it is remembered as any change is"
    assert (await stage.look(shown)).captions == ["« What if…"], "nobody decides twice"


async def test_a_change_can_be_left_or_watched(stage: Stage) -> None:
    await serve_some(stage)
    shown = await stage.ask("/whatif Anna limit 9", kind="photo")
    assert "Until" in await decide(stage, shown, "Watch for a week")
    home = await stage.ask("/whatif")
    assert "👥 Anna may have 9 at once instead of 5" in home.captions
    await stage.press(stage.admin, home, "👥")
    compared = await stage.admin.wait_for(stage.bot, "nothing came", after=home.message_id)
    assert "Everything stays" in (await stage.tap(compared, "Leave as it is")).text
    assert not any("👥" in caption for caption in (await stage.ask("/whatif")).captions)


async def test_what_can_be_tried_is_offered_by_buttons(stage: Stage) -> None:
    assert "There are no operators yet" in await stage.command("/whatif")
    await serve_some(stage)
    page = await stage.tap(await stage.ask("/whatif"), "Anna")
    assert page.captions[:3] == [f"@{stage.bot.username}: weight 1 → …", "Limit 5 → …", "One more like Anna"]
    numbers = await stage.tap(page, "weight 1")
    await stage.press(stage.admin, numbers, "8")
    shown = await stage.admin.wait_for(stage.bot, lambda m: m.kind == "photo", after=numbers.message_id)
    assert "Anna has weight 8" in shown.text


WORDS = {
    "/whatif Anna @{bot} 7": "Anna has weight 7",
    "/whatif Anna limit 9": "Anna may have 9 at once instead of 5",
    "/whatif Anna off": "Anna gets nothing",
    "/whatif Anna hours Mo-Fr 10:00-19:00": "Anna works Mo-Fr 10:00-19:00",
    "/whatif like Anna": "there is one more like Anna",
    "/whatif @{bot} turns": "gives in turn",
}
WRONG = {
    "/whatif Anna": "Say whose weight, and which",
    "/whatif 5": "Say whose weight, and which",
    "/whatif Nobody 5": "There is no operator “Nobody”.",
    "/whatif Anna many": "A weight is a whole number from 0 to 1,000.",
    "/whatif Anna 1001": "A weight is a whole number from 0 to 1,000.",
    "/whatif Anna @nobot 5": "There is no source “@nobot”.",
    "/whatif Anna limit x": "A limit is a whole number from 0 to 1,000.",
    "/whatif Anna hours never": "I can't make hours of that.",
    "/whatif @nobot turns": "There is no source “@nobot”.",
    "/whatif like Nobody": "There is no operator “Nobody”.",
    "/whatif Nobody off": "There is no operator “Nobody”.",
    "/whatif Nina 3": "Nina has no weight for any source yet.",
    '/whatif "Anna 5': "A quote is not closed.",
}


async def test_everything_can_be_tried_by_words(stage: Stage) -> None:
    await serve_some(stage)
    for words, sentence in WORDS.items():
        shown = await stage.ask(words.format(bot=stage.bot.username), kind="photo")
        assert sentence in shown.text
        is_hiring = "one more" in sentence
        assert any("Apply" in caption for caption in shown.captions) is not is_hiring


async def test_wrong_words_are_explained_and_change_nothing(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    await serve_some(stage)
    await stage.command("/operators add Nina 5")
    await check_wrong_words(stage, caplog, WRONG)
    await check_hostile_words(stage, caplog, ("/whatif", "/whatif Anna"))


async def test_a_change_that_somebody_else_has_made_meanwhile_stays(stage: Stage) -> None:
    await serve_some(stage)
    shown = await stage.ask("/whatif Anna limit 9", kind="photo")
    await stage.command("/operators limit Anna 7")
    assert "changed since" in await stage.press(stage.admin, shown, "Apply")
    assert stage.rows("SELECT max_active_leads FROM operators WHERE name = 'Anna'") == [(7,)]


async def test_a_week_that_is_over_is_told_of(stage: Stage) -> None:
    await serve_some(stage)
    shown = await stage.ask("/whatif Anna limit 9", kind="photo")
    await stage.press(stage.admin, shown, "Watch for a week")
    await stage.run(end_weeks)
    over = await stage.admin.wait_for(stage.bot, "The week is over", timeout=60)
    assert over.captions == ["🔍 Compare"]
