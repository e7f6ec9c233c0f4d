"""Answers: a reply reaches the client it is meant for, or the operator learns why it did not."""

from datetime import UTC, datetime
from random import Random

from sqlalchemy.orm import Session

from models import Contact, Lead, OperatorSourceWeight, Source, Status
from services.distribution import assignment
from services.distribution.decisions import AssignmentReason
from tests.moments import make_moment
from tests.stage import Stage


def add_contact_by_api(session: Session, phone: str | None) -> None:
    """Make a contact as a web form does: without a chat."""
    now = datetime.now(UTC)
    name = f"site {phone}"
    source = Source(name=name, name_key=name, created_at=now)
    lead = Lead(name="Ivan", phone=phone, created_at=now)
    session.add_all((source, lead))
    session.flush()
    contact = Contact(lead_id=lead.id, source_id=source.id, status=Status.NEW, created_at=now)
    contact.message, contact.assignment_no = "Call me back", 0
    session.add_all((contact, OperatorSourceWeight(source_id=source.id, operator_id=1, weight=1)))
    session.flush()
    assert assignment.assign(
        session, contact, AssignmentReason.NEW, at=make_moment(now, chance=Random(0).randrange)
    )


async def test_a_reply_takes_a_new_contact_into_work(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    await anna.write(stage.bot, "Good morning!", reply_to=card.message_id)
    await vera.wait_for(stage.bot, "Good morning!")
    await stage.card(anna, "In progress")
    assert (await stage.texts(vera))[1:] == [
        "Request #1 is being handled. Anna is answering you.",
        "Good morning!",
    ]
    assert stage.rows("SELECT status, taken_at IS NOT NULL FROM contacts") == [("in_progress", 1)]


async def test_a_reply_to_anything_about_a_contact_goes_to_its_client(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="from Vera")
    card = await stage.card(anna, "from Vera")
    karl = await stage.client("Karl", text="from Karl")
    await stage.card(anna, "from Karl")
    await vera.write(stage.bot, "another word")
    relayed = await anna.wait_for(stage.bot, "another word")
    own = await anna.write(stage.bot, "answer to the card", reply_to=card.message_id)
    await anna.write(stage.bot, "answer to the message", reply_to=relayed.message_id)
    await anna.write(stage.bot, "answer to my own answer", reply_to=own)
    await anna.send(stage.bot, "photo", caption="with a picture", reply_to=relayed.message_id)
    await anna.send(stage.bot, "sticker", reply_to=relayed.message_id)
    await stage.settle()
    answers = [(m.kind, m.text) for m in await stage.relayed(vera)]
    assert answers == [
        ("text", "answer to the card"),
        ("text", "answer to the message"),
        ("text", "answer to my own answer"),
        ("photo", "with a picture"),
        ("sticker", ""),
    ]
    assert len(await stage.texts(karl)) == 1
    answers_of = stage.rows(
        "SELECT contact_id, count(*) FROM messages WHERE operator_id=1 GROUP BY contact_id"
    )
    assert answers_of == [(1, 5)]


async def test_a_reply_to_a_completed_contact_is_not_sent_and_says_why(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    await stage.press(anna, await stage.card(anna, "Hello"), "Take")
    await stage.press(anna, await stage.card(anna, "In progress"), "Complete")
    card = await stage.card(anna, "Completed")
    sent = await anna.write(stage.bot, "too late", reply_to=card.message_id)
    assert (await anna.wait_for(stage.bot, "Request #1 is completed already.")).reply_to == sent
    await stage.press(anna, card, "Reopen")
    await anna.write(stage.bot, "in time", reply_to=card.message_id)
    await vera.wait_for(stage.bot, "in time")
    assert not any("too late" in text for text in await stage.texts(vera))
    assert stage.rows("SELECT text FROM messages WHERE author='operator'") == [("in time",)]


async def test_a_reply_to_a_contact_that_moved_on_is_not_sent_and_says_why(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    boris = await stage.hire("Boris")
    await stage.pass_on(anna, card)
    new = await stage.card(boris, "Hello")
    refusal = await stage.reply(anna, card, "not mine any more")
    assert refusal == "Request #1 is no longer with you."
    await boris.write(stage.bot, "mine now", reply_to=new.message_id)
    await vera.wait_for(stage.bot, "mine now")
    assert not any("not mine" in text for text in await stage.texts(vera))


async def test_a_reply_to_a_contact_without_a_chat_says_how_to_reach_the_client(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    clients = {
        "+79161234567": "Reach the client at +7 916 123-45-67",
        None: "The client left no phone or email.",
    }
    for number, (phone, advice) in enumerate(clients.items(), 1):
        await stage.run(add_contact_by_api, phone)
        card = await stage.card(anna, f"Request #{number} ")
        assert "Call me back" in card.text
        assert "reply to this message" not in card.text
        assert await stage.reply(anna, card) == (
            f"Request #{number} did not come from Telegram, so there is no answering here. {advice}"
        )


async def test_an_answer_to_a_client_who_has_left_is_reported_back(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    await vera.block(stage.bot)
    sent = await anna.write(stage.bot, "Are you there?", reply_to=card.message_id)
    report = await anna.wait_for(stage.bot, "The client has closed the chat with the bot")
    assert report.reply_to == sent
    assert report.text.endswith("the answer in request #1 was not delivered.")
    await vera.unblock(stage.bot)
    await anna.write(stage.bot, "And now?", reply_to=report.message_id)
    await vera.wait_for(stage.bot, "And now?")


async def test_an_operators_other_words_are_never_a_contact(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    welcome = (await anna.chat(stage.bot)).from_bot[0]
    for reply_to in (None, welcome):
        hint = await stage.ask("Good morning", anna, reply_to=reply_to)
        assert hint.text.startswith("To write to a client, reply to the card")
    sent = await anna.send(stage.bot, "photo")
    await anna.wait_for(stage.bot, lambda m: "reply to the card" in m.text, after=sent)
    await anna.share_phone(stage.bot, force=True)
    await anna.write(stage.bot, "to Vera", reply_to=card.message_id)
    await stage.card(anna, "In progress")
    assert stage.rows("SELECT id FROM contacts") == [(1,)]
    assert stage.rows("SELECT name FROM leads") == [("Vera",)]


async def test_an_operators_edit_changes_the_clients_copy_in_place(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    sent = await anna.write(stage.bot, "It is 100 <i>", reply_to=card.message_id)
    copy = await vera.wait_for(stage.bot, "It is 100 <i>")
    await anna.edit(stage.bot, sent, "It is 100 <i>")
    await anna.edit(stage.bot, sent, "It is 10 <i>")
    edit = await vera.wait_for(stage.bot, lambda m: m.text == "It is 10 <i>")
    assert (edit.message_id, edit.edited) == (copy.message_id, True)
    await stage.settle()
    assert not [text for text in await stage.texts(vera) if text.startswith("edited")]
    assert "Anna edits a message, before: It is 100 <i>" in await stage.command("/contact 1")
