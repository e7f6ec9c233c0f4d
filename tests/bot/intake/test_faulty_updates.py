"""Updates that come twice or broken: everything happens once, a client is heard, neighbours go on."""

import re
from typing import Any

import pytest

from sandbox.client.person import Person
from sandbox.server.faults import Shape
from tests.stage import Stage

# What is left of a private message whose shape is broken; the others are no messages.
SALVAGED = {
    Shape.HIDDEN_FORWARD: "Something broken",
    Shape.EXTERNAL_REPLY: "Something broken",
    Shape.UNKNOWN_ORIGIN: "Something broken",
    Shape.NO_AUTHOR: "Something broken",
    Shape.NUMBER_AS_TEXT: None,
}


def stored(stage: Stage, client: Person) -> list[str | None]:
    """Return what is stored of a client's words, in order."""
    found = stage.rows("SELECT text FROM messages WHERE chat_id=? ORDER BY id", client.id)
    return [text for (text,) in found]


@pytest.mark.parametrize("later", [False, True])
async def test_whatever_comes_twice_happens_once(stage: Stage, later: bool) -> None:
    anna = await stage.hire("Anna")
    await stage.telegram.add_fault("duplicate", later=later)
    vera = await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    await vera.write(stage.bot, "another word")
    await vera.send_album(stage.bot, 2)
    await anna.press(stage.bot, card, "Take")
    await stage.card(anna, "In progress")
    await anna.write(stage.bot, "an answer", reply_to=card.message_id)
    await vera.wait_for(stage.bot, "an answer")
    await anna.press(stage.bot, card, "Complete")
    await stage.card(anna, "Completed")
    await stage.settle()
    assert stored(stage, vera) == ["Hello", "another word", None, None]
    assert stage.rows("SELECT count(*), min(status) FROM contacts") == [(1, "completed")]
    assert [m.kind for m in await stage.copied(anna)] == ["text", "photo", "photo"]
    assert await stage.texts(vera) == [
        "Request #1 received. We will answer right here soon.",
        "Request #1 is being handled. Anna is answering you.",
        "an answer",
        "Request #1 is completed. If something new comes up, just write.",
    ]
    (rule,) = await stage.telegram.faults()
    assert rule.hit >= 7
    assert stage.rows("SELECT DISTINCT state FROM inbox") == [("done",)]


@pytest.mark.parametrize("is_known", [False, True], ids=["a new client", "an open contact"])
@pytest.mark.parametrize("shape", Shape)
async def test_a_broken_update_is_set_aside_but_its_message_is_heard(
    stage: Stage, shape: Shape, is_known: bool
) -> None:
    anna = await stage.hire("Anna")
    vera, before = await stage.person("Vera"), []
    if is_known:
        before = ["Good morning"]
        await vera.write(stage.bot, before[0])
        await stage.card(anna, before[0])
    await stage.telegram.add_fault("malformed", person=vera, times=1, shape=str(shape))
    await vera.write(stage.bot, "and this is whole")
    await stage.settle()

    heard: list[Any] = [SALVAGED[shape]] if shape in SALVAGED else []
    kept = stored(stage, vera)
    assert sorted(kept, key=str) == sorted([*before, *heard, "and this is whole"], key=str)
    assert stage.rows("SELECT count(*) FROM contacts") == [(1,)]
    card = await stage.card(anna, "Request #1")
    copied = await stage.copied(anna)
    on_card = 0 if kept[0] is None else 1
    assert kept[0] is None or kept[0] in card.text
    assert [m.reply_to for m in copied] == [card.message_id] * (len(kept) - on_card)
    assert [bool(error) for (error,) in stage.rows("SELECT error FROM inbox WHERE state='quarantined'")] == [
        True
    ]
    assert stage.rows("SELECT count(*) FROM inbox WHERE state='pending'") == [(0,)]
    (told,) = await stage.tell_admins()
    assert re.match("⚠️ 1 update of Telegram was set aside", told)


async def test_every_shape_among_whole_updates_loses_none_of_them(stage: Stage) -> None:
    anna = await stage.hire("Anna", limit=20)
    await stage.telegram.add_fault("malformed")
    for number in range(2 * len(Shape)):
        await stage.client(f"Client {number}.", text=f"whole {number}.")
    await stage.settle()
    shown = "\n".join(await stage.texts(anna))
    assert all(f"whole {number}." in shown for number in range(2 * len(Shape)))
    assert stage.rows("SELECT count(*) FROM inbox WHERE state='quarantined'") == [(2 * len(Shape),)]
    assert stage.rows("SELECT count(*) FROM messages WHERE text LIKE 'whole%'") == [(2 * len(Shape),)]
    assert len(await stage.tell_admins()) == 1
