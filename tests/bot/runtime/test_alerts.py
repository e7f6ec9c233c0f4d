"""Alerts: admins hear of trouble in Telegram, once an hour for each subject, and only of trouble."""

from tests.stage import Stage


async def test_a_contact_that_waits_five_minutes_is_told_once_an_hour(stage: Stage) -> None:
    anna = await stage.hire("Anna", limit=1)
    vera = await stage.client("Vera", text="first")
    card = await stage.card(anna, "first")
    await anna.write(stage.bot, "Yes?", reply_to=card.message_id)
    await vera.wait_for(stage.bot, "Yes?")
    for name in ("Karl", "Mia"):
        await (await stage.client(name, text="waits")).wait_for(stage.bot, "received")
    waiting = "⚠️ @acme_sales_bot: 2 requests are waiting for an operator, the first for {}."
    for minutes in (0, 4):
        await stage.tell_admins(minutes)
    assert await stage.alarms() == []
    for minutes in (6, 7, 65):
        await stage.tell_admins(minutes)
    assert await stage.alarms() == [f"{waiting.format('6 minutes')} Everybody is at the limit."]
    await stage.tell_admins(67)
    assert (await stage.alarms())[1:] == [f"{waiting.format('1 hour')} Everybody is at the limit."]
    assert await stage.alarms(anna) == []


async def test_why_they_wait_is_said(stage: Stage) -> None:
    anna = await stage.hire("Anna", weight=None)
    await (await stage.client("Vera", text="Hello")).wait_for(stage.bot, "received")
    await stage.tell_admins(6)
    nobody = "⚠️ @acme_sales_bot: nobody has a weight, so its requests go to nobody. Set one: /weight"
    reasons = [text.rpartition("minutes. ")[2] for text in await stage.alarms()]
    assert sorted(reasons) == ["Nobody has a weight: /weight", nobody]
    await anna.write(stage.bot, "/pause")
    await anna.wait_for(stage.bot, "You get no new requests")
    await stage.command("/weight Anna 1 1")
    await stage.tell_admins(70)
    assert (await stage.alarms())[-1].endswith("Nobody is on shift.")
    await anna.block(stage.bot)
    await stage.command("/operators off Anna")
    await stage.settle()
    await stage.tell_admins(140)
    assert (await stage.alarms())[-1].endswith("Nobody is on shift.")


async def test_an_operator_who_cannot_be_reached_and_a_bot_that_is_refused_are_told(stage: Stage) -> None:
    other = await stage.add_bot()
    anna = await stage.hire("Anna")
    await stage.admin.open(other)
    await stage.admin.wait_for(other, "First steps")
    await anna.block(stage.bot)
    await stage.settle()
    await stage.tell_admins()
    await stage.tell_admins(1)
    assert await stage.alarms() == [
        "⚠️ Anna has closed the chat with @acme_sales_bot and gets no new requests from there."
    ]
    await stage.tell_admins(2, {stage.bot.id: "bot-refused"})
    alarm = await stage.admin.wait_for(other, "⚠️")
    assert alarm.text == "⚠️ The bot @acme_sales_bot is not working: Telegram refuses the token"
    assert len(await stage.alarms()) == 1


async def test_what_telegram_refused_for_good_is_told_but_not_a_client_who_left(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    await vera.block(stage.bot)
    await anna.write(stage.bot, "Are you there?", reply_to=card.message_id)
    await anna.wait_for(stage.bot, "was not delivered")
    await stage.settle()
    await stage.tell_admins()
    assert stage.rows("SELECT count(*) > 0 FROM outbox WHERE state='dead'") == [(1,)]
    assert await stage.alarms() == []


async def test_what_nobody_takes_is_named_with_a_button_for_each(stage: Stage) -> None:
    await stage.restart(accept_timeout_minutes=5)
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    await stage.card(anna, "Hello")
    await stage.settle()
    await stage.tell_admins(11)
    alarm = await stage.admin.wait_for(stage.bot, "there is nobody to offer them to: #1")
    assert (await stage.tap(alarm, "#1")).text.startswith("Request #1 · @acme_sales_bot")
