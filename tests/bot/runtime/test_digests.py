"""The weekly digest as an admin reads it, and how to have no more of them."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from models import Contact, Event, Outbox, OutboxState
from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage
from services.clock import utc_now
from services.moment import Moment
from services.operations import digests
from tests.moments import first
from tests.stage import Stage


def find_monday(stage: Stage) -> datetime:
    """Return the opening of this week where the business is."""
    local = utc_now().astimezone(stage.settings.policy.timezone)
    monday = local - timedelta(days=local.weekday())
    return monday.replace(hour=9, minute=0, second=0, microsecond=0)


async def be_told(stage: Stage, admin: Person) -> ChatMessage:
    """Let what has happened have been last week, and the week begin; returns the digest."""
    monday = find_monday(stage)

    def strike(session: Session) -> None:
        earlier = monday - timedelta(days=3)
        session.execute(update(Contact).values(created_at=earlier, answered_at=earlier))
        session.execute(update(Event).values(at=earlier))
        at = Moment(now=monday, chance=first, policy=stage.settings.policy)
        assert digests.is_due(session, at=at)
        digests.send(session, digests.collect(session, at=at), at=at)
        unsent = update(Outbox).where(Outbox.state == OutboxState.PENDING)
        session.execute(unsent.values(due_at=utc_now()))

    await stage.run(strike)
    await stage.ask("/help")
    return await admin.wait_for(stage.bot, "📬")


async def serve(stage: Stage) -> None:
    """Let a client be answered."""
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    await anna.write(stage.bot, "Hello Vera", reply_to=card.message_id)
    await stage.settle()


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "en",
            ["Requests: 1", "First answer within 15 min: 1 of 1 (100 %)", "Completed: 0", "Anna — got 1"],
        ),
        (
            "ru",
            ["Обращений: 1", "Первый ответ за 15 мин: 1 из 1 (100 %)", "Завершено: 0", "Anna — пришло 1"],
        ),
    ],
)
async def test_an_admin_reads_how_last_week_was_without_a_sound(
    stage: Stage, language: str, lines: list[str]
) -> None:
    ivan = await stage.person("Ivan", language)
    await stage.appoint(ivan)
    await ivan.open(stage.bot)
    await serve(stage)
    told = await be_told(stage, ivan)
    assert told.silent
    for line in lines:
        assert line in told.text


async def test_a_button_shows_the_statistics_of_that_week(stage: Stage) -> None:
    await serve(stage)
    told = await be_told(stage, stage.admin)
    await stage.press(stage.admin, told, "Statistics of the week")
    shown = await stage.admin.wait_for(stage.bot, lambda m: m.kind == "photo", after=told.message_id)
    assert "Received 1, completed 0" in shown.text


@pytest.mark.parametrize("monday", [1, 739000, 3652059])
async def test_a_week_that_is_not_over_or_long_ago_is_refused(stage: Stage, monday: int) -> None:
    help_ = await stage.ask("/help")
    query = await stage.admin.forge_press(stage.bot, help_.message_id, f"week:{monday}")
    told = await stage.admin.wait_answer(stage.bot, query)
    assert told == "Things have changed since. Please look again."


async def test_whoever_wants_no_more_says_so_and_can_come_back_by_stats(stage: Stage) -> None:
    await serve(stage)
    told = await be_told(stage, stage.admin)
    await stage.press(stage.admin, told, "Don't send any more")
    screen = await stage.admin.wait_for(stage.bot, "You get no digest of the week.")
    assert (await stage.look(told)).text == told.text, "the digest stays"
    assert stage.rows("SELECT is_off FROM digests") == [(1,)]
    await stage.tap(screen, "Send it")
    assert stage.rows("SELECT is_off FROM digests") == [(0,)]
    choice = await stage.tap(await stage.ask("/stats"), "Weekly digest")
    assert "You get a digest of the week" in choice.text
    assert "« Menu" in choice.captions
    assert (await stage.tap(choice, "Don't send it")).text == "You get no digest of the week."


async def test_who_is_no_admin_changes_no_ones_choice(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    hint = await stage.ask("/help", anna)
    for data in ("dig:off", "dig:stop", "week:739625"):
        await anna.wait_answer(stage.bot, await anna.forge_press(stage.bot, hint.message_id, data))
    assert stage.rows("SELECT * FROM digests") == []
