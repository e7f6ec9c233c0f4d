"""Cards whose Telegram id we don't know, because the answer to their send is late or lost."""

from typing import Any

import pytest

from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage
from tests.stage import Stage

FAULTS: dict[str, dict[str, Any]] = {
    "drop_after": {},  # it comes once more, and nobody sees which of the two we know
    "garbage": {},
    "unparsable": {},  # it was sent, that is all we learn
    "slow": {"seconds": 1.5},
}


async def cards(stage: Stage, operator: Person) -> list[ChatMessage]:
    return [m for m in (await operator.chat(stage.bot)).from_bot if m.buttons]


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_reply_to_any_card_reaches_the_client(stage: Stage, fault: str) -> None:
    anna = await stage.hire("Anna")
    await stage.telegram.add_fault(fault, method="sendMessage", person=anna, times=1, **FAULTS[fault])
    vera = await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    await anna.write(stage.bot, "Good morning!", reply_to=card.message_id)
    await vera.wait_for(stage.bot, "Good morning!")
    await stage.card(anna, "In progress")
    await stage.settle()
    for number, shown in enumerate(await cards(stage, anna)):
        await anna.write(stage.bot, f"Answer {number}", reply_to=shown.message_id)
        await vera.wait_for(stage.bot, f"Answer {number}")
    assert not any("reply to the card" in text for text in await stage.texts(anna) if "#" not in text)


async def test_of_two_cards_each_answer_goes_to_the_client_of_its_own(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await stage.telegram.add_fault("drop_after", method="sendMessage", person=anna, times=2)
    people = {name: await stage.client(name, text=f"from {name}") for name in ("Vera", "Karl")}
    for name in people:
        card = await stage.card(anna, f"from {name}")
        await anna.write(stage.bot, f"Hello {name}", reply_to=card.message_id)
    for name, client in people.items():
        await client.wait_for(stage.bot, f"Hello {name}")
    await stage.settle()
    assert stage.rows("SELECT contact_id, text FROM messages WHERE author='operator' ORDER BY id") == [
        (1, "Hello Vera"),
        (2, "Hello Karl"),
    ]


async def test_a_reply_to_a_repeated_card_of_an_ended_assignment_is_refused(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await stage.telegram.add_fault("drop_after", method="sendMessage", person=anna, times=1)
    vera = await stage.client("Vera", text="Hello")
    await stage.settle()
    first, known = await cards(stage, anna)
    boris = await stage.hire("Boris")
    await stage.pass_on(anna, known)
    await stage.card(boris, "Hello")
    assert "#1" in await stage.reply(anna, first, "too late")
    await stage.settle()
    assert not any("too late" in text for text in await stage.texts(vera))
