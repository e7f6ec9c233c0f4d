"""👍 and 👎 below the notice of completion, a word of comment, and who reads it, in the local Telegram."""

import pytest

from bot.views.rating_screens import RateCallback
from models import Rating
from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage
from tests.stage import Stage

RATED = "SELECT rating, rating_comment FROM contacts WHERE id = 1"


async def complete(stage: Stage, language: str = "en") -> tuple[Person, Person, ChatMessage]:
    """Let Anna complete Vera's request; returns both, and the notice that Vera gets."""
    anna, vera = await stage.hire("Anna"), await stage.client("Vera", language, text="Do you deliver?")
    await stage.complete(anna, "Do you deliver?")
    notice = await vera.wait_for(stage.bot, "№1 завершено" if language == "ru" else "#1 is completed")
    return anna, vera, notice


async def add(stage: Stage, person: Person, thanks: ChatMessage, text: str) -> str:
    """Let somebody reply to the thanks; returns what the bot answers."""
    return (await stage.ask(text, person, reply_to=thanks)).text


async def forge(stage: Stage, person: Person, number: int, rating: Rating = Rating.BAD) -> str:
    """Press a thumb that is not there; returns what pops up."""
    data = RateCallback(contact=number, rating=rating).pack()
    return await person.wait_answer(stage.bot, await person.forge_press(stage.bot, 1, data))


async def test_a_thumb_turns_the_notice_into_thanks_and_the_card_shows_it(stage: Stage) -> None:
    anna, vera, notice = await complete(stage)
    assert notice.captions == ["👍", "👎"]
    thanks = await stage.tap(notice, "👍", vera)
    assert thanks.text == (
        "Request #1: 👍 Thank you for rating!\n"
        "Anything to add? Reply to this message. If something new comes up, just write."
    )
    assert thanks.captions == ["Change to 👎"]
    assert await add(stage, vera, thanks, "So <quick>!") == "Thank you, we have passed it on."
    await stage.settle()
    card = await stage.card(anna, "The client's rating: 👍")
    assert card.text.endswith("\n\nThe client's rating: 👍\nSo <quick>!")
    assert card.captions == ["Reopen"]
    assert stage.rows(RATED) == [("good", "So <quick>!")]
    assert stage.rows("SELECT count(*) FROM contacts") == [(1,)], "no new request"
    assert stage.rows("SELECT text FROM messages") == [("Do you deliver?",)], "nor a message"
    page = await stage.command("/contact 1")
    assert "\nThe client's rating: 👍\nSo <quick>!" in page
    assert "the client is happy: 👍" in page
    assert "the client adds some words to the rating" in page


async def test_a_bad_one_is_told_to_admins_who_write_to_the_client_by_a_reply(stage: Stage) -> None:
    anna, vera, notice = await complete(stage)
    thanks = await stage.tap(notice, "👎", vera)
    assert thanks.text.startswith("Request #1: 👎 Thank you for rating!\nWe are sorry it was not")
    told = await stage.admin.wait_for(stage.bot, "unhappy")
    assert told.text == (
        "👎 A client is unhappy: request #1, @acme_sales_bot. Operator: Anna.\n"
        "To write to the client, reply to this message."
    )
    assert told.captions == ["#1"]
    await add(stage, vera, thanks, "Nobody came")
    why = await stage.admin.wait_for(stage.bot, "Nobody came")
    assert why.text.splitlines()[:2] == [
        "👎 Why a client is unhappy: request #1, @acme_sales_bot. Operator: Anna.",
        "Nobody came",
    ]
    assert (
        await stage.reply(stage.admin, why, "We are sorry!")
        == "Sent to the client of request #1, with your name."
    )
    assert await vera.wait_for(stage.bot, "Olga: We are sorry!")
    page = await stage.tap(told, "#1")
    assert page.text.startswith("Request #1 · @acme_sales_bot\n")
    assert (await stage.card(anna, "The client's rating: 👎")).text.endswith("\nNobody came")


