"""Updates nobody expects: each is set aside with its error, the others go on, a client is heard anyway."""

import json

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from models import Inbox
from sandbox.client.person import Person
from tests.bot.updates import Json, message, user
from tests.stage import Stage


def malform(people: list[Person], bot_id: int) -> list[Json]:
    """The eight shapes that break a batch or a handler; the first five are messages of clients."""
    broken_origin = {"type": "hidden_user", "date": 1}
    unknown_origin = {"type": "new_origin", "date": 1}
    anonymous = message(people[3], 903, text="without an author")
    del anonymous["from"]
    bot = {"id": bot_id, "is_bot": True, "first_name": "Acme"}
    membership = {
        "chat": {"id": people[4].id, "type": "private"},
        "from": user(people[4]),
        "date": 1,
        "old_chat_member": {"user": bot, "status": "member"},
        "new_chat_member": {"user": bot, "status": "enlightened"},
    }
    pressed = {"id": "1", "from": user(people[4]), "chat_instance": "1", "data": "x" * 1024}
    return [
        {"message": message(people[0], 900, text="forwarded", forward_origin=broken_origin)},
        {
            "message": message(
                people[1], 901, text="replied", external_reply={"origin": broken_origin, "story": {}}
            )
        },
        {"message": message(people[2], 902, text="forwarded anew", forward_origin=unknown_origin)},
        {"message": anonymous},
        {"message": message(people[4], 904, text=12345)},
        {"my_chat_member": membership},
        {"update_id": 4_100_000_000},
        {"callback_query": pressed},
    ]


async def test_eight_malformed_updates_hold_up_nothing_and_lose_no_client(stage: Stage) -> None:
    anna = await stage.hire("Anna", limit=20)
    people = [await stage.person(f"Client {n}") for n in range(5)]
    good = [await stage.person(f"Good {n}") for n in range(3)]
    await stage.settle()
    await stage.stop()
    for number, malformed in enumerate(malform(people, stage.bot.id)):
        await stage.telegram.inject(stage.bot, malformed)
        if number < 3:
            await good[number].write(stage.bot, f"good {number}")
    await good[0].write(stage.bot, "after all of them")
    await stage.start()
    await anna.wait_for(stage.bot, "after all of them")
    await stage.settle()
    errors = stage.rows("SELECT body, error, attempts FROM inbox WHERE state='quarantined'")
    assert len(errors) == 8
    assert all(error and ":" in error for _, error, _ in errors)
    assert stage.rows("SELECT count(*) FROM inbox WHERE state='pending'") == [(0,)]
    texts = {text for (text,) in stage.rows("SELECT message FROM contacts")}
    assert texts == {
        *("forwarded", "replied", "forwarded anew", "without an author", ""),
        *("good 0", "good 1", "good 2"),
    }
    for person in people:
        card = await stage.card(anna, f"Client: {person.first_name}")
        assert "New" in card.text
        # Without an author nobody knows the language: then it is the default.
        await person.wait_for(stage.bot, "принято" if person is people[3] else "received")
    nameless = {"chat_id": people[4].id, "message_id": 904}
    assert [m.source for m in (await anna.chat(stage.bot)).from_bot].count(nameless) == 1


async def test_what_was_set_aside_is_tried_again_at_the_next_start_and_admins_are_told_once(
    stage: Stage,
) -> None:
    vera = await stage.person("Vera")
    unknown = {"type": "new_origin", "date": 1}
    update_id = await stage.telegram.inject(
        stage.bot, {"message": message(vera, 900, text="Hello", forward_origin=unknown)}
    )
    await vera.wait_for(stage.bot, "Request #1 received")
    assert any("1 update of Telegram was set aside" in told for told in await stage.tell_admins())
    await stage.restart()
    karl = await stage.client("Karl", text="Good morning")
    await karl.wait_for(stage.bot, "Request #2 received")
    await stage.settle()
    assert stage.rows("SELECT update_id, state FROM inbox WHERE error IS NOT NULL") == [
        (update_id, "quarantined")
    ]
    assert stage.rows("SELECT id, message FROM contacts") == [(1, "Hello"), (2, "Good morning")]
    assert len(await stage.texts(vera)) == 1
    await stage.stop()
    mended = json.dumps({"update_id": update_id, "message": message(vera, 900, text="Hello")})
    await stage.run(mend, update_id, mended)
    await stage.start()
    await karl.write(stage.bot, "Anybody?")
    await stage.settle()
    assert stage.rows("SELECT DISTINCT state FROM inbox") == [("done",)]
    assert stage.rows("SELECT count(*) FROM messages WHERE text='Hello'") == [(1,)]
    assert len([text for text in await stage.texts(stage.admin) if "set aside" in text]) == 1


def mend(session: Session, update_id: int, body: str) -> None:
    """Do what a new version does: understand the update."""
    session.execute(update(Inbox).where(Inbox.update_id == update_id).values(body=body))


async def test_operators_words_and_commands_in_malformed_updates_open_nothing(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    broken = {"type": "new_origin", "date": 1}
    group = message(anna, 905, text="in a group", forward_origin=broken)
    group["chat"] = {"id": -100, "type": "supergroup", "title": "A group"}
    vera = await stage.person("Vera")
    for content in (
        message(anna, 900, text="an operator", forward_origin=broken),
        message(vera, 901, text="/price", forward_origin=broken),
        group,
    ):
        await stage.telegram.inject(stage.bot, {"message": content})
    await (await stage.client("Karl", text="Hello")).wait_for(stage.bot, "Request #1 received")
    await stage.settle()
    assert stage.rows("SELECT message FROM contacts") == [("Hello",)]
    assert stage.rows("SELECT count(*) FROM inbox WHERE state='quarantined'") == [(3,)]


async def test_admins_words_in_malformed_updates_are_no_clients_unless_they_are_one(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    broken = {"origin": {"type": "hidden_user", "date": 1}, "story": {}}
    await stage.telegram.inject(
        stage.bot, {"message": message(stage.admin, 950, text="Vera", external_reply=broken)}
    )
    vera = await stage.client("Vera", text="Hello")
    await stage.card(anna, "Hello")
    await stage.appoint(vera)
    more = message(vera, 951, text="hello again", external_reply=broken)
    await stage.telegram.inject(stage.bot, {"message": more})
    await anna.wait_for(stage.bot, "hello again")
    assert stage.rows("SELECT contact_id, text FROM messages") == [(1, "Hello"), (1, "hello again")]


@pytest.mark.filterwarnings("ignore:Detected unknown update type")
async def test_what_is_merely_new_passes(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.person("Vera")
    entity = {"type": "sparkle", "offset": 0, "length": 3}
    novel = message(vera, 900, text="new things", entities=[entity], hologram={"id": 1}, is_sparkling=True)
    for novelty in (
        {"telepathy": {"from": user(vera), "thought": "Hello"}},
        {"message": novel, "brand_new_field": [1, 2]},
        {"message": message(vera, 901, hologram={"id": 1})},
        {"channel_post": message(vera, 902, text="not for us")},
    ):
        await stage.telegram.inject(stage.bot, novelty)
    card = await stage.card(anna, "new things")
    copy = await anna.wait_for(stage.bot, lambda m: m.source == {"chat_id": vera.id, "message_id": 901})
    assert copy.reply_to == card.message_id
    await stage.settle()
    assert stage.rows("SELECT state, count(*) FROM inbox GROUP BY state") == [("done", stage.count("inbox"))]
    assert stage.rows("SELECT id FROM contacts") == [(1,)]
