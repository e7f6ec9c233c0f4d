"""CARD_FORCE_REPLY: a new card opens the reply to it, so its operator answers without a swipe."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio

from sandbox.client.person import Person
from tests.api_stage import open_api_stage
from tests.stage import Stage, open_stage


@pytest_asyncio.fixture
async def forcing(tmp_path: Path) -> AsyncIterator[Stage]:
    async with open_stage(tmp_path, card_force_reply=True) as stage:
        yield stage


async def list_cards(stage: Stage, person: Person) -> list[tuple[str, dict[str, Any]]]:
    """Return the calls that sent somebody's cards or changed them: method and keyboard."""
    calls = await stage.telegram.calls(stage.bot)
    return [
        (call.method, call.params["reply_markup"])
        for call in calls
        if call.params.get("chat_id") == person.id and "card:" in str(call.params.get("reply_markup"))
    ]


async def test_a_card_opens_the_reply_to_it_when_it_is_sent_and_never_in_an_edit(forcing: Stage) -> None:
    anna = await forcing.hire("Anna")
    await forcing.client("Vera", text="Hello")
    card = await forcing.card(anna, "Hello")
    assert card.asks_reply == ""
    for button in ("Take", "Complete", "Reopen"):
        card = await forcing.tap(card, button, anna)
    await forcing.settle()
    assert [(m, k.get("force_reply")) for m, k in await list_cards(forcing, anna)] == [
        ("sendMessage", True),
        *[("editMessageText", None)] * 3,
    ]
    assert await forcing.alarms() == []


async def test_whoever_gets_it_next_answers_as_easily(forcing: Stage) -> None:
    anna = await forcing.hire("Anna")
    await forcing.client("Vera", text="Hello")
    boris = await forcing.hire("Boris")
    await forcing.pass_on(anna, await forcing.card(anna, "Hello"), "Boris")
    assert (await forcing.card(boris, "Hello")).asks_reply == ""


async def test_without_a_chat_there_is_no_reply_to_open(tmp_path: Path) -> None:
    async with open_api_stage(tmp_path, card_force_reply=True) as stage:
        anna = await stage.hire_for_both("Anna")
        await stage.submit("Call me")
        assert (await stage.card(anna, "Call me")).asks_reply is None


async def test_a_command_in_the_opened_reply_is_a_command_and_no_client_reads_it(forcing: Stage) -> None:
    anna = await forcing.hire("Anna")
    vera = await forcing.client("Vera", text="Hello")
    card = await forcing.card(anna, "Hello")
    before = await forcing.texts(vera)
    for command, said in (("/mine", "#1 · Vera"), ("/pause", "/resume"), ("/nonsense", "eply to")):
        sent = await anna.write(forcing.bot, command, reply_to=card.message_id)
        await anna.wait_for(forcing.bot, said, after=sent)
    await forcing.settle()
    assert await forcing.texts(vera) == before


async def test_it_is_off_unless_it_is_set(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    assert (await stage.card(anna, "Hello")).asks_reply is None
