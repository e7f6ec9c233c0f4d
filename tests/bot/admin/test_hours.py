"""When bots are open and operators work, by command and by button; what clients and operators read then."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from models import Operator, Source
from services.clock import utc_now
from tests.bot.admin.test_by_thumb import answer
from tests.stage import Stage


async def shut(stage: Stage) -> None:
    """Let the bot be open for some hours of the day after tomorrow only, whatever time it is."""
    opens = utc_now().astimezone(stage.settings.timezone) + timedelta(days=2)
    hours = f"{opens:%Y %b %d} 10:00-20:00"
    await stage.run(lambda session: session.execute(update(Source).values(hours=hours)))


async def end_hours(stage: Stage) -> None:
    """Let the hours of the first operator end with the minute that has just begun."""
    now = utc_now().astimezone(stage.settings.timezone)
    hours = f"{now - timedelta(minutes=30):%H:%M}-{now:%H:%M}"
    rows = update(Operator).where(Operator.id == 1).values(hours=hours)
    await stage.run(lambda session: session.execute(rows))


async def test_hours_are_set_by_three_taps_and_by_words(stage: Stage) -> None:
    page = await stage.ask("/hours")
    assert page.text.splitlines()[:3] == [
        "When @acme_sales_bot is open",
        "Hours: around the clock",
        "Open now.",
    ]
    set_ = await stage.tap(page, "Mon–Fri 9:00–18:00")
    assert set_.text.startswith("The hours of @acme_sales_bot are changed: Mon–Fri 9:00–18:00.\n")
    asked = await answer(stage, set_, "Other hours…", "weekdays 10-19, sat 11 to 15")
    assert "Hours: Mon–Fri 10:00–19:00, Sat 11:00–15:00" in asked.text
    holidays = await stage.tap(asked, "Close on public holidays")
    assert "Sat 11:00–15:00; closed on public holidays" in holidays.text
    closed = await answer(stage, holidays, "Close on some days…", "31.12 - 8.01")
    assert "Closed on: Dec 31, 20" in closed.text
    [button] = [label for label in closed.captions if label.startswith("✕ Dec 31")]
    assert "Closed on" not in (await stage.tap(closed, button)).text
    assert stage.rows("SELECT hours FROM sources") == [("Mo-Fr 10:00-19:00; Sa 11:00-15:00; PH closed",)]
    assert "Hours: around the clock; closed on" in await stage.command("/hours @acme_sales_bot always")
    assert "Open on public holidays" in (await stage.ask("/hours 1")).captions
    sources = await stage.tap(await stage.ask("/sources"), "@acme_sales_bot")
    assert (await stage.tap(sources, "Hours")).text.startswith("When @acme_sales_bot is open\n")


async def test_hours_speak_russian(stage: Stage) -> None:
    stage.admin = await stage.person("Ольга", "ru")
    await stage.appoint(stage.admin)
    assert "Часы: пн–пт 9:00–18:00, сб 10:00–16:00" in await stage.command(
        "/hours acme_sales_bot будни с 9 до 18, сб 10-16"
    )
    page = await stage.ask("/hours")
    assert {"Закрывать в праздники", "Другие часы…", "круглосуточно"} <= set(page.captions)
    assert "Закрыто: 31 дек." in await stage.command("/hours 1 закрыто 31 декабря - 8 января")
    await stage.hire("Анна")
    assert "Часы: пн–пт 9:00–18:00" in await stage.command("/operators hours Анна пн-пт 9-18")
    assert "Не будет до конца дня 31 декабря" in await stage.command("/operators away Анна 31.12")
    assert "Не будет до конца" not in await stage.command("/operators away Анна вернулась")


async def test_who_writes_while_it_is_closed_hears_when_it_opens(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await shut(stage)
    await stage.command("/sources text 1 closed We rest on <Sundays>.")
    vera = await stage.client("Vera", text="Hello")
    told = await vera.wait_for(stage.bot, "Request #1 received. We rest on <Sundays>.")
    assert "\nWe open on " in told.text
    queue = await stage.command("/queue")
    assert "closed now" in queue
    await stage.settle()
    assert not [m for m in await stage.texts(anna) if "Request #1" in m]
    await stage.command("/hours 1 always")
    await stage.card(anna, "Hello")


async def test_an_operators_hours_time_zone_and_absence_are_set_by_button(stage: Stage) -> None:
    await stage.hire("Anna")
    page = await stage.tap(await stage.tap(await stage.ask("/operators"), "Anna"), "Hours")
    assert page.text.splitlines()[:3] == ["When Anna works", "Hours: around the clock", "At work now."]
    page = await stage.tap(page, "Mon–Sat 10:00–20:00")
    page = await answer(stage, page, "Time zone…", "Asia/Yekaterinburg")
    assert "Clock: Asia/Yekaterinburg, it is " in page.text
    page = await stage.tap(page, "Away for 3 days")
    assert "\nAway until the end of " in page.text
    assert "— 0 of 5 · not at work now" in await stage.command("/operators")
    assert "Away until" not in (await stage.tap(page, "Back at work")).text
    page = await answer(stage, page, "Away until…", "31 December")
    assert "\nAway until the end of December 31" in page.text
    page = await answer(stage, page, "Other hours…", "always")
    assert "Hours: around the clock" in page.text
    assert (await stage.tap(page, "« The operator")).text.startswith("Anna · operator #1\n")
    rows = stage.rows("SELECT hours, timezone, away_until IS NULL FROM operators")
    assert rows == [(None, "Asia/Yekaterinburg", 0)]


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_at_the_end_of_the_hours_an_operator_sees_where_everything_would_go_and_passes_it_on(
    stage: Stage, language: str
) -> None:
    anna = await stage.hire("Anna", language=language)
    await stage.client("Vera", text="Hello")
    await stage.card(anna, "Hello")
    boris = await stage.hire("Boris")
    await end_hours(stage)
    said, show, keep, go = {
        "en": ("Your hours are over.", "Show where they would go", "Keep", "Pass on"),
        "ru": ("Ваше рабочее время закончилось.", "Показать, куда уйдут", "Оставить", "Передать"),
    }[language]
    asked = await anna.wait_for(stage.bot, said)
    plan = await stage.tap(asked, show, anna)
    assert "#1 · Vera → Boris" in plan.text.replace("№", "#")
    assert stage.rows("SELECT operator_id FROM contacts") == [(1,)], "a plan changes nothing"
    assert keep in plan.captions
    await stage.press(anna, plan, go)
    await stage.card(boris, "Hello")
    assert stage.rows("SELECT operator_id FROM contacts") == [(2,)]


async def test_a_plan_that_is_out_of_date_passes_nothing_on(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    await stage.card(anna, "Hello")
    boris = await stage.hire("Boris")
    await end_hours(stage)
    plan = await stage.tap(await anna.wait_for(stage.bot, "Your hours are over."), "Show where", anna)
    await boris.write(stage.bot, "/pause")
    await boris.wait_for(stage.bot, "You get no new requests")
    assert "Things have changed since" in await stage.press(anna, plan, "Pass on")
    assert stage.rows("SELECT operator_id FROM contacts") == [(1,)]
