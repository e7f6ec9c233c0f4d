"""What is an order and what is not: forwards, answers to questions, plain words, replies to pages."""

from typing import Any

import pytest

from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage
from tests.bot import updates
from tests.stage import Stage, open_stage

ORIGIN = {"type": "hidden_user", "date": 1, "sender_user_name": "Mallory"}
NOT_OWN = "Somebody else wrote this, so it does nothing. Type the command yourself."
NOTHING_CHANGED = "All right, nothing has changed."

NOTHING = "Nothing was found. Words without a command look for requests; what else there is: /help"


async def ask_for_operator(stage: Stage) -> ChatMessage:
    """Let the admin press *Add*; returns the question."""
    screen = await stage.ask("/operators")
    await stage.admin.press(stage.bot, screen, next(c for c in screen.captions if "Add" in c))
    return await stage.admin.wait_for(stage.bot, lambda m: m.asks_reply is not None, after=screen.message_id)


@pytest.mark.parametrize(
    "text", ["/operators off Anna", "/weight Anna 1 9", "/ban 1", "/forget 1", "/assign 1 Boris"]
)
async def test_a_forwarded_command_does_nothing_and_says_why(stage: Stage, text: str) -> None:
    await stage.hire("Anna")
    await stage.hire("Boris")
    await stage.client("Vera", text="Hello")
    await stage.settle()
    before = (
        stage.rows("SELECT name, is_active, load FROM operators"),
        stage.rows("SELECT * FROM operator_source_weights"),
    )
    sent = await stage.admin.write(stage.bot, text, forward_origin=ORIGIN)
    answer = await stage.admin.wait_for(stage.bot, lambda m: m.reply_to == sent)
    assert answer.text == NOT_OWN
    assert before == (
        stage.rows("SELECT name, is_active, load FROM operators"),
        stage.rows("SELECT * FROM operator_source_weights"),
    )
    assert stage.rows("SELECT count(*) FROM leads WHERE banned_at IS NOT NULL") == [(0,)]


