"""What a form says is seen as what it is, and a ban of a stranger's form hits nobody else."""

from pathlib import Path
from typing import Any

import pytest

from sandbox.client.person import Person
from tests.api_stage import ApiStage, open_api_stage

PHONE = "+79161234567"
PERSON = "SELECT external_id, phone, phone_verified, email, name, username, language, banned_at FROM leads"
BANNED = "SELECT count(*) FROM leads WHERE banned_at IS NOT NULL AND merged_into_id IS NULL"


async def share(stage: ApiStage, client: Person) -> None:
    """Let a client of Telegram write and prove the phone."""
    await client.write(stage.bot, "Hello")
    await stage.settle()
    await client.share_phone(stage.bot, PHONE)
    await client.wait_for(stage.bot, "We have saved your number")
    await stage.settle()


async def test_a_form_about_a_client_of_telegram_changes_nothing_and_shows_what_it_says(
    stage: ApiStage, anna: Person
) -> None:
    vera = await stage.client("Vera")
    await share(stage, vera)
    before = stage.rows(PERSON)
    said: dict[str, Any] = {
        "name": "Ivan <b>",
        "phone": PHONE,
        "email": "ivan@example.com",
        "external_id": "crm-5",
    }
    made = await stage.submit("Send it to another address", **said)
    claims = {"name": "Ivan <b>", "email": "ivan@example.com", "external_id": "crm-5"}
    assert made["as_typed"] == claims
    assert {(problem["loc"][1], problem["type"]) for problem in made["unused"]} == {
        (name, "not_confirmed") for name in claims
    }
    assert stage.rows(PERSON) == before
    line = "Says: Ivan <b>, ivan@example.com, ID crm-5, not confirmed"
    card = await stage.card_of(anna, made["id"])
    assert {"Client: Vera, +7 916 123-45-67", line, "1 earlier request"} <= set(card.text.split("\n"))
    assert line in (await stage.command(f"/contact {made['id']}")).split("\n")
    for text in ("Ivan", "ivan@", "crm-5"):
        assert f"#{made['id']}" in await stage.command(f"/find {text}")
    shown = await stage.call("GET", f"/contacts/{made['id']}")
    assert (shown["as_typed"], shown["lead"]["name"]) == (claims, "Vera")
    table = await stage.ask("/export 1", kind="document")
    assert "Ivan <b>, ivan@example.com, ID crm-5" in (await stage.telegram.download(table)).decode(
        "utf-8-sig"
    )


async def test_a_form_that_says_only_what_is_known_is_not_confirmed_either(
    stage: ApiStage, anna: Person
) -> None:
    await share(stage, await stage.client("Vera"))
    card = await stage.card_of(anna, (await stage.submit())["id"])
    assert "Came by a form: not confirmed that it is this client" in card.text.split("\n")
    own = await stage.card_of(anna, 1)
    assert "not confirmed" not in own.text


async def test_in_russian_it_is_said_in_russian(stage: ApiStage) -> None:
    anna = await stage.hire_for_both("Anna", language="ru")
    await share(stage, await stage.client("Vera"))
    card = await stage.card_of(anna, (await stage.submit(name="Vera", phone=PHONE))["id"])
    assert "Пришло из формы: не подтверждено, что это тот же клиент" in card.text
    card = await stage.card_of(anna, (await stage.submit(name="Иван", phone=PHONE))["id"])
    assert "Говорит: Иван, не подтверждено" in card.text.split("\n")


async def test_another_name_than_the_known_one_is_seen(stage: ApiStage, anna: Person) -> None:
    await stage.submit(name="Vera", phone=PHONE)
    card = await stage.card_of(anna, (await stage.submit(name="Ivan", phone=PHONE))["id"])
    assert {"Client: Vera, +7 916 123-45-67", "Says: Ivan, not confirmed"} <= set(card.text.split("\n"))


