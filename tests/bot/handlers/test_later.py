"""Putting a request off and having it back, in the chats of those concerned."""

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.ui.keyboards import IdleCallback, LaterCallback
from models import Contact, Outbox, Source
from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage
from services.clock import utc_now
from services.deadlines import idle
from services.hours.mornings import Later
from services.moment import Moment
from tests.moments import first
from tests.stage import Stage

QUESTION = "Is it blue?"


async def take(stage: Stage, limit: int = 1) -> tuple[Person, Person, ChatMessage]:
    anna = await stage.hire("Anna", limit)
    vera = await stage.client("Vera", text=QUESTION)
    card = await stage.card(anna, QUESTION)
    await stage.press(anna, card, "Take")
    return (
        anna,
        vera,
        await anna.wait_for(stage.bot, lambda m: QUESTION in m.text and "Put off" in m.captions),
    )


async def free_places(stage: Stage) -> None:
    def free(session: Session) -> None:
        session.execute(update(Source).values(snooze_frees=True))

    await stage.run(free)


async def choose(stage: Stage, anna: Person, card: ChatMessage, until: str) -> ChatMessage:
    await stage.press(anna, card, "Put off")
    choice = await anna.wait_for(stage.bot, "Until when", after=card.message_id)
    assert choice.captions[0] == "Until the client writes"
    assert choice.captions[-1] == "Cancel"
    return await stage.tap(choice, until, anna)


async def test_by_a_button_it_is_put_off_and_the_clients_word_brings_it_back(stage: Stage) -> None:
    anna, vera, card = await take(stage)
    done = await choose(stage, anna, card, "Until the client writes")
    assert done.text == "Request #1 is put off until the client writes."
    assert "⏰ Put off until the client writes" in (await stage.look(card, anna)).text
    mine = await stage.tap(done, "My requests", anna)
    assert mine.text == "Nothing is in progress now.\n\n⏰ Put off: 1\n#1 · Vera — until the client writes"
    assert "#1 · Vera — Anna · put off until the client writes" in await stage.command("/open")
    await vera.write(stage.bot, "Well?")
    told = await anna.wait_for(stage.bot, "Vera writes: request #1 is no longer put off.")
    assert told.reply_to == card.message_id
    assert "Put off until" not in (await stage.look(card, anna)).text


async def test_cancelled_it_stays_as_it_is(stage: Stage) -> None:
    anna, _, card = await take(stage)
    assert (await choose(stage, anna, card, "Cancel")).text == "Nothing was changed."
    assert stage.one("SELECT count(*) FROM contacts WHERE snoozed_at IS NOT NULL") == 0


async def test_from_its_page_in_mine_it_is_put_off_and_woken(stage: Stage) -> None:
    anna, _, _ = await take(stage)
    page = await stage.tap(await stage.ask("/mine", anna), "#1", anna)
    choice = await stage.tap(page, "Put off", anna)
    done = await stage.tap(choice, "For an hour", anna)
    assert done.text.startswith("Request #1 is put off until ")
    page = await stage.tap(await stage.tap(done, "My requests", anna), "#1", anna)
    mine = await stage.tap(page, "Bring it back", anna)
    assert "Put off" not in mine.text


async def test_without_a_place_the_card_says_so_and_a_reply_brings_it_back(stage: Stage) -> None:
    anna, vera, card = await take(stage)
    await free_places(stage)
    before = await stage.texts(vera)
    await choose(stage, anna, card, "Until the client writes")
    line = await stage.look(card, anna)
    assert line.text.startswith(
        "⏰ Request #1 is put off until the client writes. It takes no place of yours"
    )
    assert line.captions == ["Bring it back"]
    assert await stage.texts(vera) == before, "the client hears nothing"
    assert (await stage.command("/queue")) == "Nobody is waiting.\nAlso put off: 1. See /open"
    assert "⏰ Put off until the client writes" in await stage.command("/contact 1")
    await stage.client("Max", text="Me too")
    await stage.card(anna, "Me too")
    assert (await stage.reply(anna, line, "Hello?")).startswith("No free place: 1 are open already.")
    assert (await stage.press(anna, line, "Bring it back")).startswith("No free place: 1 are open already.")
    await stage.complete(anna, "Me too")
    await anna.write(stage.bot, "It is!", reply_to=line.message_id)
    await vera.wait_for(stage.bot, "It is!")
    await stage.settle()
    assert stage.rows("SELECT status, operator_id, snoozed_for FROM contacts WHERE id=1") == [
        ("in_progress", 1, None)
    ]
    assert (await stage.look(card, anna)).text == "Request #1 is no longer with you. Client: Vera"
    why = await stage.command("/why 1")
    assert "no longer put off" in why
    assert "Anna: it had been put off and came back, without a draw." in why


async def test_an_admin_wakes_what_is_asleep(stage: Stage) -> None:
    anna, _, card = await take(stage)
    await free_places(stage)
    await choose(stage, anna, card, "Until the client writes")
    page = await stage.tap(await stage.ask("/contact 1"), "Bring it back")
    assert page.text.startswith("Request #1 is no longer put off")
    assert "put off until the client writes: Anna" in page.text
    assert "no longer put off: admin" in page.text
    new = await anna.wait_for(stage.bot, lambda m: QUESTION in m.text and "Take" in m.captions)
    assert await stage.press_rare(anna, new, "Why me?") == "You had put it off, and it has come back."