async def test_a_command_through_another_bot_does_nothing(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    via: dict[str, Any] = {"via_bot": {"id": 9, "is_bot": True, "first_name": "Gif", "username": "gif"}}
    for person, text in ((stage.admin, "/operators off Anna"), (anna, "/pause")):
        raw = updates.message(person, 900, text=text, **via)
        await stage.telegram.inject(stage.bot, {"message": raw})
        await person.wait_for(stage.bot, NOT_OWN)
    assert stage.rows("SELECT is_active, on_shift FROM operators") == [(1, 1)]


async def test_words_below_a_file_are_no_command(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    for text in ("/pause", "/mine", "/resume now"):
        for origin in (ORIGIN, None):
            sent = await anna.send(stage.bot, "photo", caption=text, forward_origin=origin)
            answer = await anna.wait_for(stage.bot, lambda m: bool(m.text), after=sent)
            assert answer.text.startswith("To write to a client, reply")
    assert stage.rows("SELECT on_shift FROM operators") == [(1,)]


async def test_what_another_bot_writes_answers_no_question(stage: Stage) -> None:
    question = await ask_for_operator(stage)
    via: dict[str, Any] = {"via_bot": {"id": 9, "is_bot": True, "first_name": "Gif", "username": "gif"}}
    replied = updates.message(stage.admin, question.message_id, text=question.text)
    raw = updates.message(stage.admin, 900, text="Boris", reply_to_message=replied, **via)
    await stage.telegram.inject(stage.bot, {"message": raw})
    await stage.admin.wait_for(stage.bot, "Plain words look for requests")
    assert stage.count("operators") == 0


async def test_what_a_client_forwards_stays_a_clients_message(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera")
    await vera.write(stage.bot, "/operators off Anna", forward_origin=ORIGIN)
    assert NOT_OWN not in await stage.texts(vera)
    assert "Forwarded from Mallory" in (await stage.card(anna, "/operators off Anna")).text
    assert stage.rows("SELECT is_active FROM operators") == [(1,)]


@pytest.mark.parametrize("text", ["нет", "Нет, потом", "отмена", "Cancel", "no, thanks", "не надо", "Stop."])
async def test_no_ends_a_question(stage: Stage, text: str) -> None:
    question = await ask_for_operator(stage)
    assert await stage.command(text) == NOTHING_CHANGED
    assert await stage.command("Boris") == NOTHING
    sent = await stage.admin.write(stage.bot, text, reply_to=question.message_id)
    await stage.admin.wait_for(stage.bot, NOTHING_CHANGED, after=sent)
    assert stage.count("operators") == 0


@pytest.mark.parametrize("name", ["Нетта", "Noah", "No Name", "Стопкин", "Cancela 3"])
async def test_a_name_that_begins_like_no_is_a_name(stage: Stage, name: str) -> None:
    await ask_for_operator(stage)
    assert "limit" in await stage.command(name)
    assert stage.count("operators") == 1


async def test_the_next_command_or_press_ends_a_question(stage: Stage) -> None:
    await ask_for_operator(stage)
    await stage.command("/queue")
    assert await stage.command("Boris") == NOTHING
    await ask_for_operator(stage)
    screen = await stage.ask("/sources")
    await stage.tap(screen, screen.captions[0])
    assert await stage.command("Boris") == NOTHING
    await ask_for_operator(stage)
    sent = await stage.admin.write(stage.bot, "Boris", forward_origin=ORIGIN)
    await stage.admin.wait_for(stage.bot, "Plain words look for requests.", after=sent)
    assert await stage.command("Carla") == NOTHING
    assert stage.count("operators") == 0


async def test_an_admins_plain_words_search_and_are_no_request(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Do you deliver to Kazan?")
    await stage.card(anna, "Kazan")
    assert "Do you deliver to Kazan?" in await stage.command("kazan")
    photo = await stage.admin.send(stage.bot, "photo")
    hint = await stage.admin.wait_for(stage.bot, "Plain words look for requests.", after=photo)
    assert "reply to the page of a request" in hint.text
    assert stage.count("contacts") == 1


async def meet(stage: Stage) -> tuple[Person, Person, ChatMessage]:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    await stage.press(anna, await stage.card(anna, "Hello"), "Take")
    return anna, vera, await stage.ask("/contact 1")


async def test_a_reply_to_a_contacts_page_writes_to_its_client_with_the_admins_name(stage: Stage) -> None:
    anna, vera, page = await meet(stage)
    told = await stage.reply(stage.admin, page, "We are sorry <b>")
    assert told == "Sent to the client of request #1, with your name."
    await vera.wait_for(stage.bot, lambda m: m.text == "Olga: We are sorry <b>")
    await anna.wait_for(stage.bot, "Olga wrote to the client: We are sorry <b>")
    await stage.admin.send(stage.bot, "photo", reply_to=page.message_id)
    await stage.settle()
    *_, line, photo = (await vera.chat(stage.bot)).from_bot
    assert (line.text, photo.kind) == ("Olga writes:", "photo")
    assert stage.rows("SELECT status, operator_id, unanswered_since IS NULL FROM contacts") == [
        ("in_progress", 1, 1)
    ]
    assert "Olga: We are sorry" in await stage.command("/contact 1")


async def test_an_admin_goes_on_by_a_reply_to_what_was_written_and_can_not_change_it(stage: Stage) -> None:
    _, vera, page = await meet(stage)
    sent = await stage.admin.write(stage.bot, "We are sorry", reply_to=page.message_id)
    await vera.wait_for(stage.bot, "Olga: We are sorry")
    told = await stage.reply(stage.admin, sent, "And it is on us")
    assert told == "Sent to the client of request #1, with your name."
    await vera.wait_for(stage.bot, "Olga: And it is on us")
    await stage.admin.edit(stage.bot, sent, "We are not sorry")
    refusal = await stage.admin.wait_for(stage.bot, "The client does not see this change.")
    assert "To correct it, write once more." in refusal.text
    tried = await stage.admin.write(stage.bot, "/withdraw", reply_to=sent)
    await stage.admin.wait_for(stage.bot, "There is no such command.", after=tried)
    await stage.settle()
    assert [text for text in await stage.texts(vera) if text.startswith("Olga")] == [
        "Olga: We are sorry",
        "Olga: And it is on us",
    ]
    assert "not sorry" not in await stage.command("/contact 1")


async def test_a_waiting_contact_may_be_written_to_and_goes_on_waiting(stage: Stage) -> None:
    vera = await stage.client("Vera", text="Hello")
    await vera.wait_for(stage.bot, "Request #1 received")
    await stage.reply(stage.admin, await stage.ask("/contact 1"), "In a moment")
    await vera.wait_for(stage.bot, "Olga: In a moment")
    assert stage.rows("SELECT status, operator_id FROM contacts") == [("new", None)]
    anna = await stage.hire("Anna")
    await stage.card(anna, "Hello")
    await anna.wait_for(stage.bot, "Olga wrote to the client: In a moment")


async def test_who_is_not_to_be_written_to_is_not(stage: Stage) -> None:
    _, vera, page = await meet(stage)
    await stage.command("/ban 1")
    assert await stage.reply(stage.admin, page, "Sorry") == "The client of request #1 is banned."
    assert not [text for text in await stage.texts(vera) if "Sorry" in text]
    again = await stage.ask("/contact 1", reply_to=page)
    assert again.text.startswith("Request #1"), "a command stays a command"


async def test_a_client_who_becomes_an_operator_goes_on_in_the_own_contact(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    await stage.card(anna, "Hello")
    link = await stage.command("/operators add Vera")
    await vera.open(stage.bot, start=link.partition("?start=")[2].split()[0])
    await vera.wait_for(stage.bot, "Welcome, Vera!")
    await vera.write(stage.bot, "One more thing")
    await anna.wait_for(stage.bot, "One more thing")
    assert (await stage.ask("/mine", vera)).text == "You have no open requests."
    await stage.complete(anna, "Hello")
    assert (await stage.ask("And now?", vera)).text.startswith("To write to a client")


async def test_a_russian_admin_is_told_in_russian(tmp_path: Any) -> None:
    async with open_stage(tmp_path) as stage:
        ivan = await stage.person("Ivan", language="ru")
        await stage.appoint(ivan)
        await ivan.open(stage.bot)
        sent = await ivan.write(stage.bot, "/operators off Anna", forward_origin=ORIGIN)
        told = await ivan.wait_for(stage.bot, lambda m: m.reply_to == sent)
        assert told.text == "Это написали не вы, поэтому ничего не произошло. Наберите команду сами."
