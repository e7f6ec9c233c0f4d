"""Passing on by buttons: to whom, undone again, with a line; what is stale or forged does nothing."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, Contact
from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage
from services.chats import ChatRef
from services.clock import utc_now
from services.team import identity, operators
from services.team.handovers import UNDO
from tests.bot.handlers.test_card_actions import forge, state
from tests.moments import make_moment
from tests.stage import Stage


def crowd_in(session: Session, bot_id: int) -> None:
    """Let forty more operators have a place each."""
    at = make_moment(utc_now())
    for number in range(1, 41):
        operator = operators.add(session, f"Op{number}", 1, at=at)
        operator.telegram_id = Account(90_000 + number)
        identity.identify(session, ChatRef(bot_id, 90_000 + number), language=None, reply_to=None, at=at)


def put_back(session: Session) -> None:
    """Let all have been assigned long ago."""
    for contact in session.scalars(select(Contact)):
        contact.assigned_at = utc_now() - 2 * UNDO


async def ask(stage: Stage, person: Person, card: ChatMessage) -> ChatMessage:
    """Press “Pass on”; returns the question."""
    await stage.press(person, card, "Pass on")
    return await person.wait_for(stage.bot, "on to whom?", after=card.message_id)


async def set_scene(stage: Stage) -> tuple[Person, Person, Person, ChatMessage]:
    """Let Anna have Vera's request; Boris has a weight, Clara none."""
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    return anna, await stage.hire("Boris", limit=3), await stage.hire("Clara", weight=0), card


async def test_the_question_names_who_can_take_it_and_the_places(stage: Stage) -> None:
    anna, _, _, card = await set_scene(stage)
    await stage.hire("Full", limit=0)
    question = await ask(stage, anna, card)
    assert question.text == "Pass request #1 (Vera) on to whom? The number is the free places."
    assert question.captions == ["By draw", "Clara · 5", "Boris · 3", "Cancel"]
    assert (await stage.tap(question, "Cancel", anna)).text == "Nothing was passed on."
    await stage.command(f"/weight Boris {stage.bot.username} 0")
    assert (await ask(stage, anna, card)).captions == ["Clara · 5", "Boris · 3", "Cancel"]
    assert stage.rows("SELECT operator_id FROM contacts") == [(1,)]


async def test_where_requests_go_in_turn_the_button_and_the_answer_say_so(stage: Stage) -> None:
    anna, *_, card = await set_scene(stage)
    await stage.command(f"/sources mode @{stage.bot.username} turns")
    question = await ask(stage, anna, card)
    assert question.captions[0] == "In turn"
    done = await stage.tap(question, "In turn", anna)
    assert done.text == "Request #1 is passed on to Boris, whose turn it was."


async def test_a_colleague_gets_it_and_a_line_and_may_have_to_give_it_back(stage: Stage) -> None:
    anna, _, clara, card = await set_scene(stage)
    question = await ask(stage, anna, card)
    assert await stage.press(anna, question, "Clara") == "Request #1 is passed on"
    done = await stage.look(question, anna)
    assert done.text == "Request #1 is passed on to Clara."
    assert done.captions == ["Undo", "Add a line for Clara"]
    await stage.card(clara, "Hello")
    await stage.press(anna, done, "Add a line")
    asked = await anna.wait_for(stage.bot, "What should Clara know about request #1?")
    assert asked.asks_reply is not None
    assert await stage.reply(anna, asked, "He <likes> tea") == "Noted. Clara sees it, the client does not."
    await clara.wait_for(stage.bot, "📝 Anna noted: He <likes> tea")
    assert await stage.reply(anna, done, "and milk") == "Noted. Clara sees it, the client does not."
    await clara.wait_for(stage.bot, "📝 Anna noted: and milk")
    assert (await stage.tap(done, "Undo", anna)).text == "Request #1 is with you again."
    again = await stage.card(anna, "Hello")
    await clara.wait_for(stage.bot, "Request #1 is no longer with you.")
    assert await stage.press_rare(anna, again, "Why me?") == "You took it back."
    assert stage.rows("SELECT load FROM operators ORDER BY id") == [(1,), (0,), (0,)]
    history = await stage.command("/contact 1")
    assert "Anna passes it on" in history
    assert "passed on (Anna) → Clara" in history
    assert "taken back → Anna" in history
    why = (await stage.tap(await stage.ask("/why 1"), "‹")).text
    assert "Anna passed it on to Clara, without a draw." in why