async def test_words_say_until_when_and_what_is_wrong_gets_an_example_that_works(stage: Stage) -> None:
    anna, _, _ = await take(stage)
    example = "For example: /later 1 tomorrow 10:00"
    which = "Which request, and until when? Without a time it is until the client writes."
    wrong = {
        "/later": which,
        "/later tomorrow": which,
        "/later <b>1</b>": which,
        "/later -1": which,
        "/later 1 some day": "I can't make a time of that.",
        "/later 1 31.02": "I can't make a time of that.",
        "/later 1 <i>": "I can't make a time of that.",
        f"/later 1 {'9' * 500}": "I can't make a time of that.",
        "/later 1 2020-01-01": "I can't make a time of that.",
        "/later 1 today 0:00": "It can be put off until a time to come, within a year.",
        "/later 1 2999-01-01 10:00": "It can be put off until a time to come, within a year.",
        "/later 1 9999-12-31 23:59": "It can be put off until a time to come, within a year.",
    }
    for command, said in wrong.items():
        assert (await stage.ask(command, anna)).text == f"{said}\n{example}", command
    for command in ("/later 7", "/later 99999999999999999999", "/later 0"):
        assert (await stage.ask(command, anna)).text in {
            "There is no request #7.",
            "There is no request #99999999999999999999.",
            "There is no request #0.",
            f"{which}\n{example}",
        }
    assert stage.one("SELECT count(*) FROM contacts WHERE snoozed_at IS NOT NULL") == 0
    assert (await stage.ask("/later 1 tomorrow 10:00", anna)).text.startswith("Request #1 is put off until ")
    assert (await stage.ask("/later №1", anna)).text == "Request #1 is put off until the client writes."


async def test_nobody_elses_request_is_put_off_nor_one_that_is_new(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    boris = await stage.hire("Boris", weight=None)
    await stage.client("Vera", text=QUESTION)
    await stage.card(anna, QUESTION)
    assert (await stage.ask("/later 1", boris)).text == "This request is not yours."
    assert (await stage.ask("/later 1", anna)).text == "Take request #1 first."
    none = "There is nothing to put off: you have nothing in progress. Your requests: /mine"
    assert (await stage.ask("/later", boris)).text.endswith(none)


async def test_a_choice_that_is_stale_or_forged_changes_nothing(stage: Stage) -> None:
    anna, vera, card = await take(stage)
    boris = await stage.hire("Boris")
    forged = LaterCallback(until=Later.CLIENT, contact=1, assignment=1).pack()
    for person, shown in ((boris, (await stage.ask("/mine", boris)).message_id), (vera, 0)):
        shown = shown or (await vera.chat(stage.bot)).from_bot[-1].message_id
        query = await person.forge_press(stage.bot, shown, forged)
        assert await person.wait_answer(stage.bot, query) == "This request is not yours."
    await stage.press(anna, card, "Put off")
    choice = await anna.wait_for(stage.bot, "Until when", after=card.message_id)
    await stage.press(anna, card, "Complete")
    assert await stage.press(anna, choice, "For an hour") == "Request #1 is completed already."
    assert stage.one("SELECT count(*) FROM contacts WHERE snoozed_at IS NOT NULL") == 0


async def test_a_silent_client_is_asked_and_answers_by_buttons(stage: Stage) -> None:
    anna, vera, card = await take(stage)
    await anna.write(stage.bot, "It is.", reply_to=card.message_id)
    await stage.settle()

    def ask(session: Session) -> None:
        policy = stage.settings.policy.model_copy(update={"idle_days": 1})
        at = Moment(now=utc_now() + timedelta(days=1, minutes=1), chance=first, policy=policy)
        bots = [session.scalars(select(Source.bot_id)).one() or 0]
        for contact_id in idle.list_due(session, bots=bots, at=at):
            idle.see_to(session, contact_id, at=at)
        session.flush()
        session.execute(update(Contact).values(idle_asked_at=utc_now()))
        session.execute(update(Outbox).values(due_at=utc_now()))

    await stage.run(ask)
    await stage.command("/help")
    question = await vera.wait_for(stage.bot, "Do you still need help with request #1?")
    assert question.captions == ["Yes, I do", "No, thank you"]
    forged = IdleCallback(contact=1, is_needed=False).pack()
    stranger = await stage.client("Eve", text="Hi")
    shown = await stranger.wait_for(stage.bot, "#2")
    query = await stranger.forge_press(stage.bot, shown.message_id, forged)
    assert await stranger.wait_answer(stage.bot, query) == "This request is not yours."
    answered = await stage.tap(question, "Yes, I do", vera)
    assert answered.text == "Thank you! Request #1 stays open, we will answer you here."
    assert answered.captions == []
    await anna.wait_for(stage.bot, "Vera still needs an answer (request #1).")
    query = await vera.forge_press(stage.bot, question.message_id, forged)
    assert await vera.wait_answer(stage.bot, query) == "Thank you, this question about request #1 is settled."
