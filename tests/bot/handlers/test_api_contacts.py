"""Contacts that come by API are offered by card in Telegram, and Telegram hears of what the API does."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from sandbox.client.person import Person
from tests.bot.office import Office, open_office

PEOPLE: dict[str, tuple[dict[str, Any], str, str, str]] = {
    "phone": (
        {"name": "Vera", "phone": "8 916 123-45-67"},
        "Client: Vera, +7 916 123-45-67",
        "please call.",
        "Reach the client at +7 916 123-45-67",
    ),
    "email": (
        {"email": "Vera@Example.com"},
        "Client: vera@example.com",
        "please write an email.",
        "Reach the client at vera@example.com",
    ),
    "both": (
        {"name": "<Vera>", "phone": "+79161234567", "email": "vera@example.com"},
        "Client: <Vera>, +7 916 123-45-67, vera@example.com",
        "please call or write an email.",
        "Reach the client at +7 916 123-45-67, vera@example.com",
    ),
    "neither": (
        {"name": "Vera", "external_id": "crm-2077"},
        "Client: Vera, ID crm-2077",
        "and no phone or email.",
        "The client left no phone or email, only an ID: crm-2077",
    ),
    "an account": (
        {"name": "Vera", "external_id": "tg:424242"},
        "Client: Vera",
        "tap the name to write.",
        "The client is in Telegram, though: tap the name on the card.",
    ),
}


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path) as office:
        yield office


@pytest_asyncio.fixture
async def anna(office: Office) -> Person:
    return await office.hire("Anna")


@pytest.mark.parametrize("known", PEOPLE)
async def test_a_form_arrives_as_a_card_that_says_how_to_reach_the_client(
    office: Office, anna: Person, known: str
) -> None:
    person, client, hint, advice = PEOPLE[known]
    contact = await office.submit("Do you deliver?", **person)
    card = await office.card(anna, contact["id"])
    lines = card.text.split("\n")
    assert lines[0] == f"Request #{contact['id']} · Website"
    assert {"🟡 New", client, "Do you deliver?"} <= set(lines)
    assert any(line.endswith(hint) for line in lines)
    messages = office.stage.count("messages")
    assert await office.reply(anna, card) == (
        f"Request #{contact['id']} did not come from Telegram, so there is no answering here. {advice}"
    )
    await office.stage.settle()
    assert office.stage.count("messages") == messages
    assert (await office.call("GET", f"/contacts/{contact['id']}"))["status"] == "new"


async def test_a_reply_says_so_in_the_operators_language(office: Office) -> None:
    anna = await office.hire("Anna", language="ru")
    advice = {
        "phone": "Связаться с клиентом: +7 916 123-45-67",
        "neither": "Ни телефона, ни почты клиент не оставил, известен только ID: crm-2077",
        "an account": "Но клиент есть в Telegram: нажмите на имя в карточке.",
    }
    for known, said in advice.items():
        contact = await office.submit(**PEOPLE[known][0])
        card = await office.card(anna, contact["id"])
        assert await office.reply(anna, card) == (
            f"Обращение №{contact['id']} пришло не из Telegram, здесь ответить нельзя. {said}"
        )


async def test_the_buttons_of_such_a_card_work(office: Office, anna: Person) -> None:
    boris = await office.hire("Boris")
    await office.stage.command("/operators off Boris")
    number = (await office.submit())["id"]
    await office.stage.command("/operators on Boris")
    card = await office.card(anna, number)
    await office.stage.press(anna, card, "Pass on")
    card = await office.card(boris, number)
    assert await office.stage.press(boris, card, "Take") == f"Request #{number} is yours"
    card = await office.card(boris, number, "In progress")
    await office.stage.press(boris, card, "Complete")
    card = await office.card(boris, number, "Completed")
    assert "no chat" not in card.text
    await office.stage.press(boris, card, "Reopen")
    await office.card(boris, number, "In progress")
    found = await office.call("GET", f"/contacts/{number}")
    assert [fact["kind"] for fact in found["history"]] == [
        "created", "assigned", "passed_on", "assigned", "taken", "completed", "reopened",
    ]  # fmt: skip
    assert "no longer with you" in (await office.stage.texts(anna))[-1]


async def test_the_status_of_a_telegram_contact_by_api_is_like_a_press(office: Office, anna: Person) -> None:
    vera = await office.stage.client("Vera", text="Hello")
    await office.card(anna, 1, "New")
    heard = []
    for status, state, said in (
        ("in_progress", "In progress", "Request #1 is being handled. Anna is answering you."),
        ("completed", "Completed", "Request #1 is completed. If something new comes up, just write."),
        ("in_progress", "In progress", "Request #1 is being handled again. Anna is answering you."),
    ):
        await office.move(1, status)
        await office.card(anna, 1, state)
        await vera.wait_for(office.stage.bot, said)
        heard.append(said)
        await office.move(1, status)  # is there already: nobody hears of it again
    await office.stage.settle()
    assert (await office.stage.texts(vera))[-3:] == heard
    assert len(await office.stage.texts(vera)) == 1 + len(heard)
    cards = [text for text in await office.stage.texts(anna) if text.startswith("Request #1 ·")]
    assert len(cards) == 1, "the card is changed, not sent again"


async def test_the_status_of_a_form_by_api_redraws_the_card(office: Office, anna: Person) -> None:
    number = (await office.submit())["id"]
    await office.card(anna, number, "New")
    await office.move(number, "in_progress")
    await office.card(anna, number, "In progress")
    await office.move(number, "completed")
    await office.card(anna, number, "Completed")
    await office.move(number, "new", 409)


async def test_what_waits_can_be_completed_by_api_but_not_taken(office: Office) -> None:
    stage = office.stage
    vera = await stage.client("Vera", text="Hello")
    await vera.wait_for(stage.bot, "Request #1 received")
    before = stage.rows("SELECT count(*) FROM events UNION ALL SELECT count(*) FROM outbox")
    refusal = await office.move(1, "in_progress", 409)
    assert refusal["detail"][0]["type"] == "waiting"
    assert stage.rows("SELECT count(*) FROM events UNION ALL SELECT count(*) FROM outbox") == before
    await office.move(1, "completed")
    await vera.wait_for(stage.bot, "Request #1 is completed.")
    assert (await office.move(1, "in_progress", 409))["detail"][0]["type"] == "never_assigned"


async def test_reopening_by_api_keeps_to_the_limit_the_switch_and_what_is_newer(office: Office) -> None:
    stage = office.stage
    anna = await office.hire("Anna", limit=1)
    vera = await stage.client("Vera", text="First")
    await office.card(anna, 1)
    await office.move(1, "completed")
    await vera.write(stage.bot, "Second")
    await office.card(anna, 2)
    assert (await office.move(1, "in_progress", 409))["detail"][0]["type"] == "newer_contact"
    await office.move(2, "completed")
    await office.submit()
    assert (await office.move(1, "in_progress", 409))["detail"][0]["type"] == "full"
    await office.move(3, "completed")
    await office.call("PATCH", "/operators/1", is_active=False)
    assert (await office.move(1, "in_progress", 409))["detail"][0]["type"] == "off"
    await office.call("PATCH", "/operators/1", is_active=True)
    await office.move(1, "in_progress")
    await office.card(anna, 1, "In progress")


async def test_an_operator_made_by_api_gets_cards_of_what_he_holds_by_joining(office: Office) -> None:
    stage = office.stage
    made = await office.call("POST", "/operators/", name="Clara")
    weight = {"operator_id": made["id"], "source_id": office.site, "weight": 1}
    await office.call("POST", "/operator-weights/", **weight)
    first, second = [await office.submit(f"Wish {n}", email=f"v{n}@example.com") for n in (1, 2)]
    assert first["operator_id"] == second["operator_id"] == made["id"]
    await office.move(second["id"], "in_progress")
    link = await stage.command("/operators link Clara")
    clara = await stage.person("Clara")
    await clara.open(stage.bot, start=link.split("?start=")[1].split()[0])
    await office.card(clara, first["id"], "New")
    card = await office.card(clara, second["id"], "In progress")
    await stage.press(clara, card, "Complete")
    assert (await office.call("GET", f"/contacts/{second['id']}"))["status"] == "completed"


async def test_what_waits_goes_out_by_card_as_soon_as_the_api_lets_it(office: Office) -> None:
    anna = await office.stage.hire("Anna", limit=0)
    waiting = [await office.submit(f"Wish {n}", email=f"v{n}@example.com") for n in (1, 2)]
    assert [contact["operator_id"] for contact in waiting] == [None, None]
    weight = {"operator_id": 1, "source_id": office.site, "weight": 1}
    await office.call("POST", "/operator-weights/", **weight)
    await office.call("PATCH", "/operators/1", max_active_leads=1)
    await office.card(anna, 1)
    await office.call("PATCH", "/operators/1", max_active_leads=2)
    await office.card(anna, 2)


async def test_a_weight_by_api_gives_what_waits_to_its_operator(office: Office) -> None:
    anna = await office.stage.hire("Anna")
    number = (await office.submit())["id"]
    weight = {"operator_id": 1, "source_id": office.site, "weight": 2}
    await office.call("POST", "/operator-weights/", **weight)
    await office.card(anna, number)
    log = await office.stage.admin.press(office.stage.bot, await find_weights(office), "Who changed them")
    screen = await office.stage.admin.wait_for(office.stage.bot, "Who has changed weights")
    assert log
    assert "API: Anna, Website: none → 2" in screen.text


async def find_weights(office: Office) -> int:
    await office.stage.command("/weight")
    screen = await office.stage.admin.wait_for(office.stage.bot, "Weights — the share of requests")
    assert "Website" in screen.text
    return screen.message_id


async def test_a_whole_form_of_the_longest_words_reaches_the_operator(office: Office, anna: Person) -> None:
    words = "👩‍🚀" * 1333
    number = (await office.submit(words, name="👩" * 100, email="vera@example.com"))["id"]
    await office.card(anna, number)
    whole = await anna.wait_for(office.stage.bot, lambda m: m.file_id is not None)
    assert (await office.stage.telegram.download(whole)).decode() == words


async def test_an_account_known_to_the_api_is_a_link_on_the_card(office: Office, anna: Person) -> None:
    vera = await office.stage.person("Vera")
    contact = await office.submit(external_id=f"tg:{vera.id}", name="Vera")
    card = await office.card(anna, contact["id"])
    assert [e["user"]["id"] for e in card.entities if e["type"] == "text_mention"] == [vera.id]
