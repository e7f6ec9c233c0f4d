"""*Spam* in /mine: its operator asks, an admin decides, and the client hears nothing."""

from tests.stage import Stage

SECRET = "Buy <b>cheap</b> pills & more"


async def report(stage: Stage, anna: object, number: str = "#1") -> None:
    one = await stage.tap(await stage.ask("/mine", anna), number, anna)  # type: ignore[arg-type]
    sure = await stage.tap(one, "Spam", anna)  # type: ignore[arg-type]
    assert sure.text.startswith(f"Is request {number} spam? An admin decides; the client is told nothing.")
    assert {"Yes, spam", "Cancel"} == set(sure.captions)
    said = await stage.press(anna, sure, "Yes, spam")  # type: ignore[arg-type]
    assert said == f"Request {number} is reported as spam: an admin decides"


async def test_an_admin_bans_whom_an_operator_reports(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text=SECRET)
    card = await stage.card(anna, "cheap")
    await vera.wait_for(stage.bot, "received")
    heard = len(await stage.texts(vera))
    await report(stage, anna)
    asked = await stage.admin.wait_for(stage.bot, "is spam")
    assert asked.text == (
        f"Anna says that request #1 of Vera is spam. It begins:\n{SECRET}\n"
        "Nobody is reminded of it until you decide. Look first: /contact 1"
    )
    assert asked.captions == ["Ban the client", "No, not spam"]
    shown = await anna.wait_for(stage.bot, "⚠️ Reported as spam, an admin decides")
    assert shown.message_id == card.message_id
    mine = await stage.ask("/mine", anna)
    assert mine.text.endswith(", reported as spam")
    assert "Spam" not in (await stage.tap(mine, "#1", anna)).captions
    page = await stage.ask("/contact 1")
    assert "⚠️ Reported as spam, an admin decides" in page.text
    assert {"Ban the client", "No, not spam"} <= set(page.captions)
    await stage.press(stage.admin, asked, "Ban the client")
    done = await stage.look(asked)
    assert done.text == "Vera is banned and will not be heard. 1 request has been completed."
    await anna.wait_for(stage.bot, "has banned the client of request #1: it was spam.")
    banned = await anna.wait_for(stage.bot, "🚫 The client is banned")
    assert (banned.message_id, "Reported" in banned.text) == (card.message_id, False)
    assert await stage.press(stage.admin, page, "No, not spam") == "This client is banned already."
    await stage.settle()
    assert len(await stage.texts(vera)) == heard
    history = (await stage.command("/contact 1")).partition("History")[2]
    assert "Anna says it is spam" in history


async def test_an_admin_says_no_and_a_second_press_hears_what_was_decided(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    await stage.card(anna, "Hello")
    await report(stage, anna)
    asked = await stage.admin.wait_for(stage.bot, "is spam")
    page = await stage.ask("/contact 1")
    await stage.press(stage.admin, asked, "No, not spam")
    assert (await stage.look(asked)).text == "Request #1 is not spam. Whoever reported it is told so."
    told = await anna.wait_for(stage.bot, "is not spam")
    assert told.text.endswith(" says that request #1 is not spam. Reminders of it go on.")
    decided = "Request #1 is not reported as spam any more: an admin has decided that it is not."
    for button in ("Ban the client", "No, not spam"):
        assert await stage.press(stage.admin, page, button) == decided
    assert stage.rows("SELECT banned_at, status FROM leads JOIN contacts ON lead_id = leads.id") == [
        (None, "new")
    ]
    card = await stage.card(anna, "Hello")
    assert "Reported" not in card.text


async def test_who_cancels_has_reported_nothing(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    await stage.card(anna, "Hello")
    one = await stage.tap(await stage.ask("/mine", anna), "#1", anna)
    sure = await stage.tap(one, "Spam", anna)
    assert (await stage.tap(sure, "Cancel", anna)).text == one.text
    assert stage.rows("SELECT spam_reported_at FROM contacts") == [(None,)]


async def test_a_stale_question_reports_nothing(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    await stage.card(anna, "Hello")
    one = await stage.tap(await stage.ask("/mine", anna), "#1", anna)
    sure = await stage.tap(one, "Spam", anna)
    await stage.hire("Boris", weight=None)
    await stage.command("/assign 1 Boris")
    assert await stage.press(anna, sure, "Yes, spam") == "Request #1 is no longer with you."
    assert stage.rows("SELECT spam_reported_at FROM contacts") == [(None,)]


async def test_spam_in_russian(stage: Stage) -> None:
    anna = await stage.hire("Анна", language="ru")
    await stage.client("Вера", "ru", text="Дёшево")
    await stage.card(anna, "Дёшево")
    one = await stage.tap(await stage.ask("/mine", anna), "№1", anna)
    sure = await stage.tap(one, "Спам", anna)
    assert sure.text == (
        "Обращение №1 — спам? Решит администратор, клиент ничего не узнает. До решения о нём не напоминаем."
    )
    said = await stage.press(anna, sure, "Да, спам")
    assert said == "Обращение №1 отмечено как спам: решит администратор"
    await anna.wait_for(stage.bot, "⚠️ Отмечено как спам, решает администратор")


async def test_what_an_admin_replies_to_the_question_does_not_go_to_the_client(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    await stage.card(anna, "Hello")
    await report(stage, anna)
    asked = await stage.admin.wait_for(stage.bot, "is spam")
    heard = await stage.texts(vera)
    await stage.reply(stage.admin, asked, "Yes, terrible")
    await stage.settle()
    assert await stage.texts(vera) == heard
