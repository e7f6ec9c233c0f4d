"""People who are known by API alone are banned and forgotten like those of Telegram."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio

from tests.bot.office import Office, open_office

MAIL: dict[str, Any] = {"email": "vera@example.com"}


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path) as office:
        yield office


async def test_a_banned_persons_form_is_refused_and_nothing_of_it_is_kept(office: Office) -> None:
    stage = office.stage
    anna = await office.hire("Anna")
    number = (await office.submit("I hate you", **MAIL))["id"]
    await office.card(anna, number)
    answer = await stage.command(f"/ban {number}")
    assert answer == ("vera@example.com is banned and will not be heard. 1 request has been completed.")
    card = await office.card(anna, number, "Completed")
    assert "🚫 The client is banned" in card.text
    assert card.captions == []
    before = [stage.count(table) for table in ("contacts", "messages", "leads", "events", "outbox")]
    wish = {"source_id": office.site, "message": "Again", "email": "vera@example.com", "name": "Vera"}
    refusal = await office.call("POST", "/contacts/", 409, **wish)
    assert refusal["detail"][0]["type"] == "banned"
    assert [stage.count(table) for table in ("contacts", "messages", "leads", "events", "outbox")] == before
    assert stage.rows("SELECT name FROM leads WHERE email='vera@example.com'") == [(None,)]
    assert (await office.move(number, "in_progress", 409))["detail"][0]["type"] == "banned"
    assert await stage.command(f"/unban {number}") == "vera@example.com is heard again."
    assert (await office.submit("Sorry", **MAIL))["operator_id"] == 1


async def test_a_person_of_the_api_is_forgotten_with_every_word(office: Office) -> None:
    stage = office.stage
    anna = await office.hire("Anna")
    person: dict[str, Any] = {
        "name": "Vera Secretova",
        "email": "secret@example.com",
        "phone": "+79161234567",
    }
    number = (await office.submit("secretword " * 200, **person))["id"]
    await office.card(anna, number)
    await stage.command(f"/forget {number}")
    question = await stage.admin.wait_for(stage.bot, "Delete everything about")
    assert "Vera Secretova, +7 916 123-45-67, secret@example.com?" in question.text
    await stage.admin.press(stage.bot, question, "Forget")
    await stage.admin.wait_for(stage.bot, "is forgotten")
    card = await office.card(anna, number, "Completed")
    assert "secret" not in card.text.lower()
    assert card.captions == []
    kept = "".join(
        str(stage.rows(f"SELECT * FROM {table}"))
        for table in ("contacts", "messages", "leads", "events", "outbox", "inbox", "idempotency_keys")
    )
    assert "secret" not in kept.lower()
    assert "9161234567" not in kept
    assert (await office.move(number, "in_progress", 409))["detail"][0]["type"] == "forgotten"


async def test_what_leads_nowhere_is_not_offered_for_somebody_forgotten(office: Office) -> None:
    stage = office.stage
    anna = await office.hire("Anna")
    for text in ("About tiles", "About pipes"):
        await office.card(anna, (await office.submit(text, **MAIL))["id"])
    assert "1 more request: /find vera@example.com" in await stage.command("/contact 1")
    await stage.command("/forget 1")
    question = await stage.admin.wait_for(stage.bot, "Delete everything about")
    await stage.admin.press(stage.bot, question, "Forget")
    await stage.admin.wait_for(stage.bot, "is forgotten")
    assert "/find" not in await stage.command("/contact 1")
    shown = await stage.admin.wait_for(stage.bot, "✅ Completed")
    assert "Why so?" in shown.captions
    assert {"Assign", "Complete", "Reopen"}.isdisjoint(shown.captions)
