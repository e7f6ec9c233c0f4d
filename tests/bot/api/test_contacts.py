"""Contacts that come by API are offered by card in Telegram, and Telegram hears of what the API does."""

from typing import Any

import pytest

from sandbox.client.person import Person
from tests.api_stage import ApiStage

PEOPLE: dict[str, tuple[dict[str, Any], str, str, str]] = {
    "phone": (
        {"name": "Vera", "phone": "8 916 123-45-67"},
        "Client: Vera, +7 916 123-45-67",
        "call.",
        "Reach the client at +7 916 123-45-67",
    ),
    "an extension": (
        {"name": "Vera", "phone": "8 495 123-45-67 доб. 101"},
        "Client: Vera, +7 495 123-45-67 ext. 101",
        "call.",
        "Reach the client at +7 495 123-45-67 ext. 101",
    ),
    "an extension and an email": (
        {"phone": "84951234567,101", "email": "vera@example.com"},
        "Client: +7 495 123-45-67 ext. 101, vera@example.com",
        "call or write an email.",
        "Reach the client at +7 495 123-45-67 ext. 101, vera@example.com",
    ),
    "email": (
        {"email": "Vera@Example.com"},
        "Client: vera@example.com",
        "write an email.",
        "Reach the client at vera@example.com",
    ),
    "both": (
        {"name": "<Vera>", "phone": "+79161234567", "email": "vera@example.com"},
        "Client: <Vera>, +7 916 123-45-67, vera@example.com",
        "call or write an email.",
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


@pytest.mark.parametrize("known", PEOPLE)
async def test_a_form_arrives_as_a_card_that_says_how_to_reach_the_client(
    stage: ApiStage, anna: Person, known: str
) -> None:
    person, client, hint, advice = PEOPLE[known]
    await stage.restart(api_telegram_ids=True)
    contact = await stage.submit("Do you deliver?", **person)
    card = await stage.card_of(anna, contact["id"])
    lines = card.text.split("\n")
    assert lines[0] == f"Request #{contact['id']} · Website"
    assert {"🟡 New", client, "Do you deliver?"} <= set(lines)
    assert any(line.endswith(hint) for line in lines)
    messages = stage.count("messages")
    assert await stage.reply(anna, card) == (
        f"Request #{contact['id']} did not come from Telegram, so there is no answering here. {advice}"
    )
    await stage.settle()
    assert stage.count("messages") == messages
    assert (await stage.call("GET", f"/contacts/{contact['id']}"))["status"] == "new"


async def test_a_reply_says_so_in_the_operators_language(stage: ApiStage) -> None:
    await stage.restart(api_telegram_ids=True)
    anna = await stage.hire_for_both("Anna", language="ru")
    advice = {
        "phone": "Связаться с клиентом: +7 916 123-45-67",
        "an extension": "Связаться с клиентом: +7 495 123-45-67 доб. 101",
        "neither": "Ни телефона, ни почты клиент не оставил, известен только ID: crm-2077",
        "an account": "Но клиент есть в Telegram: нажмите на имя в карточке.",
    }
    for known, said in advice.items():
        contact = await stage.submit(**PEOPLE[known][0])
        card = await stage.card_of(anna, contact["id"])
        if known == "an extension":
            assert "Клиент: Vera, +7 495 123-45-67 доб. 101" in card.text
        assert await stage.reply(anna, card) == (
            f"Обращение №{contact['id']} пришло не из Telegram, здесь ответить нельзя. {said}"
        )


async def test_the_buttons_of_such_a_card_work(stage: ApiStage, anna: Person) -> None:
    boris = await stage.hire_for_both("Boris")
    await stage.command("/operators off Boris")
    number = (await stage.submit())["id"]
    await stage.command("/operators on Boris")
    card = await stage.card_of(anna, number)
    await stage.pass_on(anna, card)
    card = await stage.card_of(boris, number)
    assert await stage.press(boris, card, "Take") == f"Request #{number} is yours"
    card = await stage.card_of(boris, number, "In progress")
    await stage.press(boris, card, "Complete")
    card = await stage.card_of(boris, number, "Completed")
    assert "no chat" not in card.text
    await stage.press(boris, card, "Reopen")
    await stage.card_of(boris, number, "In progress")
    found = await stage.call("GET", f"/contacts/{number}")
    assert [fact["kind"] for fact in found["history"]] == [
        "created", "assigned", "passed_on", "assigned", "taken", "completed", "reopened",
    ]  # fmt: skip
    assert [text.split(" is ")[1] for text in (await stage.texts(anna))[-2:]] == [
        "no longer with you. Client: Vera",
        "passed on to Boris by draw.",
    ]


async def test_the_status_of_a_telegram_contact_by_api_is_like_a_press(stage: ApiStage, anna: Person) -> None:
    vera = await stage.client("Vera", text="Hello")
    await stage.card_of(anna, 1, "New")
    heard = []
    for status, state, said in (
        ("in_progress", "In progress", "Request #1 is being handled. Anna is answering you."),
        ("completed", "Completed", "Request #1 is completed. If something new comes up, just write."),
        ("in_progress", "In progress", "Request #1 is being handled again. Anna is answering you."),
    ):
        await stage.move(1, status)
        await stage.card_of(anna, 1, state)
        await vera.wait_for(stage.bot, said)
        heard.append(said)
        await stage.move(1, status)  # is there already: nobody hears of it again
    await stage.settle()
    assert (await stage.texts(vera))[-3:] == heard
    assert len(await stage.texts(vera)) == 1 + len(heard)
    cards = [text for text in await stage.texts(anna) if text.startswith("Request #1 ·")]
    assert len(cards) == 1, "the card is changed, not sent again"


async def test_the_status_of_a_form_by_api_redraws_the_card(stage: ApiStage, anna: Person) -> None:
    number = (await stage.submit())["id"]
    await stage.card_of(anna, number, "New")
    await stage.move(number, "in_progress")
    await stage.card_of(anna, number, "In progress")
    await stage.move(number, "completed")
    await stage.card_of(anna, number, "Completed")
    await stage.move(number, "new", 409)


async def test_what_waits_can_be_completed_by_api_but_not_taken(stage: ApiStage) -> None:
    vera = await stage.client("Vera", text="Hello")
    await vera.wait_for(stage.bot, "Request #1 received")
    before = stage.rows("SELECT count(*) FROM events UNION ALL SELECT count(*) FROM outbox")
    refusal = await stage.move(1, "in_progress", 409)
    assert refusal["detail"][0]["type"] == "waiting"
    assert stage.rows("SELECT count(*) FROM events UNION ALL SELECT count(*) FROM outbox") == before
    await stage.move(1, "completed")
    await vera.wait_for(stage.bot, "Request #1 is completed.")
    assert (await stage.move(1, "in_progress", 409))["detail"][0]["type"] == "never_assigned"


async def test_reopening_by_api_keeps_to_the_limit_the_switch_and_what_is_newer(stage: ApiStage) -> None:
    anna = await stage.hire_for_both("Anna", limit=1)
    vera = await stage.client("Vera", text="First")
    await stage.card_of(anna, 1)
    await stage.move(1, "completed")
    await vera.write(stage.bot, "Second")
    await stage.card_of(anna, 2)
    assert (await stage.move(1, "in_progress", 409))["detail"][0]["type"] == "newer_contact"
    await stage.move(2, "completed")
    await stage.submit()
    assert (await stage.move(1, "in_progress", 409))["detail"][0]["type"] == "full"
    await stage.move(3, "completed")
    await stage.call("PATCH", "/operators/1", is_active=False)
    assert (await stage.move(1, "in_progress", 409))["detail"][0]["type"] == "off"
    await stage.call("PATCH", "/operators/1", is_active=True)
    await stage.move(1, "in_progress")
    await stage.card_of(anna, 1, "In progress")


async def test_an_operator_made_by_api_gets_cards_of_what_he_holds_by_joining(stage: ApiStage) -> None:
    made = await stage.call("POST", "/operators/", name="Clara")
    await stage.weigh(made["id"], 1)
    first, second = [await stage.submit(f"Wish {n}", email=f"v{n}@example.com") for n in (1, 2)]
    assert first["operator_id"] == second["operator_id"] == made["id"]
    await stage.move(second["id"], "in_progress")
    clara = await stage.join("Clara", await stage.command("/operators link Clara"))
    await stage.card_of(clara, first["id"], "New")
    card = await stage.card_of(clara, second["id"], "In progress")
    await stage.press(clara, card, "Complete")
    assert (await stage.call("GET", f"/contacts/{second['id']}"))["status"] == "completed"


async def test_what_waits_goes_out_by_card_as_soon_as_the_api_lets_it(stage: ApiStage) -> None:
    anna = await stage.hire("Anna", limit=0)
    waiting = [await stage.submit(f"Wish {n}", email=f"v{n}@example.com") for n in (1, 2)]
    assert [contact["operator_id"] for contact in waiting] == [None, None]
    await stage.weigh(1, 1)
    await stage.call("PATCH", "/operators/1", max_active_leads=1)
    await stage.card_of(anna, 1)
    await stage.call("PATCH", "/operators/1", max_active_leads=2)
    await stage.card_of(anna, 2)


async def test_a_weight_by_api_gives_what_waits_to_its_operator(stage: ApiStage) -> None:
    anna = await stage.hire("Anna")
    number = (await stage.submit())["id"]
    await stage.weigh(1, 2)
    await stage.card_of(anna, number)
    screen = await stage.ask("/weight")
    assert screen.text.startswith("Weights — the share of requests")
    assert "Website" in screen.text
    log = await stage.tap(screen, "Who changed them")
    assert log.text.startswith("Who has changed weights")
    assert "API: Anna, Website: none → 2" in log.text


async def test_a_whole_form_of_the_longest_words_reaches_the_operator(stage: ApiStage, anna: Person) -> None:
    words = "👩‍🚀" * 1333
    number = (await stage.submit(words, name="👩" * 100, email="vera@example.com"))["id"]
    await stage.card_of(anna, number)
    whole = await anna.wait_for(stage.bot, lambda m: m.file_id is not None)
    assert (await stage.telegram.download(whole)).decode() == words


async def test_an_account_known_to_the_api_is_a_link_on_the_card(stage: ApiStage, anna: Person) -> None:
    vera = await stage.person("Vera")
    await stage.restart(api_telegram_ids=True)
    contact = await stage.submit(external_id=f"tg:{vera.id}", name="Vera")
    card = await stage.card_of(anna, contact["id"])
    assert [e["user"]["id"] for e in card.entities if e["type"] == "text_mention"] == [vera.id]