async def test_after_a_draw_the_same_can_be_done(stage: Stage) -> None:
    anna, boris, _, card = await set_scene(stage)
    question = await ask(stage, anna, card)
    await stage.press(anna, question, "By draw")
    done = await stage.look(question, anna)
    assert done.text == "Request #1 is passed on to Boris by draw."
    assert done.captions == ["Undo", "Add a line for Boris"]
    taken = await stage.card(boris, "Hello")
    assert "A colleague" not in await stage.press_rare(boris, taken, "Why me?")
    await stage.tap(await stage.tap(taken, "« Back", boris), "Take", boris)
    before = state(stage)
    refused = "Boris has taken request #1 already, so it stays there."
    assert await stage.press(anna, done, "Undo") == refused
    assert state(stage) == before


async def test_after_a_minute_and_without_a_place_nothing_is_undone(stage: Stage) -> None:
    anna, _, clara, card = await set_scene(stage)
    await stage.command("/operators limit Anna 1")
    question = await ask(stage, anna, card)
    await stage.press(anna, question, "Clara")
    await stage.command(f"/weight Boris {stage.bot.username} 0")
    await stage.client("Karl", text="Next")
    await stage.card(anna, "Next")
    refused = await stage.press(anna, await stage.look(question, anna), "Undo")
    assert refused == ("Your place has been filled meanwhile, the limit is 1. Request #1 stays with Clara.")
    await stage.command("/operators limit Anna 5")
    await stage.run(put_back)
    refused = await stage.press(anna, await stage.look(question, anna), "Undo")
    assert refused == "More than a minute has passed, so request #1 stays with Clara."
    assert stage.rows("SELECT operator_id FROM contacts ORDER BY id") == [(3,), (1,)]
    assert await stage.press_rare(clara, await stage.card(clara, "Hello"), "Why me?") == (
        "A colleague passed it on to you."
    )


async def test_stale_foreign_and_forged_buttons_change_nothing_and_say_why(stage: Stage) -> None:
    anna, boris, clara, card = await set_scene(stage)
    vera = await stage.client("Karl", text="Hi")
    stale = await ask(stage, anna, card)
    await stage.pass_on(anna, card, "Clara")
    before = state(stage)
    for button in ("By draw", "Boris", "Clara"):
        assert await stage.press(anna, stale, button) == "Request #1 is no longer with you."
    assert await forge(stage, anna, card, "card:pass:1:1") == "Request #1 is no longer with you."
    assert await forge(stage, anna, card, "m:pass:1:1") == "Request #1 is no longer with you."
    for person in (boris, clara, vera, stage.admin):
        shown = await stage.ask("/help", person)
        for data in (
            "pass:ask:1:1:0",
            "pass:draw:1:1:0",
            "pass:to:1:1:2",
            "pass:undo:1:2:0",
            "pass:line:1:2:0",
        ):
            assert await forge(stage, person, shown, data) in (
                "This request is not yours.",
                "Request #1 is no longer with you.",
            )
    for data in ("pass:to:77:1:2", "pass:undo:77:1:0", "pass:line:77:1:0"):
        assert await forge(stage, anna, card, data) == "There is no request #77."
    for data in ("pass:fly:1:1:0", "pass:to:1:1", "pass:to:-1:1:2", "pass:to:1:1:99999999999"):
        assert await forge(stage, anna, card, data) == "This request is not yours."
    assert state(stage) == before
    new = await stage.card(clara, "Hello")
    assert await forge(stage, clara, new, "pass:to:1:2:77") == "There is no colleague “#77”."
    assert await forge(stage, clara, new, "pass:to:1:2:3") == "Request #1 is with Clara already."
    assert state(stage) == before


