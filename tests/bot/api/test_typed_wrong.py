"""What a client typed wrong into a form is seen by whoever has to reach the client, and found by it."""

from typing import Any

import pytest

from sandbox.client.person import Person
from tests.api_stage import ApiStage

LENIENT = {"Prefer": "handling=lenient"}


async def send(stage: ApiStage, **typed: str) -> dict[str, Any]:
    """Let somebody fill in a form that asks for leniency; returns the contact."""
    body = {"source_id": stage.site, "message": "Do you deliver?", **typed}
    made = await stage.api.post("/contacts/", json=body, headers=LENIENT)
    assert made.status_code == 201, made.text
    contact: dict[str, Any] = made.json()
    return contact


@pytest.mark.parametrize(
    ("typed", "lines", "hint", "advice"),
    [
        (
            {"phone": "8 916 123-45-67", "email": "vera@<b>", "name": "Vera"},
            ["Client: Vera, +7 916 123-45-67", "Says: vera@<b>, not confirmed"],
            "call.",
            "Reach the client at +7 916 123-45-67",
        ),
        (
            {"phone": "8 916 123", "email": "vera@", "name": "Vera"},
            ["Client: Vera", "Says: 8 916 123, vera@, not confirmed"],
            "There is no chat with this client: try what the form says.",
            "Nothing confirms a phone or an email; what the form says is on the card.",
        ),
        (
            {"phone": "+79161234567", "name": "В" * 300},
            ["Client: +7 916 123-45-67", f"Says: {'В' * 199}…, not confirmed"],
            "call.",
            "Reach the client at +7 916 123-45-67",
        ),
    ],
)
async def test_the_card_shows_what_was_typed(
    stage: ApiStage, anna: Person, typed: dict[str, str], lines: list[str], hint: str, advice: str
) -> None:
    number = (await send(stage, **typed))["id"]
    card = await stage.card_of(anna, number)
    assert set(lines) <= set(card.text.split("\n"))
    assert "Do you deliver?" in card.text
    assert card.text.endswith(hint)
    assert (await stage.reply(anna, card)).endswith(advice)
    page = await stage.command(f"/contact {number}")
    assert set(lines) <= set(page.split("\n"))


async def test_in_russian_it_is_said_in_russian(stage: ApiStage) -> None:
    anna = await stage.hire_for_both("Anna", language="ru")
    number = (await send(stage, phone="8 916 123", email="vera@"))["id"]
    card = await stage.card_of(anna, number)
    assert "Говорит: 8 916 123, vera@, не подтверждено" in card.text.split("\n")
    assert card.text.endswith("Чата с клиентом нет — попробуйте то, что указано в форме.")
    assert (await stage.reply(anna, card)).endswith(
        "Телефон и почта не подтверждены; что указано в форме, видно на карточке."
    )


async def test_it_is_found_exported_and_forgotten_as_everything_else(stage: ApiStage, anna: Person) -> None:
    number = (await send(stage, phone="8 916 secret", email="секрет@", name="Ёжик" * 30))["id"]
    await stage.card_of(anna, number)
    for text in ("916 secret", "секрет@", "СЕКРЕТ", "ежик"):
        assert f"#{number}" in await stage.command(f"/find {text}"), text
    table = await stage.ask("/export 1", kind="document")
    content = (await stage.telegram.download(table)).decode("utf-8-sig")
    assert "Ёжик" * 30 + ", 8 916 secret, секрет@" in content
    question = await stage.ask(f"/forget {number}")
    await stage.admin.press(stage.bot, question, "Forget")
    await stage.admin.wait_for(stage.bot, "is forgotten")
    await stage.settle()
    kept = str([stage.rows(f"SELECT * FROM {table}") for table in ("contacts", "leads", "events", "outbox")])
    assert not any(word in kept for word in ("secret", "секрет", "Ёжик"))
    assert "Says" not in (await stage.card_of(anna, number, "Completed")).text