async def test_another_thumb_counts_instead(stage: Stage) -> None:
    _, vera, notice = await complete(stage)
    thanks = await stage.tap(notice, "👍", vera)
    changed = await stage.tap(thanks, "Change to 👎", vera)
    assert changed.captions == ["Change to 👍"]
    assert stage.rows(RATED) == [("bad", None)]


async def test_in_russian(stage: Stage) -> None:
    _, vera, notice = await complete(stage, "ru")
    assert notice.text == "Обращение №1 завершено. Появится новый вопрос — просто напишите."
    thanks = await stage.tap(notice, "👎", vera)
    assert thanks.text.startswith("Обращение №1: 👎 Спасибо за оценку!\nЖаль, что вышло не так")
    assert await add(stage, vera, thanks, "Никто не пришёл") == "Спасибо, передали."
    assert await stage.reply(vera, thanks, "x" * 1001) == "В тексте может быть не больше 1\u00a0000 знаков."
    stage.admin = await stage.person("Ольга", "ru")
    await stage.appoint(stage.admin)
    page = await stage.command("/contact 1")
    assert "\nОценка клиента: 👎\nНикто не пришёл" in page
    assert "клиент недоволен: 👎" in page


async def test_without_a_thumb_a_reply_is_a_new_request(stage: Stage) -> None:
    anna, vera, notice = await complete(stage)
    await vera.write(stage.bot, "Where is it?", reply_to=notice.message_id)
    await stage.card(anna, "Where is it?")
    assert stage.rows(RATED) == [(None, None)]


async def test_a_photo_in_reply_is_a_new_request(stage: Stage) -> None:
    anna, vera, notice = await complete(stage)
    thanks = await stage.tap(notice, "👍", vera)
    await vera.send(stage.bot, "photo", caption="It is broken", reply_to=thanks.message_id)
    await stage.card(anna, "It is broken")
    assert stage.rows(RATED) == [("good", None)]


async def test_what_is_switched_off_is_not_asked(stage: Stage) -> None:
    page = await stage.command("/sources set acme_sales_bot ratings off")
    assert "\nRatings: nobody is asked" in page
    _, _, notice = await complete(stage)
    assert notice.captions == []


async def test_who_was_never_answered_is_asked_nothing(stage: Stage) -> None:
    vera = await stage.client("Vera", text="Do you deliver?")
    await vera.wait_for(stage.bot, "#1 received")
    await stage.tap(await stage.tap(await stage.ask("/contact 1"), "Complete"), "Complete")
    notice = await vera.wait_for(stage.bot, "#1 is completed")
    assert notice.captions == []
    assert await forge(stage, vera, 1) == "This request is not yours."


async def test_a_forged_thumb_changes_nothing_and_says_so(stage: Stage) -> None:
    anna, vera, _ = await complete(stage)
    karl = await stage.client("Karl", text="Hello")
    await stage.settle()
    for person in (anna, karl, stage.admin):
        assert await forge(stage, person, 1) == "This request is not yours."
    assert await forge(stage, vera, 77) == "This request is not yours."
    assert await forge(stage, karl, 2) == (
        "Request #2 is still being handled. You can rate it once it is completed."
    )
    assert stage.rows("SELECT 1 FROM contacts WHERE rating IS NOT NULL") == []
    assert stage.rows("SELECT 1 FROM events WHERE kind = 'rated'") == []


@pytest.mark.parametrize("command", ["/ban 1", "/forget 1"])
async def test_of_who_is_banned_or_forgotten_nothing_is_heard(stage: Stage, command: str) -> None:
    _, vera, notice = await complete(stage)
    thanks = await stage.tap(notice, "👍", vera)
    asked = await stage.ask(command)
    if command == "/forget 1":
        await stage.tap(asked, "Forget")
    await stage.settle()
    pops_up = await stage.press(vera, thanks, "Change to 👎")
    assert pops_up == ("" if command == "/ban 1" else "This request is not yours.")
    assert stage.rows(RATED) == [("good", None)]
