"""People who are known by API alone are banned and forgotten like those of Telegram."""

from typing import Any

from tests.api_stage import ApiStage

MAIL: dict[str, Any] = {"email": "vera@example.com"}


async def test_a_banned_persons_form_is_refused_and_nothing_of_it_is_kept(stage: ApiStage) -> None:
    anna = await stage.hire_for_both("Anna")
    number = (await stage.submit("I hate you", **MAIL))["id"]
    await stage.card_of(anna, number)
    answer = await stage.command(f"/ban {number}")
    assert answer == ("vera@example.com is banned and will not be heard. 1 request has been completed.")
    card = await stage.card_of(anna, number, "Completed")
    assert "🚫 The client is banned" in card.text
    assert card.captions == []
    before = [stage.count(table) for table in ("contacts", "messages", "leads", "events", "outbox")]
    wish = {"source_id": stage.site, "message": "Again", "email": "vera@example.com", "name": "Vera"}
    refusal = await stage.call("POST", "/contacts/", 409, **wish)
    assert refusal["detail"][0]["type"] == "banned"
    assert [stage.count(table) for table in ("contacts", "messages", "leads", "events", "outbox")] == before
    assert stage.rows("SELECT name FROM leads WHERE email='vera@example.com'") == [(None,)]
    assert (await stage.move(number, "in_progress", 409))["detail"][0]["type"] == "banned"
    assert await stage.command(f"/unban {number}") == "vera@example.com is heard again."
    assert (await stage.submit("Sorry", **MAIL))["operator_id"] == 1


async def test_a_person_of_the_api_is_forgotten_with_every_word(stage: ApiStage) -> None:
    anna = await stage.hire_for_both("Anna")
    person: dict[str, Any] = {
        "name": "Vera Secretova",
        "email": "secret@example.com",
        "phone": "+79161234567",
    }
    number = (await stage.submit("secretword " * 200, **person))["id"]
    await stage.card_of(anna, number)
    question = await stage.ask(f"/forget {number}")
    assert question.text.startswith("Delete all data of the client")
    assert "Vera Secretova, +7 916 123-45-67, secret@example.com”?" in question.text
    await stage.admin.press(stage.bot, question, "Forget")
    await stage.admin.wait_for(stage.bot, "is forgotten")
    card = await stage.card_of(anna, number, "Completed")
    assert "secret" not in card.text.lower()
    assert card.captions == []
    kept = "".join(
        str(stage.rows(f"SELECT * FROM {table}"))
        for table in ("contacts", "messages", "leads", "events", "outbox", "inbox", "idempotency_keys")
    )
    assert "secret" not in kept.lower()
    assert "9161234567" not in kept
    assert (await stage.move(number, "in_progress", 409))["detail"][0]["type"] == "forgotten"


async def test_what_leads_nowhere_is_not_offered_for_somebody_forgotten(stage: ApiStage) -> None:
    anna = await stage.hire_for_both("Anna")
    for text in ("About tiles", "About pipes"):
        await stage.card_of(anna, (await stage.submit(text, **MAIL))["id"])
    assert "1 more request: /find vera@example.com" in await stage.command("/contact 1")
    question = await stage.ask("/forget 1")
    assert question.text.startswith("Delete all data of the client")
    await stage.admin.press(stage.bot, question, "Forget")
    await stage.admin.wait_for(stage.bot, "is forgotten")
    assert "/find" not in await stage.command("/contact 1")
    shown = await stage.admin.wait_for(stage.bot, "✅ Completed")
    assert "Why this operator?" in shown.captions
    assert {"Assign", "Complete", "Reopen"}.isdisjoint(shown.captions)