async def test_a_line_comes_to_nobody_who_has_lost_the_request(stage: Stage) -> None:
    anna, boris, clara, card = await set_scene(stage)
    question = await ask(stage, anna, card)
    await stage.press(anna, question, "Clara")
    done = await stage.look(question, anna)
    await stage.press(anna, done, "Add a line")
    asked = await anna.wait_for(stage.bot, "What should Clara know")
    await stage.command("/assign 1 Boris")
    assert await stage.reply(anna, asked, "secret") == "Request #1 is no longer with Clara."
    assert await stage.press(anna, done, "Add a line") == "Request #1 is no longer with Clara."
    assert await stage.press(anna, done, "Undo") == "Request #1 is no longer with Clara."
    photo = await anna.send(stage.bot, "photo", caption="x", reply_to=asked.message_id)
    await anna.wait_for(stage.bot, lambda m: m.reply_to == photo)
    await stage.settle()
    for person in (boris, clara):
        assert not any("secret" in text for text in await stage.texts(person))


async def test_a_line_that_is_no_line_is_explained_and_no_ends_the_question(stage: Stage) -> None:
    anna, _, clara, card = await set_scene(stage)
    question = await ask(stage, anna, card)
    await stage.press(anna, question, "Clara")
    await stage.press(anna, await stage.look(question, anna), "Add a line")
    asked = await anna.wait_for(stage.bot, "What should Clara know")
    assert await stage.reply(anna, asked, "x" * 1001) == "A text may have at most 1,000 characters."
    photo = await anna.send(stage.bot, "photo", caption="x", reply_to=asked.message_id)
    answer = await anna.wait_for(stage.bot, lambda m: m.reply_to == photo)
    assert answer.text.startswith("A note has words alone")
    assert (await stage.ask("/mine", anna, reply_to=asked)).text == "You have no open requests."
    assert (await stage.ask("no, thanks", anna, reply_to=asked)).text.startswith("All right")
    await stage.settle()
    assert stage.one("SELECT count(*) FROM events WHERE kind = 'note'") == 0
    assert not any("noted" in text for text in await stage.texts(clara))


async def test_lines_go_with_the_client(stage: Stage) -> None:
    anna, _, clara, card = await set_scene(stage)
    question = await ask(stage, anna, card)
    await stage.press(anna, question, "Clara")
    await stage.press(anna, await stage.look(question, anna), "Add a line")
    asked = await anna.wait_for(stage.bot, "What should Clara know")
    await stage.reply(anna, asked, "secret of Vera")
    await clara.wait_for(stage.bot, "secret of Vera")
    await stage.tap(await stage.ask("/forget 1"), "Forget")
    await stage.settle()
    stored = stage.rows("SELECT data FROM events UNION ALL SELECT params FROM outbox")
    assert not any("secret of Vera" in row[0] for row in stored)
    assert not any("secret of Vera" in row[0] for row in stage.rows("SELECT body FROM inbox"))
    assert await stage.reply(anna, asked, "more") == "Request #1 is completed already."


async def test_many_colleagues_come_in_pages(stage: Stage) -> None:
    anna, *_, card = await set_scene(stage)
    await stage.run(crowd_in, stage.bot.id)
    question = await ask(stage, anna, card)
    assert question.captions[:3] == ["By draw", "Clara · 5", "Boris · 3"]
    assert {"‹", "1 / 2", "›"} <= set(question.captions)
    second = await stage.tap(question, "›", anna)
    assert "2 / 2" in second.captions
    assert "Op40 · 1" in second.captions
    await stage.press(anna, second, "Op40")
    assert stage.rows("SELECT name FROM operators JOIN contacts ON operator_id = operators.id") == [("Op40",)]


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_in_both_languages_it_reads_well(stage: Stage, language: str) -> None:
    anna = await stage.hire("Anna", language=language)
    await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    await stage.hire("Boris")
    await stage.press(anna, card, {"en": "Pass on", "ru": "Передать"}[language])
    question = await anna.wait_for(stage.bot, {"en": "on to whom?", "ru": "Кому"}[language])
    done = await stage.tap(question, "Boris", anna)
    assert (question.text, done.text, done.captions) == {
        "en": (
            "Pass request #1 (Vera) on to whom? The number is the free places.",
            "Request #1 is passed on to Boris.",
            ["Undo", "Add a line for Boris"],
        ),
        "ru": (
            "Кому передать обращение №1 (Vera)? Число — свободные места.",
            "Обращение №1 передано. Теперь его ведёт Boris.",
            ["Отменить передачу", "Пара слов коллеге: Boris"],
        ),
    }[language]
