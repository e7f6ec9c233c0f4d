"""An operator sends quick answers from a card and from /mine; stale and forged presses send nothing."""

import pytest

from bot.ui.keyboards import AnswersCallback
from bot.views.quick_answers.choosing import ChooseAction, ChooseCallback
from bot.views.quick_answers.lists import AnswerAction, AnswerCallback
from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage
from tests.stage import Stage

BUTTON = "⚡ Quick answer"
QUESTION = "Which answer for request #1? You read it before it goes out."


async def meet(stage: Stage, *texts: str) -> tuple[Person, Person, ChatMessage]:
    for text in texts:
        await stage.command(f"/answers add {text}")
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="How much?")
    return anna, vera, await stage.card(anna, "How much?")


async def choose(stage: Stage, anna: Person, card: ChatMessage, title: str) -> ChatMessage:
    """Return what a quick answer says, with the buttons to send it."""
    last = max(message.message_id for message in (await anna.chat(stage.bot)).from_bot)
    await stage.press(anna, card, BUTTON)
    choice = await anna.wait_for(stage.bot, QUESTION, after=last)
    return await stage.tap(choice, title, anna)


async def test_an_answer_is_read_first_then_sent_and_stands_for_what_was_sent(stage: Stage) -> None:
    anna, vera, card = await meet(
        stage, "price: Hello, {name}! <b>5</b> & more, request {number}. {operator}"
    )
    shown = await choose(stage, anna, card, "price")
    text = "Hello, Vera! <b>5</b> & more, request 1. Anna"
    assert shown.text == f"Request #1. The client will read:\n\n{text}"
    assert shown.captions == ["Send", "« Back"]
    assert await stage.press(anna, shown, "Send") == "Request #1: sent"
    sent = await stage.look(shown, anna)
    assert (sent.text, sent.captions) == (f"Request #1. Sent to the client:\n\n{text}", [])
    assert [message.text for message in await stage.relayed(vera)] == [text]
    assert "Complete" in (await stage.look(card, anna)).captions, "it is taken"
    assert "price · all sources · 1 time" in await stage.command("/answers")
    copy = (await stage.relayed(vera))[0].message_id
    await vera.write(stage.bot, "Thanks, why?", reply_to=copy)
    asked = await anna.wait_for(stage.bot, "Thanks, why?")
    assert asked.reply_to == sent.message_id, "what she replies to is the message that stands for it"
    await anna.write(stage.bot, "Because.", reply_to=sent.message_id)
    await vera.wait_for(stage.bot, "Because.")
    await anna.write(stage.bot, "/withdraw", reply_to=sent.message_id)
    await anna.wait_for(stage.bot, "Withdrawn: the client of request #1")
    await stage.settle()
    assert text not in await stage.texts(vera)


async def test_the_button_is_there_only_if_there_is_something_to_choose(stage: Stage) -> None:
    anna, vera, card = await meet(stage)
    assert BUTTON not in card.captions
    mine = await stage.tap(await stage.ask("/mine", anna), "#1", anna)
    assert BUTTON not in mine.captions
    await stage.command("/answers add price: It is 5.")
    mine = await stage.tap(await stage.ask("/mine", anna), "#1", anna)
    shown = await choose(stage, anna, mine, "price")
    await stage.press(anna, shown, "Send")
    await vera.wait_for(stage.bot, "It is 5.")
    card = await stage.look(card, anna)
    assert BUTTON in card.captions, "the card was drawn anew"
    await stage.press(anna, card, "Complete")
    assert BUTTON not in (await stage.look(card, anna)).captions


async def test_back_leads_to_the_titles_and_cancel_sends_nothing(stage: Stage) -> None:
    anna, vera, card = await meet(stage, *(f"title {n:02}: Text {n}." for n in range(11)))
    shown = await choose(stage, anna, card, "title 03")
    back = await stage.tap(shown, "« Back", anna)
    assert (back.text, back.captions[-4:]) == (QUESTION, ["‹", "1 / 2", "›", "Cancel"])
    second = await stage.tap(back, "›", anna)
    assert second.captions == ["title 10", "‹", "2 / 2", "›", "Cancel"]
    assert (await stage.tap(second, "Cancel", anna)).text == "Request #1: nothing was sent."
    assert await stage.relayed(vera) == []


