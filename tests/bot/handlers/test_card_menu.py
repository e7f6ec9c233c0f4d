"""“More” on a card: the rarer buttons below the same words, and a way back; stale presses change nothing."""

import pytest

from bot.ui.keyboards import CardMenu, CardMenuCallback
from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage
from tests.stage import Stage

EVERYDAY = ["Take", "Pass on", "More"]
RARE = ["Why me?", "Back to the queue", "No answer needed", "Spam", "« Back"]


async def meet(stage: Stage) -> tuple[Person, Person, ChatMessage]:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    return anna, vera, await stage.card(anna, "Hello")


async def find_new(stage: Stage, person: Person, after: ChatMessage) -> ChatMessage:
    await stage.settle()
    return next(m for m in (await person.chat(stage.bot)).from_bot if m.message_id > after.message_id)


async def test_more_shows_the_rare_buttons_below_the_same_words_and_back_the_usual_ones(stage: Stage) -> None:
    anna, _, card = await meet(stage)
    assert card.captions == EVERYDAY
    more = await stage.tap(card, "More", anna)
    assert (more.text, more.captions) == (card.text, RARE)
    back = await stage.tap(more, "« Back", anna)
    assert (back.text, back.captions) == (card.text, EVERYDAY)


async def test_what_changes_the_card_brings_the_everyday_buttons_back(stage: Stage) -> None:
    anna, vera, card = await meet(stage)
    more = await stage.tap(card, "More", anna)
    await anna.write(stage.bot, "Hi!", reply_to=card.message_id)
    await vera.wait_for(stage.bot, "Hi!")
    assert (await stage.look(more, anna)).captions == ["Complete", "Pass on", "Put off", "More"]
    more = await stage.tap(more, "More", anna)
    assert more.captions == ["Why me?", "Back to the queue", "Spam", "« Back"], "nobody waits for an answer"


async def test_each_rare_button_does_what_it_says(stage: Stage) -> None:
    await stage.command("/tags add vip")
    anna, _, card = await meet(stage)
    assert await stage.press_rare(anna, card, "No answer needed") == (
        "Request #1: no more reminders until the client writes again"
    )
    more = await stage.look(card, anna)
    assert more.captions[1:] == ["Back to the queue", "No answer needed", "Tags", "Spam", "« Back"]
    said = await stage.press(anna, more, "No answer needed")
    assert said == "The client of request #1 waits for no answer."
    await stage.press(anna, more, "Tags")
    tags = await find_new(stage, anna, card)
    await stage.tap(tags, "vip", anna)
    assert "Tags: vip" in (await stage.look(card, anna)).text
    assert await stage.press_rare(anna, await stage.look(card, anna), "Spam") == ""
    question = await find_new(stage, anna, tags)
    await stage.press(anna, question, "Yes")
    card = await stage.look(card, anna)
    assert "spam" in card.text.lower()
    assert "Spam" not in (await stage.tap(card, "More", anna)).captions
    await stage.hire("Boris")
    await stage.press_rare(anna, await stage.tap(await stage.look(card, anna), "« Back", anna), "Back to the")
    assert stage.rows("SELECT operator_id FROM contacts") == [(2,)]


@pytest.mark.parametrize("menu", list(CardMenu))
async def test_a_stale_or_foreign_press_changes_nothing_and_says_why(stage: Stage, menu: CardMenu) -> None:
    anna, vera, card = await meet(stage)
    boris = await stage.hire("Boris")
    forged = CardMenuCallback(menu=menu, contact=1, assignment=1).pack()
    for person in (boris, vera, stage.admin):
        place = (await person.chat(stage.bot)).from_bot[-1]
        query = await person.forge_press(stage.bot, place.message_id, forged)
        assert await person.wait_answer(stage.bot, query) == "This request is not yours."
        assert (await stage.look(place, person)).captions == place.captions
    await stage.press(anna, card, "Take")
    await stage.press(anna, await stage.look(card, anna), "Complete")
    query = await anna.forge_press(stage.bot, card.message_id, forged)
    assert await anna.wait_answer(stage.bot, query) == "Request #1 is completed already."
    assert (await stage.look(card, anna)).captions == ["Reopen"]
    await stage.press(anna, await stage.look(card, anna), "Reopen")
    await stage.pass_on(anna, await stage.look(card, anna), "Boris")
    query = await anna.forge_press(stage.bot, card.message_id, forged)
    assert await anna.wait_answer(stage.bot, query) == "Request #1 is no longer with you."
    assert (await stage.look(card, anna)).captions == []


async def test_a_quick_answer_stands_beside_more(stage: Stage) -> None:
    anna, _, card = await meet(stage)
    await stage.command("/answers add price: It is 5.")
    await stage.press(anna, card, "Take")
    card = await stage.look(card, anna)
    assert card.captions == ["Complete", "Pass on", "Put off", "⚡ Quick answer", "More"]
    assert [len(row) for row in card.buttons] == [3, 2]
