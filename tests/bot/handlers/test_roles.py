"""The order of roles: what a message means depends on who writes it, and on what it replies to."""

from dataclasses import dataclass

import pytest_asyncio

from sandbox.client.person import Person
from tests.stage import Stage, find_start

HINT = "To write to a client, reply to the card"
NO_COMMAND = "There is no such command. Just write"
NO_ADMINS_COMMAND = "There is no such command. All commands: /help"
REQUEST = "Request #"
FOUND = "found"  # nothing, or what has these words
HELLO = "Write what you need"

# who → what they send → how the answer begins; REQUEST: it has opened a contact
TABLE = {
    "client": {
        "/start": HELLO,
        "/help": HELLO,
        "/operators": NO_COMMAND,
        "/mine": NO_COMMAND,
        "/pause": NO_COMMAND,
        "text": REQUEST,
    },
    "admin": {
        "/start": "All commands: /help",
        "/help": "/operators —",
        "/operators": "Operators",
        "/mine": NO_ADMINS_COMMAND,
        "/operatosr": NO_ADMINS_COMMAND,
        "text": FOUND,
    },
    "operator": {
        "/help": "Requests come here as cards.",
        "/mine": "open request",
        "/pause": "You get no new requests",
        "/resume": "You get requests again",
        "/operators": HINT,
        "/anything": HINT,
        "text": HINT,
    },
    "admin and operator": {
        "/help": "Requests come here as cards.",
        "/mine": "You have no open requests",
        "/operators": "Operators",
        "/weight": "Weights",
        "text": FOUND,
    },
    "switched off": {
        "/mine": "You have no open requests",
        "/pause": "You get no new requests",
        "/resume": "You get requests again",
        "/operators": NO_COMMAND,
        "text": REQUEST,
    },
    "former": {"/mine": NO_COMMAND, "/help": HELLO, "text": REQUEST},
}


@dataclass
class Cast:
    people: dict[str, Person]
    card_of_former: int


@pytest_asyncio.fixture
async def cast(stage: Stage) -> Cast:
    """An operator who has moved to another account with an open contact, and everybody else once."""
    both = await stage.person("Both")
    await stage.appoint(both)
    former = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    card = await stage.card(former, "Hello")
    anna = await stage.person("Anna's other account")
    await anna.open(stage.bot, start=find_start(await stage.command("/operators link Anna")))
    await stage.card(anna, "Hello")
    await both.open(stage.bot, start=find_start(await stage.command("/operators add Both")))
    asked = await both.wait_for(stage.bot, lambda m: "Yes, I am Both" in m.captions)
    await stage.press(both, asked, "Yes, I am Both")
    off = await stage.hire("Off")
    await stage.command("/operators off Off")
    people = {"client": await stage.person("Karl"), "admin": stage.admin, "operator": anna}
    return Cast(people | {"admin and operator": both, "switched off": off, "former": former}, card.message_id)


async def test_every_role_is_answered_as_it_should_be(stage: Stage, cast: Cast) -> None:
    for who, sends in TABLE.items():
        person = cast.people[who]
        for text, expected in sends.items():
            before, answer = stage.count("contacts"), (await stage.ask(text, person)).text
            assert expected in answer, f"{who}: {text}: {answer}"
            opened = stage.count("contacts") - before
            assert opened == (expected == REQUEST), f"{who}: {text} opened {opened}"


async def test_a_reply_about_a_contact_comes_before_any_command(stage: Stage, cast: Cast) -> None:
    anna = cast.people["operator"]
    card = await stage.card(anna, "Hello")
    texts = ["/mine", "/operators", "/start", "/pause", "plain words"]
    for text in texts:
        await anna.write(stage.bot, text, reply_to=card.message_id)
    await stage.settle()
    sent = stage.rows("SELECT text FROM messages WHERE author='operator' ORDER BY id")
    assert [text for (text,) in sent] == texts
    assert stage.rows("SELECT on_shift FROM operators WHERE name='Anna'") == [(1,)]
    assert stage.count("contacts") == 1


async def test_a_former_operators_reply_is_refused_and_is_no_contact(stage: Stage, cast: Cast) -> None:
    former = cast.people["former"]
    refusal = await stage.reply(former, cast.card_of_former, "my old client")
    assert refusal == "Request #1 is no longer with you."
    assert stage.count("contacts") == 1


async def test_a_switched_off_operator_still_answers_the_own_contacts(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    await stage.command("/operators off Anna")
    await anna.write(stage.bot, "I finish this one", reply_to=card.message_id)
    await vera.wait_for(stage.bot, "I finish this one")
    assert stage.count("contacts") == 1


async def test_a_clients_reply_to_the_bot_joins_the_own_contact(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    receipt = await vera.wait_for(stage.bot, "Request #1 received")
    card = await stage.card(anna, "Hello")
    await anna.write(stage.bot, "Hello Vera", reply_to=card.message_id)
    answer = await vera.wait_for(stage.bot, "Hello Vera")
    await vera.write(stage.bot, "one", reply_to=receipt.message_id)
    await vera.write(stage.bot, "two", reply_to=answer.message_id)
    await anna.wait_for(stage.bot, "two")
    assert stage.rows("SELECT contact_id, text FROM messages WHERE author='client' ORDER BY id") == [
        (1, "Hello"),
        (1, "one"),
        (1, "two"),
    ]
