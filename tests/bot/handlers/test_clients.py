"""What a client lives through: greeted, heard, told where the request stands, in the own language."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from models import Source
from sandbox.client.person import Person
from services import sources
from tests.bot import updates
from tests.stage import Stage


def add_campaign(session: Session, bot_id: int, name: str, code: str) -> None:
    now = datetime.now(UTC)
    session.add(Source(name=name, name_key=sources.fold_name(name), bot_id=bot_id, code=code, created_at=now))


async def test_start_greets_and_creates_nothing(stage: Stage) -> None:
    vera = await stage.client("Vera")
    for payload in (None, "nobody_knows_this"):
        sent = await vera.open(stage.bot, start=payload)
        await vera.wait_for(stage.bot, lambda m: "Write what you need" in m.text, after=sent)
    assert (stage.count("contacts"), stage.count("leads"), stage.count("messages")) == (0, 0, 0)


async def test_a_message_that_is_only_a_command_opens_nothing(stage: Stage) -> None:
    vera = await stage.client("Vera")
    for command, answer in {
        "/help": "Write what you need",
        "/price": "There is no such command",
        "/price@acme_sales_bot": "There is no such command",
        "/mine": "There is no such command",
    }.items():
        sent = await vera.write(stage.bot, command)
        await vera.wait_for(stage.bot, lambda m, a=answer: a in m.text, after=sent)  # type: ignore[misc]
    assert stage.count("contacts") == 0


async def test_words_after_a_command_are_a_message(stage: Stage) -> None:
    texts = ["/price of the blue one?", "/help my parcel is lost", "/start I need help"]
    for text in texts:
        client = await stage.client("Vera", text=text)
        await client.wait_for(stage.bot, "received")
    assert [text for (text,) in stage.rows("SELECT message FROM contacts ORDER BY id")] == texts


async def test_a_campaign_link_counts_for_the_next_contact_only(stage: Stage) -> None:
    await stage.run(add_campaign, stage.bot.id, "Spring advert", "k3x9")
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera")
    await vera.open(stage.bot, start="k3x9")
    await vera.write(stage.bot, "I saw your advert")
    card = await stage.card(anna, "I saw your advert")
    assert "Request #1 · Spring advert" in card.text
    await stage.press(anna, card, "Take")
    await stage.press(anna, await stage.card(anna, "In progress"), "Complete")
    await vera.write(stage.bot, "Me again")
    assert "Request #2 · @acme_sales_bot" in (await stage.card(anna, "Me again")).text


async def test_the_first_message_opens_a_contact_and_the_others_join_it(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    await vera.wait_for(stage.bot, "Request #1 received. We will answer right here soon.")
    assert (await vera.chat(stage.bot)).keyboard == [["📱 Share my phone number"]]
    card = await stage.card(anna, "Hello")
    assert "earlier" not in card.text
    await vera.write(stage.bot, "Is anybody there?")
    assert (await anna.wait_for(stage.bot, "Is anybody there?")).reply_to == card.message_id
    assert stage.rows("SELECT id, status FROM contacts") == [(1, "new")]
    assert stage.rows("SELECT contact_id, author, text FROM messages ORDER BY id") == [
        (1, "client", "Hello"),
        (1, "client", "Is anybody there?"),
    ]
    assert len([text for text in await stage.texts(vera) if "received" in text]) == 1


async def test_the_client_hears_of_every_turn_and_comes_back_with_a_new_contact(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    await stage.press(anna, await stage.card(anna, "New"), "Take")
    await vera.wait_for(stage.bot, "Request #1 is being handled. Anna is answering you.")
    await stage.press(anna, await stage.card(anna, "In progress"), "Complete")
    await vera.wait_for(stage.bot, "Request #1 is completed")
    await stage.press(anna, await stage.card(anna, "Completed"), "Reopen")
    await vera.wait_for(stage.bot, "Request #1 is being handled again. Anna is answering you.")
    await stage.press(anna, await stage.card(anna, "In progress"), "Complete")
    await stage.card(anna, "Completed")
    await vera.write(stage.bot, "One more thing")
    await vera.wait_for(stage.bot, "Request #2 received")
    assert "1 earlier request" in (await stage.card(anna, "One more thing")).text
    assert stage.rows("SELECT lead_id, status FROM contacts ORDER BY id") == [(1, "completed"), (1, "new")]


async def test_who_has_to_wait_is_told_the_place_in_line(stage: Stage) -> None:
    anna = await stage.hire("Anna", limit=1)
    await (await stage.client("Ada", text="first")).wait_for(stage.bot, "We will answer right here soon")
    bea = await stage.client("Bea", text="second")
    await bea.wait_for(stage.bot, "Request #2 received. Everybody is busy right now; you are next in line.")
    cleo = await stage.client("Cleo", text="third")
    await cleo.wait_for(stage.bot, "your place in line is 2.")
    assert (await cleo.chat(stage.bot)).keyboard == [["📱 Share my phone number"]]
    await bea.write(stage.bot, "still waiting")
    await stage.press(anna, await stage.card(anna, "first"), "Take")
    await stage.press(anna, await stage.card(anna, "In progress"), "Complete")
    card = await stage.card(anna, "second")
    assert (await anna.wait_for(stage.bot, "still waiting")).reply_to == card.message_id
    await stage.settle()
    assert not any("third" in text for text in await stage.texts(anna))


async def test_everybody_is_spoken_to_in_their_own_language(stage: Stage) -> None:
    boris = await stage.hire("Борис", language="ru")
    ida = await stage.telegram.add_person("Ida", language_code="de")
    who: list[tuple[Person, str]] = [
        (await stage.person("Вера", "ru"), "Обращение №1 принято"),
        (await stage.person("Vera", "en-GB"), "Request #2 received"),
        (ida, "Обращение №3 принято"),
        (await stage.telegram.add_person("Nobody"), "Обращение №4 принято"),
    ]
    for person, receipt in who:
        await person.write(stage.bot, "Hallo")
        await person.wait_for(stage.bot, receipt)
    card = await stage.card(boris, "Обращение №2")
    assert {"В работу", "Передать", "Ещё"} <= set(card.captions)
    assert await stage.press(boris, card, "В работу") == "Обращение №2 в работе"
    await who[1][0].wait_for(stage.bot, "Борис is answering you")


async def test_the_bot_is_silent_in_groups(stage: Stage) -> None:
    vera = await stage.client("Vera")
    for text in ("Hello everybody", "/start", "/operators", "/help"):
        await vera.write_in_group(stage.bot, text)
        await stage.admin.write_in_group(stage.bot, text)
    await vera.write(stage.bot, "And in private")
    await vera.wait_for(stage.bot, "Request #1 received")
    await stage.settle()
    assert stage.rows("SELECT message FROM contacts") == [("And in private",)]
    assert {call.params["chat_id"] for call in await stage.telegram.calls(stage.bot, "sendMessage")} == {
        vera.id,
        stage.admin.id,
    }


async def test_service_messages_create_nothing(stage: Stage) -> None:
    vera = await stage.client("Vera")
    pinned = {"message_id": 1, "date": 0, "chat": {"id": vera.id, "type": "private"}}
    timer = {"message_auto_delete_time": 60}
    notes: list[dict[str, Any]] = [{"pinned_message": pinned}, {"message_auto_delete_timer_changed": timer}]
    for number, content in enumerate(notes):
        await stage.telegram.inject(stage.bot, {"message": updates.message(vera, 50 + number, **content)})
    await vera.write(stage.bot, "Hello")
    await vera.wait_for(stage.bot, "Request #1 received")
    assert stage.rows("SELECT kind FROM messages") == [("text",)]
    assert stage.rows("SELECT DISTINCT state FROM inbox") == [("done",)]


async def test_what_telegram_delivers_twice_happens_once(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera")
    once: dict[str, Any] = {"update_id": 4_000_000_001, "message": updates.message(vera, 50, text="Hello")}
    again = {"update_id": 4_000_000_002, "message": updates.message(vera, 50, text="Hello")}
    await stage.telegram.inject(stage.bot, once)
    card = await stage.card(anna, "Hello")
    for update in (once, again, once):
        await stage.telegram.inject(stage.bot, update)
    press = updates.press(anna, stage.bot, card.buttons[0][0].data or "")
    take = {"update_id": 4_000_000_003, "callback_query": press}
    for update in (take, take):
        await stage.telegram.inject(stage.bot, update)
    await vera.wait_for(stage.bot, "Anna is answering you")
    await stage.settle()
    assert (stage.count("contacts"), stage.count("messages")) == (1, 1)
    assert stage.rows("SELECT count(*) FROM events WHERE kind='taken'") == [(1,)]
    assert [text.split(".")[0] for text in await stage.texts(vera)] == [
        "Request #1 received",
        "Request #1 is being handled",
    ]
    assert len([text for text in await stage.texts(anna) if "Hello" in text]) == 1
