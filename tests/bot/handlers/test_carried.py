"""What messages carry reaches the other side: what is replied to and quoted, formatting, origin and date."""

import time
from typing import Any

import pytest

from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage
from tests.stage import Stage

IVAN = {
    "type": "user",
    "date": 1,
    "sender_user": {"id": 5, "is_bot": False, "first_name": "Ivan", "username": "ivan"},
}
HIDDEN = {"type": "hidden_user", "date": 1, "sender_user_name": "Somebody <b>"}
CHANNEL = {
    "type": "channel",
    "date": 1,
    "message_id": 7,
    "chat": {"id": -1001, "type": "channel", "title": "News & offers"},
}
GROUP = {"type": "chat", "date": 1, "sender_chat": {"id": -1002, "type": "supergroup", "title": "Our house"}}
LINK = {"type": "text_link", "offset": 4, "length": 4, "url": 'https://example.com/?a=1&b="2"'}


async def meet(stage: Stage, text: str = "Hello") -> tuple[Person, Person, ChatMessage]:
    """Let a client write to an operator; returns both and the card."""
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text=text)
    return anna, vera, await stage.card(anna, text)


async def last_of(stage: Stage, person: Person, text: str) -> ChatMessage:
    """Return the last message of the bot with exactly this text, once everything is done."""
    await stage.settle()
    found = [m for m in (await person.chat(stage.bot)).from_bot if m.text == text]
    assert found, await stage.texts(person)
    return found[-1]


async def test_a_reply_to_a_clients_own_message_answers_the_operators_copy_with_the_quote(
    stage: Stage,
) -> None:
    anna, vera, _ = await meet(stage)
    bold = {"type": "bold", "offset": 0, "length": 3}
    former = await vera.write(stage.bot, "Red ones, and blue ones", entities=[bold])
    await vera.write(stage.bot, "not these", former, quote="Red ones")
    copy = await last_of(stage, anna, "Red ones, and blue ones")
    reply = await last_of(stage, anna, "not these")
    assert (reply.reply_to, reply.quote) == (copy.message_id, "Red ones")


async def test_a_reply_to_an_answer_answers_what_its_operator_wrote(stage: Stage) -> None:
    anna, vera, card = await meet(stage)
    answer = await anna.write(stage.bot, "Monday or Tuesday?", reply_to=card.message_id)
    copy = await last_of(stage, vera, "Monday or Tuesday?")
    await vera.write(stage.bot, "this", copy.message_id, quote="Tuesday")
    reply = await last_of(stage, anna, "this")
    assert (reply.reply_to, reply.quote) == (answer, "Tuesday")
    photo = await vera.send(stage.bot, "photo", reply_to=copy.message_id)
    await stage.settle()
    shown = next(m for m in await stage.copied(anna) if m.source == {"chat_id": vera.id, "message_id": photo})
    assert shown.reply_to == answer


async def test_a_reply_to_the_first_message_answers_the_card_which_shows_it(stage: Stage) -> None:
    anna, vera, card = await meet(stage, "I need ten of them")
    first = (await vera.chat(stage.bot)).messages[0].message_id
    await vera.write(stage.bot, "no, twelve", first, quote="ten")
    reply = await last_of(stage, anna, "no, twelve")
    assert (reply.reply_to, reply.quote) == (card.message_id, "ten")


async def test_an_answer_to_a_clients_message_is_a_reply_to_it_in_the_clients_chat(stage: Stage) -> None:
    anna, vera, card = await meet(stage, "Do you have red ones?")
    question = await vera.write(stage.bot, "And how much are ten?")
    copy = await last_of(stage, anna, "And how much are ten?")
    await anna.write(stage.bot, "ten euros", copy.message_id, quote="ten")
    answer = await last_of(stage, vera, "ten euros")
    assert (answer.reply_to, answer.quote) == (question, "ten")
    first = (await vera.chat(stage.bot)).messages[0].message_id
    await anna.write(stage.bot, "we have", card.message_id, quote="red ones")
    answer = await last_of(stage, vera, "we have")
    assert (answer.reply_to, answer.quote) == (first, "red ones")
    await anna.write(stage.bot, "anything else?", card.message_id)
    assert (await last_of(stage, vera, "anything else?")).reply_to is None


async def test_after_a_hand_over_replies_answer_the_new_operators_copies(stage: Stage) -> None:
    anna, vera, card = await meet(stage)
    former = await vera.write(stage.bot, "Red ones")
    await anna.write(stage.bot, "How many?", reply_to=card.message_id)
    asked = await last_of(stage, vera, "How many?")
    boris = await stage.hire("Boris")
    await stage.pass_on(anna, await stage.card(anna, "In progress"))
    await stage.card(boris, "Hello")
    await vera.write(stage.bot, "blue, I mean", former, quote="Red")
    await vera.write(stage.bot, "ten", asked.message_id, quote="many")
    copy = await last_of(stage, boris, "Red ones")
    said = await last_of(stage, boris, "The operator answered: How many?")
    replies = [await last_of(stage, boris, text) for text in ("blue, I mean", "ten")]
    assert [(m.reply_to, m.quote) for m in replies] == [(copy.message_id, "Red"), (said.message_id, "many")]