async def test_what_has_changed_since_it_was_shown_is_not_sent(stage: Stage) -> None:
    anna, vera, card = await meet(stage, "price: It is 5.", "other: Hi.")
    shown = await choose(stage, anna, card, "price")
    await stage.command("/answers text price It is 6.")
    said = "This answer has changed meanwhile. Go back and look again."
    assert await stage.press(anna, shown, "Send") == said
    await stage.command("/answers remove price")
    assert await stage.press(anna, shown, "Send") == said
    await stage.command("/answers remove other")
    assert await stage.press(anna, shown, "« Back") == "There are no quick answers any more."
    assert await stage.relayed(vera) == []


async def test_a_press_after_the_contact_has_moved_or_ended_sends_nothing(stage: Stage) -> None:
    anna, vera, card = await meet(stage, "price: It is 5.")
    shown = await choose(stage, anna, card, "price")
    await stage.command("/contact 1")
    await stage.press(anna, card, "Take")
    await stage.press(anna, await stage.look(card, anna), "Complete")
    assert await stage.press(anna, shown, "Send") == "Request #1 is completed already."
    await stage.press(anna, await stage.look(card, anna), "Reopen")
    await stage.hire("Boris")
    await stage.pass_on(anna, await stage.look(card, anna))
    assert await stage.press(anna, shown, "Send") == "Request #1 is no longer with you."
    assert await stage.relayed(vera) == []


async def test_two_presses_send_once(stage: Stage) -> None:
    anna, vera, card = await meet(stage, "price: It is 5.")
    shown = await choose(stage, anna, card, "price")
    data = next(button.data for row in shown.buttons for button in row if button.text == "Send")
    assert data is not None
    await stage.press(anna, shown, "Send")
    query = await anna.forge_press(stage.bot, shown.message_id, data)
    assert await anna.wait_answer(stage.bot, query) == "That was sent already."
    query = await anna.forge_press(stage.bot, card.message_id, data)
    assert await anna.wait_answer(stage.bot, query) == "That was sent already.", "a card stands for a card"
    await stage.settle()
    assert [message.text for message in await stage.relayed(vera)] == ["It is 5."]
    assert stage.rows("SELECT used FROM quick_answers") == [(1,)]


@pytest.mark.parametrize("who", ["client", "colleague", "dismissed", "admin"])
async def test_nobody_else_sends_or_changes_anything(stage: Stage, who: str) -> None:
    anna, vera, card = await meet(stage, "price: It is 5.")
    shown = await choose(stage, anna, card, "price")
    send = next(button.data for row in shown.buttons for button in row if button.text == "Send")
    said, person, place = "This request is not yours.", vera, 2
    forged = [
        send or "",
        AnswersCallback(contact=1, assignment=1).pack(),
        *(
            ChooseCallback(action=action, contact=1, assignment=1, answer=1).pack()
            for action in ChooseAction
            if action is not ChooseAction.CLOSE
        ),
    ]
    match who:
        case "colleague":
            person = await stage.hire("Boris")
            place = (await person.wait_for(stage.bot, "Welcome")).message_id
        case "dismissed":
            await stage.tap(await stage.ask("/operators dismiss Anna"), "Yes, dismiss")
            person, place, said = anna, shown.message_id, "Request #1 is no longer with you."
        case "admin":
            person, place = stage.admin, (await stage.ask("/contact 1")).message_id
    before = stage.rows("SELECT * FROM quick_answers"), stage.rows("SELECT id FROM messages")
    for data in forged:
        query = await person.forge_press(stage.bot, place, data)
        assert await person.wait_answer(stage.bot, query) == said, data
    if who != "admin":
        for action in AnswerAction:
            data = AnswerCallback(action=action, answer=1).pack()
            query = await person.forge_press(stage.bot, place, data)
            assert await person.wait_answer(stage.bot, query) == "This request is not yours.", data
    await stage.settle()
    assert (stage.rows("SELECT * FROM quick_answers"), stage.rows("SELECT id FROM messages")) == before


async def test_in_russian_it_says_the_same(stage: Stage) -> None:
    await stage.command("/answers add цена: {name}, пять рублей.")
    anna = await stage.hire("Анна", language="ru")
    vera = await stage.client("Вера Павлова", "ru", text="Сколько?")
    card = await stage.card(anna, "Сколько?")
    await stage.press(anna, card, "⚡ Быстрый ответ")
    choice = await anna.wait_for(stage.bot, "Какой ответ отправить по обращению №1? Перед отправкой вы его")
    shown = await stage.tap(choice, "цена", anna)
    assert shown.text == "Обращение №1. Клиент прочтёт:\n\nВера, пять рублей."
    assert await stage.press(anna, shown, "Отправить") == "Обращение №1: отправлено"
    await vera.wait_for(stage.bot, "Вера, пять рублей.")
