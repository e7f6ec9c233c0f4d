"""However long and strange the words of people are, the other side reads them: the real bot, real limits."""

import pytest

from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage
from tests.stage import Stage

LONG = ["x" * 2501, "&" * 501, "&" * 4096, "<b>" * 1365, "👩‍👩‍👧‍👦" * 372, "\ue000\ue001" * 2000]
IDS = ["letters", "ampersands", "only ampersands", "tags", "families", "private characters"]


async def begin(stage: Stage) -> tuple[Person, Person]:
    anna, vera = await stage.hire("Anna"), await stage.client("Vera", text="Hello")
    await stage.card(anna, "Hello")
    return anna, vera


def shows(message: ChatMessage, words: str) -> bool:
    """Tell whether an edit is shown whole: in a sentence of ours, or as a copy where it fills a message."""
    return message.text.removeprefix("edited: ") == words


@pytest.mark.parametrize("words", LONG, ids=IDS)
async def test_an_edit_of_any_length_is_shown_to_the_operator(stage: Stage, words: str) -> None:
    anna, vera = await begin(stage)
    second = await vera.write(stage.bot, "wait")
    await anna.wait_for(stage.bot, "wait")
    await vera.edit(stage.bot, second, words)
    await anna.wait_for(stage.bot, lambda m: shows(m, words))
    assert await stage.tell_admins() == []


@pytest.mark.parametrize("words", LONG, ids=IDS)
async def test_an_edit_of_an_answer_is_shown_to_the_client(stage: Stage, words: str) -> None:
    anna, vera = await begin(stage)
    card = await stage.card(anna, "Hello")
    answer = await anna.write(stage.bot, "Yes", reply_to=card.message_id)
    await vera.wait_for(stage.bot, "Yes")
    await anna.edit(stage.bot, answer, words)
    await vera.wait_for(stage.bot, lambda m: shows(m, words))


NAMES = {"ampersands": "&" * 64, "tags": "<" * 64, "families": "👩‍👩‍👧‍👦" * 20}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
async def test_a_list_is_shown_whatever_a_client_is_called(stage: Stage, name: str) -> None:
    anna = await stage.hire("Anna")
    await stage.client(name, text="Hello")
    await stage.card(anna, "Hello")
    mine = await stage.ask("/mine", anna)
    assert f"#1 · {name[:40]}" in mine.text
    assert "#1" in await stage.command("/find Hello")


async def test_a_receipt_of_the_longest_text_reaches_the_client(stage: Stage) -> None:
    text = "&" * 1000
    await stage.command(f"/sources text 1 receipt {text}")
    vera = await stage.client("Vera", text="Hello")
    assert text in (await vera.wait_for(stage.bot, "received")).text


@pytest.mark.parametrize("length", [1001, 3501, 4088, 4096])
async def test_a_first_message_that_becomes_long_is_below_the_card_as_the_card_says(
    stage: Stage, length: int
) -> None:
    anna, vera = await stage.hire("Anna"), await stage.person("Vera")
    first = await vera.write(stage.bot, "Hello")
    await stage.card(anna, "Hello")
    words = ("word " * 1000)[: length - 8] + "the end."
    await vera.edit(stage.bot, first, words)
    await stage.card(anna, "the whole message is below")
    await anna.wait_for(stage.bot, lambda m: shows(m, words))