async def test_a_quote_that_is_not_there_any_more_costs_the_quote_and_nothing_else(stage: Stage) -> None:
    anna, vera, _ = await meet(stage)
    former = await vera.write(stage.bot, "Red ones")
    copy = await last_of(stage, anna, "Red ones")
    await stage.telegram.add_fault("slow", method="copyMessage", times=1, seconds=1.0)
    await vera.write(stage.bot, "these", former, quote="Red")
    await vera.delete(stage.bot, former)
    assert (await last_of(stage, anna, "these")).reply_to == copy.message_id


async def test_what_is_quoted_from_another_chat_is_told(stage: Stage) -> None:
    anna, vera, card = await meet(stage)
    elsewhere = {"origin": CHANNEL, "chat": CHANNEL["chat"], "message_id": 7}
    await vera.write(stage.bot, "is it true?", external_reply=elsewhere, quote="Everything <b> for free")
    told = await last_of(stage, anna, "Vera quotes: “Everything <b> for free”")
    reply = await last_of(stage, anna, "is it true?")
    assert (told.reply_to, reply.message_id) == (card.message_id, told.message_id + 1)


@pytest.mark.parametrize(
    ("origin", "name"),
    [
        (IVAN, "Ivan (@ivan)"),
        (HIDDEN, "Somebody <b>"),
        (CHANNEL, "News & offers"),
        (GROUP, "Our house"),
    ],
)
async def test_who_a_forwarded_message_is_from_is_on_the_card_and_before_each_first_copy(
    stage: Stage, origin: dict[str, Any], name: str
) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera")
    await vera.write(stage.bot, "First", forward_origin=origin)
    card = await stage.card(anna, "First")
    assert f"\nForwarded from {name}\n" in card.text
    await vera.write(stage.bot, "Second", forward_origin=origin)
    await vera.write(stage.bot, "what do you say?")
    await vera.send(stage.bot, "photo", forward_origin=origin)
    await vera.send(stage.bot, "photo", forward_origin=origin)
    await stage.settle()
    shown = [
        m.text or m.kind for m in (await anna.chat(stage.bot)).from_bot if m.message_id > card.message_id
    ]
    line = f"Vera forwards, from {name}:"
    assert shown == ["Second", "what do you say?", line, "photo", "photo"]


async def test_a_hidden_link_is_seen_on_the_card_in_an_edit_and_after_a_hand_over(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera")
    link = '<a href="https://example.com/?a=1&amp;b=&quot;2&quot;">here</a>'
    first = await vera.write(stage.bot, "See here & <there>", entities=[LINK])
    card = await stage.card(anna, "See here & <there>")
    assert f"See {link} &amp; &lt;there&gt;" in card.html.replace('"2"', "&quot;2&quot;")
    second = await vera.write(stage.bot, "plain")
    await vera.edit(stage.bot, second, "See here, too", entities=[LINK])
    edit = await last_of(stage, anna, "edited: See here, too")
    assert f"edited: See {link}, too" in edit.html
    other = {**LINK, "url": "https://example.org/"}
    await vera.edit(stage.bot, first, "See here & <there>", entities=[other])
    edit = await last_of(stage, anna, "edited: See here & <there>")
    assert 'href="https://example.org/"' in edit.html, "the words are the same, where they lead is not"
    assert 'href="https://example.org/"' in (await stage.card(anna, "See here & <there>")).html
    await anna.write(stage.bot, "Read here this", card.message_id, entities=[{**LINK, "offset": 5}])
    boris = await stage.hire("Boris")
    await stage.pass_on(anna, await stage.card(anna, "In progress"))
    said = await boris.wait_for(stage.bot, "The operator answered: Read here this")
    assert f"Read {link} this" in said.html


async def test_a_message_found_after_an_outage_is_shown_and_counted_as_of_when_it_was_written(
    stage: Stage,
) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera")
    wrote = time.time() - 20 * 3600
    await vera.write(stage.bot, "Are you there?", sent_at=wrote)
    await vera.write(stage.bot, "Hello?", sent_at=wrote + 60)
    await vera.write(stage.bot, "HELLO", sent_at=wrote + 120)
    await vera.write(stage.bot, "Now")
    card = await stage.card(anna, "Are you there?")
    assert "\nWritten " in card.text
    await stage.settle()
    receipt = next(text for text in await stage.texts(vera) if "Request #1 received" in text)
    assert receipt.startswith("You wrote on ")
    assert "only reached us now.\nRequest #1 received" in receipt
    shown = [m.text for m in (await anna.chat(stage.bot)).from_bot if m.message_id > card.message_id]
    assert shown[0].startswith("Vera wrote on ")
    assert shown[1:] == ["Hello?", "HELLO", "Now"]
    (age,) = stage.rows(
        "SELECT (julianday('now') - julianday(created_at)) * 24,"
        " (julianday('now') - julianday(unanswered_since)) * 24 FROM contacts"
    )
    assert [round(hours) for hours in age] == [20, 20]