async def test_a_phone_that_a_form_says_is_found_however_it_is_written(stage: ApiStage, anna: Person) -> None:
    await stage.submit(external_id="crm-1", phone=PHONE)
    number = (await stage.submit(external_id="crm-1", phone="+7 916 765-43-21"))["id"]
    for text in ("8 916 765 43 21", "7654321"):
        assert f"#{number}" in await stage.command(f"/find {text}")


async def test_what_other_forms_say_of_a_forgotten_person_goes_too(stage: ApiStage, anna: Person) -> None:
    await stage.submit(phone="+79160000000")
    secret = (await stage.submit(email="secret@example.com"))["id"]
    other = await stage.submit(phone="+79160000000", email="secret@example.com")
    assert other["as_typed"] == {"email": "secret@example.com"}
    question = await stage.ask(f"/forget {secret}")
    await stage.admin.press(stage.bot, question, "Forget")
    await stage.admin.wait_for(stage.bot, "is forgotten")
    await stage.settle()
    assert "secret" not in str(stage.rows("SELECT * FROM contacts"))


@pytest.mark.parametrize("button", ["Ban", "Leave it"])
async def test_admins_decide_on_who_proves_the_phone_of_a_banned_form(
    stage: ApiStage, anna: Person, button: str
) -> None:
    number = (await stage.submit("Spam", phone=PHONE))["id"]
    await stage.card_of(anna, number)
    await stage.command(f"/ban {number}")
    vera = await stage.client("Vera")
    await share(stage, vera)
    assert stage.rows(BANNED) == [(0,)]
    assert "🚫 The client is banned" not in (await stage.card_of(anna, number, "Completed")).text
    question = await stage.admin.wait_for(stage.bot, "Ban them, too?")
    assert question.captions == ["Ban", "Leave it"]
    await stage.admin.press(stage.bot, question, button)
    if button == "Ban":
        await stage.admin.wait_for(stage.bot, "Vera, +7 916 123-45-67 is banned and will not be heard.")
        assert stage.rows(BANNED) == [(1,)]
    else:
        await stage.admin.wait_for(stage.bot, "Nobody is banned by this.")
        await vera.write(stage.bot, "Hello again")
        await anna.wait_for(stage.bot, "Hello again")


async def test_only_an_admin_may_press_ban(stage: ApiStage, anna: Person) -> None:
    number = (await stage.submit("Spam", phone=PHONE))["id"]
    await stage.command(f"/ban {number}")
    vera = await stage.client("Vera")
    await share(stage, vera)
    await stage.admin.wait_for(stage.bot, "Ban them, too?")
    message = await anna.wait_for(stage.bot, f"{number} · ")
    await anna.forge_press(stage.bot, message.message_id, f"ban:{number}:1")
    await stage.settle()
    assert stage.rows(BANNED) == [(0,)]


async def test_an_id_of_telegram_by_api_is_refused_unless_allowed(stage: ApiStage) -> None:
    wish = {"source_id": stage.site, "message": "Hi", "external_id": "tg:5"}
    refusal = await stage.call("POST", "/contacts/", 422, **wish)
    [problem] = refusal["detail"]
    assert (problem["loc"], problem["type"]) == (["body", "external_id"], "telegram_id")
    assert "API_TELEGRAM_IDS" in problem["msg"]
    assert stage.count("contacts") == stage.count("leads") == 0


async def test_an_owner_may_allow_ids_of_telegram(tmp_path: Path) -> None:
    async with open_api_stage(tmp_path, api_telegram_ids=True) as stage:
        vera = await stage.client("Vera")
        await vera.write(stage.bot, "Hello")
        await stage.settle()
        made = await stage.submit(external_id=f"tg:{vera.id}", email="vera@example.com")
        assert made["as_typed"] == {"email": "vera@example.com"}
        assert stage.rows("SELECT external_id, email FROM leads") == [(f"tg:{vera.id}", None)]
